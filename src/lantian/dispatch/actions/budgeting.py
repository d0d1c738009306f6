"""Whether an order still fits the shift of those who get it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lantian.accounts.models import Person
from lantian.calendar import queries as calendar
from lantian.dispatch import models, queries
from lantian.dispatch.rules import ShiftBudget, check_load

NAMED = 3  # people with fewer orders who are offered instead


def reason_beyond_budget(order: models.Order, people: Sequence[Person], *, now: datetime) -> str:
    """The reason to keep with an order; empty within the budget, OverBudget without a reason.

    A visit planned for a later day reaches nobody in this shift. Whoever counts holds the people's rows,
    so that two desks count one after the other.
    """
    today = calendar.local_day(now)
    budget = queries.shift_budget(on=today)
    if budget is None or (order.planned_on is not None and order.planned_on > today):
        return ""
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in people]))
    since, had = queries.loads(budget, now=now)
    kept = ""
    for person in people:
        got = had.get(person.pk, 0)
        kept = kept or check_load(
            budget,
            person=person.name_zh,
            got=got,
            since=since,
            others=_others(order, people, budget, had=had) if got >= budget.most else (),
            purpose=order.what.code,
            reason=order.over_reason,
        )
    return kept


def _others(
    order: models.Order, people: Sequence[Person], budget: ShiftBudget, *, had: Mapping[int, int]
) -> list[str]:
    """Who else of the unit could go and has had fewer orders, those with the fewest first."""
    path = people[0].organisation.path
    today = order.planned_on or calendar.local_day(order.issued_at)
    free = [
        one
        for one in queries.officers(kind=order.kind, on=today, under=path)
        if had.get(one.pk, 0) < budget.most and one.pk not in {person.pk for person in people}
    ]
    return [one.name_zh for one in sorted(free, key=lambda one: (had.get(one.pk, 0), one.username))[:NAMED]]
