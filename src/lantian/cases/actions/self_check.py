"""The head of the unit signs for a mending before anybody else looks, or sends it back to the handler."""

from datetime import datetime

from django.db import transaction

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor
from lantian.cases import events, models, queries, rules
from lantian.cases.actions import moving
from lantian.cases.states import Move
from lantian.kernel import outbox


def pass_self_check(*, number: str, by: Actor, now: datetime) -> None:
    """Sign that the mending holds; the clock of the independent recheck starts."""
    _pass(_load(number, Move.PASS_SELF_CHECK, by), by=by, now=now)


def _pass(case: models.Case, *, by: Actor, now: datetime) -> None:
    recheck_due_at, recheck_clock = queries.due(models.Limit.Step.RECHECK, case, now=now)
    with transaction.atomic():
        moving.move(
            case,
            Move.PASS_SELF_CHECK,
            self_check_due_at=None,
            recheck_due_at=recheck_due_at,
            recheck_clock=recheck_clock,
        )
        row = _keep(case, has_passed=True, reason="", by=by, now=now)
        outbox.emit(
            events.SelfCheckPassed(
                about=moving.about(case),
                by=by.id,
                at=now,
                round=row.round,
                unit=case.unit_id,
                handler=case.handler_id,
                recheck_due_at=recheck_due_at,
            )
        )


def vouch_for_outside(case: models.Case, *, by: Actor, now: datetime) -> None:
    """Let the answer of a unit outside our command count as its own check, in the caller's transaction."""
    _pass(case, by=by, now=now)


def fail_self_check(*, number: str, reason: str, by: Actor, now: datetime) -> None:
    """Send the mending back to the handler with a reason; the limit of the case runs on as it was."""
    case = _load(number, Move.FAIL_SELF_CHECK, by)
    rules.check_reason(reason)
    with transaction.atomic():
        moving.move(case, Move.FAIL_SELF_CHECK, self_check_due_at=None)
        row = _keep(case, has_passed=False, reason=reason, by=by, now=now)
        outbox.emit(
            events.SelfCheckFailed(
                about=moving.about(case),
                by=by.id,
                at=now,
                round=row.round,
                unit=case.unit_id,
                handler=case.handler_id,
                reason=reason,
                due_at=case.due_at,
            )
        )


def _load(number: str, verb: Move, by: Actor) -> models.Case:
    case = moving.load(number, verb, by)
    moving.require_unit(case, verb, by)
    if case.unit is not None and case.handler_id in by.ids and accounts.is_of_several(case.unit.path):
        raise rules.OwnWork(case.unit.name_zh)
    return case


def _keep(case: models.Case, *, has_passed: bool, reason: str, by: Actor, now: datetime) -> models.SelfCheck:
    return models.SelfCheck.objects.create(
        case=case,
        round=case.rectifications.count(),
        by_id=by.id,
        has_passed=has_passed,
        reason=reason,
        at=now,
    )
