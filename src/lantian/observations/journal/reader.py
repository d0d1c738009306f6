"""Reading the journal: up to the published end, never past it, and over damage with a note of where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from lantian.observations.journal import sealing
from lantian.observations.journal import segments as layout
from lantian.observations.journal.files import DISK, Files
from lantian.observations.journal.record import MAX_RECORD_BYTES, Damage, Kind, Record, decode, peek
from lantian.observations.journal.scan import WINDOW_BYTES, next_whole

MISSING = "the segment is missing or cut short"


class NoSuchRecord(LookupError):
    """No whole record begins at a position."""

    def __init__(self, position: int, *, why: str) -> None:
        self.position, self.why = position, why
        super().__init__(f"no packet is kept at journal position {position}: {why}")


class _Bytes(Protocol):
    def read(self, length: int, offset: int) -> bytes: ...
    def close(self) -> None: ...


class _RawSegment:
    def __init__(self, path: Path, files: Files) -> None:
        self._files, self._fd = files, files.open_to_read(path)

    def read(self, length: int, offset: int) -> bytes:
        return self._files.read(self._fd, length, offset)

    def close(self) -> None:
        self._files.close(self._fd)


class JournalReader:
    """Reads records in order. Safe beside writers in other processes."""

    def __init__(self, folder: Path, *, files: Files = DISK) -> None:
        self._folder, self._files = folder, files
        self._open: tuple[layout.Segment, _Bytes] | None = None

    def durable_end(self) -> int:
        """How far everything is on disk; 0 before the first door opened the journal."""
        path = self._folder / layout.END_FILE
        try:
            fd = self._files.open_to_read(path)
        except FileNotFoundError:
            return 0
        try:
            end = layout.read_end(self._files, fd, path)
        finally:
            self._files.close(fd)
        return 0 if end is None else end.offset

    def start(self) -> int:
        """The first position there is."""
        known = layout.segments(self._folder)
        return known[0].start if known else 0

    def read(
        self, since: int, *, until: int | None = None, kinds: frozenset[Kind] | None = None
    ) -> Iterator[Record | Damage]:
        """Records from `since` on, damaged stretches in between; records of other `kinds` are hopped over."""
        end = self.durable_end()
        if since > end:
            raise layout.JournalBehind(end=end, floor=since)
        stop = end if until is None else min(end, until)
        known = layout.segments(self._folder)
        starts = [segment.start for segment in known] + [end]
        at = since
        for segment, following in zip(known, starts[1:], strict=True):
            if following <= at:
                continue
            if segment.start >= stop:
                break
            if segment.start > at:
                yield Damage(at, segment.start, MISSING)
                at = segment.start
            yield from self._walk(segment, at, stop=min(stop, following), kinds=kinds)
            at = following
        if at < stop:
            yield Damage(at, stop, MISSING)

    def record_at(self, position: int) -> Record:
        """The record that begins at `position`."""
        if not 0 <= position < self.durable_end():
            raise NoSuchRecord(position, why="the journal does not reach there")
        within = [segment for segment in layout.segments(self._folder) if segment.start <= position]
        if not within:
            raise NoSuchRecord(position, why=MISSING)
        window = self._bytes(within[-1]).read(MAX_RECORD_BYTES, position - within[-1].start)
        found = decode(window, 0, base=position)
        if isinstance(found, Record):
            return found
        raise NoSuchRecord(position, why=found or "the record is cut off")

    def close(self) -> None:
        """Let go of the open segment."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def _bytes(self, segment: layout.Segment) -> _Bytes:
        """The bytes of a segment; one that was sealed since it was listed is opened sealed."""
        if self._open is not None and self._open[0] == segment:
            return self._open[1]
        self.close()
        opened: _Bytes
        try:
            is_sealed = segment.is_sealed
            opened = (
                sealing.SealedSegment(segment.path) if is_sealed else _RawSegment(segment.path, self._files)
            )
        except FileNotFoundError:
            opened = sealing.SealedSegment(segment.path.with_name(segment.path.name + ".zst"))
        self._open = segment, opened
        return opened

    def _walk(
        self, segment: layout.Segment, at: int, *, stop: int, kinds: frozenset[Kind] | None
    ) -> Iterator[Record | Damage]:
        try:
            source = self._bytes(segment)
        except sealing.SealDamaged as error:
            yield Damage(at, stop, error.why)
            return
        while at < stop:
            window = source.read(min(WINDOW_BYTES, stop - at), at - segment.start)
            if not window:
                yield Damage(at, stop, MISSING)
                return
            found, offset = _sound(window, base=at, kinds=kinds)
            yield from found
            at += offset
            if offset == 0:
                damage = _damage(window, base=at, stop=stop)
                yield damage
                at = damage.end


def _sound(window: bytes, *, base: int, kinds: frozenset[Kind] | None) -> tuple[list[Record], int]:
    """The records of the wanted kinds in the sound run at the head of the window, and where the run ends."""
    found: list[Record] = []
    others = frozenset[int]() if kinds is None else frozenset(int(kind) for kind in Kind if kind not in kinds)
    offset = 0
    while True:
        hop = peek(window, offset) if others else None
        if hop is not None and hop[0] in others:
            offset = hop[1]
            continue
        record = decode(window, offset, base=base)
        if not isinstance(record, Record):
            return found, offset
        found.append(record)
        offset = record.end - base


def _damage(window: bytes, *, base: int, stop: int) -> Damage:
    found = decode(window, 0, base=base)
    reason = found if isinstance(found, str) else "the record is cut off"
    further = next_whole(window, 1, base=base)
    if further is not None:
        return Damage(base, further.position, reason)
    if base + len(window) >= stop:
        return Damage(base, stop, reason)
    return Damage(base, base + len(window) - MAX_RECORD_BYTES, reason)
