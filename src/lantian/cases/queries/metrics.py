"""How well cases were closed in a period: each number is a set of cases, so that it can be opened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Avg, Count, DurationField, Exists, F, OuterRef, Q, QuerySet

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.cases import models
from lantian.cases.states import State

MOST = 200


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
    hours: dict[int | None, float] = {}
    closed = _closed(by, since=since, until=until).values("unit_id").order_by()
    numbers = {one.value: Count("pk", filter=narrowed) for one, narrowed in _narrowed().items()}
    took = Avg(F("closed_at") - F("reported_at"), output_field=DurationField())
    for row in closed.annotate(took=took, **numbers):
        found[row["unit_id"]] |= {one: row[one.value] for one in _narrowed()}
        hours[row["unit_id"]] = row["took"].total_seconds() / 3600
    back = _back(by, since=since, until=until).values_list("unit_id").order_by()
    for unit_id, number in back.annotate(Count("pk")):
        found[unit_id][Measure.REBOUND] = number
    units = Organisation.objects.in_bulk([pk for pk in found if pk is not None])
    order = sorted(units, key=lambda pk: units[pk].code)
    each = [UnitRow(unit=units[pk], counts=found[pk], mean_hours=hours.get(pk)) for pk in order]
    whole = {measure: sum(counts[measure] for counts in found.values()) for measure in Measure}
    spent = sum(found[pk][Measure.CLOSED] * mean for pk, mean in hours.items())
    mean = spent / whole[Measure.CLOSED] if hours else None
    return (*each, UnitRow(unit=None, counts=whole, mean_hours=mean))


def counted(
    measure: Measure, by: Actor, *, since: datetime, until: datetime, unit: str = "", most: int = MOST
) -> Iterable[Counted]:
    """The cases behind one number, the last closed first, and no more of them than asked for."""
    if measure is Measure.REBOUND:
        rows = _back(by, since=since, until=until)
    else:
        rows = _closed(by, since=since, until=until).filter(_narrowed()[measure])
    if unit:
        rows = rows.filter(unit__code=unit)
    for case in rows.order_by("-closed_at", "number")[:most]:
        yield Counted(
            number=case.number,
            title=case.title,
            unit_id=case.unit_id,
            reported_at=case.reported_at,
            closed_at=case.closed_at,
        )


def _closed(by: Actor, *, since: datetime, until: datetime) -> QuerySet[models.Case]:
    """The cases of a person's area closed in a period: a range of the index that lists use."""
    return models.Case.objects.filter(
        scopes__ancestor__path=by.area_path,
        scopes__state=State.CLOSED,
        scopes__deadline__gte=since,
        scopes__deadline__lt=until,
    )


def _back(by: Actor, *, since: datetime, until: datetime) -> QuerySet[models.Case]:
    """The cases of a person's area that came back in a period."""
    back = models.Rebound.objects.filter(at__gte=since, at__lt=until)
    area = models.CaseScope.objects.filter(case=OuterRef("pk"), ancestor__path=by.area_path)
    return models.Case.objects.filter(Exists(area), pk__in=back.values("case"))


def _narrowed() -> dict[Measure, Q]:
    """Which of the closed cases each number counts."""
    work = models.Rectification.objects.filter(case=OuterRef("pk"))
    looks = models.Recheck.objects.filter(case=OuterRef("pk"))
    own_work = models.Rectification.objects.filter(case=OuterRef("case"), by=OuterRef("by"))
    return {
        Measure.CLOSED: Q(),
        Measure.ON_TIME: ~Q(Exists(work.filter(submitted_at__gt=F("due_at")))),
        Measure.FIRST_TIME: Q(failed_rechecks=0),
        Measure.RETURNED: Q(returns__gt=0),
        Measure.RECHECKED: Q(Exists(looks.filter(has_passed=True))),
        Measure.SAME_PERSON: Q(Exists(looks.filter(Q(by=OuterRef("handler")) | Q(Exists(own_work))))),
    }
