"""The Spark carrier beside the local one, 10 station-years a partition, and the memory of its workers.

    python benchmarks/spark_year.py [--years 40 200 800] [--repeats 3] [--folder DIR]

Needs the extra lantian[spark] and Java 17. Files of stations × 8,760 h × 6 pollutants are made first, as in
national_year.py, rows sorted by time: no station stands together anywhere. Each count of stations runs on a
cluster of its own, two workers of one core and 1 GB (`local-cluster[2,1,1024]`), first once for the imports,
then in turns with the local carrier in this process: both read the file, assess days, index, statistics and
composite index of the year, and write the three tables. That both give the same tables is
checked. CPU is that of the driver's Java, the executors and their Python workers together; resident memory is
the largest that the system saw of a process since its start (VmHWM), the larger of the two workers.
"""

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import national_year  # noqa: E402 - it stands beside this file

from airshed.assessment import batches  # noqa: E402
from airshed.assessment.batches import Assessment, Terms  # noqa: E402
from airshed.assessment.stations import Calendar  # noqa: E402
from airshed.assessment.statistics import stretches  # noqa: E402
from airshed.standards.tables import POLLUTANTS  # noqa: E402

CLUSTER = "local-cluster[2,1,1024]"
FIRST, LAST = national_year.FIRST, national_year.LAST
YEAR = [one for one in stretches(FIRST, LAST) if one.kind == "year"]
TERMS = Terms(calendar=Calendar(first=FIRST, last=LAST), over=tuple(YEAR))
PYTHON, EXECUTOR, DRIVER = "pyspark.daemon", "CoarseGrainedExecutorBackend", "java"
EVERY_S = 0.2
MB = 1024
TICKS = os.sysconf("SC_CLK_TCK")


class Spent(NamedTuple):
    """Seconds of one run."""

    wall: float
    cpu: float


class Watch:
    """Looks at the processes below this one: the largest resident memory of each kind, and their CPU."""

    def __init__(self) -> None:
        self.largest: dict[str, dict[int, float]] = defaultdict(dict)
        self._cpu: dict[int, float] = {}
        self._one_at_a_time = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def peak_mb(self, kind: str) -> float:
        """Return the largest resident memory that a process of a kind had."""
        return max(self.largest[kind].values(), default=float("nan"))

    def cpu(self) -> float:
        """Return the CPU seconds so far of all processes that were ever seen; workers come and go."""
        self._see()
        return sum(self._cpu.values())

    def _look(self) -> None:
        while not self._over.wait(EVERY_S):
            self._see()

    def _see(self) -> None:
        with self._one_at_a_time:
            for pid, command in below(os.getpid()):
                kind = next((one for one in (PYTHON, EXECUTOR, DRIVER) if one in command), "other")
                self.largest[kind][pid] = max(high_water_mb(pid), self.largest[kind].get(pid, 0.0))
                self._cpu[pid] = max(cpu_s(pid), self._cpu.get(pid, 0.0))


def below(root: int) -> Iterator[tuple[int, str]]:
    """Every living process that descends from one, with its command."""
    children = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*"):
        stat = read(path / "stat")
        if stat:
            children[int(stat.rpartition(")")[2].split()[1])].append(int(path.name))
    waiting = list(children[root])
    while waiting:
        pid = waiting.pop()
        waiting += children[pid]
        yield pid, read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")


def read(path: Path) -> str:
    """Read a file of a process, nothing if it has gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def high_water_mb(pid: int) -> float:
    """Largest resident memory of a process so far, 0 if it has gone."""
    found = read(Path(f"/proc/{pid}/status")).partition("VmHWM:")[2].split()
    return int(found[0]) / MB if found else 0.0


def cpu_s(pid: int) -> float:
    """CPU seconds of a process so far, 0 if it has gone."""
    found = read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(found[11]) + int(found[12])) / TICKS if found else 0.0


def timed(work: Callable[[], object], cpu: Callable[[], float]) -> Spent:
    """Time one run."""
    wall, spent = time.perf_counter(), cpu()
    work()
    return Spent(time.perf_counter() - wall, cpu() - spent)


def locally(path: Path, out: Path) -> None:
    """Assess with the local carrier and write."""

    def batched() -> Iterator[pl.DataFrame]:
        rows = pl.scan_parquet(path).select("station", "begins_at", *POLLUTANTS)
        yield from rows.collect_batches(chunk_size=national_year.ROWS_A_BATCH, maintain_order=True)

    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    for name, table in batches.assess_batches(batched, terms=TERMS)._asdict().items():
        table.write_parquet(out / f"{name}.parquet")


def compared(local: Path, carried: Path) -> None:
    """Stop where a table of the two is not the same."""
    keys = {"days": ["station", "day"]}
    for name in Assessment._fields:
        expected = pl.read_parquet(local / f"{name}.parquet")
        key = keys.get(name, ["station", "first", "last"])
        found = pl.read_parquet(carried / name / "*.parquet").sort(key, maintain_order=True)
        if found.schema != expected.schema or not found.equals(expected):
            raise SystemExit(f"{name} differs between the carriers")


def one_count(path: Path, *, repeats: int, where: Path) -> dict[str, float]:
    """Time one count of stations on a cluster of its own."""
    from lantian.assessment.spark import carrier, driver, folder

    begun = time.perf_counter()
    spark = driver.session(CLUSTER)
    up = time.perf_counter() - begun
    spark.sparkContext.setLogLevel("ERROR")
    out, local = where / "carried", where / "local"

    def carried() -> None:
        shutil.rmtree(out, ignore_errors=True)
        hours = carrier.opened(spark, [str(path)], pollutants=POLLUTANTS)
        found = carrier.held(hours, utc_offset_hours=8)
        with carrier.assessed(hours, terms=TERMS, n_rows=found.n_rows) as tables:
            folder.write(spark, tables, out=str(out))

    try:
        with Watch() as watch:
            first = timed(carried, watch.cpu)
            sparks, locals_ = [], []
            for _ in range(repeats):
                sparks.append(timed(carried, watch.cpu))
                locals_.append(timed(lambda: locally(path, local), time.process_time))
            compared(local, out)
    finally:
        spark.stop()
    return {
        "session starts, s": up,
        "first run, wall s": first.wall,
        "first run, CPU s": first.cpu,
        "Spark wall s": min(one.wall for one in sparks),
        "Spark CPU s": min(one.cpu for one in sparks),
        "local wall s": min(one.wall for one in locals_),
        "local CPU s": min(one.cpu for one in locals_),
        "Python worker, largest MB": watch.peak_mb(PYTHON),
        "executor's Java, largest MB": watch.peak_mb(EXECUTOR),
        "driver's Java, largest MB": watch.peak_mb(DRIVER),
        "load": os.getloadavg()[0],
    }


def main() -> int:
    """Make the files, run each count, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--years", type=int, nargs="+", default=[40, 200, 800], help="station-years")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the files here (default: a temporary folder)")
    given = parser.parse_args()
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        print("pyspark or Java is not installed: not timed")
        return 0
    with tempfile.TemporaryDirectory(prefix="spark-year-") as temporary:
        columns = {}
        for n in given.years:
            where = (given.folder or Path(temporary)) / str(n)
            where.mkdir(parents=True, exist_ok=True)
            if not (where / "time.parquet").exists():
                national_year.made(where, n_stations=n)
            columns[n] = one_count(where / "time.parquet", repeats=given.repeats, where=where)
            print(f"\n{n} station-years: {columns[n]}", file=sys.stderr, flush=True)
        print(f"best of {given.repeats} runs on {CLUSTER}; both carriers give the same tables\n")
        print("| station-years | " + " | ".join(map(str, columns)) + " |\n|---|" + "---:|" * len(columns))
        for name in columns[given.years[0]]:
            print(f"| {name} | " + " | ".join(f"{column[name]:.1f}" for column in columns.values()) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
