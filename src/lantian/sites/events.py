"""What happens at sites and plants themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesBegun:
    """A site or plant has these duties from a day on."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    begins_on: str
    area_m2: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWritten:
    """The sheet of a day was signed; a version above the first corrects what was signed before."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    day: str
    sheet_version: int
    is_late: bool
    stage: str
    taps: dict[str, str]
    words: str
    reason: str
    facts: dict[str, object]
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekConfirmed:
    """Who manages the site confirmed a week, with the days that have no sheet."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    monday: str
    missing: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySet:
    """Somebody is on duty at a site on a day."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    day: str
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHandedOver:
    """Somebody else is on duty in their place, with the reason."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    day: str
    was: int
    person: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyBegun:
    """Whoever is on duty checked in, with time and place."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    day: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    distance_m: float | None
    place_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDemanded:
    """The site's monitor stood over its limit: a reply is due."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    episode: str
    due_at: datetime
    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The site said what the cause was and what was done."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    cause: str
    measure: str
    photos: tuple[str, ...]
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyMissed:
    """The limit of a reply ran out without one."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandLifted:
    """Corrected readings took the ground of a demand away."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    episode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDecided:
    """The desk made a case of a late or missing reply, or set it aside with a reason."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    case: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateChanged:
    """A site's plate has another colour; nobody is scored for it."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    old: str
    new: str
    rule: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsStated:
    """A plant stated its energy, its vehicles and its trips a day."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    energy: dict[str, str]
    vehicles: tuple[dict[str, object], ...]
    trips_per_day: int
