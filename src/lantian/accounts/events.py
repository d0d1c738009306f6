"""What happens to accounts."""

from dataclasses import dataclass
from datetime import datetime
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
