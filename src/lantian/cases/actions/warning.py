"""A limit that has run for three quarters of its length is said once, before it runs out."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from lantian.calendar import queries as calendar
from lantian.cases import events, models
from lantian.cases.actions import moving
from lantian.cases.queries import reach
from lantian.cases.rules import answering
from lantian.cases.states import IN_HAND
from lantian.kernel import outbox


def limit(
    *, due_at: datetime, clock: str, now: datetime, length: timedelta | None = None
) -> dict[str, object]:
    """The fields of a limit that starts or goes on now; `length` is the whole one's where it goes on."""
    left = calendar.remaining(now=now, due=due_at, clock=clock)
    whole = left if length is None else length
    return {
        "due_at": due_at,
        "limit_length": whole,
        "warn_at": _warn_at(left, whole, clock=clock, now=now),
        "warned_at": None,
    }


def _warn_at(left: timedelta, whole: timedelta, *, clock: str, now: datetime) -> datetime:
    """When a quarter of the whole limit is left on its clock; now when less is left."""
    ahead = left - whole / answering.WARNED_SHARE
    if ahead <= timedelta():
        return now
    return calendar.due_at(
        start=now, hours=Decimal(ahead // timedelta(microseconds=1)) / 3_600_000_000, clock=clock
    )


def warn_cases(*, now: datetime) -> list[str]:
    """Say of every case in hand that its limit nears its end, once a limit; returns their numbers."""
    near = models.Case.objects.filter(
        state__in=IN_HAND, warn_at__lte=now, warned_at__isnull=True, due_at__gt=now
    )
    return [case.number for case in near.select_related("unit").order_by("due_at", "pk") if _warn(case, now)]


def _warn(case: models.Case, now: datetime) -> bool:
    with transaction.atomic():
        unsaid = models.Case.objects.filter(pk=case.pk, revision=case.revision, warned_at__isnull=True)
        if not unsaid.update(warned_at=now):
            return False
        outbox.emit(
            events.Warned(
                about=moving.about(case),
                by=None,
                at=now,
                unit=case.unit_id,
                clock=case.clock,
                due_at=case.due_at,
                holes=len(reach.holes_of(case, now=now)),
            )
        )
    return True
