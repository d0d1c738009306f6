"""The life of a case, from the report to the closing and back.

Ids of people and units are facts, so that later readers need not guess who it was.
"""

from dataclasses import dataclass
from datetime import datetime

from lantian.cases.events.case_event import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(CaseEvent):
    channel: str
    medium: str
    happened_at: datetime | None
    category: str
    grid: str
    source: str
    visit_key: str
    suspicion_number: str
    reading_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(CaseEvent):
    level: str
    category: str
    standard_code: str
    is_violation: bool
    is_separate: bool
    finder: int
    finder_unit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(CaseEvent):
    reason: str
    finder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(CaseEvent):
    unit: int
    unit_code: str
    route: str
    order_number: str
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(CaseEvent):
    unit: int
    reason: str
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(CaseEvent):
    unit: int
    handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(CaseEvent):
    unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(CaseEvent):
    unit: int
    target: str
    measures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(CaseEvent):
    round: int
    unit: int
    handler: int
    before: str
    after: str
    is_on_time: bool
    days_late: int
    self_check_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckPassed(CaseEvent):
    round: int
    is_on_site: bool
    unit: int
    handler: int
    rechecker_unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckFailed(CaseEvent):
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
class RecheckRefused(CaseEvent):
    """Somebody who is not independent tried; nothing changed but this line."""

    round: int
    reason: str
    unit: int
    handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicised(CaseEvent):
    level: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(CaseEvent):
    """The closing sheet, as facts."""

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
class Reopened(CaseEvent):
    reason: str
    visit_key: str
    before: str
    level: str
    unit: int
    handler: int
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RungDrafted(CaseEvent):
    """The clock drafted a step of the ladder; a person takes it or not."""

    kind: str
    reason: str
    unit: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationAsked(CaseEvent):
    """Somebody is to look before the case is filed."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(CaseEvent):
    """A case went into another one, with its photos and whoever reported it."""

    into: str
    reason: str
    photos: int
    finder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptApart(CaseEvent):
    """Somebody looked at another case that could be the same problem: it is another one."""

    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed(CaseEvent):
    """Another case came into this one."""

    merged: str
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedDown(CaseEvent):
    unit: int
    sub_unit: int | None
    handler: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAsked(CaseEvent):
    unit: int
    letter: str
    until: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted(CaseEvent):
    unit: int
    reason: str
    due_before: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRefused(CaseEvent):
    unit: int
    reason: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked(CaseEvent):
    """The clock stands still, for the reason given."""

    unit: int
    reason: str
    interim: str
    minutes: str
    review_at: datetime
    left_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(CaseEvent):
    """The clock runs again with what was left of it."""

    unit: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckPassed(CaseEvent):
    round: int
    unit: int
    handler: int
    recheck_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckFailed(CaseEvent):
    round: int
    unit: int
    handler: int
    reason: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected(CaseEvent):
    """Somebody says that a mending shown in public is not in order."""

    objection: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDismissed(CaseEvent):
    objection: int
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionUpheld(CaseEvent):
    """The case goes back to be rechecked by a third person."""

    objection: int
    decision: str
    recheck_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterLookHeld(CaseEvent):
    """A closed case was looked at again and it holds."""

    days: int
    is_on_site: bool
    unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAsked(CaseEvent):
    """Whoever told us says that it is not mended: somebody independent looks at the closed case again."""

    words: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRead(CaseEvent):
    """Somebody of the desk looked up how to reach whoever told us."""
