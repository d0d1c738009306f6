"""What happened to suspicions."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionMade:
    """An episode was looked at upwind: how many candidates, or why none."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    episode: str
    station: str
    parameter: str
    wind_station: str
    candidates: int
    note: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionOrdered:
    """Somebody is sent to look; the officers named may see the suspicion from now on."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    officers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionAnswered:
    """Somebody has looked."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionDismissed:
    """The desk decided that nobody goes."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRecorded:
    """What was found at a candidate; a confirmed one weighs more next time."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    source: str | None
    is_confirmed: bool
    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorRulesSeeded:
    """Sector rules that ship with the product were entered."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    versions: tuple[int, ...]
