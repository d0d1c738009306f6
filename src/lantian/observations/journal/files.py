"""The few file operations the journal needs, in one place, so that a test can make any of them fail.

Everything the system may answer becomes one of the errors below: a sentence of what happened and what to do.
"""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path


class JournalError(Exception):
    """The journal could not keep a promise; nothing that was not durable has been acknowledged."""

    code = "journal"


class JournalFull(JournalError):
    """No space is left."""

    code = "disk-full"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"The disk that holds {path} is full. Nothing more is acknowledged until space is freed; "
            "devices will send again. Delete or move other files, the door goes on by itself."
        )


class JournalNotWritable(JournalError):
    """The folder may not be written."""

    code = "not-writable"

    def __init__(self, path: Path, *, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(
            f"{path} cannot be written ({why}). Give the user that runs lantian write permission there, "
            "or choose another folder with LANTIAN_HOME."
        )


class JournalBroken(JournalError):
    """The disk failed in a way that more space or permission does not cure."""

    code = "disk-failed"

    def __init__(self, path: Path, *, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(
            f"The disk failed while writing {path} ({why}). Nothing since is acknowledged. "
            "Look at the system's log and the disk's health before starting again."
        )


def explained(error: OSError, path: Path) -> JournalError:
    """The journal's own error for what the system answered."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return JournalFull(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return JournalNotWritable(path, why=error.strerror or "refused")
    return JournalBroken(path, why=error.strerror or str(error))


class Files:
    """The real disk."""

    def make_folder(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)

    def open(self, path: Path) -> int:
        """Open for reading and writing, created if absent."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)

    def open_to_read(self, path: Path) -> int:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def close(self, fd: int) -> None:
        os.close(fd)

    def write(self, fd: int, chunk: bytes, offset: int) -> int:
        return os.pwrite(fd, chunk, offset)

    def read(self, fd: int, length: int, offset: int) -> bytes:
        return os.pread(fd, length, offset)

    def size(self, fd: int) -> int:
        return os.fstat(fd).st_size

    def truncate(self, fd: int, length: int) -> None:
        os.ftruncate(fd, length)

    def sync(self, fd: int) -> None:
        os.fdatasync(fd)

    def sync_folder(self, path: Path) -> None:
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def rename(self, source: Path, target: Path) -> None:
        source.rename(target)

    def remove(self, path: Path) -> None:
        path.unlink()

    def lock(self, fd: int) -> None:
        """Wait until this process alone may append; the system releases it when the process dies."""
        fcntl.flock(fd, fcntl.LOCK_EX)

    def unlock(self, fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


DISK = Files()


def write_all(files: Files, fd: int, chunk: bytes, offset: int) -> None:
    """Write every byte, however few the system takes at a time."""
    while chunk:
        written = files.write(fd, chunk, offset)
        chunk, offset = chunk[written:], offset + written
