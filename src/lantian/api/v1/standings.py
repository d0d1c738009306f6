"""Who stands where over a period."""

from enum import StrEnum

from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from airshed.assessment.spans import SpanKind
from airshed.assessment.standings import By
from lantian.api.entry import Caller
from lantian.api.exports import files
from lantian.api.exports import standings as sheets
from lantian.api.exports.files import Format
from lantian.api.v1 import asking, shapes
from lantian.api.v1.asking import Asked, Nothing, SubjectKind, answers
from lantian.api.v1.subjects import Subjects
from lantian.api.writing import number
from lantian.assessment.queries import daybook, standing
from lantian.assessment.queries.standing import Standing, Standings
from lantian.calendar import queries as calendar
from lantian.kernel.refusals import gettext_noop

router = Router(tags=["judgement"])
Group = StrEnum("Group", {name.upper(): name for name in daybook.GROUPS})  # type: ignore[misc]  # the room names them

Group.__doc__ = gettext_noop("Which units are held against each other.")


class StandingsAsked(Asked):
    """Which group over which period, by what."""

    group: Group
    kind: SpanKind = Field(SpanKind.MONTH, description=gettext_noop("Length of the period."))
    by: By = Field(By.COMPOSITE, description=gettext_noop("What it is ranked by."))
    on: asking.Day | Nothing = Field(
        None, description=gettext_noop("A day of the period; the last whole day without one.")
    )
    excluding: bool = Field(
        True, description=gettext_noop("Whether days an official list names are left out of means.")
    )
    format: asking.Form = Format.JSON


class Place(Schema):
    """One unit: numbers are null where they are missing, `reason` says why it has no place."""

    place: int | None
    is_tied: bool
    code: str
    names: shapes.Names
    value: shapes.Number | None = Field(description="What it is ranked by.")
    values: dict[str, shapes.Number]
    composite: shapes.Number | None
    largest: list[str] = Field(description="The largest part, or parts, of the composite index.")
    good_days: shapes.Number | None = Field(description="Share of good days. [%]")
    last_year: shapes.Number | None = Field(description="The composite index a year before.")
    change: shapes.Number | None = Field(description="Against a year before; below 0 is better. [%]")
    worsened: int | None
    place_before: int | None
    up: int | None = Field(description="Places gained since the period before.")
    reason: str | None
    address: shapes.Address | None


class StandingsShape(Schema):
    """A group over a period: those with a place in order, then those without."""

    group: Group
    by: By
    kind: SpanKind
    first: shapes.Day
    last: shapes.Day
    is_over: bool
    is_excluding: bool
    is_statutory: bool = Field(description="False for micro-stations: clues, no official figures.")
    averaging: str
    min_days: int | None = Field(description="Valid days a value needs.")
    units: dict[str, str]
    edition: str = Field(description="The limits that the single indices are shares of.")
    source: str
    data_level: dict[str, int]
    position: int
    items: list[Place]


UNITS = {**dict.fromkeys(("pm25", "pm10", "so2", "no2", "o3"), "µg/m³"), "co": "mg/m³"}


@answers(router, "/standings", StandingsShape, summary=gettext_noop("Standings of a group"), has_files=True)
def standings(request: Caller, given: Query[StandingsAsked]) -> dict[str, object] | HttpResponseBase:
    """Places, values, change and movement over a period, with why some have no place."""
    on = given.on or daybook.last_whole_day(calendar.local_day(request.now))
    found = standing.standing(
        group=given.group, by=given.by, kind=given.kind, on=on, is_excluding=given.excluding
    )
    names = {row.code: (row.name_zh, row.name_en) for row in found.rows}
    whose = Subjects(kind=SubjectKind(found.kind), names=names)
    data_level = whose.data_level(found.over.first, found.over.last)
    if given.format is not Format.JSON:
        return files.answer(sheets.standings(found, data_level=data_level, now=request.now), given.format)
    return shaped(found, data_level=data_level)


def shaped(found: Standings, *, data_level: dict[str, int]) -> dict[str, object]:
    """A ranking as it is answered."""
    return {
        "group": found.group,
        "by": found.by,
        "kind": found.over.kind,
        "first": found.over.first.isoformat(),
        "last": found.over.last.isoformat(),
        "is_over": found.is_over,
        "is_excluding": found.is_excluding,
        "is_statutory": found.is_official,
        "averaging": "mean of daily means; co 95th, o3 (8 h) 90th percentile",
        "min_days": found.min_days,
        "units": UNITS,
        "edition": found.denominators.name,
        "source": found.denominators.source,
        "data_level": data_level,
        "position": found.position,
        "items": [_place(row) for row in found.rows],
    }


def _place(row: Standing) -> dict[str, object]:
    return {
        "place": row.place,
        "is_tied": row.is_tied,
        "code": row.code,
        "names": {"zh": row.name_zh, "en": row.name_en},
        "value": number(row.value),
        "values": {name: number(value) for name, value in row.values.items()},
        "composite": number(row.composite),
        "largest": row.largest,
        "good_days": number(row.good_days),
        "last_year": number(row.last_year),
        "change": number(row.change),
        "worsened": row.worsened,
        "place_before": row.place_before,
        "up": row.up,
        "reason": row.reason or None,
        "address": row.address or None,
    }
