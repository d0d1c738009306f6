"""What happens to accounts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordSet:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    by_switch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade:
    """A person lets a program of theirs read what they may read."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    title: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked:
    """A token counts no more."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSet:
    """Somebody is away for a time, and somebody else does the post's work."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    stand_in: int
    begins_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveEnded:
    """Somebody is back earlier than planned."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    stand_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSet:
    """Somebody is a head of record of a unit from a day on."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    person: int
    seat: str
    domains: tuple[str, ...]
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadEnded:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    person: int
    seat: str
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasAdded:
    """A unit has another name, with its dates."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSet:
    """Whether a unit takes orders of ours, or is written letters."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    is_under_command: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansAdded:
    """A way to reach a person; the address itself is kept out of the history."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansEnded:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansConfirmed:
    """Somebody was reached."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    kind: str
