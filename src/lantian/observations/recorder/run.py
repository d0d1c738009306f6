"""The recorder as a process: both consumers, their rhythm, nightly upkeep, and an end on SIGTERM."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from lantian.kernel import clock
from lantian.observations import rules
from lantian.observations.journal import sealing
from lantian.observations.journal.files import DISK, JournalError
from lantian.observations.journal.reader import JournalReader
from lantian.observations.lake import columns, tables, upkeep
from lantian.observations.recorder import to_lake, to_latest
from lantian.observations.recorder.decoding import Setup
from lantian.observations.recorder.handover import Handover
from lantian.observations.recorder.intake import Intake
from lantian.registry.models import Device

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
DEMO_LAKE_SECONDS = 2.0
RETRY_SECONDS = 5.0
UPKEEP_HOUR_UTC = 18  # two at night in China
LOCK_FILE = "recorder.lock"


class RecorderRunning(RuntimeError):
    """A second recorder was started on the same home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        super().__init__(
            f"A recorder already works in {home}. Only one may; "
            "stop the other, or give this one its own LANTIAN_HOME."
        )


class Recorder:
    """Both consumers over one journal."""

    def __init__(self, home: Path, *, lake_seconds: float) -> None:
        self._home, self._lake = home, home / "lake"
        self._lake_seconds = lake_seconds
        self._journals = [JournalReader(home / "journal") for _ in range(2)]
        self._for_latest, self._for_lake = (Intake(journal, devices=devices) for journal in self._journals)
        self._decoded = Handover()
        self._lake_position: int | None = None
        self._lake_due = 0.0
        self._kept_up_on = ""

    def step(self) -> None:
        """One tick: Latest always, the lake when it is due, upkeep once a night."""
        now = clock.now()
        self._advance_latest()
        if time.monotonic() >= self._lake_due:
            self.drain()
            self._lake_due = time.monotonic() + self._lake_seconds
        if now.hour == UPKEEP_HOUR_UTC and self._kept_up_on != f"{now:%Y-%m-%d}":
            self._kept_up_on = f"{now:%Y-%m-%d}"
            keep_up(self._home)

    def drain(self) -> None:
        """Bring both consumers to the durable end of the journal."""
        while self._advance_latest():
            pass
        while self._advance_lake():
            pass

    def _advance_latest(self) -> bool:
        """One batch; the lake follows at once when more is decoded than should wait in memory."""
        is_new = to_latest.advance(self._for_latest, decoded=self._decoded, now=clock.now()) > 0
        if self._decoded.is_full:
            self._advance_lake()
        return is_new

    def _advance_lake(self) -> bool:
        if self._lake_position is None:
            added = columns.add_missing(self._lake)
            if added:
                logger.info("the lake has new columns: %s", ", ".join(added))
            self._lake_position = to_lake.resume_at(self._lake)
        before = self._lake_position
        self._lake_position = to_lake.advance(
            self._for_lake, decoded=self._decoded, root=self._lake, since=before, now=clock.now()
        )
        return self._lake_position != before

    def forget(self) -> None:
        """After a failure, ask the stores again how far they are."""
        self._lake_position = None


def devices() -> Mapping[str, Setup]:
    """Every device the register ever had, by MN: what was acknowledged is recorded, active or not."""
    found = {}
    for device in Device.objects.select_related("station"):
        factors, problem = {}, ""
        try:
            factors = rules.factors({**rules.HJ212_UNITS, **device.units})
        except rules.UnitUnknown as error:
            problem = f"device {device.mn}: {error}"
        found[device.mn] = Setup(
            station=device.station.code,
            offset_minutes=device.utc_offset_minutes,
            labels_end=device.hour_label == Device.HourLabel.END,
            factors=factors,
            problem=problem,
        )
    return found


def keep_up(home: Path) -> None:
    """Seal finished segments, join small files, sort closed months."""
    sealing.seal_finished(home / "journal", files=DISK)
    upkeep.compact(home / "lake")
    upkeep.sort_closed_months(home / "lake", now=clock.now())


def drain(home: Path | None = None) -> None:
    """Record everything durable now and return; for imports, tests and the demo's loading."""
    folder = home or Path(settings.LANTIAN_HOME)
    with _alone(folder):
        Recorder(folder, lake_seconds=0).drain()


def run(*, stop: threading.Event | None = None) -> None:
    """Record until SIGTERM or SIGINT; a store that fails is said once a try and tried again."""
    home = Path(settings.LANTIAN_HOME)
    stop = stop or _stop_on_signal()
    lake_seconds = DEMO_LAKE_SECONDS if settings.LANTIAN_DEMO else float(settings.LANTIAN_LAKE_SECONDS)
    with _alone(home):
        recorder = Recorder(home, lake_seconds=lake_seconds)
        while not stop.is_set():
            wait = TICK_SECONDS
            try:
                recorder.step()
            except (JournalError, tables.LakeError, DatabaseError, OSError) as error:
                logger.error("%s", error)
                recorder.forget()
                connection.close()
                wait = RETRY_SECONDS
            stop.wait(wait)
        recorder.drain()


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    fd = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(fd)
        raise RecorderRunning(home) from error
    try:
        yield
    finally:
        os.close(fd)
