"""What happens on visits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


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
    sha256_said: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalOpened:
    """Somebody opened the sealed original of a photo."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    sha256: str
    door: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HintJudged:
    """Somebody looked at a hint about a photo and decided, with a reason."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    hint: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoMasked:
    """Parts of a photo's copy were made unrecognisable; the original stays."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    mask: int
    rectangles: tuple[tuple[int, int, int, int], ...]
    public_sha256: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDrafted:
    """Somebody began a new version of a checklist, or a new checklist."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    based_on: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDescribed:
    """What a draft is for was changed: only what changed, before and after."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    before: dict[str, Any]  # Any: names, lists of codes, a factor as text
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWritten:
    """An item of a draft was added (nothing before), changed or removed (nothing after)."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    item: str
    before: dict[str, Any]  # Any: words, a weight, lists of codes
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMoved:
    """An item of a draft changed places with its neighbour."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    item: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsReplaced:
    """A sheet took the place of a draft's items; the file is known by its hash."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    before: tuple[str, ...]
    after: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePublished:
    """A draft became a version that holds from a day on; the older one ends the day before."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    valid_from: str
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWithdrawn:
    """A version is used for no new visit any more."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDiscarded:
    """A draft was thrown away; nothing had been answered on it."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    items: int
