"""Sealed segments: compressed in chunks, so that one record is read without unpacking the whole.

A sealed file is zstd frames of one chunk each, then the offset of every frame, then a footer.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import zstandard

from lantian.observations.journal import segments as layout
from lantian.observations.journal.files import Files, JournalError

CHUNK_BYTES = 1 << 20
LEVEL = 3
_FOOTER = struct.Struct("<QII4s")  # raw length, chunk bytes, chunks, magic
_MAGIC = b"LJZ1"


class SealDamaged(JournalError):
    """A sealed segment whose index or chunk cannot be read."""

    code = "seal-damaged"

    def __init__(self, path: Path, *, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"The sealed segment {path} is damaged ({why}). Bring it back from the backup.")


def _index(path: Path) -> tuple[int, int, tuple[int, ...]]:
    """Raw length, chunk size and where each chunk lies."""
    with path.open("rb") as file:
        try:
            file.seek(-_FOOTER.size, os.SEEK_END)
            raw_length, chunk_bytes, count, magic = _FOOTER.unpack(file.read(_FOOTER.size))
            if magic != _MAGIC:
                raise SealDamaged(path, why="it has no footer")
            file.seek(-_FOOTER.size - 8 * (count + 1), os.SEEK_END)
            return raw_length, chunk_bytes, struct.unpack(f"<{count + 1}Q", file.read(8 * (count + 1)))
        except (OSError, struct.error) as error:
            raise SealDamaged(path, why="it is too short for its index") from error


def raw_length(path: Path) -> int:
    """How many bytes the segment had before it was sealed."""
    return _index(path)[0]


class SealedSegment:
    """Reads any stretch of a sealed segment; a damaged chunk reads as zeros, which no record is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.length, self._chunk_bytes, self._offsets = _index(path)

    def read(self, length: int, offset: int) -> bytes:
        """The raw bytes from `offset`, as many as there are."""
        stop = min(offset + length, self.length)
        if offset >= stop:
            return b""
        first, last = offset // self._chunk_bytes, (stop - 1) // self._chunk_bytes
        raw = b"".join(self._chunk(number) for number in range(first, last + 1))
        return raw[offset - first * self._chunk_bytes : stop - first * self._chunk_bytes]

    def close(self) -> None:
        """Nothing is held open."""

    def _chunk(self, number: int) -> bytes:
        expected = min(self._chunk_bytes, self.length - number * self._chunk_bytes)
        with self._path.open("rb") as file:
            file.seek(self._offsets[number])
            packed = file.read(self._offsets[number + 1] - self._offsets[number])
        try:
            raw = zstandard.ZstdDecompressor().decompress(packed, max_output_size=expected)
        except zstandard.ZstdError:
            return bytes(expected)
        return raw if len(raw) == expected else bytes(expected)


def seal(segment: layout.Segment, *, files: Files) -> Path:
    """Compress a finished segment; the raw file goes once the sealed one is on disk and reads the same."""
    target = segment.path.with_name(segment.path.name + ".zst")
    working = segment.path.with_name(segment.path.name + ".sealing")
    raw = segment.path.read_bytes()
    packed = _packed(raw)
    with working.open("wb") as file:
        file.write(packed)
        file.flush()
        files.sync(file.fileno())
    if SealedSegment(working).read(len(raw), 0) != raw:
        raise SealDamaged(working, why="it does not read back as it was")
    files.rename(working, target)
    files.sync_folder(target.parent)
    files.remove(segment.path)
    return target


def seal_finished(folder: Path, *, files: Files) -> list[Path]:
    """Seal every segment but the last two: the writer may still be finishing the last but one."""
    return [seal(segment, files=files) for segment in layout.segments(folder)[:-2] if not segment.is_sealed]


def _packed(raw: bytes) -> bytes:
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    frames = [compressor.compress(raw[at : at + CHUNK_BYTES]) for at in range(0, len(raw), CHUNK_BYTES)]
    offsets = [0]
    for frame in frames:
        offsets.append(offsets[-1] + len(frame))
    footer = _FOOTER.pack(len(raw), CHUNK_BYTES, len(frames), _MAGIC)
    return b"".join(frames) + struct.pack(f"<{len(offsets)}Q", *offsets) + footer
