"""Lists from above as pages show them: what was handed in, and what a list of exceptional days takes out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, QuerySet

from lantian.assessment import models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """One value of ours that a list leaves out; no value where the day has none of this parameter."""

    parameter: str
    value: Decimal | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDay:
    """A day of a list; ``is_there`` says whether we have such a day at all."""

    code: str
    name_zh: str
    name_en: str
    day: date
    kind: str
    row: int
    is_there: bool
    taken: tuple[TakenOut, ...]


def imported_lists() -> QuerySet[models.ImportedList]:
    """Every list with who handed it in, the newest first, and the days an official one is about."""
    found = models.ImportedList.objects.select_related("imported_by").annotate(
        first=Min("figures__first"), last=Max("figures__last"), printed=Count("figures")
    )
    return found.order_by("-imported_at", "-id")


def official_lists() -> QuerySet[models.ImportedList]:
    """The lists of official figures that count, the newest first."""
    kind = models.ImportedList.Kind.OFFICIAL
    return imported_lists().filter(kind=kind, withdrawn_at__isnull=True)


def listed_days(list_id: int) -> tuple[ListedDay, ...]:
    """What a list takes out of our days, in its own order."""
    rows = models.ExceptionalDay.objects.filter(listed_id=list_id).select_related("region").order_by("row")
    days = list(rows)
    ours = {
        (one.subject, one.day): one
        for one in models.DailyAssessment.objects.filter(
            subject_kind=SubjectKind.REGION,
            subject__in={row.region.code for row in days},
            day__in={row.day for row in days},
        )
    }
    return tuple(_listed_day(row, ours.get((row.region.code, row.day))) for row in days)


def _listed_day(row: models.ExceptionalDay, ours: models.DailyAssessment | None) -> ListedDay:
    return ListedDay(
        code=row.region.code,
        name_zh=row.region.name_zh,
        name_en=row.region.name_en,
        day=row.day,
        kind=row.kind,
        row=row.row,
        is_there=ours is not None,
        taken=tuple(_taken(row, parameter, ours) for parameter in row.parameters),
    )


def _taken(row: models.ExceptionalDay, parameter: str, ours: models.DailyAssessment | None) -> TakenOut:
    text = None if ours is None else ours.values.get(parameter)
    if ours is None or text is None:
        return TakenOut(parameter=parameter, value=None, address="")
    address = addresses.of_day(
        SubjectKind.REGION, row.region.code, row.day, figure=parameter, position=ours.position
    )
    return TakenOut(parameter=parameter, value=Decimal(text), address=address)
