"""`airshed aqi`: reads a table of concentrations and adds the air quality index."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from airshed.cli import cells, files
from airshed.cli.files import BadInput
from airshed.decimals import scaled
from airshed.indices import frames
from airshed.indices.conventions import ConcentrationRounding, Convention, IndexRounding
from airshed.standards import registry, units
from airshed.standards.tables import IndexItem

_DAY = "__day__"

_DESCRIPTION = """\
Add China's air quality index to a table of concentrations.

FILE is CSV (UTF-8 or GBK, with a header) or Parquet. It needs one row per hour or day and the columns
  hours: time, so2 no2 co o3 pm10 pm25
  days:  day, so2 no2 co o3_8h pm10 pm25, and o3_1h_max where you have it (HJ 633-2012 only)
in any order and case; an empty cell means: not measured. All other columns are passed through.
Units are µg/m³, for CO mg/m³, unless --units says otherwise.

Added columns: aqi, level (1 to 6), primary (primary pollutants, all of them where tied),
iaqi_so2 … iaqi_pm25 (sub-indices), edition, and na_reason (what is missing and why).
Where HJ 633-2026 (5.3.1) withholds the index because an item is missing and the rest is
not above 100, a CSV says NA and a Parquet file holds null.
"""

_EPILOG = """\
examples:
  airshed aqi hours.csv --out hours-with-aqi.csv
  airshed aqi days.parquet --period day --edition 2026 --out days-with-aqi.parquet
  airshed aqi hours.csv --units co=ug/m3 --units o3=ppb --out out.csv
  airshed aqi feed.csv --rounding half_up --concentrations none --out out.csv
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    aqi = commands.add_parser(
        "aqi",
        help="add the air quality index to a table of concentrations",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    aqi.add_argument("file", metavar="FILE", type=Path, help="table of concentrations, .csv or .parquet")
    aqi.add_argument(
        "--edition", choices=("auto", "2012", "2026"), default="auto",
        help="edition of HJ 633; auto (default) takes the one in force on the day in the column time or day",
    )  # fmt: skip
    aqi.add_argument(
        "--period", choices=("hour", "day"), default="hour", help="what a row is a mean of (default: hour)"
    )
    aqi.add_argument(
        "--rounding", choices=[rounding.value for rounding in IndexRounding], default="ceil",
        help="how the index becomes whole: ceil, always up, is the law (default); half_up is what the "
        "national real-time feed of city hours did",
    )  # fmt: skip
    aqi.add_argument(
        "--concentrations", choices=[rounding.value for rounding in ConcentrationRounding], default="law",
        help="law (default) rounds to whole µg/m³ (CO 0.1 mg/m³) before the index; none leaves them alone",
    )  # fmt: skip
    aqi.add_argument(
        "--out", metavar="FILE", type=Path, default=None,
        help="where to write, .csv or .parquet (default: CSV to the terminal)",
    )  # fmt: skip
    aqi.add_argument(
        "--units", metavar="POLLUTANT=UNIT", action="append", default=[],
        help="unit of a pollutant: ug/m3, mg/m3, for gases ppb or ppm (taken at 298.15 K and 1013.25 hPa); "
        "repeat it or separate by commas",
    )  # fmt: skip
    aqi.add_argument(
        "--not-monitored", metavar="COLUMNS", default="",
        help="columns that the monitoring plan leaves out, separated by commas; they are no gap",
    )  # fmt: skip
    aqi.add_argument(
        "--utc-offset", metavar="HOURS", type=float, default=8.0,
        help="local time minus UTC, used only for times that carry a zone (default: 8)",
    )  # fmt: skip
    aqi.set_defaults(run=_aqi)


def _aqi(options: argparse.Namespace) -> None:
    """Read, compute, write."""
    files.refuse_overwriting(options.out, source=options.file)
    factors = cells.factors(options.units)
    left = tuple(name.strip().lower() for name in options.not_monitored.split(",") if name.strip())
    table = files.read(options.file)
    numbers = _numbers(table, options=options, left=left, factors=factors)
    convention = Convention(
        rounding=IndexRounding(options.rounding), concentrations=ConcentrationRounding(options.concentrations)
    )
    report = frames.hourly_aqi if options.period == "hour" else frames.daily_aqi
    found = report(numbers, edition=options.edition, time=_DAY, convention=convention, not_monitored=left)
    added = found.drop(numbers.columns)
    _write(_beside(table, added), out=options.out)


def _numbers(
    table: pl.DataFrame,
    *,
    options: argparse.Namespace,
    left: Sequence[str],
    factors: dict[str, tuple[str, str]],
) -> pl.DataFrame:
    """Take the concentrations, in canonical names and units, and the day of each row out of a table."""
    names = cells.names_of(table, path=options.file)
    columns: dict[str, pl.Series] = {}
    for item in _items(options.period, edition=options.edition):
        for column in (item.column, item.instead):
            if column is None or column in left:
                continue
            if column not in names:
                if column == item.column and not item.optional:
                    raise BadInput(_absent(column, table=table, path=options.file, period=options.period))
                continue
            values = cells.concentrations(table[names[column]], path=options.file)
            code, unit = factors.get(column.split("_")[0], ("", ""))
            if unit:
                exact = scaled(
                    values.fill_null(float("nan")).to_numpy(), factor=units.factor(code, unit=unit)
                )
                values = pl.Series(exact)
            columns[column] = values
    if options.edition == frames.AUTO:
        name = next((names[one] for one in (*cells.TIME_NAMES, *cells.DAY_NAMES) if one in names), None)
        if name is None:
            need = "which --edition auto needs; add it, or choose --edition 2012 or 2026"
            raise BadInput(f"{options.file} has no column time or day, {need}")
        columns[_DAY] = days = cells.days(table[name], path=options.file, utc_offset_hours=options.utc_offset)
        for note in cells.before_editions(min(days, default=date.max)):
            print(f"airshed: {note}", file=sys.stderr)
    return pl.DataFrame(columns)


def _items(period: str, *, edition: str) -> list[IndexItem]:
    """Return the items that the editions asked for need, each column once."""
    standards = registry.INDEX_STANDARDS if edition == frames.AUTO else (registry.index_standard_of(edition),)
    items: dict[str, IndexItem] = {}
    for standard in standards:
        for item in standard.hourly if period == "hour" else standard.daily:
            items.setdefault(item.column, item)
    return list(items.values())


def _absent(column: str, *, table: pl.DataFrame, path: Path, period: str) -> str:
    """Say that a column is missing, and hint at the other kind of report."""
    hint = "; hours need o3, days need o3_8h (see --period)" if column.startswith("o3") else ""
    present = ", ".join(table.columns)
    return f"{path} has no column {column}, which --period {period} needs{hint}; its columns are {present}"


def _beside(table: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """Put the new columns beside the table's; a column of the same name keeps its values under a free one."""
    taken: dict[str, str] = {}
    for name in (name for name in added.columns if name in table.columns):
        kept = f"{name}_input"
        while kept in table.columns or kept in added.columns:
            kept += "_input"
        taken[name] = kept
    if taken:
        told = ", ".join(f"{name} as {kept}" for name, kept in taken.items())
        print(f"airshed: columns of the input kept under another name: {told}", file=sys.stderr)
    return table.rename(taken).hstack(added)


def _write(result: pl.DataFrame, *, out: Path | None) -> None:
    """Write the result; in a CSV the withheld indices read NA."""
    if out is not None and files.format_of(out) == "parquet":
        files.write(result, out=out)
        return
    table = cells.with_na(result)
    if out is None:
        sys.stdout.write(table.write_csv())
    else:
        files.write(table, out=out)
