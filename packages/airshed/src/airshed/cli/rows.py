"""Rows of hours in batches: a CSV is read whole, a Parquet file as it is gone through."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from airshed import AirshedError
from airshed.cli import cells, files, hours
from airshed.cli.files import BadInput
from airshed.cli.hours import CITY, HOUR, ONE_HOUR, STATION, TIME, Column
from airshed.decimals import scaled
from airshed.indices import frames
from airshed.standards.tables import POLLUTANTS

PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    "so2": (-100, 5_000), "no2": (-100, 5_000), "co": (-5, 200), "o3": (-100, 5_000),
    "pm10": (-100, 30_000), "pm25": (-100, 30_000),
}  # fmt: skip
"""Between which ends an hour of ambient air lies; design defaults, no law. [µg m⁻³; CO mg m⁻³]"""

ROWS_A_BATCH = 175_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How a file is to be read.

    ``given`` holds units by pollutant as ``--units`` names them. ``labels_end`` says that times name the end
    of the hour. ``utc_offset_hours`` is what times without a zone, and local days, are ahead of UTC.
    ``station`` names the one station that a file without such a column is of.
    """

    path: Path
    given: Mapping[str, tuple[str, str]]
    utc_offset_hours: float
    labels_end: bool
    left: tuple[str, ...]
    with_city: bool
    station: str | None = None

    @property
    def needed(self) -> list[str]:
        """The columns that must be there."""
        codes = [code for code in POLLUTANTS if code not in self.left]
        whose = ([CITY] if self.with_city else []) if self.station is not None else self._whose
        return [*whose, TIME, *codes]

    @property
    def kept(self) -> list[str]:
        """The columns that are read."""
        return [*self._whose, *(code for code in self.needed if code not in self._whose)]

    @property
    def _whose(self) -> list[str]:
        return [STATION, CITY] if self.with_city else [STATION]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows ready to be read, how many there are, and the local days of the first and the last of them.

    ``is_of_cities`` says that a row is a city's already, not one of its stations'.
    """

    read: Callable[[], Iterator[pl.DataFrame]]
    n_rows: int
    first: date
    last: date
    is_of_cities: bool = False


def open_rows(source: Source) -> Rows:
    """Find the columns of a file and begin to read it; `BadInput` where it cannot be used."""
    kind = files.format_of(source.path)
    if kind == "csv":
        return _of_frame(source)
    files.refuse_no_file(source.path)
    try:
        schema = pl.scan_parquet(source.path).collect_schema()
    except pl.exceptions.PolarsError as error:
        first = str(error).strip().splitlines()[0]
        raise BadInput(f"{source.path} cannot be read as parquet: {first}") from error
    columns = _columns(pl.DataFrame(schema=schema), source=source)
    is_plain = (
        isinstance(schema[columns[TIME].name], pl.Datetime)
        and HOUR not in columns
        and all(schema[columns[code].name].is_numeric() for code in POLLUTANTS if code in columns)
    )
    return _of_parquet(source, columns=columns) if is_plain else _of_frame(source)


_HINTS = {STATION: "; --station names the one station of a file", CITY: "", TIME: ""}


def _columns(table: pl.DataFrame, *, source: Source) -> dict[str, Column]:
    """Find the columns that are needed; refuse a table that lacks one."""
    columns = hours.columns_of(table, path=source.path)
    if source.station is not None and STATION in columns:
        name = columns[STATION].name
        raise BadInput(f"{source.path} has the column {name}; --station is for files of one station")
    for code in source.needed:
        if code not in columns:
            name = "time" if code == TIME else code
            hint = _HINTS.get(code, "; --not-monitored names pollutants that are not measured")
            raise BadInput(
                f"{source.path} has no column {name}{hint}; its columns are {', '.join(table.columns)}"
            )
    return columns


def _of_frame(source: Source) -> Rows:
    """Read a file whole."""
    table = files.read(source.path)
    columns = _columns(table, source=source)
    frame = hours.of_table(
        table, path=source.path, given=source.given, utc_offset_hours=source.utc_offset_hours
    ).frame
    if source.station is not None:
        frame = frame.with_columns(pl.lit(source.station).alias(STATION))
    frame = frame.select(source.kept)
    if source.labels_end:
        frame = frame.with_columns(pl.col(TIME) - ONE_HOUR)
    if not frame.height:
        raise BadInput(f"{source.path} has no rows; hours are needed")
    for code in POLLUTANTS:
        if code in frame.columns:
            _refuse_implausible(frame[code], code=code, name=code, first_row=0, source=source)
    first, last = frame[TIME].min(), frame[TIME].max()
    found = _rows(lambda: iter([frame]), n_rows=frame.height, ends=(first, last), source=source)
    return replace(found, is_of_cities=_is_of_cities(columns))


def _is_of_cities(columns: Mapping[str, Column]) -> bool:
    """Say whether the rows are of cities themselves, for want of a column of stations."""
    return STATION in columns and columns.get(CITY) == columns[STATION]


def _of_parquet(source: Source, *, columns: Mapping[str, Column]) -> Rows:
    """Read a file batch by batch."""
    scan = pl.scan_parquet(source.path)
    time = _utc(columns[TIME].name, zone=_zone(scan, columns[TIME].name), source=source)
    chosen = scan.select(
        pl.col(columns[code].name).alias(code) if code in POLLUTANTS
        else time if code == TIME
        else pl.lit(source.station).alias(code) if code not in columns
        else pl.col(columns[code].name).cast(pl.String).alias(code)
        for code in source.kept
    )  # fmt: skip
    ends = chosen.select(
        pl.len(), pl.col(TIME).min().alias("first"), pl.col(TIME).max().alias("last"),
        pl.col(TIME).null_count().alias("timeless"),
    ).collect(engine="streaming").row(0)  # fmt: skip
    if not ends[0]:
        raise BadInput(f"{source.path} has no rows; hours are needed")
    if ends[3]:
        row = int(chosen.select(pl.col(TIME).is_null().arg_max()).collect().item())
        raise BadInput(
            f"{source.path}: column {columns[TIME].name}, row {row + 1} is empty; a time is needed"
        )
    for time in ends[1:3]:
        if not cells.YEARS[0] <= time.year <= cells.YEARS[1]:
            row = int(chosen.select((pl.col(TIME) == time).arg_max()).collect().item())
            told = f"column {columns[TIME].name}, row {row + 1} is {time:%Y-%m-%d %H:%M} UTC"
            raise BadInput(f"{source.path}: {told}; {cells.NEEDED_YEAR} is needed")
    _refuse_moved(scan, columns=columns, source=source)

    def read() -> Iterator[pl.DataFrame]:
        first_row = 0
        for batch in chosen.collect_batches(chunk_size=ROWS_A_BATCH, maintain_order=True):
            yield _checked(batch, first_row=first_row, columns=columns, source=source)
            first_row += batch.height

    found = _rows(read, n_rows=ends[0], ends=(ends[1], ends[2]), source=source)
    return replace(found, is_of_cities=_is_of_cities(columns))


def _zone(scan: pl.LazyFrame, name: str) -> str | None:
    """Return the zone that a column of times carries."""
    dtype = scan.collect_schema()[name]
    return dtype.time_zone if isinstance(dtype, pl.Datetime) else None


def _utc(name: str, *, zone: str | None, source: Source) -> pl.Expr:
    """Read a column of times as starts of hours in UTC."""
    time = pl.col(name).dt.cast_time_unit("us")
    shift = ONE_HOUR if source.labels_end else timedelta(0)
    if zone is None:
        return (
            (time - timedelta(hours=source.utc_offset_hours) - shift).dt.replace_time_zone("UTC").alias(TIME)
        )
    utc = time.dt.convert_time_zone("UTC")
    return (utc - shift if shift else utc).alias(TIME)


def _rows(
    read: Callable[[], Iterator[pl.DataFrame]], *, n_rows: int, ends: tuple[object, object], source: Source
) -> Rows:
    """Say on which local days rows begin and end."""
    local = pl.Series(ends, dtype=pl.Datetime("us", "UTC")) + timedelta(hours=source.utc_offset_hours)
    first, last = local.dt.date().to_list()
    return Rows(read=_named(read, path=source.path), n_rows=n_rows, first=first, last=last)


def _named(read: Callable[[], Iterator[pl.DataFrame]], *, path: Path) -> Callable[[], Iterator[pl.DataFrame]]:
    """Let what goes wrong while reading name the file."""

    def named() -> Iterator[pl.DataFrame]:
        try:
            yield from read()
        except pl.exceptions.PolarsError as error:
            first = str(error).strip().splitlines()[0]
            raise BadInput(f"{path} cannot be read as parquet: {first}") from error

    return named


def _checked(
    batch: pl.DataFrame, *, first_row: int, columns: Mapping[str, Column], source: Source
) -> pl.DataFrame:
    """Take a batch to its units, and refuse what is no ambient hour."""
    for code in (code for code in POLLUTANTS if code in batch.columns):
        name = columns[code].name
        factor = hours.factor_of(code, columns=columns, given=source.given, path=source.path)
        if factor is not None:
            values = scaled(frames.column_floats(batch, code), factor=factor)
            batch = batch.with_columns(pl.Series(code, values))
        _refuse_implausible(batch[code], code=code, name=name, first_row=first_row, source=source)
    for code in (STATION, CITY):
        if code in batch.columns and (batch[code].null_count() or (batch[code] == "").any()):
            row = first_row + int((batch[code].fill_null("") == "").arg_max() or 0) + 1
            raise BadInput(
                f"{source.path}: column {columns[code].name}, row {row} is empty; a name is needed"
            )
    return batch


def _refuse_implausible(values: pl.Series, *, code: str, name: str, first_row: int, source: Source) -> None:
    """Refuse a value that no ambient hour has; rows count from 1 below the header."""
    low, high = PLAUSIBLE[code]
    numbers = values.fill_nan(None) if values.dtype.is_float() else values
    least, most = numbers.min(), numbers.max()
    if least is None or (least >= low and most <= high):  # type: ignore[operator]  # numbers have numbers for ends
        return
    row = int(((numbers < low) | (numbers > high)).fill_null(False).arg_max() or 0)
    unit = "mg/m³" if code == "co" else "µg/m³"
    hint = "; a column in µg/m³ needs --units co=ug/m3, and a column holds one unit" if code == "co" else ""
    raise BadInput(
        f"{source.path}: column {name}, row {first_row + row + 1} is {numbers[row]:g} {unit}; an hour of "
        f"ambient air lies between {low:g} and {high:g}{hint}"
    )


def _refuse_moved(scan: pl.LazyFrame, *, columns: Mapping[str, Column], source: Source) -> None:
    """Refuse a station that stands at two places."""
    if "lon" not in columns or "lat" not in columns:
        return
    place = [pl.col(columns[code].name).alias(code) for code in (STATION, "lon", "lat")]
    places = scan.select(place).drop_nulls().unique().collect(engine="streaming")
    twice = places.filter(pl.col(STATION).is_duplicated()).sort(STATION)
    if not twice.height:
        return
    name = twice[STATION][0]
    rows = scan.select(place).with_row_index("row").filter(pl.col(STATION) == name).drop_nulls().collect()
    first = rows.row(0, named=True)
    moved = rows.filter((pl.col("lon") != first["lon"]) | (pl.col("lat") != first["lat"]))
    raise BadInput(hours.moved_station(source.path, station=name, row=moved["row"][0]))


def sentence(error: AirshedError, *, path: Path) -> str:
    """Say a refusal of the assessment with the file it is about."""
    return str(error) if isinstance(error, BadInput) else f"{path}: {error}"
