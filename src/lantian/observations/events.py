"""What happened to observations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRecorded:
    """A stretch of the journal has reached the lake; whoever assesses may look again.

    `position` is that of the last packet recorded: pass it as `as_of`. What was touched lies between
    `first_begins_at` and `last_begins_at`, both included, and there only in `stretches`, each with its first
    and last moment: a frame of a device whose clock was reset touches its own hour, not the years since.
    Events of before the stretches have none; then everything between the ends was touched.
    """

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    position: int
    stations: tuple[str, ...]
    periods: tuple[str, ...]
    first_begins_at: datetime
    last_begins_at: datetime
    rows: int
    stretches: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFlagged:
    """Somebody or a check said that readings must not be used, or are doubtful.

    Both ends of the stretch are included; `position` is that from which the flag counts.
    """

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    position: int
    kind: str
    reason: str
    station: str
    parameter: str
    period: str
    first_begins_at: datetime
    last_begins_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLifted:
    """A flag was taken back; the readings under it count again."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    position: int
    kind: str
    reason: str
    station: str
    parameter: str
    period: str
    first_begins_at: datetime
    last_begins_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsProposed:
    """Checks found readings that a person should look at; no number moved."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    position: int
    made: int
    extended: int
    stations: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAccepted:
    """Somebody confirmed what a check proposed: from `position` on the readings count no more."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    position: int
    kind: str
    reason: str
    check_name: str
    station: str
    parameter: str
    period: str
    first_begins_at: datetime
    last_begins_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRejected:
    """Somebody turned down what a check proposed; the readings have counted all along."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    position: int
    kind: str
    reason: str
    check_name: str
    station: str
    parameter: str
    period: str
    first_begins_at: datetime
    last_begins_at: datetime
