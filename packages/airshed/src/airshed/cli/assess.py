"""`airshed assess`: hours in, days, their index, statistics, composite index and places out."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

import polars as pl

from airshed import AirshedError
from airshed.assessment import batches, spans, statistics
from airshed.assessment.batches import Assessment, Terms
from airshed.assessment.cities import Membership, TwoWeights, Unweighted
from airshed.assessment.district import BadWeight
from airshed.assessment.period import PeriodRounding
from airshed.assessment.spans import SpanKind
from airshed.assessment.stations import Calendar
from airshed.assessment.statistics import Rules
from airshed.cli import cells, files, manifest, members, rows
from airshed.cli.files import BadInput
from airshed.cli.rows import Rows, Source
from airshed.indices.composite import CompositeRounding
from airshed.standards.tables import POLLUTANTS

_MONTHS_NAMED = 6

_DESCRIPTION = """\
Assess hours of stations: daily values, daily air quality index and primary pollutants, the
statistics of each month and year against the limits, composite index and places.

FILE is CSV (UTF-8 or GBK, with a header) or Parquet, one row per station and hour, with the columns
  station    (--station names it instead) and, with --level city, city; rows of cities need no station
  time       start of the hour (--hour-label end: its end); without a zone it is local time; a day and
             its hour may stand in two columns, date and hour
  so2 no2 co o3 pm10 pm25 in µg/m³, co in mg/m³, unless --units or the column's name says
             otherwise, as in co(ug/m3)
in any order and case, Chinese names too (站点 时间 二氧化硫 …); an empty cell means: not measured.
Rows may come in any order; sorted by station they take the least memory.

Written into DIR, which must not exist or be empty: days, statistics, periods (CSV or Parquet) and
README.md, which says what every column means and what was assumed. Everything is exact, half to
even, and carries what it was made of (n_…) and why it is missing (why_…).
"""

_EPILOG = """\
examples:
  airshed assess hours.csv --out assessed
  airshed assess nation.parquet --from 2026-01-01 --to 2026-12-31 --out 2026
  airshed assess feed.csv --level city --hour-label end --units co=ug/m3 --out cities
  airshed assess feed.csv --level city --station-weights weights.csv --out weighted
  airshed rank cities/days.csv --period month

weights.csv has one row per station, or per station and time: station,weight,from,to. The days from
and to are included and may be left out or empty; weight 0, or no row for a day, means that the
station does not count then. Every station with hours must be named.

Only what no air can hold is refused here; `airshed check` looks for faults of instruments and units.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    assess = commands.add_parser(
        "assess",
        help="assess hours: days, index, statistics against limits, composite index, places",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    assess.add_argument("file", metavar="FILE", type=Path, help="table of hours, .csv or .parquet")
    assess.add_argument(
        "--level", choices=("station", "city"), default="station",
        help="what is assessed: each station (default), or each city from the mean of its stations' hours",
    )  # fmt: skip
    assess.add_argument(
        "--station",
        metavar="NAME",
        default=None,
        help="name of the one station of a file without that column",
    )
    assess.add_argument(
        "--station-weights", metavar="FILE", type=Path, default=None,
        help="with --level city: table of station, weight and, where weights change, from and to (default: "
        "all stations with hours count alike, as HJ 663 has it)",
    )  # fmt: skip
    assess.add_argument(
        "--from", dest="first", metavar="DATE", default=None,
        help="first local day (default: the first in FILE)",
    )  # fmt: skip
    assess.add_argument(
        "--to", dest="last", metavar="DATE", default=None, help="last local day (default: the last in FILE)"
    )
    assess.add_argument(
        "--edition", choices=("auto", "2012", "2026"), default="auto",
        help="edition of HJ 633 and of the limits; auto (default) takes the one in force on each day",
    )  # fmt: skip
    assess.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder to write into")
    assess.add_argument(
        "--format", choices=("csv", "parquet"), default=None, help="of the tables (default: that of FILE)"
    )
    assess.add_argument(
        "--units", metavar="POLLUTANT=UNIT", action="append", default=[],
        help="unit of a pollutant: ug/m3, mg/m3, for gases ppb or ppm (taken at 298.15 K and 1013.25 hPa); "
        "repeat it or separate by commas",
    )  # fmt: skip
    assess.add_argument(
        "--hour-label", choices=("start", "end"), default="start",
        help="whether time names the start of the hour (default) or its end, as many feeds do",
    )  # fmt: skip
    assess.add_argument(
        "--utc-offset", metavar="HOURS", type=float, default=8.0,
        help="local time minus UTC, for cutting days and for times without a zone (default: 8)",
    )  # fmt: skip
    assess.add_argument(
        "--not-monitored", metavar="POLLUTANTS", default="",
        help="pollutants that the monitoring plan leaves out, separated by commas; they are no gap",
    )  # fmt: skip
    _add_conventions(assess)
    assess.set_defaults(run=_assess)


def _add_conventions(assess: argparse.ArgumentParser) -> None:
    """Describe the named conventions that differ between sources."""
    assess.add_argument(
        "--values", choices=[one.value for one in PeriodRounding], default=PeriodRounding.WHOLE.value,
        help="decimals of means and percentiles: whole µg/m³, CO 0.1 mg/m³ (default), or one_more",
    )  # fmt: skip
    assess.add_argument(
        "--composite-rounding", choices=[one.value for one in CompositeRounding],
        default=CompositeRounding.SINGLES.value,
        help="singles_half_even rounds each single index, then adds (default); sum_half_even adds, then "
        "rounds; singles_half_up rounds a half up; figures published in the first two ways exist",
    )  # fmt: skip
    assess.add_argument(
        "--weights", metavar="POLLUTANT=N", default="",
        help="weights in the composite index, such as pm25=3,no2=2,o3=2 (default: all 1; no text seen says "
        "otherwise)",
    )  # fmt: skip


def _assess(options: argparse.Namespace) -> None:
    """Read, assess, write, sum up."""
    _refuse_taken(options.out)
    left = tuple(cells.canonical(name) for name in options.not_monitored.split(",") if name.strip())
    for name in left:
        if name not in POLLUTANTS:
            raise BadInput(f"--not-monitored {name!r} is no pollutant; they are {', '.join(POLLUTANTS)}")
    source = Source(
        path=options.file, given=cells.factors(options.units), utc_offset_hours=options.utc_offset,
        labels_end=options.hour_label == "end", left=left, with_city=options.level == "city",
        station=options.station,
    )  # fmt: skip
    found = rows.open_rows(source)
    terms = _terms(options, found=found, left=left)
    weights = _weights(options, found=found)
    seen: set[object] = set()
    assessment = _assessed(options, found=found, terms=terms, weights=weights, seen=seen)
    if options.level == "city":
        named = [table.rename({"station": "city"}) for table in assessment]
        assessment = Assessment(*named)
    notes = _notes(assessment, terms=terms, found=found, path=options.file)
    if weights is not None:
        notes += members.notes(weights, stations=seen, path=options.station_weights)
    kind = options.format or files.format_of(options.file)
    text = manifest.written(
        assessment, notes=notes, kind=kind, terms=terms, options=options, is_of_cities=found.is_of_cities
    )
    _write(assessment, text=text, kind=kind, terms=terms, out=options.out)
    for note in notes:
        print(f"airshed: {note}", file=sys.stderr)
    print(_summary(assessment, terms=terms, out=options.out))


def _weights(options: argparse.Namespace, *, found: Rows) -> list[Membership] | None:
    """Read the weights of stations, None where none are given; refuse them where no station is averaged."""
    path = options.station_weights
    if path is None:
        return None
    if options.level != "city":
        raise BadInput(f"--station-weights {path}: stations are averaged with --level city only")
    if found.is_of_cities:
        raise BadInput(
            f"--station-weights {path}: {options.file} has no column of stations; each row is a city's hour"
        )
    return members.read(path)


def _assessed(
    options: argparse.Namespace,
    *,
    found: Rows,
    terms: Terms,
    weights: list[Membership] | None,
    seen: set[object],
) -> Assessment:
    """Assess stations or cities; what is wrong names the file it is wrong in."""

    def read() -> Iterator[pl.DataFrame]:
        for batch in told(found, to=sys.stderr):
            if weights is not None:
                seen.update(batch["station"].unique().to_list())
            yield batch

    try:
        if options.level == "city":
            return batches.assess_cities(read, terms=terms, members=weights)
        return batches.assess_batches(read, terms=terms)
    except (BadWeight, TwoWeights, Unweighted) as error:
        raise BadInput(f"{options.station_weights}: {error}") from error
    except AirshedError as error:
        raise BadInput(rows.sentence(error, path=options.file)) from error


def told(found: Rows, *, to: TextIO) -> Iterator[pl.DataFrame]:
    """Pass batches through; somebody who sits before a terminal sees how far it is."""
    n_read = 0
    for batch in found.read():
        yield batch
        n_read += batch.height
        if to.isatty() and found.n_rows > rows.ROWS_A_BATCH:
            end = "\n" if n_read == found.n_rows else ""
            print(f"\rairshed: {n_read:,} of {found.n_rows:,} rows", end=end, file=to, flush=True)


def _refuse_taken(out: Path) -> None:
    """Refuse a folder that holds something, or a name that no folder can have."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"--out {out} exists and is not an empty folder; another name is needed")
    if not out.absolute().parent.is_dir():
        raise BadInput(f"--out {out}: there is no folder {out.absolute().parent}")


def _terms(options: argparse.Namespace, *, found: Rows, left: tuple[str, ...]) -> Terms:
    """Take the terms out of the options, the days of the file where none are named."""
    first = _day(options.first, option="--from") or found.first
    last = _day(options.last, option="--to") or found.last
    held = f"{options.file} has rows from {found.first} to {found.last}"
    if first > found.last:
        raise BadInput(f"{held}, none from {first} on")
    if last < found.first:
        raise BadInput(f"{held}, none up to {last}")
    if last < first:
        raise BadInput(f"the period ends on {last} and begins on {first}; it needs at least one day")
    rules = Rules(
        edition=options.edition, rounding=PeriodRounding(options.values),
        composite_rounding=CompositeRounding(options.composite_rounding),
        weights=cells.weights(options.weights) or None,
    )  # fmt: skip
    return Terms(
        calendar=Calendar(first=first, last=last, utc_offset_hours=options.utc_offset),
        over=tuple(statistics.stretches(first, last)), rules=rules, not_monitored=left,
    )  # fmt: skip


def _day(text: str | None, *, option: str) -> date | None:
    """Read a day of an option, None where it is not given."""
    if text is None:
        return None
    found = cells.day(text)
    if found is None:
        raise BadInput(f"{option} {text!r} is no day; it reads like 2026-03-01")
    return found


def _notes(assessment: Assessment, *, terms: Terms, found: Rows, path: Path) -> list[str]:
    """Say what a reader should know and could not guess."""
    notes = []
    if found.is_of_cities:
        notes.append(f"{path} has no column of stations: each row is a city's hour as it stands")
    first, last = terms.calendar.first, terms.calendar.last
    if (found.first, found.last) != (first, last):
        notes.append(
            f"{path} has rows from {found.first} to {found.last}; only {first} to {last} is assessed"
        )
    if terms.rules.edition == "auto":
        notes += cells.before_editions(first)
    months = {one.name for one in spans.spans(first, last, kind=SpanKind.MONTH)}
    filled = assessment.statistics.filter(pl.col("n_days") > 0)["period"].unique().to_list()
    empty = sorted(months - set(filled))
    if empty:
        named = (
            ", ".join(empty) if len(empty) <= _MONTHS_NAMED else f"{len(empty)} months, the first {empty[0]}"
        )
        notes.append(f"no valid day at all in {named}")
    return notes


def _write(assessment: Assessment, *, text: str, kind: str, terms: Terms, out: Path) -> None:
    """Write all files into a folder beside, which then takes its name: nothing is left half-written."""
    folder_of = out.absolute().parent
    is_whole = terms.rules.rounding is PeriodRounding.WHOLE
    with (
        files.naming(out),
        tempfile.TemporaryDirectory(dir=folder_of, prefix=f".{out.name}.") as temporary,
    ):
        folder = Path(temporary) / out.name
        folder.mkdir()
        for name, table in assessment._asdict().items():
            if kind == "parquet":
                table.write_parquet(folder / f"{name}.parquet")
            else:
                manifest.as_text(table, name=name, is_whole=is_whole).write_csv(folder / f"{name}.csv")
        (folder / "README.md").write_text(text, encoding="utf-8")
        if out.exists():
            out.rmdir()
        folder.rename(out)


def _summary(assessment: Assessment, *, terms: Terms, out: Path) -> str:
    """Sum up what was assessed in one line."""
    between = f"from {terms.calendar.first} to {terms.calendar.last}"
    days = f"{assessment.days.height} days, {assessment.days['aqi'].count()} with an index"
    return f"{manifest.units_named(assessment)} assessed {between}: {days}; written to {out}"
