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
    mode: str = "announced"
    joining: tuple[int, ...] = ()
    basis: str = ""
    plan: str = ""
    over_reason: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnannouncedPlanned:
    """An unannounced visit was planned; it is told to those who go, and counted nowhere before it begins."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    kind: str
    what: str
    officer: int
    companion: int | None
    joining: tuple[int, ...]
    grid: str
    source: str
    basis: str
    plan: str
    draw: str
    due_at: datetime
    over_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersMerged:
    """Two planned visits to one firm became one joint visit."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    merged: str
    joining: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedIn:
    """Somebody scanned the code at the gate."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    source: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceClassed:
    """A place stands in a class of the object base."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    before: str
    object_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Lots were drawn: which places come to be visited and by whom."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    quarter: str
    seed: str
    digest: str
    objects: int
    inspectors: int
    picks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPublished:
    """The result of a draw was opened to everybody, after its visits."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    visits: int
