"""Walking the bytes of one segment: whole records, and the next one that verifies after a damaged stretch."""

from __future__ import annotations

from lantian.observations.journal.files import Files
from lantian.observations.journal.record import MAGIC, MAX_RECORD_BYTES, Record, decode

WINDOW_BYTES = 4 << 20  # more than the longest record, so that a window always holds one


def next_whole(window: bytes, at: int, *, base: int) -> Record | None:
    """The first record beginning at or after `at` that verifies, or None."""
    while (at := window.find(MAGIC, at)) >= 0:
        found = decode(window, at, base=base)
        if isinstance(found, Record):
            return found
        at += 1
    return None


def last_whole(files: Files, fd: int, *, size: int) -> int:
    """Offset within the file where its last record that verifies ends.

    A damaged stretch with sound records after it is left where it is: they may have been acknowledged.
    """
    at = end = 0
    while at < size:
        window = files.read(fd, WINDOW_BYTES, at)
        offset = 0
        while (found := next_whole(window, offset, base=0)) is not None:
            offset = found.end
        if offset:
            at = end = at + offset
        elif at + len(window) >= size:
            break
        else:
            at += len(window) - MAX_RECORD_BYTES
    return end
