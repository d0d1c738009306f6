"""How well cases were closed in a period: each number is a set of cases, so that it can be opened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.cases import models, permissions
from lantian.cases.states import State


class Measure(StrEnum):
    """What is counted of the cases a unit closed."""

    CLOSED = "closed"
    ON_TIME = "on_time"
    FIRST_TIME = "first_time"
    RETURNED = "returned"
    RECHECKED = "rechecked"
    SAME_PERSON = "same_person"
    REBOUND = "rebound"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """The numbers of one unit; `counts` are cases, `mean_hours` natural hours from report to closing."""

    unit: Organisation | None
    counts: dict[Measure, int]
    mean_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One case that a number counts."""

    number: str
    title: str
    unit_id: int | None
    reported_at: datetime
    closed_at: datetime | None


def metrics(by: Actor, *, since: datetime, until: datetime) -> tuple[UnitRow, ...]:
    """One row for each unit that closed a case or saw one come back in a period, and one for all of them."""
    found: dict[int | None, dict[Measure, int]] = defaultdict(lambda: dict.fromkeys(Measure, 0))
    hours: dict[int | None, list[float]] = defaultdict(list)
    for measure in Measure:
        rows = _counted(measure, by, since=since, until=until)
        for unit_id, reported_at, closed_at in rows.values_list("unit_id", "reported_at", "closed_at"):
            found[unit_id][measure] += 1
            if measure is Measure.CLOSED:
                hours[unit_id].append((closed_at - reported_at).total_seconds() / 3600)
    units = Organisation.objects.in_bulk([pk for pk in found if pk is not None])
    each = [_row(units.get(pk), found[pk], hours[pk]) for pk in sorted(units, key=lambda pk: units[pk].code)]
    whole = {measure: sum(counts[measure] for counts in found.values()) for measure in Measure}
    return (*each, _row(None, whole, [one for some in hours.values() for one in some]))


def counted(
    measure: Measure, by: Actor, *, since: datetime, until: datetime, unit: str = ""
) -> Iterable[Counted]:
    """The cases behind one number, the last closed first."""
    rows = _counted(measure, by, since=since, until=until)
    if unit:
        rows = rows.filter(unit__code=unit)
    for case in rows.order_by("-closed_at", "number"):
        yield Counted(
            number=case.number,
            title=case.title,
            unit_id=case.unit_id,
            reported_at=case.reported_at,
            closed_at=case.closed_at,
        )


def _counted(measure: Measure, by: Actor, *, since: datetime, until: datetime) -> QuerySet[models.Case]:
    """The cases a number counts: of those of a person's area closed in the period, or come back in it."""
    seen = permissions.visible_cases(by)
    if measure is Measure.REBOUND:
        back = models.Rebound.objects.filter(case=OuterRef("pk"), at__gte=since, at__lt=until)
        return seen.filter(Exists(back))
    closed = seen.filter(state=State.CLOSED, closed_at__gte=since, closed_at__lt=until)
    work = models.Rectification.objects.filter(case=OuterRef("pk"))
    looks = models.Recheck.objects.filter(case=OuterRef("pk"))
    own_work = models.Rectification.objects.filter(case=OuterRef("case"), by=OuterRef("by"))
    narrowed: dict[Measure, Q] = {
        Measure.CLOSED: Q(),
        Measure.ON_TIME: ~Q(Exists(work.filter(submitted_at__gt=F("due_at")))),
        Measure.FIRST_TIME: Q(failed_rechecks=0),
        Measure.RETURNED: Q(returns__gt=0),
        Measure.RECHECKED: Q(Exists(looks.filter(has_passed=True))),
        Measure.SAME_PERSON: Q(Exists(looks.filter(Q(by=OuterRef("handler")) | Q(Exists(own_work))))),
    }
    return closed.filter(narrowed[measure])


def _row(unit: Organisation | None, counts: dict[Measure, int], hours: list[float]) -> UnitRow:
    return UnitRow(unit=unit, counts=counts, mean_hours=fmean(hours) if hours else None)
