"""The recorder's CPU a frame: from the journal to the latest values and the lake.

    python benchmarks/recorder.py [--frames 30000]

Hourly frames of six pollutants from 500 devices, in a home of their own on SQLite. They come into the journal
500 at a time, as in a busy second; the latest values follow each time and the lake every thirtieth. CPU is
the process's own, user and system; what appends to the journal is not counted.
"""

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

A_SECOND, A_LAKE_BATCH = 500, 30
CODES = ("a34004", "a34002", "a21026", "a21004", "a21005", "a05024")
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


def main() -> None:
    """Fill, record, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--frames", type=int, default=30_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        os.environ["LANTIAN_HOME"] = made
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
        spent, count = record(Path(made), given.frames)
    print(f"{count} frames, {spent:.2f} s CPU, {spent / count * 1000:.3f} ms a frame")


def record(home: Path, frames: int) -> tuple[float, int]:
    """CPU seconds and frames recorded."""
    import django  # after the home is known

    django.setup()
    from django.core.management import call_command

    from lantian.observations.journal.writer import JournalWriter
    from lantian.observations.lake import tables
    from lantian.observations.recorder.run import Recorder
    from lantian.registry.models import Device, Region, Station

    call_command("migrate", verbosity=0, skip_checks=True)
    region = Region.objects.create(code="bench", name_zh="bench", name_en="bench", kind="district")
    for number in range(A_SECOND):
        station = Station.objects.create(
            code=f"B{number:03d}", name_zh="b", name_en="b", kind="micro", region=region, lon=0, lat=0
        )
        Device.objects.create(mn=f"BENCH{number:04d}", password="123456", station=station)
    writer, recorder, spent = JournalWriter(home / "journal"), Recorder(home, lake_seconds=1e9), 0.0
    recorder.step()
    for second in range(frames // A_SECOND):
        writer.append(entries_of(second))
        begun = time.process_time()
        recorder.step()
        if (second + 1) % A_LAKE_BATCH == 0:
            recorder.drain()
        spent += time.process_time() - begun
    begun = time.process_time()
    recorder.drain()
    spent += time.process_time() - begun
    rows = tables.scan(home / "lake", tables.READINGS).collect().height
    assert rows == frames // A_SECOND * A_SECOND, rows
    return spent, rows


def entries_of(second: int) -> list[object]:
    """One frame of every device, of the hour that this second stands for."""
    import hj212
    from lantian.observations.journal.record import Entry, Kind, Origin

    local = FIRST + timedelta(hours=second + 8)
    received_ns = int((FIRST + timedelta(hours=second + 1)).timestamp()) * 10**9
    fields = {"DataTime": f"{local:%Y%m%d%H%M%S}"}
    for code in CODES:
        fields |= {f"{code}-Avg": f"{(second * 7 + len(fields) * 13) % 300 / 10 + 1}", f"{code}-Flag": "N"}
    made = []
    for number in range(A_SECOND):
        header = hj212.Header(
            qn=f"{local:%Y%m%d%H%M%S}000", st="22", cn="2061", pw="123456", mn=f"BENCH{number:04d}", flag=5
        )
        frame = hj212.encode(header, fields).removesuffix(b"\r\n")
        made.append(Entry(Kind.HJ212, received_ns, Origin("hj212", "198.51.100.7:5000"), frame))
    return list(made)


if __name__ == "__main__":
    main()
