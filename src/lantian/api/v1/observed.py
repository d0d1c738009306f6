"""Readings as they came: raw values with marks, flags and the packet of each row."""

from datetime import timedelta
from enum import StrEnum
from itertools import islice

from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from lantian.api.entry import Caller
from lantian.api.exports import files
from lantian.api.exports import readings as sheets
from lantian.api.exports.files import Format
from lantian.api.v1 import asking, shapes, subjects
from lantian.api.v1.asking import Asked, Code, SubjectKind, Unaskable, answers
from lantian.api.writing import moment, number
from lantian.console import words
from lantian.kernel.refusals import gettext_noop
from lantian.observations import queries as observations
from lantian.observations.rules import PARAMETERS, PERIODS, UNITS, read_marks

router = Router(tags=["numbers"])
Period = StrEnum("Period", {f"P_{name}": name for name in PERIODS})  # type: ignore[misc]  # the room names them


class ReadingsAsked(Asked):
    """Whose readings, from when to when; a JSON answer is of one station."""

    station: list[Code] = Field(
        [],
        max_length=200,
        description=gettext_noop("One station; for a file any number, all in sight where none is given."),
    )
    since: asking.Moment = Field(description=gettext_noop("Rows that begin at or after this moment."))
    until: asking.Moment = Field(description=gettext_noop("Rows that begin before this moment."))
    period: Period = Field(Period("1h"), description=gettext_noop("Length of the interval."))
    after: asking.Key = ""
    limit: asking.Limit = 500
    format: asking.Form = Format.JSON


class Row(Schema):
    """One row as it came: a value that is null was not sent."""

    begins_at: shapes.Moment
    values: dict[str, shapes.Number | None]
    marks: dict[str, str] = Field(description="Marks other than N: such a value does not count.")
    flags: list[str]
    is_revision: bool
    received_at: shapes.Moment
    packet: shapes.Address
    addresses: dict[str, shapes.Address] = Field(description="Of each value that was sent.")


class Readings(Schema):
    """A station's rows by time."""

    station: str
    period: Period
    units: dict[str, str]
    position: int = Field(description="What is recorded up to this journal position is in the answer.")
    items: list[Row]
    next: str | None


@answers(router, "/readings", Readings, summary=gettext_noop("Readings as they came"), has_files=True)
def readings(request: Caller, given: Query[ReadingsAsked]) -> dict[str, object] | HttpResponseBase:
    """Raw values with marks and flags; nothing is left out and nothing is computed."""
    asking.ordered(given.since, given.until)
    whose = subjects.resolve(request.actor, SubjectKind.STATION, given.station)
    if given.format is not Format.JSON:
        sheet = sheets.readings(
            whose.names, since=given.since, until=given.until, period=given.period, now=request.now
        )
        return files.answer(sheet, given.format)
    if len(given.station) != 1:
        raise Unaskable(f"{len(given.station)} stations are named", needed="one station, or another format,")
    return _page(request, given)


def _page(request: Caller, given: ReadingsAsked) -> dict[str, object]:
    position = observations.lake_position()
    since = given.since
    if given.after:
        try:
            since = max(since, asking.read_moment(given.after) + timedelta(microseconds=1))
        except ValueError:
            raise Unaskable(
                f"after is {given.after!r}", needed="the key in the `next` of an answer"
            ) from None
    station = given.station[0]
    found = sheets.batches(
        stations=[station], since=since, until=given.until, period=given.period, is_chinese=words.is_chinese()
    )
    rows = list(islice(found, given.limit + 1))
    shown = rows[: given.limit]
    is_more = len(rows) > given.limit
    return {
        "station": station,
        "period": given.period,
        "units": dict(UNITS),
        "position": position,
        "items": [_row(row, flags, period=given.period, position=position) for row, flags in shown],
        "next": asking.next_url(request, moment(shown[-1][0]["begins_at"])) if is_more else None,
    }


def _row(row: sheets.Reading, flags: str, *, period: str, position: int) -> dict[str, object]:
    begins_at, received_at = row["begins_at"], row["received_at"]
    return {
        "begins_at": moment(begins_at),
        "values": {name: number(row[name]) for name in PARAMETERS},
        "marks": dict(read_marks(str(row["marks"]))),
        "flags": flags.split("; ") if flags else [],
        "is_revision": bool(row["is_rev"]),
        "received_at": moment(received_at),
        "packet": f"observations.packet:{row['position']}",
        "addresses": {
            name: str(
                observations.address_of(
                    station=str(row["station"]),
                    parameter=name,
                    begins_at=begins_at,
                    period=period,
                    as_of=position,
                )
            )
            for name in PARAMETERS
            if row[name] is not None
        },
    }
