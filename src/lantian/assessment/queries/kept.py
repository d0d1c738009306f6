"""The assessed hours and days as they are kept, page by page: what files and programs read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from lantian.assessment import models


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many rows a stretch has, under which editions, and the highest position any was computed at."""

    rows: int
    editions: tuple[str, ...]
    position: int


def hours(
    *,
    kind: str,
    subjects: Collection[str],
    since: datetime,
    until: datetime,
    after: tuple[str, datetime] | None = None,
) -> QuerySet[models.HourlyIndex]:
    """Hours with since ≤ begins_at < until by subject and time; with a key, those behind it."""
    found = models.HourlyIndex.objects.filter(
        subject_kind=kind, subject__in=list(subjects), begins_at__gte=since, begins_at__lt=until
    )
    if after is not None:
        subject, begins_at = after
        found = found.filter(
            Q(subject__gt=subject) | Q(begins_at__gt=begins_at), subject__gte=subject
        )  # the second clause lets the index find where to go on
    return found.order_by("subject", "begins_at")


def days(
    *,
    kind: str,
    subjects: Collection[str],
    first: date,
    last: date,
    after: tuple[str, date] | None = None,
) -> QuerySet[models.DailyAssessment]:
    """Days of a stretch, both ends included, by subject and day; with a key, those behind it."""
    found = models.DailyAssessment.objects.filter(
        subject_kind=kind, subject__in=list(subjects), day__gte=first, day__lte=last
    )
    if after is not None:
        subject, day = after
        found = found.filter(Q(subject__gt=subject) | Q(day__gt=day), subject__gte=subject)
    return found.order_by("subject", "day")


def extent(rows: QuerySet[models.HourlyIndex] | QuerySet[models.DailyAssessment]) -> Extent:
    """How far some kept rows reach."""
    counted = rows.order_by().values("edition").annotate(rows=Count("id"), newest=Max("position"))
    found = list(counted.order_by("edition"))
    return Extent(
        rows=sum(one["rows"] for one in found),
        editions=tuple(one["edition"] for one in found),
        position=max((one["newest"] for one in found), default=0),
    )
