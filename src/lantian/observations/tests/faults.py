"""A disk that fails when told to: the fault layer of the journal's and the door's tests."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from lantian.observations.journal.files import Files


class FaultyFiles(Files):
    """The real disk, with a limited space, refused permissions or failing syncs."""

    def __init__(self) -> None:
        self.space: int | None = None
        self.is_read_only = False
        self.failing_syncs = 0
        self.syncs = 0

    def _refuse(self, number: int) -> None:
        raise OSError(number, os.strerror(number))

    def make_folder(self, path: Path) -> None:
        if self.is_read_only and not path.exists():
            self._refuse(errno.EROFS)
        super().make_folder(path)

    def open(self, path: Path) -> int:
        if self.is_read_only:
            self._refuse(errno.EACCES)
        return super().open(path)

    def write(self, fd: int, chunk: bytes, offset: int) -> int:
        growth = max(0, offset + len(chunk) - self.size(fd))
        if self.space is None or growth == 0:
            return super().write(fd, chunk, offset)
        if self.space == 0:
            self._refuse(errno.ENOSPC)
        taken = super().write(fd, chunk[: len(chunk) - growth + min(growth, self.space)], offset)
        self.space -= min(growth, self.space)
        return taken

    def sync(self, fd: int) -> None:
        self.syncs += 1
        if self.failing_syncs:
            self.failing_syncs -= 1
            self._refuse(errno.EIO)
        super().sync(fd)
