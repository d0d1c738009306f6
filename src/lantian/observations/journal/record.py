"""One record of the journal: how it lies on disk, and what reading it may yield.

`magic | length | digest | kind | received_ns | origin length | origin | body`, little endian. The digest
(CRC-32 of zlib, not the checksum of HJ 212) covers everything after itself. The magic makes a damaged stretch
skippable: the next sound record is found by it.
"""

from __future__ import annotations

import enum
import struct
from typing import NamedTuple
from zlib import crc32 as digest

MAGIC = b"\xd5LJ1"
PREFIX = struct.Struct("<4sII")  # magic, length of what follows the digest, the digest
META = struct.Struct("<BQH")  # kind, received_ns, length of the origin
HEAD_BYTES = PREFIX.size + META.size
MAX_BODY_BYTES = 1 << 20
MAX_ORIGIN_BYTES = 1 << 10
MAX_RECORD_BYTES = HEAD_BYTES + MAX_ORIGIN_BYTES + MAX_BODY_BYTES


AGAIN = "again"  # the note of a record that somebody had read once more


class Kind(enum.IntEnum):
    """What the body of a record is."""

    HJ212 = 1  # one sound frame of a known device, as it came
    QUARANTINED = 2  # bytes nobody answered for: junk, a wrong CRC, an unknown device
    ROWS = 3  # readings of a file, compact JSON


class Origin(NamedTuple):
    """Where the bytes came from: the door, the peer or file, and why they were set aside."""

    door: str
    peer: str
    note: str = ""


class Entry(NamedTuple):
    """What a door hands to the journal."""

    kind: Kind
    received_ns: int
    origin: Origin
    body: bytes


class Record(NamedTuple):
    """What the journal gives back. `position` is its logical byte offset, `end` the next one."""

    position: int
    end: int
    kind: Kind
    received_ns: int
    origin: Origin
    body: bytes


class Damage(NamedTuple):
    """A stretch of the journal that no longer verifies; what lay there is lost unless a copy exists."""

    position: int
    end: int
    reason: str

    def __str__(self) -> str:
        return f"journal bytes {self.position}–{self.end} are damaged: {self.reason}"


class EntryTooLarge(ValueError):
    """A body longer than a record may hold; the door's own limit is meant to be lower."""

    def __init__(self, *, got: int, limit: int) -> None:
        self.got, self.limit = got, limit
        super().__init__(f"the entry has {got} bytes; a journal record holds {limit}")


def encode(entry: Entry) -> bytes:
    """The bytes of one record, ready to append."""
    origin = "\t".join(entry.origin).encode()[:MAX_ORIGIN_BYTES]
    if len(entry.body) > MAX_BODY_BYTES:
        raise EntryTooLarge(got=len(entry.body), limit=MAX_BODY_BYTES)
    rest = META.pack(entry.kind, entry.received_ns, len(origin)) + origin + entry.body
    return PREFIX.pack(MAGIC, len(rest), digest(rest)) + rest


def decode(window: bytes, at: int, *, base: int) -> Record | str | None:
    """The record at `window[at:]`, a reason why there is none, or None when the window ends inside it.

    `base` is the logical offset of `window[0]`.
    """
    if len(window) - at < PREFIX.size:
        return None
    magic, length, sealed = PREFIX.unpack_from(window, at)
    if magic != MAGIC:
        return "no record begins here"
    if not META.size <= length <= MAX_RECORD_BYTES - PREFIX.size:
        return f"a record of {length} bytes is impossible"
    start = at + PREFIX.size
    if len(window) - start < length:
        return None
    rest = window[start : start + length]
    if digest(rest) != sealed:
        return "the checksum of the record does not match"
    kind, received_ns, origin_length = META.unpack_from(rest)
    body_at = META.size + origin_length
    if kind not in _KINDS or body_at > length:
        return f"the record is of unknown kind {kind}"
    return Record(
        base + at,
        base + start + length,
        _KINDS[kind],
        received_ns,
        _origin(rest[META.size : body_at]),
        rest[body_at:],
    )


def peek(window: bytes, at: int) -> tuple[int, int] | None:
    """Kind and end (in the window) of the record at `window[at:]`, not verified; None if unsure."""
    if len(window) - at < HEAD_BYTES:
        return None
    magic, length, _digest = PREFIX.unpack_from(window, at)
    end: int = at + PREFIX.size + length
    if magic != MAGIC or end > len(window):
        return None
    return window[at + PREFIX.size], end


_KINDS = {int(kind): kind for kind in Kind}


def _origin(raw: bytes) -> Origin:
    door, peer, note = (raw.decode(errors="replace").split("\t", 2) + ["", "", ""])[:3]
    return Origin(door, peer, note)
