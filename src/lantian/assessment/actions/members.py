"""Who counts for a region with what weight: stated here, and the days it touches assessed again."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.assessment import models
from lantian.assessment.actions import hours
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import assessing
from lantian.assessment.queries.assessing import Assessed, Result
from lantian.calendar import queries as calendar
from lantian.observations import actions as observing
from lantian.observations import queries as observations
from lantian.registry import actions as registering
from lantian.registry import queries as registry
from lantian.registry.models import Membership

KEPT_BY_HOUR = timedelta(days=40)
"""Hours of days longer ago are assessed again only where they are kept."""

NO_STATIONS = "no_stations"
_Row = models.HourlyIndex | models.DailyAssessment


@transaction.atomic
def set_membership(
    *,
    region: str,
    station: str,
    weight: Decimal,
    first: date,
    last: date | None,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """State what a station counts for a region, at a position of its own: earlier numbers stay explained."""
    position = observing.take_position(about=f"registry.membership:{region}/{station}", now=now)
    registering.set_membership(
        region=region, station=station, weight=weight, first=first, last=last, reason=reason,
        position=position, by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def assess_members(
    *, region: str, first: date, last: date | None, position: int, reason: str, now: datetime
) -> list[date]:
    """Assess again exactly the days of a region on which what was stated at a position counts differently.

    Its stations and other regions are left alone. Returns the days.
    """
    days = _touched(region, first=first, last=last, position=position, now=now)
    for _, month in groupby(days, key=lambda day: (day.year, day.month)):
        _assess(region, list(month), reason=reason, now=now)
    return days


def _touched(code: str, *, first: date, last: date | None, position: int, now: datetime) -> list[date]:
    """The days up to today with other weights than before, from the first day anything is known of."""
    today = calendar.local_day(now)
    end = today if last is None else min(last, today)
    begin = max(first, _begun(code) or today)
    if end < begin:
        return []
    region = registry.regions().get(code=code)
    before = registry.weights_by_day(region, first=begin, last=end, as_of=position - 1)
    after = registry.weights_by_day(region, first=begin, last=end, as_of=position)
    return [day for day in after if before[day] != after[day]]


def _begun(code: str) -> date | None:
    """The first day anything is known of a region or of a station that ever counted for it."""
    stations = Membership.objects.filter(region__code=code).values_list("station__code", flat=True)
    rows = models.DailyAssessment.objects.filter(subject__in={code, *stations})
    return rows.order_by("day").values_list("day", flat=True).first()


def _assess(code: str, days: Sequence[date], *, reason: str, now: datetime) -> None:
    """Assess some days of a region and their kept hours, as things stand now."""
    as_of = observations.lake_position()
    region = registry.regions().get(code=code)
    weights = registry.weights_by_day(region, first=days[0], last=days[-1], as_of=as_of)
    scope = assessing.Scope({}, (assessing.Members(code, weights),))
    assessed = assessing.days(scope, first=days[0], last=days[-1], as_of=as_of)
    whole = _whole(assessed, code, _days(code, days))
    hours.keep_days(whole, days=days, position=as_of, now=now, basis=reason)
    for day in days:
        since, until = calendar.day_bounds(day)
        kept = list(_hours(code, since=since, until=until))
        if kept or until > now - KEPT_BY_HOUR:
            found = assessing.hours(scope, since=since, until=until, as_of=as_of)
            whole = _whole(found, code, kept)
            hours.keep_hours(whole, since=since, until=until, position=as_of, now=now, basis=reason)


def _days(code: str, days: Sequence[date]) -> Iterator[models.DailyAssessment]:
    yield from models.DailyAssessment.objects.filter(
        subject_kind=SubjectKind.REGION, subject=code, day__in=days
    )


def _hours(code: str, *, since: datetime, until: datetime) -> Iterator[models.HourlyIndex]:
    yield from models.HourlyIndex.objects.filter(
        subject_kind=SubjectKind.REGION, subject=code, begins_at__gte=since, begins_at__lt=until
    )


def _whole(assessed: Assessed, code: str, kept: Iterator[_Row] | Sequence[_Row]) -> Assessed:
    """The results, and for kept rows without a result, because nobody counts there any more, empty ones."""
    there = {result.at for result in assessed.results}
    gone = [
        _emptied(code, row, at)
        for row in kept
        if (at := row.day if isinstance(row, models.DailyAssessment) else row.begins_at) not in there
    ]
    return assessed._replace(results=[*assessed.results, *gone])


def _emptied(code: str, row: _Row, at: datetime | date) -> Result:
    return Result(
        kind=SubjectKind.REGION, subject=code, at=at, inputs=(), is_statutory=True, edition=row.edition,
        aqi=None, level=None, primary=[], sub_indices={}, values={},
        missing={**dict.fromkeys(row.values, NO_STATIONS), "aqi": NO_STATIONS}, completeness={},
        parameters=assessing.conventions(gaps_are=assessing.BY_LAW),
    )  # fmt: skip
