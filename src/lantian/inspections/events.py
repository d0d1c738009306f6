"""What happens on visits."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn:
    """The officer is there; this is the proof of presence."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    order_number: str
    suspicion_number: str
    source_code: str
    template: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    distance_m: float | None
    place_note: str
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An item was answered, or its answer changed."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    item: str
    before: str
    value: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNamed:
    """Somebody on the spot said which stage of work the place is in."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    before: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoKept:
    """A photo was sealed by its hash."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    key: str
    sha256: str
    public_sha256: str
    item: str
    taken_at: datetime | None
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFiled:
    """What the visit came to."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    visit_key: str
    order_number: str
    suspicion_number: str
    kind_of_going: str
    result: str
    category: str
    source_code: str
    score: str
    photos: int
    red_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKept:
    """What the paper asks beside the checklist was written down, or written again."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    is_refused: bool
    has_order: bool
    order_due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Somebody drew their name on glass."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    is_present: bool
    sha256: str
