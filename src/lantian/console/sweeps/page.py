"""The values of the pages of sweeps."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.cases import models
from lantian.cases.queries import sweeps
from lantian.console import answer_words, words
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sweep in the list."""

    number: str
    url: str
    case: str
    case_title: str
    case_url: str
    category: str
    words: str
    counts: str
    due: str
    standing: str
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place and what was seen there."""

    id: int
    name: str
    outcome: str
    words: str
    by: str
    case: str
    case_url: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The part of one grid."""

    id: int
    grid: str
    unit: str
    excused: str
    places: tuple[Place, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One sweep."""

    row: Row
    sentence: str
    tasks: tuple[Task, ...]
    may_order: bool


def row(one: sweeps.Progress) -> Row:
    """A sweep as lists show it."""
    sweep = one.sweep
    counts = _("%(answered)d of %(places)d places answered, %(problems)d problems, %(excused)d left out") % {
        "answered": one.answered,
        "places": one.places,
        "problems": one.problems,
        "excused": one.excused,
    }
    return Row(
        number=sweep.number,
        url=reverse("console:sweep", args=[sweep.number]),
        case=sweep.case.number,
        case_title=sweep.case.title,
        case_url=reverse("console:case", args=[sweep.case.number]),
        category=words.category(sweep.category),
        words=sweep.words,
        counts=counts,
        due=formats.when_short(sweep.due_at),
        standing=_("closed") if sweep.closed_at else _("running"),
        is_closed=sweep.closed_at is not None,
    )


def detail(number: str, by: Actor, *, now: datetime) -> Detail:
    """One sweep with the parts this person sees."""
    found = sweeps.progress(number, by, now=now)
    shown = row(found)
    mine = {task.pk for task in sweeps.waiting(by, now=now)}
    return Detail(
        row=shown,
        sentence=f"{shown.category}{_(': ')}{shown.counts}",
        tasks=tuple(_task(one, found.sweep, is_mine=one.pk in mine) for one in found.tasks),
        may_order=by.may(Verb.ORDER_SWEEP) and not shown.is_closed,
    )


def _task(task: models.SweepTask, sweep: models.Sweep, *, is_mine: bool) -> Task:
    places = tuple(_place(one, task, sweep, is_mine=is_mine) for one in task.places.all())
    return Task(
        id=task.pk,
        grid=words.name(task.grid),
        unit=words.name(task.grid.organisation),
        excused=task.excused_reason,
        places=places,
        is_open=any(not one.outcome for one in places) and not task.excused_at and not sweep.closed_at,
    )


def _place(one: models.SweepPlace, task: models.SweepTask, sweep: models.Sweep, *, is_mine: bool) -> Place:
    url = reverse("console:sweep-answer", args=[sweep.number, one.pk])
    return Place(
        id=one.pk,
        name=words.name(one.source) if one.source else words.name(task.grid),
        outcome=words.word(answer_words.SWEPT, one.outcome) if one.outcome else "",
        words=one.words,
        by=f"{words.name(one.by)} · {formats.when_short(one.at)}" if one.by and one.at else "",
        case=one.case.number if one.case else "",
        case_url=reverse("console:case", args=[one.case.number]) if one.case else "",
        url=url if is_mine and not one.outcome else "",
    )
