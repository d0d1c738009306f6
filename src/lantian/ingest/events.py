"""What happened at the doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class FileImported:
    """A file of readings was kept, judged and written to the journal."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    name: str
    accepted: int
    refused: int
