"""What whoever told us sets going: another look at a closed case. And who read how to reach them."""

from datetime import datetime, timedelta

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import moving
from lantian.cases.states import Move, State, target
from lantian.kernel import outbox


@transaction.atomic
def ask_look(*, number: str, words: str, by: Actor, now: datetime) -> datetime:
    """Have a closed case looked at again because somebody says it is not mended; returns by when.

    It moves nothing: whoever looks is independent of the mending and decides. One look answers several.
    """
    require(Verb.REPORT, by)
    case = permissions.visible_cases(by).select_for_update(of=("self",)).get(number=number)
    target(Move.RECHECK_LATER_OK, State(case.state))
    hours = queries.figure("told_look_hours", on=calendar.local_day(now))
    due_at = now + timedelta(hours=float(hours))
    open_looks = case.later_looks.filter(closing=case.reopened, at__isnull=True)
    planned = open_looks.order_by("due_at").first()
    if planned is None:
        models.LaterLook.objects.create(
            case=case,
            closing=case.reopened,
            days=_free_day(case, due_at),
            due_at=due_at,
            why=models.LaterLook.Why.TOLD,
        )
    elif planned.due_at > due_at:
        open_looks.filter(pk=planned.pk).update(due_at=due_at)
    else:
        due_at = planned.due_at
    outbox.emit(events.LookAsked(about=moving.about(case), by=by.id, at=now, words=words, due_at=due_at))
    return due_at


@transaction.atomic
def read_contact(*, number: str, by: Actor, now: datetime) -> rules.Contact | None:
    """How to reach whoever told us; that somebody read it stays in the history."""
    found = queries.contact(number, by)
    if found is not None:
        outbox.emit(events.ContactRead(about=f"cases.case:{number}", by=by.id, at=now))
    return found


def _free_day(case: models.Case, due_at: datetime) -> int:
    """Days after closing at which no look of this closing is planned or done yet."""
    taken = set(case.later_looks.filter(closing=case.reopened).values_list("days", flat=True))
    day = max(1, (due_at - (case.closed_at or due_at)).days)
    while day in taken:
        day += 1
    return day
