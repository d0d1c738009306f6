"""What happens to the register."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipSet:
    """A station counts for a region with a weight, or no more, over a stretch of days; without a last: on."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    region: str
    station: str
    weight: str
    first: str
    last: str | None
    reason: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperNamed:
    """Somebody keeps a site or plant from a day on."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    person: int
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperLeft:
    """Somebody keeps a site or plant no more."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    person: int
