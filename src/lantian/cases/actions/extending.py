"""More time: the handler asks with a letter while the limit still runs, one level above the unit decides."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, NotAllowed
from lantian.calendar import queries as calendar
from lantian.cases import events, models, queries, rules
from lantian.cases.actions import moving, warning
from lantian.cases.states import VERBS, Move
from lantian.kernel import outbox


def ask_extension(*, number: str, letter: str, until: datetime, by: Actor, now: datetime) -> None:
    """Ask for time until a later moment; the limit stays as it is until somebody decides."""
    case = moving.load(number, Move.ASK_EXTENSION, by)
    moving.require_handler(case, Move.ASK_EXTENSION, by)
    rules.check_reason(letter)
    running = case.extensions.filter(decided_at__isnull=True).first()
    rules.check_extension(
        until=until,
        due_at=case.due_at or now,
        now=now,
        open_until=running.wanted_until if running else None,
    )
    try:
        with transaction.atomic():
            moving.move(case, Move.ASK_EXTENSION)
            models.Extension.objects.create(
                case=case,
                asked_by_id=by.id,
                asked_at=now,
                letter=letter,
                wanted_until=until,
                due_before=case.due_at,
            )
            outbox.emit(
                events.ExtensionAsked(
                    about=moving.about(case),
                    by=by.id,
                    at=now,
                    unit=case.unit_id,
                    letter=letter,
                    until=until,
                    due_at=case.due_at,
                )
            )
    except IntegrityError as twice:
        raise rules.ExtensionOpen(until) from twice


def grant_extension(
    *, number: str, reason: str, by: Actor, now: datetime, due_at: datetime | None = None
) -> None:
    """Give more time: as much as was asked for, or until another moment after the limit."""
    case, asked = _asked(number, Move.GRANT_EXTENSION, by)
    rules.check_reason(reason)
    before = max(asked.due_before, case.due_at or now)  # a failed recheck may have set a later limit since
    due_at = due_at or asked.wanted_until
    rules.check_later(due_at, due_at=before)
    rules.check_due(due_at=due_at, now=now)
    with transaction.atomic():
        more = calendar.elapsed(start=min(before, due_at), end=due_at, clock=case.clock)
        length = (case.limit_length or timedelta()) + more
        limit = warning.limit(due_at=due_at, clock=case.clock, now=now, length=length)
        moving.move(case, Move.GRANT_EXTENSION, **limit)
        _decide(asked, reason=reason, due_after=due_at, by=by, now=now)
        outbox.emit(
            events.ExtensionGranted(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=case.unit_id,
                reason=reason,
                due_before=before,
                due_at=due_at,
            )
        )


def refuse_extension(*, number: str, reason: str, by: Actor, now: datetime) -> None:
    """Give no more time; the limit stays."""
    case, asked = _asked(number, Move.REFUSE_EXTENSION, by)
    rules.check_reason(reason)
    with transaction.atomic():
        moving.move(case, Move.REFUSE_EXTENSION)
        _decide(asked, reason=reason, due_after=None, by=by, now=now)
        outbox.emit(
            events.ExtensionRefused(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=case.unit_id,
                reason=reason,
                due_at=case.due_at,
            )
        )


def _asked(number: str, verb: Move, by: Actor) -> tuple[models.Case, models.Extension]:
    case = moving.load(number, verb, by)
    if not queries.is_above(by, case.unit):
        raise NotAllowed(VERBS[verb], by, "the decision lies one level above the unit")
    asked = case.extensions.filter(decided_at__isnull=True).first()
    if asked is None:
        raise rules.ExtensionNotOpen(number)
    return case, asked


def _decide(
    asked: models.Extension, *, reason: str, due_after: datetime | None, by: Actor, now: datetime
) -> None:
    asked.decided_by_id, asked.decided_at = by.id, now
    asked.decision, asked.due_after = reason, due_after
    asked.save(update_fields=["decided_by", "decided_at", "decision", "due_after"])


def lapse_extension(case: models.Case, *, now: datetime) -> None:
    """A request nobody decided ends with the mending it was asked for, in the caller's transaction."""
    for asked in case.extensions.filter(decided_at__isnull=True):
        asked.decided_at, asked.has_lapsed = now, True
        asked.save(update_fields=["decided_at", "has_lapsed"])
        outbox.emit(
            events.ExtensionLapsed(
                about=moving.about(case), by=None, at=now, unit=case.unit_id, until=asked.wanted_until
            )
        )
