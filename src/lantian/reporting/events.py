"""What happened to briefings."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingWritten:
    """A draft was written, or written again from newer data."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    region: str
    day: str
    issue: int
    revision: int
    position: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingIssued:
    """A briefing went out as it stands; from here on it never changes."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    region: str
    day: str
    issue: int
    serial: int
    position: int
    digest: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPrinted:
    """A paper of a visit was printed and kept by its hash."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    visit: str
    kind: str
    code: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPrinted:
    """A letter about a case was printed and kept by its hash."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    kind: str
    code: str
    sha256: str
