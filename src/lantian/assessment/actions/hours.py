"""Assessing hours and days, first or again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from lantian.assessment import events, models
from lantian.assessment.actions import storing
from lantian.assessment.queries import assessing
from lantian.assessment.queries.assessing import Assessed
from lantian.assessment.rules import keys
from lantian.calendar import queries as calendar
from lantian.kernel import outbox
from lantian.kernel.references import Address
from lantian.observations import queries as observations

LAST_MOMENT = timedelta(microseconds=1)


@transaction.atomic
def assess_hours(
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    stations: Collection[str] | None = None,
    as_of: int | None = None,
) -> list[str]:
    """Assess every hour with since ≤ begins_at < until of some stations and of the regions they count for.

    Rows that say nothing new are left alone, so a second run leaves no trace. Returns the addresses written.
    """
    position = observations.lake_position() if as_of is None else as_of
    first, last = calendar.local_day(since), calendar.local_day(until - LAST_MOMENT)
    scope = assessing.scope(stations=stations, first=first, last=last, as_of=as_of)
    assessed = assessing.hours(scope, since=since, until=until, as_of=position)
    return keep_hours(assessed, since=since, until=until, position=position, now=now)


def keep_hours(
    assessed: Assessed, *, since: datetime, until: datetime, position: int, now: datetime, basis: str = ""
) -> list[str]:
    """Keep assessed hours of a stretch and tell of those that are new or moved."""
    stored = storing.store(
        models.HourlyIndex, assessed, at="begins_at", position=position, now=now, basis=basis
    )
    if stored.written:
        span = f"{keys.written(since)}..{keys.written(until)}"
        outbox.emit(
            events.HoursAssessed(
                about=str(Address(room="assessment", kind="hours", key=span, as_of=position)),
                by=None,
                at=now,
                since=since,
                until=until,
                position=position,
                assessed=len(stored.written),
                changed=stored.changed,
            )
        )
    return [_address(result, position=position) for result in stored.written]


@transaction.atomic
def assess_days(
    *,
    days: Collection[date],
    now: datetime,
    stations: Collection[str] | None = None,
    as_of: int | None = None,
) -> list[str]:
    """Assess local days of some stations and of the regions they count for; as `assess_hours` otherwise."""
    if not days:
        return []
    position = observations.lake_position() if as_of is None else as_of
    first, last = min(days), max(days)
    scope = assessing.scope(stations=stations, first=first, last=last, as_of=as_of)
    assessed = assessing.days(scope, first=first, last=last, as_of=position)
    return keep_days(assessed, days=days, position=position, now=now)


def keep_days(
    assessed: Assessed, *, days: Collection[date], position: int, now: datetime, basis: str = ""
) -> list[str]:
    """Keep those assessed days that were asked for and tell of those that are new or moved."""
    asked = assessed._replace(results=[result for result in assessed.results if result.at in days])
    stored = storing.store(models.DailyAssessment, asked, at="day", position=position, now=now, basis=basis)
    if stored.written:
        span = f"{min(days).isoformat()}..{max(days).isoformat()}"
        outbox.emit(
            events.DaysAssessed(
                about=str(Address(room="assessment", kind="days", key=span, as_of=position)),
                by=None,
                at=now,
                days=tuple(day.isoformat() for day in sorted(days)),
                position=position,
                assessed=len(stored.written),
                changed=stored.changed,
            )
        )
    return [_address(result, position=position) for result in stored.written]


def _address(result: assessing.Result, *, position: int) -> str:
    if isinstance(result.at, datetime):
        key = str(keys.HourKey(kind=result.kind, subject=result.subject, begins_at=result.at))
        return str(Address(room="assessment", kind="hour", key=key, as_of=position))
    key = str(keys.DayKey(kind=result.kind, subject=result.subject, day=result.at))
    return str(Address(room="assessment", kind="day", key=key, as_of=position))
