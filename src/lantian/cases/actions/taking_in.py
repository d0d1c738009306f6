"""What the desk takes in for others: a new case, the same problem as one there is, or one beside it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import models, queries, rules
from lantian.cases.actions import opening, sorting
from lantian.cases.states import State


@transaction.atomic
def take_in(
    *,
    key: UUID,
    problem: rules.Problem,
    by: Actor,
    now: datetime,
    same_as: str = "",
    other_than: Sequence[str] = (),
) -> str:
    """Enter what reached the desk by a channel that is entered; returns the number of the new case.

    `same_as` merges it at once into the case that somebody recognised, `other_than` holds it apart from those
    that were offered. Sending it twice makes one case.
    """
    require(Verb.FILE, by)
    if not queries.channel(problem.channel, on=calendar.local_day(now)).is_entered:
        raise rules.ChannelUnknown(problem.channel)
    number = opening.report(key=key, problem=problem, by=by, now=now)
    if models.Case.objects.get(number=number).state != State.REPORTED:
        return number  # it was sent before
    for other in other_than:
        sorting.keep_apart(number=number, other=other, by=by, now=now)
    if same_as:
        sorting.merge(number=number, into=same_as, reason=problem.title, by=by, now=now)
    return number
