"""Sweeps a person sees, and how far each has come."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from lantian.accounts.rules import MAY, Actor, Verb
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions
from lantian.registry import queries as registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A sweep in numbers; a place counts as answered when somebody looked or its grid was excused."""

    sweep: models.Sweep
    tasks: tuple[models.SweepTask, ...]
    places: int
    answered: int
    excused: int
    problems: int

    @property
    def open(self) -> int:
        return self.places - self.answered - self.excused


def visible_sweeps(by: Actor, *, now: datetime) -> QuerySet[models.Sweep]:
    """Sweeps of cases a person sees, and those with a part in a grid of theirs."""
    seen = Q(case__in=permissions.visible_cases(by))
    parts = models.SweepTask.objects.filter(_theirs(by, now)).values("sweep")
    return models.Sweep.objects.filter(seen | Q(pk__in=parts)).select_related("case", "ordered_by")


def visible_tasks(sweep: models.Sweep, by: Actor, *, now: datetime) -> QuerySet[models.SweepTask]:
    """The parts of a sweep a person sees: all of their area, or those of their own grids."""
    found = models.SweepTask.objects.filter(sweep=sweep)
    if not any(hat.role in MAY[Verb.ORDER_SWEEP] for hat in by.hats):
        found = found.filter(_theirs(by, now))
    return found.select_related("grid__organisation", "excused_by")


def progress(number: str, by: Actor, *, now: datetime) -> Progress:
    """One sweep with the parts this person sees; Sweep.DoesNotExist when absent or not theirs."""
    sweep = visible_sweeps(by, now=now).get(number=number)
    tasks = visible_tasks(sweep, by, now=now).prefetch_related("places__source", "places__by", "places__case")
    return _counted(sweep, tuple(tasks))


def sweeps(by: Actor, *, now: datetime) -> list[Progress]:
    """Every sweep a person sees, the newest first."""
    found = visible_sweeps(by, now=now).order_by("closed_at", "-ordered_at")[:100]
    return [progress(one.number, by, now=now) for one in found]


def of_case(case: models.Case) -> list[Progress]:
    """The sweeps a case ordered, whole."""
    return [
        _counted(sweep, tuple(sweep.tasks.prefetch_related("places")))
        for sweep in case.sweeps.select_related("case", "ordered_by")
    ]


def waiting(by: Actor, *, now: datetime) -> list[models.SweepTask]:
    """Parts of running sweeps that wait for this person."""
    if not by.may(Verb.ANSWER_SWEEP):
        return []
    found = models.SweepTask.objects.filter(
        _theirs(by, now), sweep__closed_at__isnull=True, excused_at__isnull=True, places__outcome=""
    )
    return list(found.select_related("sweep", "grid").distinct().order_by("sweep__due_at", "pk")[:50])


def is_theirs(task: models.SweepTask, by: Actor, *, now: datetime) -> bool:
    """Whether a person answers for a part: an officer of the grid, or somebody of its unit."""
    return models.SweepTask.objects.filter(_theirs(by, now), pk=task.pk).exists()


def _theirs(by: Actor, now: datetime) -> Q:
    grids = [grid.pk for one in by.ids for grid in registry.grids_of(one, on=calendar.local_day(now))]
    own = Q(grid__in=grids)
    for hat in by.hats:
        if hat.role in MAY[Verb.ANSWER_SWEEP] and hat.organisation_path.count("/") > 2:
            own |= Q(grid__organisation__path=hat.organisation_path)
    return own


def _counted(sweep: models.Sweep, tasks: tuple[models.SweepTask, ...]) -> Progress:
    places = [(task, place) for task in tasks for place in task.places.all()]
    answered = sum(bool(place.outcome) for _, place in places)
    excused = sum(not place.outcome and task.excused_at is not None for task, place in places)
    return Progress(
        sweep=sweep,
        tasks=tasks,
        places=len(places),
        answered=answered,
        excused=excused,
        problems=sum(place.outcome == models.SweepPlace.Outcome.PROBLEM for _, place in places),
    )
