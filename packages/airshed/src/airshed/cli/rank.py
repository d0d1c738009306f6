"""`airshed rank`: reads days or period values of units and ranks them."""

import argparse
import sys
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from airshed.assessment import dust, spans, standings
from airshed.assessment.period import PeriodRounding
from airshed.assessment.spans import Span, SpanKind
from airshed.assessment.standings import By, Earlier, Method
from airshed.cli import cells, files
from airshed.cli.files import BadInput
from airshed.indices.composite import CompositeRounding
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS

_UNIT_NAMES = ("unit", "station", "city", "name", "城市", "站点", "名称")
_DAY_NAMES = (*cells.DAY_NAMES, *cells.TIME_NAMES)
_GOOD_SHARE = "good_share"
"""Share of good days where a table counts them in ``good_days``, as `airshed assess` writes it."""

_COLUMNS = tuple(DAY_COLUMNS.values())

_DESCRIPTION = """\
Rank places by the air of a period, the best first. Equal values share a place (1, 1, 3).

FILE is CSV (UTF-8 or GBK, with a header) or Parquet, with one column of names (unit, station, city or
name, or the one --unit names) and either
  days:          day, so2 no2 co o3_8h pm10 pm25      one row per place and day
  period values: so2 no2 co o3 pm10 pm25              one row per place, and per period where a
                 column period names it (2026-03-05, 2026-W10, 2026-03-T1 for the first ten days,
                 2026-03, 2026-Q1, 2026-H1, 2026, or 2026-01-01/2026-03-05 for the year to date);
                 co is the 95th and o3 the 90th percentile, the others are means; for --by good_days
                 their share in % stands in good_share, or in good_days where that column is not there
in µg/m³, CO in mg/m³; an empty cell means: not measured. A single pollutant needs its column only.
Both days and periods are among what `airshed assess` writes; hours go there first.

Written, one row per place: group, place, unit, value (what is ranked by), tied, the six values,
composite (index), largest (single index), good_days (share, %), composite_last_year, change (%
against the same period a year earlier), worsened (place among those that got worse; who is within
all six limits is not named there), place_earlier and up (places gained on the period before), and
reason (why there is no place). What FILE holds no days or values for stays empty.
"""

_EPILOG = """\
examples:
  airshed rank days.csv --period month
  airshed rank days.csv --period tendays --on 2026-03-15 --by pm10 --group county --out ranking.csv
  airshed rank months.csv --period month --on 2026-03-31 --by change
  airshed rank days.csv --period ytd --dust dust-days.csv
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    rank = commands.add_parser(
        "rank",
        help="rank places by the air of a month, a week, a year to date …",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    rank.add_argument("file", metavar="FILE", type=Path, help="days or period values, .csv or .parquet")
    rank.add_argument(
        "--period", choices=[kind.value for kind in SpanKind], default="month",
        help="what is ranked (default: month); tendays is 旬, ytd the year to date",
    )  # fmt: skip
    rank.add_argument(
        "--by", choices=[by.value for by in By], default="composite",
        help="composite index (default), a pollutant, change of the composite index against the same "
        "period a year earlier, or good_days, the share of days with an index up to 100",
    )  # fmt: skip
    rank.add_argument(
        "--on", metavar="DATE", default=None,
        help="a day of the period, for ytd its last day (default: the newest in FILE)",
    )  # fmt: skip
    rank.add_argument("--unit", metavar="COLUMN", default=None, help="column with the names of the places")
    rank.add_argument("--group", metavar="COLUMN", default=None, help="column to rank within: county, city …")
    rank.add_argument(
        "--composite-rounding", choices=[rounding.value for rounding in CompositeRounding],
        default=CompositeRounding.SINGLES.value,
        help="singles_half_even rounds each single index, then adds (default); sum_half_even adds, then "
        "rounds; singles_half_up rounds a half up; figures published in the first two ways exist",
    )  # fmt: skip
    rank.add_argument(
        "--weights", metavar="POLLUTANT=N", default="",
        help="weights in the composite index, such as pm25=3,no2=2,o3=2 (default: all 1; no text seen says "
        "otherwise)",
    )  # fmt: skip
    rank.add_argument(
        "--values", choices=[rounding.value for rounding in PeriodRounding],
        default=PeriodRounding.WHOLE.value,
        help="decimals of period values made from days: whole µg/m³, CO 0.1 mg/m³ (default), or one_more",
    )  # fmt: skip
    rank.add_argument(
        "--dust", metavar="LIST", type=Path, default=None,
        help="official list of dust days, .csv or .parquet: the same column of names, day and, where it has "
        "one, items (pm10,pm25 or pm10; both where empty); particles and the composite index leave them out, "
        "good days do not; for days only",
    )  # fmt: skip
    rank.add_argument(
        "--min-days", metavar="N", type=int, default=None,
        help="valid days that a place needs (default: the law's for whole months, 27 of 31 in proportion "
        "otherwise, which no clause says)",
    )  # fmt: skip
    rank.add_argument(
        "--out", metavar="FILE", type=Path, default=None,
        help="where to write, .csv or .parquet (default: CSV to the terminal)",
    )  # fmt: skip
    rank.set_defaults(run=_rank)


class _Table(NamedTuple):
    """A file's table with its canonical names, and the name of the place of each row."""

    rows: pl.DataFrame
    names: dict[str, str]
    units: pl.Series
    path: Path


def _rank(options: argparse.Namespace) -> None:
    """Read, rank, write."""
    files.refuse_overwriting(options.out, source=options.file)
    method = _method(options)
    rows = files.read(options.file)
    names = cells.names_of(rows, path=options.file)
    table = _Table(
        rows, names, _unit_names(rows, names=names, path=options.file, column=options.unit), options.file
    )
    groups = None if options.group is None else _groups(table, column=options.group)
    kind = SpanKind(options.period)
    on = None if options.on is None else cells.day(options.on)
    if options.on is not None and on is None:
        raise BadInput(f"--on {options.on!r} is no day; it reads like 2026-03-15")
    if any(name in names for name in _DAY_NAMES):
        listed = None if options.dust is None else _dust(options)
        found = _of_days(table, kind=kind, on=on, method=method, groups=groups, listed=listed)
    elif options.dust is not None:
        raise BadInput(f"--dust takes days out of days, and {options.file} has period values")
    else:
        found = _of_values(table, kind=kind, on=on, method=method, groups=groups)
    if groups is None:
        found = found.drop("group")
    if options.out is None:
        sys.stdout.write(found.write_csv())
    else:
        files.write(found, out=options.out)


def _method(options: argparse.Namespace) -> Method:
    """Take the method out of the options."""
    if options.min_days is not None and options.min_days < 1:
        raise BadInput(f"--min-days {options.min_days} is not possible; a place needs at least 1 valid day")
    return Method(
        by=By(options.by),
        rounding=CompositeRounding(options.composite_rounding),
        weights=cells.weights(options.weights) or None,
        values=PeriodRounding(options.values),
        min_days=options.min_days,
    )


def _unit_names(rows: pl.DataFrame, *, names: dict[str, str], path: Path, column: str | None) -> pl.Series:
    """Return the name of the place of each row."""
    wanted = _UNIT_NAMES if column is None else (cells.canonical(column),)
    found = next((names[name] for name in wanted if name in names), None)
    if found is None:
        sought = "unit, station, city or name" if column is None else column
        raise BadInput(
            f"{path} has no column {sought} with the names of the places; "
            f"its columns are {', '.join(rows.columns)}"
        )
    return _texts(rows[found], path=path, needed="the name of a place")


def _texts(column: pl.Series, *, path: Path, needed: str) -> pl.Series:
    """Read a column as texts, none of them empty."""
    texts = column.cast(pl.String).str.strip_chars()
    empty = texts.is_null() | (texts == "")
    if empty.any():
        row = int(empty.arg_max() or 0)
        raise BadInput(cells.refused_cell(column, row=row, path=path, needed=needed))
    return texts


def _groups(table: _Table, *, column: str) -> dict[str, str]:
    """Return the group of each place, refusing a place in two groups."""
    name = table.names.get(cells.canonical(column))
    if name is None:
        raise BadInput(
            f"{table.path} has no column {column}; its columns are {', '.join(table.rows.columns)}"
        )
    groups: dict[str, str] = {}
    texts = _texts(table.rows[name], path=table.path, needed="the name of a group")
    for row, (unit, group) in enumerate(zip(table.units, texts, strict=True), start=1):
        if groups.setdefault(unit, group) != group:
            raise BadInput(
                f"{table.path}: column {name}, row {row} puts {unit} into {group!r}, an earlier row into "
                f"{groups[unit]!r}; one group is needed"
            )
    return groups


def _numbers(table: _Table, *, columns: Sequence[str], needed: Collection[str]) -> dict[str, pl.Series]:
    """Read the concentrations that are there and refuse a table without one that is needed."""
    for column in columns:
        if column in needed and column not in table.names:
            hint = "; hours become days with airshed assess" if column == "o3_8h" else ""
            raise BadInput(
                f"{table.path} has no column {column}, which this ranking needs{hint}; its columns are "
                f"{', '.join(table.rows.columns)}"
            )
    return {
        column: cells.concentrations(table.rows[table.names[column]], path=table.path)
        for column in columns
        if column in table.names
    }


def _dust(options: argparse.Namespace) -> pl.DataFrame:
    """Read the official list of dust days."""
    rows = files.read(options.dust)
    names = cells.names_of(rows, path=options.dust)
    units = _unit_names(rows, names=names, path=options.dust, column=options.unit)
    table = _Table(rows, names, units, options.dust)
    listed = pl.DataFrame({"unit": units, "day": _days(table)})
    if "items" not in names:
        return listed
    listed = listed.with_columns(rows[names["items"]].cast(pl.String).alias("items"))
    try:
        dust.exclude(listed.drop("items"), listed)
    except dust.UnknownItem as error:
        raise BadInput(f"{options.dust}: {error}") from error
    return listed


def _days(table: _Table) -> pl.Series:
    """Return the day of each row."""
    name = next((table.names[name] for name in _DAY_NAMES if name in table.names), None)
    if name is None:
        raise BadInput(
            f"{table.path} has no column day, date or time; its columns are {', '.join(table.rows.columns)}"
        )
    return cells.days(table.rows[name], path=table.path)


def _of_days(
    table: _Table,
    *,
    kind: SpanKind,
    on: date | None,
    method: Method,
    groups: dict[str, str] | None,
    listed: pl.DataFrame | None,
) -> pl.DataFrame:
    """Rank from days."""
    days = _days(table)
    by = "o3_8h" if method.by is By.O3 else method.by.value
    needed = (by,) if by in _COLUMNS else _COLUMNS
    numbers = _numbers(table, columns=_COLUMNS, needed=needed)
    frame = pl.DataFrame({"unit": table.units, "day": days, **numbers})
    _refuse_repeats(frame, "day", table=table)
    if days.is_empty():
        raise BadInput(f"{table.path} has a header only; days are needed")
    held = sorted(days.to_list())
    over = spans.span(on or held[-1], kind=kind)
    _tell_before_editions(over)
    if frame.filter(pl.col("day").is_between(over.first, over.last)).is_empty():
        raise BadInput(f"{table.path} has no day in {over.name}; it holds {held[0]} to {held[-1]}")
    if listed is not None:
        _tell_unmatched(dust.exclude(frame, listed).unmatched, path=table.path)
    return standings.period_standings(frame, over=over, method=method, groups=groups, dust=listed)


def _tell_before_editions(over: Span) -> None:
    """Say so where a period lies before the limits that it is ranked by."""
    for note in cells.before_editions(over.first):
        print(f"airshed: {note}", file=sys.stderr)


def _tell_unmatched(rows: pl.DataFrame, *, path: Path) -> None:
    """Say which rows of a dust list no day answers to."""
    if rows.height:
        first = rows.row(0, named=True)
        print(
            f"airshed: {rows.height} rows of the dust list name no day of {path}, the first is "
            f"{first['unit']} on {first['day']}",
            file=sys.stderr,
        )


def _of_values(
    table: _Table, *, kind: SpanKind, on: date | None, method: Method, groups: dict[str, str] | None
) -> pl.DataFrame:
    """Rank from period values."""
    needed = (method.by.value,) if method.by.value in (*POLLUTANTS, By.GOOD_DAYS) else POLLUTANTS
    if _GOOD_SHARE in table.names:
        shared = table.names | {By.GOOD_DAYS.value: table.names[_GOOD_SHARE]}
        table = table._replace(names=shared)
    numbers = _numbers(table, columns=(*POLLUTANTS, By.GOOD_DAYS.value), needed=needed)
    found, over = _periods(table, kind=kind, on=on)
    frame = pl.DataFrame({"unit": table.units, "period": found, **numbers})
    _refuse_repeats(frame, "period", table=table)
    everyone = frame.select("unit").unique(maintain_order=True)

    def values(of: Span | None) -> pl.DataFrame | None:
        part = frame.filter(pl.col("period") == of.name) if of is not None else frame.head(0)
        return None if part.is_empty() else everyone.join(part, on="unit", how="left")

    _tell_before_editions(over)
    now, before = values(over), spans.previous(over)
    if now is None:
        has = ", ".join(sorted(set(found))[-5:])
        raise BadInput(f"{table.path} has no row of {over.name}; its last periods are {has}")
    earlier = values(before)
    return standings.standings(
        now,
        on=over.last,
        last_year=values(spans.year_before(over)),
        earlier=None if earlier is None or before is None else Earlier(earlier, before.last),
        method=method,
        groups=groups,
    )


def _periods(table: _Table, *, kind: SpanKind, on: date | None) -> tuple[pl.Series, Span]:
    """Return the name of the period of each row, and the period that is ranked."""
    if "period" not in table.names:
        if on is None:
            raise BadInput(
                f"{table.path} has neither a column day nor period; --on DATE is needed, a day of the period "
                "its values are of, which chooses the limits"
            )
        over = spans.span(on, kind=kind)
        return pl.Series([over.name] * table.rows.height, dtype=pl.String), over
    column = table.rows[table.names["period"]]
    texts = _texts(column, path=table.path, needed="the name of a period")
    read = []
    for row, text in enumerate(texts):
        try:
            read.append(spans.read(text))
        except spans.UnreadableSpan as error:
            if _is_stretch(text):
                continue
            told = cells.refused_cell(column, row=row, path=table.path, needed="the name of a period")
            raise BadInput(f"{told}; {error}") from error
    if on is not None:
        return texts, spans.span(on, kind=kind)
    newest = max((one for one in read if one.kind is kind), key=lambda one: one.last, default=None)
    if newest is None:
        raise BadInput(f"{table.path} has no period of the kind {kind}; --period says which kind is ranked")
    return texts, newest


def _is_stretch(text: str) -> bool:
    """Say whether a text names a stretch by its first and last day, which is of no kind that is ranked."""
    first, last = (cells.day(part) for part in (*text.split("/", 1), "")[:2])
    return first is not None and last is not None and first <= last


def _refuse_repeats(frame: pl.DataFrame, key: str, *, table: _Table) -> None:
    """Refuse a second row for the same place and day or period."""
    repeated = frame.select(~pl.struct("unit", key).is_first_distinct()).to_series()
    if repeated.any():
        row = int(repeated.arg_max() or 0)
        raise BadInput(
            f"{table.path}: row {row + 1} is a second row of {frame['unit'][row]} for {frame[key][row]}; "
            f"one is needed{'; hours become days with airshed assess' if key == 'day' else ''}"
        )
