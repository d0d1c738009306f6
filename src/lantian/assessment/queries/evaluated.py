"""From which hour on alarms were evaluated hour by hour."""

from datetime import datetime, timedelta

from lantian.assessment.queries import rules
from lantian.assessment.rules.merging import HOUR
from lantian.calendar import queries as calendar
from lantian.kernel.models import Event

RECORDED = "observations.batch_recorded"


def alarms_evaluated_since() -> datetime | None:
    """The first hour that was young enough to alarm when the first readings came.

    None before that, or without a rule. Hours of history that is brought in later alarm nobody, so counts of
    alarms and episodes begin here.
    """
    first = Event.objects.filter(name=RECORDED).order_by("at").values_list("at", flat=True).first()
    if first is None:
        return None
    day = calendar.local_day(first)
    if rules.EPISODE not in rules.rules_in_force(day):
        return None
    oldest = timedelta(hours=rules.episode_parameters(day)["oldest_hours"])
    begins_at = first - oldest - HOUR
    whole = begins_at.replace(minute=0, second=0, microsecond=0)
    return whole if whole == begins_at else whole + HOUR
