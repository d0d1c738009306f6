"""Taking the next stretch of the journal: sound observations, each frame once, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import AGAIN, Damage, Kind, Record
from lantian.observations.recorder.decoding import Misread, Observation, Setup, observe

BATCH_RECORDS = 50_000
WINDOW_FRAMES = 200_000  # how many frames back an exact repeat is known
WINDOW_BYTES = 64 << 20  # how far back the window is rebuilt from
_WANTED = frozenset({Kind.HJ212, Kind.ROWS})
_FRAMES = frozenset({Kind.HJ212})


class Batch(NamedTuple):
    """A stretch of the journal: `position` is where its last record begins, `end` where the next will."""

    observations: list[Observation]
    misreads: list[Misread]
    position: int
    end: int


class Intake:
    """Reads the journal for one consumer and drops exact repeats of frames.

    A device that got no answer sends the same bytes again; its frame then lies in the journal twice. Equal
    bytes are equal MN, CN, QN, PNO and checksum.
    """

    def __init__(self, journal: JournalReader, *, devices: Callable[[], Mapping[str, Setup]]) -> None:
        self._journal, self._devices = journal, devices
        self._seen: dict[int, None] = {}
        self._stands_at: int | None = None

    def take(self, since: int, *, until: int | None = None, limit: int = BATCH_RECORDS) -> Batch:
        """The next observations from `since` on, not beyond `until`; `end == since` when there are none."""
        end = self._journal.durable_end()
        if since >= end:
            list(self._journal.read(since))  # refuses when the journal lies behind
            return Batch([], [], since, since)
        if until is not None:
            end = min(end, until)
        if since >= end:
            return Batch([], [], since, since)
        if self._stands_at != since:
            self._remember(until=since)
        devices = self._devices()
        observations: list[Observation] = []
        misreads: list[Misread] = []
        position = since
        for count, found in enumerate(self._journal.read(since, until=end)):
            if count == limit:
                end = found.position
                break
            position = found.position
            if isinstance(found, Damage):
                misreads.append(Misread(found.position, found.end, "damaged", str(found)[:300]))
                continue
            if found.kind not in _WANTED or self._is_repeat(found):
                continue
            read = observe(found, devices=devices)
            if isinstance(read, Misread):
                misreads.append(read)
            else:
                observations += read
        self._stands_at = end
        return Batch(observations, misreads, position, end)

    def _is_repeat(self, record: Record) -> bool:
        if record.kind is not Kind.HJ212 or record.origin.note == AGAIN:
            return False
        identity = hash(record.body)
        if identity in self._seen:
            return True
        self._seen[identity] = None
        if len(self._seen) > WINDOW_FRAMES:
            del self._seen[next(iter(self._seen))]
        return False

    def _remember(self, *, until: int) -> None:
        """Rebuild the window from the frames before a position, after a restart."""
        self._seen.clear()
        since = max(self._journal.start(), until - WINDOW_BYTES)
        for found in self._journal.read(min(since, until), until=until, kinds=_FRAMES):
            if isinstance(found, Record):
                self._is_repeat(found)
