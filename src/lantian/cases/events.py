"""What happens to cases.

Ids of people and units are facts, so that later readers need not guess who it was.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """What every event of a case says: which case, who did it (nobody: the clock), and when."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(_Event):
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
class Filed(_Event):
    level: str
    category: str
    standard_code: str
    is_violation: bool
    is_separate: bool
    finder: int
    finder_unit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(_Event):
    reason: str
    finder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(_Event):
    unit: int
    unit_code: str
    route: str
    order_number: str
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(_Event):
    unit: int
    reason: str
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(_Event):
    unit: int
    handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(_Event):
    unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(_Event):
    unit: int
    target: str
    measures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(_Event):
    round: int
    unit: int
    handler: int
    before: str
    after: str
    is_on_time: bool
    days_late: int
    self_check_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckPassed(_Event):
    round: int
    is_on_site: bool
    unit: int
    handler: int
    rechecker_unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckFailed(_Event):
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
class RecheckRefused(_Event):
    """Somebody who is not independent tried; nothing changed but this line."""

    round: int
    reason: str
    unit: int
    handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicised(_Event):
    level: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(_Event):
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
class Reopened(_Event):
    reason: str
    visit_key: str
    before: str
    level: str
    unit: int
    handler: int
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RungDrafted(_Event):
    """The clock drafted a step of the ladder; a person takes it or not."""

    kind: str
    reason: str
    unit: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationAsked(_Event):
    """Somebody is to look before the case is filed."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(_Event):
    """A case went into another one, with its photos and whoever reported it."""

    into: str
    reason: str
    photos: int
    finder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptApart(_Event):
    """Somebody looked at another case that could be the same problem: it is another one."""

    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed(_Event):
    """Another case came into this one."""

    merged: str
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedDown(_Event):
    unit: int
    sub_unit: int | None
    handler: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAsked(_Event):
    unit: int
    letter: str
    until: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted(_Event):
    unit: int
    reason: str
    due_before: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRefused(_Event):
    unit: int
    reason: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked(_Event):
    """The clock stands still, for the reason given."""

    unit: int
    reason: str
    interim: str
    minutes: str
    review_at: datetime
    left_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(_Event):
    """The clock runs again with what was left of it."""

    unit: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckPassed(_Event):
    round: int
    unit: int
    handler: int
    recheck_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckFailed(_Event):
    round: int
    unit: int
    handler: int
    reason: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected(_Event):
    """Somebody says that a mending shown in public is not in order."""

    objection: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDismissed(_Event):
    objection: int
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionUpheld(_Event):
    """The case goes back to be rechecked by a third person."""

    objection: int
    decision: str
    recheck_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterLookHeld(_Event):
    """A closed case was looked at again and it holds."""

    days: int
    is_on_site: bool
    unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAsked(_Event):
    """Whoever told us says that it is not mended: somebody independent looks at the closed case again."""

    words: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRead(_Event):
    """Somebody of the desk looked up how to reach whoever told us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityFixed(_Event):
    """Who answers on the five levels was written down, as it stands now."""

    lines: int
    without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned(_Event):
    """Three quarters of a limit have gone; `holes` are people of the chain who could not be reached."""

    unit: int
    clock: str
    due_at: datetime
    holes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RungTaken(_Event):
    """A person sent the letter of a rung; `to` are the people it goes to."""

    kind: str
    reason: str
    unit: int
    number: str
    to: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RungDeclined(_Event):
    """A person decided that a rung is not taken."""

    kind: str
    unit: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSent(_Event):
    """A unit outside our command was asked; `reminds` names the letter it follows up."""

    unit: int
    letter: str
    reply_by: datetime
    reminds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAnswered(_Event):
    unit: int
    letter: str
    outcome: str
    reply: str
    reply_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLapsed(_Event):
    """A request for more time that nobody decided before the case moved on."""

    unit: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryDutySet(_Event):
    """Another department looks after a category from a day on."""

    unit: int
    valid_from: date
