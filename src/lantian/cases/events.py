"""What happens to cases.

Ids of people and units are facts, so that later readers need not guess who it was.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    channel: str
    category: str
    grid: str
    source: str
    visit_key: str
    suspicion_number: str
    reading_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    level: str
    category: str
    standard_code: str
    is_violation: bool
    is_separate: bool
    finder: int
    finder_unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    reason: str
    finder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    unit: int
    unit_code: str
    route: str
    order_number: str
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    unit: int
    reason: str
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    unit: int
    handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    unit: int
    target: str
    measures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    round: int
    unit: int
    handler: int
    before: str
    after: str
    is_on_time: bool
    days_late: int
    recheck_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckPassed:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    round: int
    is_on_site: bool
    unit: int
    handler: int
    rechecker_unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckFailed:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    round: int
    is_on_site: bool
    reasons: str
    unit: int
    handler: int
    rechecker_unit: int
    due_at: datetime
    failed_rechecks: int
    has_fake_photo: bool
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRefused:
    """Somebody who is not independent tried; nothing changed but this line."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    round: int
    reason: str
    unit: int
    handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicised:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    level: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The closing sheet, as facts."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    level: str
    category: str
    source: str
    unit: int
    handler: int
    signer: str
    rounds: int
    failed_rechecks: int
    is_on_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    reason: str
    visit_key: str
    before: str
    level: str
    unit: int
    handler: int
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RungDrafted:
    """The clock drafted a step of the ladder; a person takes it or not."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    kind: str
    reason: str
    unit: int
    due_at: datetime
