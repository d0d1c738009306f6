"""A case that cannot be mended yet is parked by the leader, and goes on by itself when its review has come.

Only then does the clock of a case stand still; what was left of it is kept, and runs again afterwards.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import events, models, rules
from lantian.cases.actions import extending, moving, warning
from lantian.cases.states import CaseMoved, Move, State
from lantian.kernel import outbox


def park(*, number: str, pause: rules.Pause, by: Actor, now: datetime) -> None:
    """Stop the clock of a case, with a reason, what is done meanwhile, and when it is looked at again."""
    case = moving.load(number, Move.PARK, by)
    rules.check_pause(pause, now=now)
    left = calendar.remaining(now=now, due=case.due_at or now, clock=case.clock)
    with transaction.atomic():
        moving.move(case, Move.PARK, review_at=pause.review_at, warn_at=None)
        extending.lapse_extension(case, now=now)
        models.Parking.objects.create(
            case=case,
            by_id=by.id,
            at=now,
            reason=pause.reason,
            interim=pause.interim,
            minutes=pause.minutes,
            review_at=pause.review_at,
            left=left,
        )
        outbox.emit(
            events.Parked(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=case.unit_id,
                reason=pause.reason,
                interim=pause.interim,
                minutes=pause.minutes,
                review_at=pause.review_at,
                left_seconds=int(left.total_seconds()),
            )
        )


def resume(*, number: str, by: Actor, now: datetime) -> None:
    """Let a parked case go on before its review."""
    _resume(moving.load(number, Move.RESUME, by), by_id=by.id, now=now)


def resume_due(*, now: datetime) -> list[str]:
    """Let the parked cases go on whose review has come; returns their numbers."""
    due = models.Case.objects.filter(state=State.PARKED, review_at__lte=now).order_by("review_at", "pk")
    resumed = []
    for case in due:
        try:
            _resume(case, by_id=None, now=now)
        except CaseMoved:  # a leader was faster
            continue
        resumed.append(case.number)
    return resumed


def _resume(case: models.Case, *, by_id: int | None, now: datetime) -> None:
    parking = case.parkings.get(resumed_at__isnull=True)
    due_at = case.due_at
    if parking.left > timedelta():
        hours = Decimal(parking.left // timedelta(microseconds=1)) / Decimal(3_600_000_000)
        due_at = calendar.due_at(start=now, hours=hours, clock=case.clock)
    with transaction.atomic():
        limit = warning.limit(due_at=due_at, clock=case.clock, now=now, length=case.limit_length)
        moving.move(case, Move.RESUME, review_at=None, **limit)
        parking.resumed_at, parking.resumed_by_id = now, by_id
        parking.save(update_fields=["resumed_at", "resumed_by"])
        outbox.emit(
            events.Resumed(about=moving.about(case), by=by_id, at=now, unit=case.unit_id, due_at=due_at)
        )
