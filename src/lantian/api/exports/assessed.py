"""Hours and days as tables: read from what is kept a few thousand rows at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from airshed.standards.tables import POLLUTANTS
from lantian.api.exports import notes
from lantian.api.exports.notes import About
from lantian.api.exports.sheet import Cell, Column, Kind, Row, Sheet
from lantian.assessment.models import DailyAssessment, HourlyIndex
from lantian.assessment.queries import addresses, kept
from lantian.assessment.queries.assessing import KEPT_OF_DAY
from lantian.assessment.rules.figures import UNITS
from lantian.calendar import queries as calendar
from lantian.console.explain import wording
from lantian.ui import formats

AT_ONCE = 2000
Kept = HourlyIndex | DailyAssessment
AnyKept = TypeVar("AnyKept", HourlyIndex, DailyAssessment)
When = TypeVar("When", datetime, date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """Whose table it is: the kind of subject, their names by code, what the rows have in common."""

    kind: str
    names: Mapping[str, tuple[str, str]]
    about: About
    now: datetime


def hours(of: Of, *, since: datetime, until: datetime) -> Sheet:
    """Hourly indices and values."""

    def page(after: tuple[str, datetime] | None) -> list[HourlyIndex]:
        found = kept.hours(kind=of.kind, subjects=of.names, since=since, until=until, after=after)
        return list(found[:AT_ONCE])

    return Sheet(
        name=f"hours_{since:%Y%m%dT%H%MZ}_{until:%Y%m%dT%H%MZ}",
        title=_("Hourly indices and values"),
        notes=(
            notes.hours_covered(since, until),
            *notes.of_values(of.about, averaging=_("1 hour, named by its start")),
            notes.clue(),
            *notes.made(of.now, position=of.about.position),
        ),
        columns=_columns(
            [
                Column(code="begins_at", title=_("Begins at (UTC)"), kind=Kind.MOMENT),
                Column(code="local_hour", title=_("Hour (local)"), kind=Kind.CLOCK),
            ],
            values=POLLUTANTS,
        ),
        rows=_rows(of, page, _of_hour, key=lambda row: (row.subject, row.begins_at)),
    )


def days(of: Of, *, first: date, last: date) -> Sheet:
    """Daily indices and values."""

    def page(after: tuple[str, date] | None) -> list[DailyAssessment]:
        found = kept.days(kind=of.kind, subjects=of.names, first=first, last=last, after=after)
        return list(found[:AT_ONCE])

    averaging = _("mean of a local day; O3 8 h: the highest mean of 8 hours; O3 1 h max: the highest hour")
    return Sheet(
        name=f"days_{first}_{last}",
        title=_("Daily indices and values"),
        notes=(
            notes.days_covered(first, last),
            *notes.of_values(of.about, averaging=averaging),
            notes.clue(),
            *notes.made(of.now, position=of.about.position),
        ),
        columns=_columns([Column(code="day", title=_("Day (local)"), kind=Kind.DAY)], values=KEPT_OF_DAY),
        rows=_rows(of, page, _of_day, key=lambda row: (row.subject, row.day)),
    )


def _columns(when: list[Column], *, values: tuple[str, ...]) -> tuple[Column, ...]:
    return (
        Column(code="kind", title=_("Station or region")),
        Column(code="subject", title=_("Code")),
        Column(code="name_zh", title=_("Chinese name")),
        Column(code="name_en", title=_("English name")),
        *when,
        Column(code="aqi", title="AQI", kind=Kind.WHOLE),
        Column(code="level", title=_("Level"), kind=Kind.WHOLE),
        Column(code="primary", title=_("Primary pollutants")),
        *(
            Column(code=one, title=wording.parameter(one), kind=Kind.NUMBER, unit=UNITS[one])
            for one in values
        ),
        *(
            Column(code=f"iaqi_{one}", title=f"IAQI {formats.substance(one)}", kind=Kind.WHOLE)
            for one in POLLUTANTS
        ),
        *(
            Column(
                code=f"n_{one}",
                title=_("%(what)s, made of") % {"what": wording.parameter(one)},
                kind=Kind.WHOLE,
            )
            for one in values
        ),
        Column(code="missing", title=_("Why missing")),
        Column(code="is_statutory", title=_("Statutory"), kind=Kind.WHOLE),
        Column(code="edition", title=_("Edition")),
        Column(code="position", title=_("Journal position"), kind=Kind.WHOLE),
        Column(code="address", title=_("Address")),
    )


def _rows(
    of: Of,
    page: Callable[[tuple[str, When] | None], list[AnyKept]],
    line: Callable[[AnyKept, tuple[str, str]], Row],
    *,
    key: Callable[[AnyKept], tuple[str, When]],
) -> Iterator[Row]:
    """Every row, a page at a time, so that no page but one is in memory."""
    rows = page(None)
    while rows:
        for row in rows:
            yield line(row, of.names[row.subject])
        rows = page(key(rows[-1])) if len(rows) == AT_ONCE else []


def _of_hour(row: HourlyIndex, names: tuple[str, str]) -> list[Cell]:
    local = row.begins_at.astimezone(calendar.local_zone()).replace(tzinfo=None)
    address = addresses.of_hour(row.subject_kind, row.subject, row.begins_at, position=row.position)
    return [*_whose(row, names), row.begins_at, local, *_numbers(row, POLLUTANTS), address]


def _of_day(row: DailyAssessment, names: tuple[str, str]) -> list[Cell]:
    address = addresses.of_day(row.subject_kind, row.subject, row.day, position=row.position)
    return [*_whose(row, names), row.day, *_numbers(row, KEPT_OF_DAY), address]


def _whose(row: Kept, names: tuple[str, str]) -> tuple[Cell, ...]:
    return row.subject_kind, row.subject, *names


def _numbers(row: Kept, values: tuple[str, ...]) -> Iterator[Cell]:
    yield row.aqi
    yield row.level
    yield ",".join(row.primary)
    for name in values:
        yield row.values.get(name)
    for name in POLLUTANTS:
        yield row.sub_indices.get(name)
    for name in values:
        yield row.completeness.get(name)
    yield "; ".join(f"{name} {why}" for name, why in sorted(row.missing.items()))
    yield int(row.is_statutory)
    yield row.edition
    yield row.position
