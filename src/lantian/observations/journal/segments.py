"""Where the bytes of the journal lie: segments named by their first logical offset, and the published end.

`00000000000000000000.journal` is being written or waits to be sealed; `….journal.zst` is sealed. `end` holds
the offset up to which everything is on disk: readers stop there, writers lock it.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import NamedTuple
from zlib import crc32 as digest

from lantian.observations.journal.files import Files, JournalError

SEGMENT_BYTES = 64 << 20
END_FILE = "end"
SIDE_FOLDER = "torn"
_NAME = re.compile(r"(\d{20})\.journal(\.zst)?")
_END = struct.Struct("<QQBI")
_READ_TRIES = 100


class EndUnreadable(JournalError):
    """The published end does not verify."""

    code = "end-unreadable"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} does not verify, so readers cannot know how far the journal is durable. "
            "Start the door: it finds the end by reading the last segment and publishes it again."
        )


class JournalBehind(JournalError):
    """The journal ends before a position somebody already recorded from."""

    code = "journal-behind"

    def __init__(self, *, end: int, floor: int) -> None:
        self.end, self.floor = end, floor
        super().__init__(
            f"The journal ends at {end}, yet readings up to {floor} were recorded from it: segments are "
            "missing. Bring the journal folder back from its backup."
        )


class Segment(NamedTuple):
    """One file of the journal."""

    start: int
    path: Path
    is_sealed: bool


class End(NamedTuple):
    """How far the journal is durable, in which segment, and whether a writer was at work meanwhile."""

    offset: int
    segment: int
    is_dirty: bool


def segment_path(folder: Path, start: int) -> Path:
    return folder / f"{start:020d}.journal"


def segments(folder: Path) -> list[Segment]:
    """Every segment in logical order; where a raw and a sealed file stand side by side, the raw one."""
    found: dict[int, Segment] = {}
    for path in folder.glob("*.journal*"):
        named = _NAME.fullmatch(path.name)
        if named is None:
            continue
        segment = Segment(int(named[1]), path, named[2] is not None)
        if segment.start not in found or not segment.is_sealed:
            found[segment.start] = segment
    return [found[start] for start in sorted(found)]


def read_end(files: Files, fd: int, path: Path) -> End | None:
    """The published end, or None when it was never written; a half-seen write is read again."""
    for _ in range(_READ_TRIES):
        raw = files.read(fd, _END.size, 0)
        if not raw:
            return None
        if len(raw) == _END.size:
            offset, segment, dirty, sealed = _END.unpack(raw)
            if sealed == digest(raw[:-4]):
                return End(offset, segment, bool(dirty))
    raise EndUnreadable(path)


def write_end(files: Files, fd: int, end: End) -> None:
    """Publish the end; one small write, so a reader sees the old or the new one."""
    raw = _END.pack(end.offset, end.segment, end.is_dirty, 0)[:-4]
    files.write(fd, raw + struct.pack("<I", digest(raw)), 0)
