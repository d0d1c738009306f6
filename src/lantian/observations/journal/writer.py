"""Appending to the journal: what `append` returned for is on disk, whatever happens next.

Several processes may append; each group is written under a lock. A writer that died half way leaves a dirty
mark, and whoever comes next keeps every whole record it wrote and sets the torn rest aside.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from lantian.observations.journal import record as records
from lantian.observations.journal import sealing
from lantian.observations.journal import segments as layout
from lantian.observations.journal.files import DISK, Files, explained, write_all
from lantian.observations.journal.scan import last_whole


class JournalWriter:
    """Appends groups of entries durably."""

    def __init__(
        self, folder: Path, *, floor: int = 0, segment_bytes: int = layout.SEGMENT_BYTES, files: Files = DISK
    ) -> None:
        """Open the journal in `folder`; a torn tail is cut and kept aside.

        `floor` is the highest position already recorded: an empty journal begins there, one that ends earlier
        is refused, because new records would be taken for old ones.
        """
        self._folder, self._files, self._segment_bytes = folder, files, segment_bytes
        self._fd: int | None = None
        self._segment = self._end = floor
        try:
            files.make_folder(folder)
            self._end_fd = files.open(folder / layout.END_FILE)
        except OSError as error:
            raise explained(error, folder) from error
        try:
            with self._locked():
                self._catch_up(floor=floor)
                if self._end < floor:
                    raise layout.JournalBehind(end=self._end, floor=floor)
        except BaseException:
            self.close()
            raise

    @property
    def end(self) -> int:
        """The durable end as this writer last saw it."""
        return self._end

    def append(self, entries: Sequence[records.Entry]) -> list[int]:
        """Write the entries and return their positions once they are on disk."""
        encoded = [records.encode(entry) for entry in entries]
        with self._locked():
            self._catch_up(floor=self._end)
            positions = self._positions(encoded)
            self._write(b"".join(encoded))
        return positions

    def close(self) -> None:
        """Let go of the files; nothing is pending."""
        for fd in (self._fd, self._end_fd):
            if fd is not None:
                self._files.close(fd)
        self._fd = None

    def _positions(self, encoded: list[bytes]) -> list[int]:
        positions, at = [], self._end
        for raw in encoded:
            positions.append(at)
            at += len(raw)
        return positions

    def _write(self, chunk: bytes) -> None:
        assert self._fd is not None
        files, segment, fd = self._files, self._segment, self._fd
        if self._end - segment >= self._segment_bytes:
            segment = self._end
        self._publish(self._end, self._segment, is_dirty=True)
        if segment != self._segment:
            fd = files.open(layout.segment_path(self._folder, segment))
        try:
            write_all(files, fd, chunk, self._end - segment)
            files.sync(fd)
            if segment != self._segment:
                files.sync_folder(self._folder)
        except OSError:
            self._take_back(fd, is_new=segment != self._segment, segment=segment)
            raise
        if segment != self._segment:
            files.close(self._fd)
        self._fd, self._segment, self._end = fd, segment, self._end + len(chunk)
        self._publish(self._end, segment, is_dirty=False)

    def _take_back(self, fd: int, *, is_new: bool, segment: int) -> None:
        """Leave no half group behind; if even that fails, the dirty mark makes the next writer look again."""
        with contextlib.suppress(OSError):
            self._files.truncate(fd, self._end - segment)
            if is_new:
                self._files.close(fd)
                self._files.remove(layout.segment_path(self._folder, segment))
            self._publish(self._end, self._segment, is_dirty=False)

    def _publish(self, offset: int, segment: int, *, is_dirty: bool) -> None:
        layout.write_end(self._files, self._end_fd, layout.End(offset, segment, is_dirty))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._files.lock(self._end_fd)
            try:
                yield
            finally:
                self._files.unlock(self._end_fd)
        except OSError as error:
            raise explained(error, self._folder) from error

    def _catch_up(self, *, floor: int) -> None:
        """Stand where the journal truly ends, whoever wrote last and however it ended."""
        try:
            end = layout.read_end(self._files, self._end_fd, self._folder / layout.END_FILE)
        except layout.EndUnreadable:
            end = None
        if end is not None and not end.is_dirty and self._adopt(end):
            return
        self._recover(floor=max(floor, end.offset if end is not None else 0))

    def _adopt(self, end: layout.End) -> bool:
        """Go on from a clean published end; False if the segment does not end there."""
        if self._fd is None or end.segment != self._segment:
            self._reopen(end.segment)
        assert self._fd is not None
        self._end = end.offset
        return self._files.size(self._fd) == end.offset - end.segment

    def _reopen(self, segment: int) -> None:
        if self._fd is not None:
            self._files.close(self._fd)
            self._fd = None
        self._fd = self._files.open(layout.segment_path(self._folder, segment))
        self._segment = segment

    def _recover(self, *, floor: int) -> None:
        """Find the true end by reading the last segment, set a torn tail aside, and publish it."""
        known = layout.segments(self._folder)
        if known and known[-1].is_sealed:
            start = max(floor, known[-1].start + sealing.raw_length(known[-1].path))
        else:
            start = known[-1].start if known else floor
        self._reopen(start)
        assert self._fd is not None
        size = self._files.size(self._fd)
        whole = last_whole(self._files, self._fd, size=size)
        if whole < size:
            self._set_aside(start + whole, length=size - whole, offset=whole)
        self._files.sync(self._fd)
        self._files.sync_folder(self._folder)
        self._end = start + whole
        self._publish(self._end, start, is_dirty=False)

    def _set_aside(self, position: int, *, length: int, offset: int) -> None:
        """Move the torn tail to a side file: it was never acknowledged, but it is not ours to destroy."""
        assert self._fd is not None
        folder = self._folder / layout.SIDE_FOLDER
        self._files.make_folder(folder)
        side = self._files.open(folder / f"{position:020d}-{length}.torn")
        try:
            write_all(self._files, side, self._files.read(self._fd, length, offset), 0)
            self._files.sync(side)
        finally:
            self._files.close(side)
        self._files.truncate(self._fd, offset)
