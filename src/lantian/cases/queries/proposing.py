"""What the tables propose for one case before anybody acts: its unit, its limits, what may reopen it."""

from datetime import datetime

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions, rules
from lantian.cases.queries import policy
from lantian.inspections import permissions as inspections
from lantian.inspections.models import Finding

DETAILS = ("grid__organisation", "source__answerable", "unit", "handler__organisation")


def seen(number: str, by: Actor) -> models.Case:
    """The case as the tables need it; Case.DoesNotExist when absent or not for this person."""
    return permissions.visible_cases(by).select_related(*DETAILS).get(number=number)


def route_of(case: models.Case, *, now: datetime) -> Organisation | None:
    """The unit the route table leads to; None where no route leads anywhere."""
    try:
        return policy.route(case, on=calendar.local_day(now))
    except rules.NoRoute:
        return None


def findings_after(case: models.Case, by: Actor) -> list[Finding]:
    """Problems of the same kind filed since a case was closed that belong to no case yet, newest first."""
    found = Finding.objects.filter(
        visit__in=inspections.visible_visits(by),
        result=Finding.Result.PROBLEM,
        category=case.category,
        at__gte=case.closed_at,
        case__isnull=True,
        rebound__isnull=True,
    )
    return list(found.select_related("visit__order__grid", "source").order_by("-at"))
