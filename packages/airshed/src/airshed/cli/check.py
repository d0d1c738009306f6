"""`airshed check`: reads hours, runs the checks of quality and writes flags; the hours are left alone."""

import argparse
import importlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from airshed import AirshedError
from airshed.cli import cells, files, hours
from airshed.cli.files import BadInput
from airshed.cli.hours import Hours
from airshed.quality import flags, neighbours, registry
from airshed.quality.flags import Severity
from airshed.quality.registry import CHECKS
from airshed.quality.scene import PARAMETERS
from airshed.sources.upwind import Place

_DESCRIPTION = """\
Check hours for faults and raise flags. No value is changed.

FILE is CSV (UTF-8 or GBK, with a header) or Parquet, one row per station and hour, with the columns
  station    (without it the file is of one station)
  time       start of the hour (--hour-label end: its end), with a zone, or without one and
             --utc-offset; a day and its hour may stand in two columns, date and hour
  any of     so2 no2 co o3 pm10 pm25 in µg/m³, co in mg/m³, unless --units or the column's name
             says otherwise, as in co(ug/m3); and t (°C) rh (%) p (hPa) ws (m/s) wd (degrees)
  lon, lat   where the stations stand, for --neighbours auto
in any order and case, Chinese names too (站点 时间 二氧化硫 …); an empty cell means: not measured.

A flag names station, parameter, begin and end (UTC), check, severity, the numbers that decided
(measure, observed, reference, threshold), what was seen in Chinese and English, and the rule with
its version. Severities: note (worth knowing), doubtful (look before use), impossible (no
instrument measures it). All limits are settings, no law; --show-parameters prints them.
"""

_EPILOG = """\
examples:
  airshed check hours.csv --utc-offset 8 --out flags.csv
  airshed check hours.parquet --checks range,flatline,spike --out flags.parquet
  airshed check hours.csv --utc-offset 8 --units co=ug/m3 --neighbours pairs.csv --out flags.csv
  airshed check --show-parameters > rules.json
  airshed check hours.parquet --parameters rules.json --out flags.csv

--neighbours FILE has the columns station and neighbour, one row a pair.
--parameters FILE holds what differs from the defaults, as JSON, TOML or YAML:
  {"spike": {"ratio": 3, "least": {"o3": 30}}, "flatline": {"hours": 8}}
"""

_TIMES_AS_TEXT = pl.col("begins_at", "ends_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")

_CODES = tuple(row.check.code for row in CHECKS)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    check = commands.add_parser(
        "check",
        help="check hours for faults and raise flags",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("file", metavar="FILE", type=Path, nargs="?", help="table of hours, .csv or .parquet")
    check.add_argument(
        "--out", metavar="FILE", type=Path, default=None,
        help="where to write the flags, .csv or .parquet (default: only the summary is printed)",
    )  # fmt: skip
    check.add_argument(
        "--neighbours", metavar="auto|all|none|FILE", default="auto",
        help="who sees the same air: auto (default) takes the nearest eight within 50 km where there are lon "
        "and lat, all other stations otherwise",
    )  # fmt: skip
    check.add_argument(
        "--checks", metavar="NAMES", default="",
        help="checks to run, separated by commas (default: all): " + " ".join(_CODES),
    )  # fmt: skip
    check.add_argument(
        "--parameters", metavar="FILE", type=Path, default=None,
        help="parameters that differ from the defaults, .json, .toml or .yaml (needs PyYAML)",
    )  # fmt: skip
    check.add_argument(
        "--units", metavar="POLLUTANT=UNIT", action="append", default=[],
        help="unit of a pollutant: ug/m3, mg/m3, for gases ppb or ppm (taken at 298.15 K and 1013.25 hPa); "
        "repeat it or separate by commas",
    )  # fmt: skip
    check.add_argument(
        "--utc-offset", metavar="HOURS", type=float, default=None,
        help="local time minus UTC, for times without a zone (8 in China); else they are refused",
    )  # fmt: skip
    check.add_argument(
        "--hour-label", choices=("start", "end"), default="start",
        help="whether time names the start of the hour (default) or its end, as many feeds do",
    )  # fmt: skip
    check.add_argument("--show-parameters", action="store_true", help="print all parameters as JSON and stop")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> None:
    """Read, check, write, sum up."""
    if options.show_parameters:
        print(json.dumps(_defaults(), ensure_ascii=False, indent=2))
        return
    if options.file is None:
        raise BadInput("no FILE was named; airshed check FILE, or airshed check --help")
    files.refuse_overwriting(options.out, source=options.file)
    wanted = [name.strip() for name in options.checks.split(",") if name.strip()] or None
    for name in wanted or ():
        registry.row_of(name)
    parameters = {} if options.parameters is None else _parameters(options.parameters)
    read = hours.read(options.file, given=cells.factors(options.units), utc_offset_hours=options.utc_offset)
    if options.hour_label == "end":
        read = read._replace(frame=read.frame.with_columns(pl.col(hours.TIME) - hours.ONE_HOUR))
    near, told = _neighbours(options.neighbours, read=read)
    try:
        found = registry.run(read.frame, checks=wanted, parameters=parameters, neighbours=near)
    except AirshedError as error:
        raise BadInput(f"{options.file}: {error}") from error
    if options.out is not None:
        is_text = files.format_of(options.out) == "csv"
        files.write(found.with_columns(_TIMES_AS_TEXT) if is_text else found, out=options.out)
    print("\n".join(_summary(options, read=read, neighbours_told=told, found=found, wanted=wanted)))


def _defaults() -> dict[str, object]:
    """Return every parameter of every check as JSON holds it."""
    return {row.check.code: json.loads(flags.written_rule(row.rule)) for row in CHECKS}


def _parameters(path: Path) -> dict[str, dict[str, Any]]:  # Any: values as the file holds them
    """Read parameters from JSON, TOML or YAML; refuse names and values that do not fit, by file."""
    files.refuse_no_file(path)
    kind = path.suffix.lower()
    try:
        held = _loaded(path.read_text(encoding="utf-8"), kind=kind, path=path)
    except (ValueError, UnicodeDecodeError) as error:  # JSON and TOML errors are ValueErrors
        raise BadInput(f"{path} cannot be read as {kind[1:]}: {str(error).splitlines()[0]}") from error
    if not isinstance(held, dict) or not all(isinstance(part, dict) for part in held.values()):
        raise BadInput(
            f'{path} does not hold check → parameter → value; {{"spike": {{"ratio": 3}}}} is what is needed'
        )
    try:
        for check, values in held.items():
            registry.rule_of(check, values)
    except AirshedError as error:
        raise BadInput(f"{path}: {error}") from error
    return held


def _loaded(text: str, *, kind: str, path: Path) -> object:
    """Read a text as its file's ending says."""
    if kind == ".json":
        return json.loads(text)
    if kind == ".toml":
        return tomllib.loads(text)
    if kind not in (".yaml", ".yml"):
        raise BadInput(
            f"{path} ends in {kind or 'nothing'}; a name ending in .json, .toml or .yaml is needed"
        )
    try:
        yaml = importlib.import_module("yaml")  # an extra: the package itself does without
    except ModuleNotFoundError as error:
        raise BadInput(f"{path} is YAML, which needs PyYAML; install it, or write JSON or TOML") from error
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error


def _neighbours(choice: str, *, read: Hours) -> tuple[Mapping[str, Sequence[str]] | None, str]:
    """Return who is whose neighbour, None for all others, and how that was decided in words."""
    stations = sorted(set(read.frame[hours.STATION].to_list()))
    if choice == "none":
        return {}, "none"
    if choice == "all" or (choice == "auto" and not read.places):
        return None, "all other stations" + ("" if choice == "all" else " (there are no lon and lat)")
    if choice == "auto":
        places = {name: Place(lon=lon, lat=lat) for name, (lon, lat) in read.places.items()}
        found = neighbours.by_distance(places)
        alone = sum(len(near) < 2 for near in found.values())
        return found, "the nearest within 50 km" + (
            f"; {alone} stations have fewer than two" if alone else ""
        )
    path = Path(choice)
    if not path.is_file():
        raise BadInput(f"--neighbours {choice!r} is no file, nor auto, all or none")
    return hours.pairs(path, stations=stations), str(path)


def _summary(
    options: argparse.Namespace,
    *,
    read: Hours,
    neighbours_told: str,
    found: pl.DataFrame,
    wanted: Sequence[str] | None,
) -> list[str]:
    """Say what was read and what each check found."""
    frame = read.frame
    codes = [name for name in frame.columns if name in PARAMETERS]
    n_stations = frame[hours.STATION].n_unique()
    stations = "1 station" if n_stations == 1 else f"{n_stations} stations"
    lines = [
        f"{options.file}: {stations}, {frame.height} rows, {_span(frame)}, {' '.join(codes)}",
        f"neighbours: {neighbours_told}",
    ]
    if read.passed_over:
        lines.append(f"passed over: {' '.join(read.passed_over)}")
    head = f"{'check':<12}{'flags':>8}{'hours':>9}{'stations':>10}" + "".join(
        f"{one.value:>12}" for one in Severity
    )
    lines += ["", head]
    for row in CHECKS:
        if wanted is None or row.check.code in wanted:
            lines.append(_line(row.check.code, found.filter(pl.col("check") == row.check.code)))
    lines.append(_line("all", found))
    if options.out is not None:
        lines += ["", f"flags written to {options.out}"]
    return lines


def _span(frame: pl.DataFrame) -> str:
    """Say from when to when the hours reach."""
    if not frame.height:
        return "no hours"
    first, last = frame[hours.TIME].dt.strftime("%Y-%m-%d %H:%M").sort()[[0, -1]].to_list()
    return f"{first} to {last} UTC"


def _line(name: str, found: pl.DataFrame) -> str:
    """Say in one line what a check found."""
    counts = "".join(f"{(found['severity'] == one.value).sum():>12}" for one in Severity)
    return f"{name:<12}{found.height:>8}{found['hours'].sum():>9}{found['station'].n_unique():>10}{counts}"
