"""How many orders for at once reached somebody in the shift that runs, and over a stretch."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from lantian.calendar import queries as calendar
from lantian.dispatch import models
from lantian.dispatch.permissions import SECRET
from lantian.dispatch.rules import ShiftBudget


def shift_budget(*, on: date) -> ShiftBudget | None:
    """What a shift may bring on a day; None where no row is in force, and then nothing is counted."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    row = (
        models.AlarmBudget.objects.filter(current, valid_from__lte=on)
        .order_by("-valid_from", "-version")
        .first()
    )
    if row is None:
        return None
    return ShiftBudget(
        most=row.most_a_shift,
        shifts=tuple(time.fromisoformat(at) for at in row.shifts),
        night_begins=row.night_begins,
        night_ends=row.night_ends,
        spared=frozenset(row.spared),
    )


def loads(budget: ShiftBudget, *, now: datetime) -> tuple[datetime, dict[int, int]]:
    """Since when the shift runs, and how many orders for at once reached each person in it, by id.

    A visit planned for a later day is no alarm; one withdrawn had reached them all the same.
    """
    since = budget.begins(now.astimezone(calendar.local_zone()))
    told = models.Order.objects.filter(
        issued_at__gte=since, issued_at__lte=now, planned_on__lte=calendar.local_day(now)
    )
    counted: Counter[int] = Counter()
    for field in ("officer_id", "companion_id", "parts__person_id"):
        counted.update(pk for pk in told.values_list(field, flat=True) if pk is not None)
    return since, dict(counted)


def received(people: Collection[int], *, since: datetime, until: datetime) -> QuerySet[models.Order]:
    """The orders some people got in a stretch as the officer or the second one, oldest first.

    Unannounced visits are counted once they have begun, like everywhere.
    """
    whose = Q(officer_id__in=list(people)) | Q(companion_id__in=list(people))
    found = models.Order.objects.filter(whose, issued_at__gte=since, issued_at__lt=until).exclude(SECRET)
    return found.order_by("issued_at", "pk")
