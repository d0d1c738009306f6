"""Hourly and daily indices with their values: as they are kept, with why anything is missing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from airshed.standards.tables import POLLUTANTS
from lantian.api.entry import Caller
from lantian.api.exports import assessed as sheets
from lantian.api.exports import files
from lantian.api.exports.files import Format
from lantian.api.exports.notes import About
from lantian.api.v1 import asking, shapes, subjects
from lantian.api.v1.asking import Asked, SubjectKind, Unaskable, answers
from lantian.api.v1.subjects import Subjects
from lantian.api.writing import moment
from lantian.assessment.models import DailyAssessment, HourlyIndex
from lantian.assessment.queries import addresses, daybook, kept
from lantian.assessment.queries.assessing import KEPT_OF_DAY
from lantian.assessment.rules.figures import UNITS
from lantian.assessment.rules.keys import INDEX
from lantian.calendar import queries as calendar
from lantian.kernel.refusals import gettext_noop

router = Router(tags=["numbers"])
When = TypeVar("When", datetime, date)
AddressOf = Callable[[str], str]
HOUR = timedelta(hours=1)
EXPECTED = dict.fromkeys(KEPT_OF_DAY, 24) | {"o3_8h": 17}  # hours of a day, windows of 8 h


class HoursAsked(Asked):
    """Whose hours, from when to when."""

    kind: SubjectKind
    subject: asking.Whose = []
    since: asking.Moment = Field(description=gettext_noop("Rows that begin at or after this moment."))
    until: asking.Moment = Field(description=gettext_noop("Rows that begin before this moment."))
    after: asking.Key = ""
    limit: asking.Limit = 500
    format: asking.Form = Format.JSON


class DaysAsked(Asked):
    """Whose days, from when to when."""

    kind: SubjectKind
    subject: asking.Whose = []
    first: asking.Day = Field(description=gettext_noop("The first local day."))
    last: asking.Day = Field(description=gettext_noop("The last local day, included."))
    after: asking.Key = ""
    limit: asking.Limit = 500
    format: asking.Form = Format.JSON


class Value(Schema):
    """One pollutant of an hour or day; `missing` says why it has no value or does not count."""

    value: shapes.Number | None
    unit: str
    missing: str | None
    count: int | None = Field(description="What it was made of: stations of a region's hour, hours of a day.")
    of: int | None = Field(description="Of how many.")
    address: shapes.Address


class Assessed(Schema):
    """An index with the values it was made of."""

    kind: SubjectKind
    subject: str
    is_statutory: bool = Field(description="False for micro and site monitors: a clue, no official figure.")
    edition: str
    aqi: int | None
    level: int | None
    primary: list[str]
    sub_indices: dict[str, int] = Field(description="By pollutant.")
    missing: str | None = Field(description="Why there is no index.")
    values: dict[str, Value]
    position: int = Field(description="The journal position it was computed at.")
    address: shapes.Address


class Hour(Assessed):
    """One hour of a station or region."""

    begins_at: shapes.Moment
    local_day: shapes.Day


class Day(Assessed):
    """One local day of a station or region."""

    day: shapes.Day


class Stretch(Schema):
    """What the rows of a question have in common, over its whole stretch."""

    averaging: str
    rows: int = Field(description="Rows there are in the whole stretch.")
    of: int = Field(description="Rows there could be by now.")
    editions: list[str]
    data_level: dict[str, int] = Field(description="Station-days at each level of review.")
    position: int


class Hours(Schema):
    """Hours by subject and time."""

    about: Stretch
    items: list[Hour]
    next: str | None = Field(description="Where the next rows are; null at the end.")


class Days(Schema):
    """Days by subject and day."""

    about: Stretch
    items: list[Day]
    next: str | None = Field(description="Where the next rows are; null at the end.")


@answers(router, "/hours", Hours, summary=gettext_noop("Hours of stations or regions"), has_files=True)
def hours(request: Caller, given: Query[HoursAsked]) -> dict[str, object] | HttpResponseBase:
    """Hourly indices and values between two moments, with why any is missing."""
    asking.ordered(given.since, given.until)
    whose = subjects.resolve(request.actor, given.kind, given.subject)
    about = _about_hours(whose, given, now=request.now)
    if given.format is not Format.JSON:
        of = sheets.Of(kind=given.kind, names=whose.names, about=about, now=request.now)
        return files.answer(sheets.hours(of, since=given.since, until=given.until), given.format)
    after = _behind(given.after, asking.read_moment)
    found = kept.hours(
        kind=given.kind, subjects=whose.names, since=given.since, until=given.until, after=after
    )
    rows = list(found[: given.limit + 1])
    shown = rows[: given.limit]
    key = f"{shown[-1].subject}~{moment(shown[-1].begins_at)}" if len(rows) > given.limit else ""
    return {
        "about": asdict(about),
        "items": [_hour(row) for row in shown],
        "next": asking.next_url(request, key) if key else None,
    }


@answers(router, "/days", Days, summary=gettext_noop("Days of stations or regions"), has_files=True)
def days(request: Caller, given: Query[DaysAsked]) -> dict[str, object] | HttpResponseBase:
    """Daily indices and values of a stretch of days, with why any is missing."""
    asking.ordered_days(given.first, given.last)
    whose = subjects.resolve(request.actor, given.kind, given.subject)
    about = _about_days(whose, given, now=request.now)
    if given.format is not Format.JSON:
        of = sheets.Of(kind=given.kind, names=whose.names, about=about, now=request.now)
        return files.answer(sheets.days(of, first=given.first, last=given.last), given.format)
    after = _behind(given.after, asking.read_day)
    found = kept.days(kind=given.kind, subjects=whose.names, first=given.first, last=given.last, after=after)
    rows = list(found[: given.limit + 1])
    shown = rows[: given.limit]
    key = f"{shown[-1].subject}~{shown[-1].day}" if len(rows) > given.limit else ""
    return {
        "about": asdict(about),
        "items": [_day(row) for row in shown],
        "next": asking.next_url(request, key) if key else None,
    }


def _about_hours(whose: Subjects, given: HoursAsked, *, now: datetime) -> About:
    rows = kept.hours(kind=given.kind, subjects=whose.names, since=given.since, until=given.until)
    last = calendar.local_day(given.until - timedelta(microseconds=1))
    return _about(
        whose,
        kept.extent(rows),
        averaging="1 h",
        each=max(0, -(-(min(given.until, now) - given.since) // HOUR)),
        days=(calendar.local_day(given.since), last),
    )


def _about_days(whose: Subjects, given: DaysAsked, *, now: datetime) -> About:
    rows = kept.days(kind=given.kind, subjects=whose.names, first=given.first, last=given.last)
    over = daybook.last_whole_day(calendar.local_day(now))
    return _about(
        whose,
        kept.extent(rows),
        averaging="24 h; o3_8h: highest mean of 8 h; o3_1h_max: highest hour",
        each=max(0, (min(given.last, over) - given.first).days + 1),
        days=(given.first, given.last),
    )


def _about(
    whose: Subjects, extent: kept.Extent, *, averaging: str, each: int, days: tuple[date, date]
) -> About:
    return About(
        averaging=averaging,
        rows=extent.rows,
        of=each * len(whose.names),
        editions=extent.editions,
        data_level=whose.data_level(*days),
        position=extent.position,
    )


def _behind(key: str, read: Callable[[object], When]) -> tuple[str, When] | None:
    """The row a key names."""
    if not key:
        return None
    subject, _tilde, when = key.rpartition("~")
    wrong = Unaskable(f"after is {key!r}", needed="the key in the `next` of an answer")
    if not re.fullmatch(asking.CODE, subject):
        raise wrong
    try:
        return subject, read(when)
    except ValueError:
        raise wrong from None


def _hour(row: HourlyIndex) -> dict[str, object]:
    def address(figure: str) -> str:
        return addresses.of_hour(
            row.subject_kind, row.subject, row.begins_at, figure=figure, position=row.position
        )

    of = row.completeness.get("of", 1)  # a station stands for itself
    made_of = {name: int(name in row.values) for name in POLLUTANTS} | row.completeness
    values = {name: _value(row, name, address=address, count=made_of[name], of=of) for name in POLLUTANTS}
    return {
        **_assessed(row, address=address, values=values),
        "begins_at": moment(row.begins_at),
        "local_day": calendar.local_day(row.begins_at).isoformat(),
    }


def _day(row: DailyAssessment) -> dict[str, object]:
    def address(figure: str) -> str:
        return addresses.of_day(row.subject_kind, row.subject, row.day, figure=figure, position=row.position)

    values = {
        name: _value(row, name, address=address, count=row.completeness.get(name), of=EXPECTED[name])
        for name in KEPT_OF_DAY
    }
    return {**_assessed(row, address=address, values=values), "day": row.day.isoformat()}


def _assessed(
    row: HourlyIndex | DailyAssessment, *, address: AddressOf, values: Mapping[str, object]
) -> dict[str, object]:
    return {
        "kind": row.subject_kind,
        "subject": row.subject,
        "is_statutory": row.is_statutory,
        "edition": row.edition,
        "aqi": row.aqi,
        "level": row.level,
        "primary": row.primary,
        "sub_indices": row.sub_indices,
        "missing": row.missing.get(INDEX),
        "values": values,
        "position": row.position,
        "address": address(INDEX),
    }


def _value(
    row: HourlyIndex | DailyAssessment, name: str, *, address: AddressOf, count: int | None, of: int | None
) -> dict[str, object]:
    return {
        "value": row.values.get(name),
        "unit": UNITS[name],
        "missing": row.missing.get(name),
        "count": count,
        "of": of,
        "address": address(name),
    }
