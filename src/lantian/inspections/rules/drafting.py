"""Writing a checklist: what a draft must be to be published, and what it asks of whoever fills it in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median

from lantian.inspections.rules.checklists import ALWAYS, NOT_MET
from lantian.kernel.refusals import Refused, gettext_noop

ENOUGH_GAPS = 20  # between answers, before their median is believed; design default
LONGEST_GAP = 180.0  # seconds; beyond it somebody walked or talked. Design default


class TemplateFixed(Refused):
    """Somebody would change a published version."""

    sentence = gettext_noop(
        "“{name}” version {version} is published and visits rest on it, so it never changes. "
        "Make a new version of it; nothing was changed."
    )

    def __init__(self, name: str, *, version: int) -> None:
        self.name, self.version = name, version
        super().__init__(name=name, version=version)


class HouseList(Refused):
    """A list that ships with the house belongs to no area."""

    sentence = gettext_noop(
        "“{name}” ships with the house and other areas use it too. Make a version of your own: "
        "once published it takes its place in your area."
    )

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=name)


class DraftExists(Refused):
    """One draft at a time."""

    sentence = gettext_noop(
        "There is already a draft of “{name}”, version {version}. "
        "Go on with that one, or throw it away first."
    )

    def __init__(self, name: str, *, version: int) -> None:
        self.name, self.version = name, version
        super().__init__(name=name, version=version)


class ConditionLater(Refused):
    """A question would hang on itself or on one that is asked after it."""

    sentence = gettext_noop(
        "“{item}” cannot hang on “{other}”: a question may only hang on one that stands before it. "
        "Move one of them, or choose another; nothing was changed."
    )

    def __init__(self, item: str, *, other: str) -> None:
        self.item, self.other = item, other
        super().__init__(item=item, other=other)


class ConditionEmpty(Refused):
    """A question hangs on another one, but on no answer of it."""

    sentence = gettext_noop(
        "“{item}” hangs on “{other}”, but no answer of it is chosen. Choose for which answers it is asked."
    )

    def __init__(self, item: str, *, other: str) -> None:
        self.item, self.other = item, other
        super().__init__(item=item, other=other)


class ItemNeeded(Refused):
    """Other questions hang on this one."""

    sentence = gettext_noop(
        "“{item}” cannot be removed: {others} hang on it. Change or remove those first; nothing was changed."
    )

    def __init__(self, item: str, *, others: Sequence[str]) -> None:
        self.item, self.others = item, tuple(others)
        super().__init__(item=item, others="、".join(others))


class NoItems(Refused):
    """A checklist without a question."""

    sentence = gettext_noop("“{name}” has no item yet. Add at least one, then publish it.")

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=name)


class NoWeight(Refused):
    """Every item weighs nothing."""

    sentence = gettext_noop(
        "All items of “{name}” weigh 0, so there are no points to give. Give at least one a weight."
    )

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name=name)


class PublishedInPast(Refused):
    """A version cannot have been in force before it was published."""

    sentence = gettext_noop("{day} is over. A version holds from today on or from a later day.")

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day=day)


class VersionPlanned(Refused):
    """Another version begins on that day or later."""

    sentence = gettext_noop(
        "Version {version} of “{name}” holds from {day}. Choose a later day, or withdraw that version first."
    )

    def __init__(self, name: str, *, version: int, day: date) -> None:
        self.name, self.version, self.day = name, version, day
        super().__init__(name=name, version=version, day=day)


class WithdrawalUnexplained(Refused):
    """A version was to be withdrawn without a word why."""

    sentence = gettext_noop("Say in a few words why this version is withdrawn; it stays readable beside it.")


class NotPublished(Refused):
    """Only what is published can be withdrawn."""

    sentence = gettext_noop(
        "“{name}” version {version} is not in force and not planned. Reload the page to see how it stands."
    )

    def __init__(self, name: str, *, version: int) -> None:
        self.name, self.version = name, version
        super().__init__(name=name, version=version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item as its author writes it; `asked_if` is the code of an earlier one."""

    text_zh: str
    text_en: str
    category: str
    code: str = ""
    section_zh: str = ""
    section_en: str = ""
    help_zh: str = ""
    help_en: str = ""
    weight: int = 0
    is_red_line: bool = False
    photo: str = NOT_MET
    stages: tuple[str, ...] = field(default=())
    asked_if: str = ""
    asked_if_values: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How long a form may be on one kind of going."""

    most_items: int
    most_seconds: int
    seconds_an_item: int
    seconds_a_photo: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What a form asks of whoever fills it in, beside its budget."""

    kind: str
    items: int
    most_items: int
    seconds: int
    most_seconds: int
    is_measured: bool

    @property
    def is_over(self) -> bool:
        """Whether its author is warned."""
        return self.items > self.most_items or self.seconds > self.most_seconds


def check_conditions(questions: Sequence[Question]) -> None:
    """Raise unless every condition looks back, at an answer; so none can lead round in a circle."""
    known = {question.code: question.text_zh for question in questions}
    before: set[str] = set()
    for question in questions:
        if question.asked_if and question.asked_if not in before:
            raise ConditionLater(question.text_zh, other=known.get(question.asked_if, question.asked_if))
        if question.asked_if and not question.asked_if_values:
            raise ConditionEmpty(question.text_zh, other=known[question.asked_if])
        before.add(question.code)


def check_publishable(questions: Sequence[Question], *, name: str) -> None:
    """Raise unless a draft has questions, points to give and conditions that hold."""
    if not questions:
        raise NoItems(name)
    if not any(question.weight for question in questions):
        raise NoWeight(name)
    check_conditions(questions)


def check_removable(questions: Sequence[Question], *, code: str) -> None:
    """Raise when other questions hang on this one."""
    others = [question.text_zh for question in questions if question.asked_if == code]
    if others:
        raise ItemNeeded(next(one.text_zh for one in questions if one.code == code), others=others)


def burden(
    questions: Sequence[Question],
    *,
    stages: Collection[str],
    pace: Decimal | None,
    kind: str,
    budget: Budget,
) -> Burden:
    """The most that one visit may ask: the longest stage of work, every condition met."""
    asked = [
        [one for one in questions if not one.stages or not stage or stage in one.stages]
        for stage in (stages if any(one.stages for one in questions) else [""])
    ]
    longest = max(asked, key=len, default=[])
    an_item = pace if pace is not None else Decimal(budget.seconds_an_item)
    photos = sum(one.photo == ALWAYS for one in longest)
    return Burden(
        kind=kind,
        items=len(longest),
        most_items=budget.most_items,
        seconds=round(len(longest) * an_item + photos * budget.seconds_a_photo),
        most_seconds=budget.most_seconds,
        is_measured=pace is not None,
    )


def pace_of(gaps: Collection[float]) -> Decimal | None:
    """Seconds an answer takes, from the gaps between answers; None before enough were measured."""
    fair = [gap for gap in gaps if 0 < gap <= LONGEST_GAP]
    if len(fair) < ENOUGH_GAPS:
        return None
    return Decimal(str(round(median(fair), 1)))
