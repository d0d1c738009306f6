"""What residents and other jurisdictions tell, and what they are told."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """What every event says: which case, who did it (nobody: a resident), and when."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(_Event):
    """A resident, or another jurisdiction for one, told of a problem; who it was is in no event."""

    kind: str
    jurisdiction: str
    photos: int
    is_rough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(_Event):
    """Whoever told us says what they think of the mending."""

    kind: str
    words: str
    led_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(_Event):
    """The desk answers everybody who told of a case, in words meant for the public."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoShown(_Event):
    """Somebody looked at a photo and found that residents may see it."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPublished(_Event):
    """What other programs may read of a report: words in which no firm and no person is named."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionAdmitted(_Event):
    """Another jurisdiction may report here with a key of its own."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn(_Event):
    """A report goes to another jurisdiction: kind, rough place and public words, nothing else."""

    jurisdiction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(_Event):
    """Another jurisdiction says how a report that was handed on stands."""

    jurisdiction: str
    foreign_id: str
    status: str
