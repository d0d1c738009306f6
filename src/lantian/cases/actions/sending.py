"""The desk sends somebody to look at a mending again; whether they are independent is asked at once.

It is an order like any other, about a case: the state of the case and its clock stay as they are.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions, queries, rules
from lantian.cases.states import Move, State, target
from lantian.dispatch import actions as dispatch
from lantian.dispatch import queries as orders
from lantian.dispatch.rules import LOOK_AGAIN, KindOfGoing

HOUR = Decimal(3600)


def send_to_recheck(*, number: str, officer_id: int, by: Actor, now: datetime, over_reason: str = "") -> str:
    """Ask somebody to recheck a case by its limit, from public ground; returns the order's number."""
    require(Verb.ISSUE_ORDER, by)
    visible = permissions.visible_cases(by).select_related("grid", "source", "unit", "handler__organisation")
    with transaction.atomic():
        case = visible.select_for_update(of=("self",)).get(number=number)  # of two desks one waits
        target(Move.RECHECK_PASS, State(case.state))
        _check_fit(case, officer_id, now=now)
        hours, clock = _limit(case, now=now)
        return dispatch.issue(
            kind=KindOfGoing.PUBLIC_PATROL,
            grid_code=case.grid.code,
            source_code=case.source.code if case.source else None,
            officer_id=officer_id,
            what=LOOK_AGAIN,
            hours=hours,
            clock=clock,
            case_ref=number,
            over_reason=over_reason,
            by=by,
            now=now,
        )


def _check_fit(case: models.Case, officer_id: int, *, now: datetime) -> None:
    """Raise unless the person is independent of the mending and nobody is sent yet."""
    officer = accounts.actor(officer_id, now=now)
    reason = queries.why_not(officer, queries.involvement_in(case))
    if reason is not None:
        raise rules.RecheckerUnfit(officer.name_zh, number=case.number, reason=reason)
    sent = orders.running_order_about(case.number)
    if sent is not None:
        raise rules.AlreadySent(sent.officer.name_zh, number=case.number, order=sent.number)


def _limit(case: models.Case, *, now: datetime) -> tuple[Decimal, str]:
    """What is left of the recheck's limit; once that is over, as much as looking again is given."""
    due_at, clock = case.recheck_due_at, case.recheck_clock
    left = calendar.remaining(now=now, due=due_at, clock=clock).total_seconds() if due_at else 0.0
    if left > 0:
        return Decimal(int(left)) / HOUR, clock
    purpose = orders.purpose(LOOK_AGAIN)
    return purpose.hours, purpose.clock
