"""What is said against a mending while it is shown in public, and what the task force decides about it."""

from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import moving
from lantian.cases.states import Move, State
from lantian.kernel import outbox


def object_to(*, number: str, words: str, by: Actor, now: datetime) -> int:
    """Say that a mending shown in public is not in order; returns the objection's id."""
    require(Verb.OBJECT, by)
    if not words.strip():
        raise rules.ObjectionMissing()
    with transaction.atomic():
        visible = permissions.visible_cases(by).select_for_update(of=("self",))
        case = visible.get(number=number)
        if case.state != State.IN_PUBLICITY:
            raise rules.NotInPublicity(number)
        row = models.Objection.objects.create(case=case, words=words, by_id=by.id, at=now)
        outbox.emit(
            events.Objected(about=moving.about(case), by=by.id, at=now, objection=row.pk, words=words)
        )
    return row.pk


def dismiss_objection(*, number: str, objection: int, decision: str, by: Actor, now: datetime) -> None:
    """Decide that an objection does not hold, and why; the case stays in public."""
    require(Verb.UPHOLD_OBJECTION, by)
    rules.check_reason(decision)
    case = permissions.visible_cases(by).get(number=number)
    with transaction.atomic():
        _decide(case, objection, decision=decision, is_upheld=False, by=by, now=now)
        outbox.emit(
            events.ObjectionDismissed(
                about=moving.about(case), by=by.id, at=now, objection=objection, decision=decision
            )
        )


def uphold_objection(*, number: str, objection: int, decision: str, by: Actor, now: datetime) -> None:
    """Decide that an objection holds: the mending is rechecked by a third person."""
    case = moving.load(number, Move.UPHOLD_OBJECTION, by)
    rules.check_reason(decision)
    recheck_due_at, recheck_clock = queries.due(models.Limit.Step.RECHECK, case, now=now)
    with transaction.atomic():
        moving.move(
            case,
            Move.UPHOLD_OBJECTION,
            publicity_until=None,
            recheck_due_at=recheck_due_at,
            recheck_clock=recheck_clock,
        )
        _decide(case, objection, decision=decision, is_upheld=True, by=by, now=now)
        outbox.emit(
            events.ObjectionUpheld(
                about=moving.about(case),
                by=by.id,
                at=now,
                objection=objection,
                decision=decision,
                recheck_due_at=recheck_due_at,
            )
        )


def _decide(
    case: models.Case, objection: int, *, decision: str, is_upheld: bool, by: Actor, now: datetime
) -> None:
    open_one = models.Objection.objects.filter(pk=objection, case=case, decided_at__isnull=True)
    decided = open_one.update(decided_by_id=by.id, decided_at=now, decision=decision, is_upheld=is_upheld)
    if not decided:
        raise rules.ObjectionDecided()
