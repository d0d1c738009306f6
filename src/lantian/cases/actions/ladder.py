"""The clock drafts the next rung for cases that are overdue; a person takes it or not."""

from datetime import datetime

from django.db import transaction

from lantian.calendar import queries as calendar
from lantian.cases import events, models, queries, rules
from lantian.cases.actions import moving
from lantian.cases.states import IN_HAND
from lantian.kernel import outbox

REASON = "overdue"


def draft_overdue_rungs(*, now: datetime) -> list[str]:
    """Draft every rung that overdue cases have earned and do not have; returns a case's number for each.

    After a stretch in which no clock ran, one run catches up.
    """
    bounds = queries.bounds(on=calendar.local_day(now))
    late = models.Case.objects.filter(state__in=IN_HAND, due_at__lt=now).order_by("due_at", "pk")
    return [case.number for case in late for _ in range(_draft(case, bounds=bounds, now=now))]


def _draft(case: models.Case, *, bounds: rules.Bounds, now: datetime) -> int:
    """Draft the rungs one case has earned beyond those it has; returns how many."""
    with transaction.atomic():
        fresh = models.Case.objects.select_for_update().filter(pk=case.pk, revision=case.revision).first()
        if fresh is None or fresh.due_at is None:
            return 0
        earned = rules.rungs_due(due_at=fresh.due_at, now=now, rung_hours=bounds.rung_hours)
        has = models.Rung.objects.filter(case=fresh, reason=REASON, clock_run=fresh.due_at).count()
        kinds = [
            kind for _ in range(earned - has) if (kind := moving.draft_rung(fresh, reason=REASON, now=now))
        ]
        for kind in kinds:
            outbox.emit(
                events.RungDrafted(
                    about=moving.about(fresh),
                    by=None,
                    at=now,
                    kind=kind,
                    reason=REASON,
                    unit=fresh.unit_id,
                    due_at=fresh.due_at,
                )
            )
    return len(kinds)
