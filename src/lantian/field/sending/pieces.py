"""Pieces of photos on their way: one file a person and key that only grows, until the photo is whole.

A piece is durable before the phone hears how far the server is; a piece sent twice changes nothing.
"""

import fcntl
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


class PieceElsewhere(ValueError):
    """A piece does not begin where the server stands."""

    def __init__(self, held: int) -> None:
        self.held = held
        super().__init__(f"{held} bytes are here; the next piece has to begin there")


def path_of(by_id: int, key: UUID) -> Path:
    """Where the pieces of one photo are kept until it is whole."""
    return Path(settings.LANTIAN_HOME) / "pieces" / str(by_id) / str(key)


def held(by_id: int, key: UUID) -> int:
    """How many bytes of a photo are here."""
    path = path_of(by_id, key)
    return path.stat().st_size if path.exists() else 0


def add(by_id: int, key: UUID, *, offset: int, piece: bytes) -> int:
    """Append a piece and say how many bytes are here now; PieceElsewhere when it begins elsewhere."""
    path = path_of(by_id, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two pages may send the same photo
        here = os.fstat(file.fileno()).st_size
        if offset != here:
            raise PieceElsewhere(here)
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return here + len(piece)


def whole(by_id: int, key: UUID) -> bytes:
    """The bytes that are here."""
    return path_of(by_id, key).read_bytes()


def drop(by_id: int, key: UUID) -> None:
    """Forget the pieces: the photo is kept, or was refused."""
    path_of(by_id, key).unlink(missing_ok=True)
