"""The values of the ladder's pages."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.cases.queries import ladder
from lantian.console import answer_words, words
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One drafted rung."""

    kind: str
    reason: str
    title: str
    number: str
    case_url: str
    url: str
    unit: str
    drafted: str
    due: str
    to: str
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One rung somebody decided about."""

    kind: str
    number: str
    case: str
    case_url: str
    unit: str
    by: str
    at: str
    words: str
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The page."""

    sentence: str
    rows: tuple[Row, ...]
    decided: tuple[Decided, ...]


def listing(by: Actor, *, now: datetime) -> Listing:
    """What waits, first what waits for this person."""
    rows = [row(one, now=now) for one in ladder.waiting(by, now=now)]
    rows.sort(key=lambda one: not one.is_mine)
    mine = sum(one.is_mine for one in rows)
    sentence = ngettext(
        "%(mine)d drafted rung waits for you.", "%(mine)d drafted rungs wait for you.", mine
    ) % {"mine": mine}
    return Listing(
        sentence=sentence,
        rows=tuple(rows),
        decided=tuple(_decided(one) for one in ladder.decided(by)[:50]),
    )


def row(one: ladder.Waiting, *, now: datetime) -> Row:
    """A drafted rung as pages show it."""
    return Row(
        kind=words.word(answer_words.RUNGS, one.rung.kind),
        reason=words.word(answer_words.RUNG_REASONS, one.rung.reason),
        title=one.case.title,
        number=one.case.number,
        case_url=reverse("console:case", args=[one.case.number]),
        url=reverse("console:rung", args=[one.case.number, one.rung.pk]),
        unit=words.name(one.case.unit) if one.case.unit else "",
        drafted=formats.when_short(one.rung.drafted_at),
        due=formats.when_short(one.case.due_at) if one.case.due_at else "",
        to=_(", ").join(words.name(person) for person in one.to),
        is_mine=one.is_mine,
    )


def _decided(rung: ladder.models.Rung) -> Decided:
    who, when = (rung.taken_by, rung.taken_at) if rung.taken_at else (rung.declined_by, rung.declined_at)
    return Decided(
        kind=words.word(answer_words.RUNGS, rung.kind),
        number=rung.number,
        case=rung.case.number,
        case_url=reverse("console:case", args=[rung.case.number]),
        unit=words.name(rung.case.unit) if rung.case.unit else "",
        by=words.name(who) if who else "",
        at=formats.when_short(when) if when else "",
        words=rung.words if rung.taken_at else rung.declined_reason,
        is_taken=rung.taken_at is not None,
    )
