"""Who answers, and what is done when nobody does: ladder, letters, ledger, sweeps, enforcement."""

from dataclasses import dataclass
from datetime import date, datetime

from lantian.cases.events.case_event import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityFixed(CaseEvent):
    """Who answers on the five levels was written down, as it stands now."""

    lines: int
    without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned(CaseEvent):
    """Three quarters of a limit have gone; `holes` are people of the chain who could not be reached."""

    unit: int
    clock: str
    due_at: datetime
    holes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RungTaken(CaseEvent):
    """A person sent the letter of a rung; `to` are the people it goes to."""

    kind: str
    reason: str
    unit: int
    number: str
    to: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RungDeclined(CaseEvent):
    """A person decided that a rung is not taken."""

    kind: str
    unit: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSent(CaseEvent):
    """A unit outside our command was asked; `reminds` names the letter it follows up."""

    unit: int
    letter: str
    reply_by: datetime
    reminds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAnswered(CaseEvent):
    unit: int
    letter: str
    outcome: str
    reply: str
    reply_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLapsed(CaseEvent):
    """A request for more time that nobody decided before the case moved on."""

    unit: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryDutySet(CaseEvent):
    """Another department looks after a category from a day on."""

    unit: int
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOpened(CaseEvent):
    """A case of a superior inspection stands in the ledger."""

    batch: str
    serial: str
    unit: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReported(CaseEvent):
    """A unit said how far a line of the ledger has come in a month."""

    month: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(CaseEvent):
    """A step towards striking a line off, with its paper."""

    step: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOrdered(CaseEvent):
    """Every place of a case's kind is to be looked at."""

    sweep: str
    category: str
    tasks: int
    places: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSwept(CaseEvent):
    """Somebody looked at a place of a sweep."""

    sweep: str
    place: str
    outcome: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepExcused(CaseEvent):
    """A part of a sweep is left out, for a reason."""

    sweep: str
    grid: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepClosed(CaseEvent):
    sweep: str
    places: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(CaseEvent):
    """A violation went to the body that holds the power to punish it."""

    enforcement: str
    clause: str
    body: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementStepTaken(CaseEvent):
    """The body took a step; amounts in fen."""

    enforcement: str
    step: str
    document: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSet(CaseEvent):
    """Another unit holds a kind of power from a day on."""

    unit: int
    valid_from: date
