"""Files are kept by the hash of their bytes; the row is written after the bytes are durable."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

import puremagic
from django.conf import settings

from lantian.kernel import models


class EmptyFile(ValueError):
    """A file of no bytes was given."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name or 'the file'} has 0 bytes")


class FileLost(LookupError):
    """A file is in the books but not on the disk, or its bytes have changed."""

    def __init__(self, sha256: str, reason: str) -> None:
        self.sha256, self.reason = sha256, reason
        super().__init__(f"file {sha256[:12]}… {reason}")


def path_of(sha256: str) -> Path:
    """Where the bytes of a hash are kept."""
    return Path(settings.LANTIAN_HOME) / "files" / sha256[:2] / sha256


def store(content: bytes, *, kind: str, name: str = "", now: datetime) -> models.StoredFile:
    """Keep bytes; the same bytes are kept once. Raises EmptyFile; OSError when the disk refuses."""
    if not content:
        raise EmptyFile(name)
    sha256 = hashlib.sha256(content).hexdigest()
    _write(path_of(sha256), content)
    row, _ = models.StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": len(content),
            "media_type": media_type(content),
            "kind": kind,
            "original_name": Path(name).name[:200],
            "stored_at": now,
        },
    )
    return row


def read(sha256: str) -> bytes:
    """The bytes of a kept file, checked against their hash; FileLost otherwise."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError as error:
        raise FileLost(sha256, "is not on the disk") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileLost(sha256, "has changed on the disk")
    return content


def media_type(content: bytes) -> str:
    """What the bytes are, by their own signature; never by the name they came with."""
    try:
        return str(puremagic.from_string(content, mime=True)) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"


def _write(target: Path, content: bytes) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
