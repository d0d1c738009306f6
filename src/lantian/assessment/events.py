"""What happened to assessments, alarms and episodes."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypedDict


class Changed(TypedDict):
    """One published figure that moved: what it was, what it is, and the readings that moved it.

    `why` is `late` (a reading that came after it was computed), `revision` (a corrected reading), `flag` (a
    reading declared invalid or valid again), `list` (exceptional days taken in or withdrawn), `weight`
    (another station counts, or one with another weight) or `rule` (edition or convention). `because_of` names
    the stations.
    """

    subject: str
    at: str
    figure: str
    old: str | int | None
    new: str | int | None
    why: str
    because_of: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursAssessed:
    """Hours were assessed for the first time or anew."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    since: datetime
    until: datetime
    position: int
    assessed: int
    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAssessed:
    """Local days were assessed for the first time or anew."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    days: tuple[str, ...]
    position: int
    assessed: int
    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeOpened:
    """The first alarm of a place within a window."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    station: str
    parameter: str
    kind: str
    rule: str
    begins_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised:
    """One rule was met by one station in one hour."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    kind: str
    rule: str
    rule_version: int
    station: str
    parameter: str
    begins_at: datetime
    severity: str
    observed: str
    reference: str
    threshold: str
    peers: int
    points_to_source: bool
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmWithdrawn:
    """A late or corrected reading took an alarm's ground away."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    rule: str
    station: str
    parameter: str
    begins_at: datetime
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeOver:
    """An episode has been quiet long enough, or a new one of the same place began after it."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    station: str
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeVoided:
    """All alarms of an episode were withdrawn."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    number: str
    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRulesSeeded:
    """Rules that ship with the product were entered; existing ones are never touched."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImported:
    """A list from above was taken in whole."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    list_id: int
    kind: str
    title: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWithdrawn:
    """A list from above counts no more."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    list_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet:
    """A place was set a target."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    subject: str
    figure: str
    first: str
    last: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDeclared:
    """Somebody said how far a stretch of readings has been looked at."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    stations: tuple[str, ...]
    first: str
    last: str
    level: str
    basis: str
