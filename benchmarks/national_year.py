"""A national year, 2,000 stations × 8,760 h × 6 pollutants, from file to ranking, against reading the file.

    python benchmarks/national_year.py [--stations 2000] [--repeats 5] [--months] [--folder DIR]

The file is made first: float64, ZSTD, 3 % missing, values as stations send them (whole µg m⁻³, CO to a tenth
of a mg), once sorted by station and once by time. The limit is the raw scan: Polars sums the six columns of
the same file, in the same process, in turns with ours. Ours is everything: daily values with their validity
rules, the daily index by the edition of each day (2026 has both), primary pollutants, the year's statistics
of HJ 663 against the limits, composite index and places; ``--months`` adds the twelve months. Each order of
rows runs in a process of its own, whose largest resident memory is given. That both orders give the same
tables, and that stations picked from the file give the same as the functions for frames, is checked.

With ``--peers``, and where they can be imported, DuckDB and pandas do daily values, O3 8 h, index, year and
composite index of the same file in floats, without editions, reasons, statistics and exact rounding.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl

from airshed.assessment import batches, daily, period
from airshed.assessment.batches import Assessment, Terms
from airshed.assessment.stations import Calendar
from airshed.assessment.statistics import stretches
from airshed.indices import frames
from airshed.standards.tables import POLLUTANTS

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
MEANS = {"so2": 9, "no2": 26, "co": 0.7, "o3": 62, "pm10": 68, "pm25": 36}
ROWS_A_GROUP = 131_072
ROWS_A_BATCH = 175_200
ORDERS = ("station", "time")
CHECKED = 7


def made(folder: Path, *, n_stations: int) -> None:
    """Write the year twice, sorted by station and by time."""
    rng = np.random.default_rng(20260301)
    since = datetime(2025, 12, 31, 16, tzinfo=UTC)
    n = ((LAST - FIRST).days + 1) * 24
    times = pl.datetime_range(since, since + timedelta(hours=n - 1), interval="1h", eager=True)
    season, day = np.cos(2 * np.pi * np.arange(n) / n), np.cos(2 * np.pi * (np.arange(n) % 24 - 15) / 24)
    parts = []
    for number in range(n_stations):
        columns: dict[str, object] = {"station": [f"{1001 + number}A"] * n, "begins_at": times}
        for code, mean in MEANS.items():
            swing = -0.5 if code == "o3" else 0.5
            level = mean * rng.lognormal(0, 0.3) * (1 + swing * season) * (1 + 0.3 * day)
            step = 0.1 if code == "co" else 1.0
            values = np.maximum(np.round(level * rng.lognormal(0, 0.45, n), 1 if code == "co" else 0), step)
            values[rng.random(n) < 0.03] = np.nan
            columns[code] = pl.Series(values).fill_nan(None)
        parts.append(pl.DataFrame(columns).sort("begins_at"))
    whole = pl.concat(parts).sort("station", "begins_at")
    for order in ORDERS:
        rows = whole if order == "station" else whole.sort("begins_at", "station")
        rows.write_parquet(folder / f"{order}.parquet", compression="zstd", row_group_size=ROWS_A_GROUP)


def scanned(path: Path) -> pl.DataFrame:
    """The raw scan: six sums."""
    return pl.scan_parquet(path).select(pl.col(POLLUTANTS).sum()).collect(engine="streaming")


def assessed(path: Path, *, with_months: bool) -> Assessment:
    """Everything that a national year is assessed for."""

    def read() -> Iterator[pl.DataFrame]:
        rows = pl.scan_parquet(path).select("station", "begins_at", *POLLUTANTS)
        yield from rows.collect_batches(chunk_size=ROWS_A_BATCH, maintain_order=True)

    over = [one for one in stretches(FIRST, LAST) if with_months or one.kind == "year"]
    terms = Terms(calendar=Calendar(first=FIRST, last=LAST), over=tuple(over))
    return batches.assess_batches(read, terms=terms)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def resident_mb() -> float:
    """Largest resident memory of this process so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def one_order(path: Path, *, repeats: int, with_months: bool, out: Path) -> dict[str, float]:
    """Time one order of rows in this process and write its tables."""
    scanned(path)
    after_scan = resident_mb()
    scans, ours, loads = [], [], []
    for _ in range(repeats):
        scans.append(timed(lambda: scanned(path)))
        ours.append(timed(lambda: assessed(path, with_months=with_months)))
        loads.append(os.getloadavg()[0])
    largest = resident_mb()
    for name, table in assessed(path, with_months=with_months)._asdict().items():
        table.write_parquet(out / f"{path.stem}_{name}.parquet")
    (scan_wall, scan_cpu), (wall, cpu) = (
        tuple(min(column) for column in zip(*runs, strict=True)) for runs in (scans, ours)
    )
    return {
        "scan wall s": scan_wall, "scan CPU s": scan_cpu, "ours wall s": wall, "ours CPU s": cpu,
        "wall ratio": wall / scan_wall, "CPU ratio": cpu / scan_cpu,
        "median of wall ratios": float(np.median([a[0] / b[0] for a, b in zip(ours, scans, strict=True)])),
        "median of CPU ratios": float(np.median([a[1] / b[1] for a, b in zip(ours, scans, strict=True)])),
        "RSS after the scan MB": after_scan, "largest RSS MB": largest,
        "load": float(np.median(loads)),
    }  # fmt: skip


def checked(folder: Path, *, with_months: bool) -> int:
    """Compare both orders with each other, and some stations with the functions for frames."""
    tables = {}
    for name in Assessment._fields:
        one, other = (pl.read_parquet(folder / f"{order}_{name}.parquet") for order in ORDERS)
        if not one.equals(other):
            raise SystemExit(f"{name} depends on the order of rows")
        tables[name] = one
    names = tables["days"]["station"].unique().sort()
    some = names.gather_every(max(1, len(names) // CHECKED)).to_list()
    rows = pl.scan_parquet(folder / "station.parquet").filter(pl.col("station").is_in(some)).collect()
    days = frames.daily_aqi(daily.daily_values(rows))
    if not tables["days"].filter(pl.col("station").is_in(some)).equals(days):
        raise SystemExit("days differ from daily_values and daily_aqi")
    year = period.period_values(days, first=FIRST, last=LAST)
    ours = tables["periods"].filter(pl.col("station").is_in(some), kind="year")
    if not ours.select(POLLUTANTS).equals(year.select(POLLUTANTS)):
        raise SystemExit("the year differs from period_values")
    return len(some)


def main() -> None:
    """Make the files, run each order in its own process, check, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stations", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--months", action="store_true", help="evaluate the twelve months too")
    parser.add_argument("--folder", type=Path, help="keep the files here (default: a temporary folder)")
    parser.add_argument("--peers", action="store_true", help="time DuckDB and pandas too, where installed")
    parser.add_argument("--order", choices=ORDERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.order is not None:
        path = given.folder / f"{given.order}.parquet"
        found = one_order(path, repeats=given.repeats, with_months=given.months, out=given.folder)
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory(prefix="national-year-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not all((folder / f"{order}.parquet").exists() for order in ORDERS):
            made(folder, n_stations=given.stations)
        run(folder, given)


def run(folder: Path, given: argparse.Namespace) -> None:
    """Time both orders, check the results and print the table."""
    columns = {}
    for order in ORDERS:
        command = [
            sys.executable,
            __file__,
            "--order",
            order,
            "--folder",
            str(folder),
            "--repeats",
            str(given.repeats),
        ]
        if given.months:
            command.append("--months")
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        columns[order] = json.loads(done.stdout)
    n_checked = checked(folder, with_months=given.months)
    size = (folder / "station.parquet").stat().st_size / 1e6
    print(
        f"{given.stations} stations, {size:.0f} MB, best of {given.repeats} runs; both orders give the same"
    )
    print(f"tables, and {n_checked} stations the same days and year as the functions for frames\n")
    print("| | rows by station | rows by time |\n|---|---:|---:|")
    for name in columns["station"]:
        print(f"| {name} | {columns['station'][name]:.2f} | {columns['time'][name]:.2f} |")
    if given.peers:
        for peer in ("duckdb", "pandas"):
            script = Path(__file__).with_name("national_year_peers.py")
            if find_spec(peer) is None:
                print(f"\n{peer} is not installed: not timed")
            else:
                subprocess.run(
                    [sys.executable, str(script), peer, str(folder / "station.parquet")], check=True
                )


if __name__ == "__main__":
    main()
