"""What follows when readings have reached the lake."""

from collections.abc import Collection
from datetime import datetime, timedelta

from lantian.assessment import models
from lantian.assessment.actions import alarms, hours
from lantian.assessment.queries import judged
from lantian.calendar import queries as calendar

HOUR = timedelta(hours=1)
KEPT_BY_HOUR = timedelta(days=40)
"""Hours that began longer ago are assessed when somebody asks, and kept only where they were kept before."""


def assess_batch(
    *,
    first_begins_at: datetime,
    last_begins_at: datetime,
    stations: Collection[str],
    position: int,
    now: datetime,
) -> None:
    """Assess the hours and days that a batch touched, then judge the hours whose alarms may depend on it.

    A batch may hold other periods too, so its ends need not lie on the hour.
    """
    since, newest = _hour(first_begins_at), _hour(last_begins_at)
    since_kept = _first_kept(stations, since=since, now=now)
    hours.assess_hours(since=since_kept, until=newest + HOUR, now=now, stations=stations, as_of=position)
    first, last = calendar.local_day(first_begins_at), calendar.local_day(last_begins_at)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    hours.assess_days(days=days, now=now, stations=stations, as_of=position)
    for begins_at in judged.hours_to_judge(first=since, last=newest, now=now):
        alarms.raise_alarms(begins_at=begins_at, now=now, as_of=position)


def _first_kept(stations: Collection[str], *, since: datetime, now: datetime) -> datetime:
    """From which hour on a batch's hours are kept; history that is brought in is kept by day."""
    recent = max(since, _hour(now - KEPT_BY_HOUR))
    if recent == since:
        return since
    kept = models.HourlyIndex.objects.filter(
        subject_kind=models.SubjectKind.STATION,
        subject__in=list(stations),
        begins_at__gte=since,
        begins_at__lt=recent,
    )
    return kept.order_by("begins_at").values_list("begins_at", flat=True).first() or recent


def _hour(moment: datetime) -> datetime:
    """The hour a moment lies in."""
    return moment.replace(minute=0, second=0, microsecond=0)
