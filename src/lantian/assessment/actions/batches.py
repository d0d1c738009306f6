"""What follows when readings have reached the lake."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from lantian.assessment import models
from lantian.assessment.actions import alarms, hours
from lantian.assessment.queries import judged
from lantian.calendar import queries as calendar

Stretch = tuple[datetime, datetime]

HOUR = timedelta(hours=1)
KEPT_BY_HOUR = timedelta(days=40)
"""Hours that began longer ago are assessed when somebody asks, and kept only where they were kept before."""


def assess_batch(
    *,
    stretches: Sequence[Stretch],
    stations: Collection[str],
    position: int,
    now: datetime,
) -> None:
    """Assess the hours and days that a batch touched, then judge the hours whose alarms may depend on it.

    The stretches lie one after the other, each with its first and last moment. A batch may hold other periods
    too, so these need not lie on the hour.
    """
    for first, last in stretches:
        _assess(first, last, stations=stations, position=position, now=now)
    to_judge = {
        begins_at
        for first, last in stretches
        for begins_at in judged.hours_to_judge(first=_hour(first), last=_hour(last), now=now)
    }
    alarms.raise_alarms_of(hours=to_judge, now=now, as_of=position)


def _assess(
    first: datetime, last: datetime, *, stations: Collection[str], position: int, now: datetime
) -> None:
    """Assess the hours of one stretch that are kept, and its days."""
    until = _hour(last) + HOUR
    since = _first_kept(stations, since=_hour(first), until=until, now=now)
    if since < until:
        hours.assess_hours(since=since, until=until, now=now, stations=stations, as_of=position)
    begin, end = calendar.local_day(first), calendar.local_day(last)
    days = [begin + timedelta(days=ahead) for ahead in range((end - begin).days + 1)]
    hours.assess_days(days=days, now=now, stations=stations, as_of=position)


def _first_kept(stations: Collection[str], *, since: datetime, until: datetime, now: datetime) -> datetime:
    """From which hour on a stretch's hours are kept; history that is brought in is kept by day."""
    recent = min(max(since, _hour(now - KEPT_BY_HOUR)), until)
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
