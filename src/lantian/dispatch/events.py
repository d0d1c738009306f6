"""What happens to orders."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderIssued:
    """Somebody was asked to go."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    kind: str
    what: str
    officer: int
    companion: int | None
    grid: str
    source: str
    suspicion: str
    case: str
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderArrived:
    """They are there."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    suspicion: str
    is_on_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFinished:
    """They said what they found."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    suspicion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWithdrawn:
    """They need not go after all."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    suspicion: str
    reason: str
