"""Carry stations to the kernels of airshed and their tables back; nothing is computed here.

Imported on every worker, so it knows neither Django nor the database.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as spark_types
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from airshed import AirshedError
from airshed.assessment import batches, evaluation, stations
from airshed.assessment.batches import Assessment, Terms
from airshed.assessment.daygrid import HOURS
from airshed.indices.frames import MissingColumn

STATION_YEARS_A_PARTITION = 10
"""So many stand in a partition on average: a task of a tenth of a second and more, and little to lose."""

_HOURS_A_YEAR = 365 * HOURS
_KEYS = {"station": spark_types.StringType, "begins_at": spark_types.TimestampType}
_NEEDED = {"station": "string", "begins_at": "timestamp (of an instant, in UTC)"}
_EPOCH = date(1970, 1, 1)


class NotCarried(Exception):
    """Hours cannot be assessed; the sentence names what and where."""


class WrongColumn(NotCarried):
    """A column of a file has a type that cannot be what is meant, or another one than in the file before."""

    def __init__(self, *, path: str, column: str, found: str, needed: str) -> None:
        self.path = path
        self.column = column
        super().__init__(f"{path}: column {column!r} is {found}; {needed} is needed")


class NoRows(NotCarried):
    """There is nothing to assess."""

    def __init__(self) -> None:
        super().__init__("the files hold no rows with a time; at least one hour is needed")


class StationsRefused(NotCarried):
    """The hours of some stations cannot be right; nothing was written."""

    def __init__(self, *, first: str, n: int) -> None:
        self.n = n
        more = f" ({n} stations are refused; this is the first by name)" if n > 1 else ""
        super().__init__(f"{first}{more}")


class Held(NamedTuple):
    """What files hold: rows, and the first and last local day."""

    n_rows: int
    first: date
    last: date


class Tables(NamedTuple):
    """The tables of `Assessment`: two left where they were made, the third, small and with places, here."""

    days: DataFrame
    statistics: DataFrame
    periods: pl.DataFrame


def opened(spark: SparkSession, paths: Sequence[str], *, pollutants: Sequence[str]) -> DataFrame:
    """Open Parquet files or folders of hours; refuse a path whose columns are not what is needed."""
    wanted = [*_KEYS, *pollutants]
    before: dict[str, str] = {}
    for path in paths:
        schema = spark.read.parquet(path).schema
        _refuse_wrong(schema, path=path, pollutants=pollutants)
        found = {name: schema[name].dataType.simpleString() for name in wanted}
        for name, needed in before.items():
            if found[name] != needed:
                said = f"{needed}, as in {paths[0]},"
                raise WrongColumn(path=path, column=name, found=found[name], needed=said)
        before = found
    return spark.read.parquet(*paths).select(*wanted)


def held(hours: DataFrame, *, utc_offset_hours: float) -> Held:
    """Count rows and find the first and last local day; reads one column."""
    n_rows, first, last = hours.selectExpr(
        "count(*)", "min(unix_micros(begins_at))", "max(unix_micros(begins_at))"
    ).collect()[0]  # fmt: skip
    if first is None:
        raise NoRows
    days = [_EPOCH + timedelta(microseconds=one, hours=utc_offset_hours) for one in (first, last)]
    return Held(n_rows, *days)


def n_partitions(n_rows: int) -> int:
    """Return how many partitions rows are spread over."""
    return max(1, -(-n_rows // (STATION_YEARS_A_PARTITION * _HOURS_A_YEAR)))


@contextmanager
def assessed(hours: DataFrame, *, terms: Terms, n_rows: int) -> Iterator[Tables]:
    """Assess every station where its rows are brought together, and give the small result its places here.

    Each station is computed once and its tables wait on the workers' disks until the block is left.
    """
    carried = _carried(hours, terms=terms, n_rows=n_rows).persist(StorageLevel.DISK_ONLY)
    try:
        _refuse_stations(carried)
        periods = pl.DataFrame(pl.from_arrow(carried.selectExpr("inline(periods)").toArrow()))
        yield Tables(
            carried.selectExpr("inline(days)"),
            carried.selectExpr("inline(statistics)"),
            _placed(periods, terms=terms),
        )
    finally:
        carried.unpersist()


def _carried(hours: DataFrame, *, terms: Terms, n_rows: int) -> DataFrame:
    """One row per station: ``station``, ``refusal`` or null, and its three tables as lists of rows."""
    schema = from_arrow_schema(_shape(terms))
    together = hours.repartition(n_partitions(n_rows), "station").groupBy("station")
    return together.applyInArrow(_kernel(terms, to_arrow_schema(schema)), schema)


def _kernel(terms: Terms, schema: pa.Schema) -> Callable[[tuple[pa.Scalar, ...], pa.Table], pa.Table]:
    """The function that goes to the workers with what it needs."""

    def of_station(key: tuple[pa.Scalar, ...], rows: pa.Table) -> pa.Table:
        return station_row(key[0].as_py(), rows, terms=terms, schema=schema)

    return of_station


def station_row(name: str | None, rows: pa.Table, *, terms: Terms, schema: pa.Schema) -> pa.Table:
    """Assess the hours of one station, in any order; a refusal is carried back as a sentence."""
    refusal, found = None, Assessment(*(pl.DataFrame() for _ in Assessment._fields))
    try:
        found = _assessed_station(name, pl.DataFrame(pl.from_arrow(rows)), terms=terms)
    except NotCarried as error:
        refusal = str(error)
    except AirshedError as error:
        refusal = str(error) if hasattr(error, "station") else f"station {name}: {error}"
    lists = [_as_list(table, schema.field(of).type) for of, table in found._asdict().items()]
    return pa.Table.from_arrays([pa.array([name], pa.string()), pa.array([refusal], pa.string()), *lists],
                                schema=schema)  # fmt: skip


def _assessed_station(name: str | None, hourly: pl.DataFrame, *, terms: Terms) -> Assessment:
    """Hand one station to the kernels, its times in UTC whatever the zone of the session is."""
    if name is None:
        raise NotCarried(f"{hourly.height} rows name no station; every row needs one")
    utc = hourly.with_columns(pl.col("begins_at").dt.convert_time_zone("UTC"))
    rows = stations.rows_of(utc, calendar=terms.calendar, pollutants=terms.pollutants)
    block = stations.block(rows, calendar=terms.calendar)
    return next(batches.assess_blocks([block], terms=terms))


def _as_list(table: pl.DataFrame, kind: pa.ListType) -> pa.ListArray:
    """Make a table one list of rows in exactly the types that Spark was told; of no columns, null."""
    if not table.width:
        return pa.array([None], kind)
    rows = pa.schema(list(kind.value_type))
    inside = table.to_arrow().cast(rows).combine_chunks().to_struct_array().combine_chunks()
    return pa.ListArray.from_arrays(pa.array([0, table.height], pa.int32()), inside, type=kind)


def _shape(terms: Terms) -> pa.Schema:
    """Columns that go back for a station, as the kernels themselves shape the tables of no station."""
    fields = [pa.field("station", pa.string()), pa.field("refusal", pa.string())]
    for name, table in _of_nothing(terms)._asdict().items():
        rows = [pa.field(one.name, _plain(one.type)) for one in table.to_arrow().schema]
        fields.append(pa.field(name, pa.list_(pa.struct(rows))))
    return pa.schema(fields)


def _of_nothing(terms: Terms) -> Assessment:
    """The tables of no station."""
    found = batches.assess_batches(lambda: [], terms=terms)
    periods = found.periods.drop("place", strict=False)
    tables = found._replace(periods=periods)
    return Assessment(*(table.cast({"station": pl.String}) for table in tables))


def _plain(kind: pa.DataType) -> pa.DataType:
    """Return the type that Spark has for texts, others as they are."""
    return pa.string() if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) else kind


def _placed(periods: pl.DataFrame, *, terms: Terms) -> pl.DataFrame:
    """Sort periods by station and give each its place among all."""
    typed = periods.cast(dict(_of_nothing(terms).periods.schema))
    ordered = typed.sort("station", "first", "last", maintain_order=True)
    return evaluation.ranked(ordered) if "composite" in ordered.columns else ordered


def _refuse_wrong(schema: spark_types.StructType, *, path: str, pollutants: Sequence[str]) -> None:
    """Refuse columns that are missing or of a type that cannot be meant."""
    for column in (*_KEYS, *pollutants):
        if column not in schema.names:
            raise NotCarried(f"{path}: {MissingColumn(column=column, present=schema.names)}")
        kind = schema[column].dataType
        if not isinstance(kind, _KEYS.get(column, spark_types.NumericType)):
            raise WrongColumn(
                path=path, column=column, found=kind.simpleString(), needed=_NEEDED.get(column, "a number")
            )


def _refuse_stations(carried: DataFrame) -> None:
    """Refuse all where one station is refused; this is where the work is done."""
    refused = carried.where("refusal is not null").select("station", "refusal")
    n = refused.count()
    if n:
        raise StationsRefused(first=refused.orderBy("station").first()["refusal"], n=n)
