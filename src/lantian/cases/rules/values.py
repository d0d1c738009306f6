"""What people bring to a case, and the numbers it runs by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

# The five acceptance tests of Anhui's rules of 2019
ACCEPTANCE = ("measures_done", "violations_punished", "effect_meets_norm", "similar_fixed", "source_treated")
YES, NO, NA = "yes", "no", "na"
MEDIA = ("air", "water", "soil")
LADDER = ("remind", "supervise", "circular", "interview", "transfer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The numbers the loop runs by on one day, from `Policy` rows."""

    rebound_days: Decimal
    rebound_radius_m: Decimal
    allowed_returns: Decimal
    duplicate_radius_m: Decimal
    duplicate_hours: Decimal
    duplicate_photo_days: Decimal
    remote_on_site_share: Decimal
    rung_hours: Decimal
    later_look_share: Decimal
    later_look_days: Decimal
    grave_look_1_days: Decimal
    grave_look_2_days: Decimal
    grave_look_3_days: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How the desk reaches whoever told us from outside."""

    name: str = ""
    phone: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.words)


NOBODY = Contact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a finder says: place, kind, and what shows it."""

    category: str
    title: str
    lon: float
    lat: float
    words: str = ""
    address: str = ""
    source_code: str = ""
    reading_address: str = ""
    photo_keys: tuple[str, ...] = ()
    channel: str = "patrol_day"
    medium: str = "air"
    happened_at: datetime | None = None
    contact: Contact = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What a handler says: what was done, and the view before and after."""

    what_was_done: str
    before_key: str
    after_key: str
    cost_fen: int | None = None
    penalty_record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing a plan promises, and by when."""

    what: str
    by_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Why a case is parked, what is done meanwhile, and when it goes on."""

    reason: str
    interim: str
    minutes: str
    review_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a rechecker brings: answers, reasons, photos, readings before and after."""

    answers: Mapping[str, str]
    is_on_site: bool
    reasons: str = ""
    photo_keys: tuple[str, ...] = ()
    readings: Mapping[str, object] | None = None
    has_fake_photo: bool = False
