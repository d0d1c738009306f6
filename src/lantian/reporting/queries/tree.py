"""The way down from a number to its packets, as a tree of frozen steps.

`what` and the labels of facts are English msgids; a door translates them and shows `at` in local time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import get_language

from lantian.accounts.rules import Actor
from lantian.assessment.queries import Explained
from lantian.kernel.refusals import gettext_noop
from lantian.observations.queries import Reading


class CannotTrace(LookupError):
    """An address leads nowhere, or not for this person: both look alike."""

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"{address} leads nowhere: {why}")


class NotYet(CannotTrace):
    """An address asks as of a position that nothing has been recorded at yet."""

    def __init__(self, address: str, *, as_of: int, newest: int) -> None:
        self.as_of, self.newest = as_of, newest
        super().__init__(
            address, f"position {as_of} lies in the future; the newest thing recorded is at {newest}"
        )


class StepKind(StrEnum):
    """What a step of the way is."""

    FIGURE = "figure"
    VALUE = "value"
    COUNT = "count"
    ITEM = "item"
    READING = "reading"
    PACKET = "packet"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing known about a step: what it is called (a msgid) and what it is, `zh` where it has a name."""

    label: str
    text: str
    zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: a number or thing, what is known about it, and the steps it rests on.

    `note` is a code (NOTES) that says why the way ends here or is cut short; `address` leads on; `page` is
    the address of the thing whose page shows it, where that is another. `worked` holds how an assessed number
    was computed again, `reading` the mark and flags of a reading, for programs that want more than words.
    """

    kind: StepKind
    address: str
    what: str
    of: Name | None = None
    at: datetime | None = None
    day: date | None = None
    text: str = ""
    unit: str = ""
    facts: tuple[Fact, ...] = ()
    note: str = ""
    page: str = ""
    worked: Explained | None = None
    reading: Reading | None = None
    below: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The whole way down from one address."""

    address: str
    top: Step

    @property
    def steps(self) -> Iterator[Step]:
        """Every step, from the top down."""
        return walk(self.top)

    def of_kind(self, kind: StepKind) -> list[Step]:
        """Every step of one kind."""
        return [step for step in self.steps if step.kind is kind]


def walk(step: Step) -> Iterator[Step]:
    """A step and everything below it, in order."""
    yield step
    for below in step.below:
        yield from walk(below)


@dataclass(frozen=True, slots=True)
class Walk:
    """Who walks, and how a step asks for the steps below it."""

    by: Actor | None
    open: Callable[[str], Step]

    def below(self, address: str, *, what: str, text: str = "", unit: str = "") -> Step:
        """The step an address opens; a step that says why, where it leads nowhere."""
        try:
            return self.open(address)
        except CannotTrace as error:
            return Step(
                kind=StepKind.GAP, address=address, what=what, text=text, unit=unit, note="leads_nowhere",
                facts=(Fact(label=WHY, text=error.why),),
            )  # fmt: skip


WHY = gettext_noop("Why")
NOTES = {
    "leads_nowhere": gettext_noop("The way ends here."),
    "not_opened": gettext_noop("Not opened here; follow its address."),
    "no_value": gettext_noop("There is no value."),
    "no_items": gettext_noop("Nothing was counted."),
    "not_shown": gettext_noop("Some items are not yours to see and are not listed."),
}


def reads_chinese() -> bool:
    """Whether the way is told to somebody who reads Chinese."""
    return (get_language() or "").startswith("zh")
