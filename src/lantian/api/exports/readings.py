"""Readings as they came, with marks and flags: taken from the lake a stretch of days at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lantian.api.exports import notes
from lantian.api.exports.sheet import Cell, Column, Kind, Note, Sheet
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.explain import wording
from lantian.observations import queries as observations
from lantian.observations.queries import FlagStretch
from lantian.observations.rules import LENGTH_OF_PERIOD, PARAMETERS, UNITS

AT_ONCE = 20_000  # rows that a look into the lake should bring at most
DAY = timedelta(days=1)
OFTEN = timedelta(seconds=30)  # how often a device that tells the moment sends
Reading = dict[str, Any]  # Any: a row of the lake


def batches(
    *, stations: Sequence[str], since: datetime, until: datetime, period: str, is_chinese: bool
) -> Iterator[tuple[Reading, str]]:
    """Rows with since ≤ begins_at < until and the flags on each, by stretches of time, then by station."""
    each = LENGTH_OF_PERIOD[period] or OFTEN
    days = max(1, AT_ONCE // (max(1, len(stations)) * (DAY // each)))
    for begin, end in _parts(since, until, period=period, most=days * DAY):
        frame = observations.hourly(
            stations=stations, since=begin, until=end, period=period, keep_rejected=True
        )
        flags = observations.flags_between(stations=stations, since=begin, until=end, period=period)
        for row in frame.iter_rows(named=True):
            yield row, flags_on(row, flags, is_chinese=is_chinese)


def _parts(
    since: datetime, until: datetime, *, period: str, most: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """A stretch cut into parts of at most a length, without the months in which nothing was recorded."""
    for begins, ends in observations.months_with_rows(since=since, until=until, period=period):
        while begins < ends:
            yield begins, min(ends, begins + most)
            begins += most


def flags_on(row: Reading, flags: Sequence[FlagStretch], *, is_chinese: bool) -> str:
    """`pm10 invalid: sprayed beside the inlet`; empty without any."""
    found = [
        f"{flag.parameter} {flag.kind}: {flag.said(is_chinese=is_chinese)}"
        for flag in flags
        if flag.station == row["station"] and flag.first <= row["begins_at"] <= flag.last
    ]
    return "; ".join(found)


def readings(
    names: Mapping[str, tuple[str, str]], *, since: datetime, until: datetime, period: str, now: datetime
) -> Sheet:
    """Everything that came from some stations, in the language it is asked in."""
    is_chinese = words.is_chinese()
    units = "; ".join(f"{wording.parameter(name)} {unit}" for name, unit in UNITS.items())
    return Sheet(
        name=f"readings_{period}_{since:%Y%m%dT%H%MZ}_{until:%Y%m%dT%H%MZ}",
        title=_("Readings as they came"),
        notes=(
            notes.hours_covered(since, until),
            Note(label=_("Averaging"), text=_("%(period)s, named by its start") % {"period": period}),
            Note(label=_("Units"), text=units),
            Note(label=_("Edition"), text=_("none: nothing is computed here")),
            Note(
                label=_("Data level"),
                text=_("as it came; values with a mark other than N or an invalid flag do not count"),
            ),
            *notes.made(now, position=observations.lake_position()),
        ),
        columns=_columns(),
        rows=(
            _line(row, told, names[str(row["station"])])
            for row, told in batches(
                stations=list(names), since=since, until=until, period=period, is_chinese=is_chinese
            )
        ),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(code="station", title=_("Station")),
        Column(code="name_zh", title=_("Chinese name")),
        Column(code="name_en", title=_("English name")),
        Column(code="begins_at", title=_("Begins at (UTC)"), kind=Kind.MOMENT),
        Column(code="local", title=_("Begins at (local)"), kind=Kind.CLOCK),
        *(
            Column(code=one, title=wording.parameter(one), kind=Kind.NUMBER, unit=UNITS[one])
            for one in PARAMETERS
        ),
        Column(code="marks", title=_("Data marks other than N")),
        Column(code="flags", title=_("Flags")),
        Column(code="is_revision", title=_("Revision"), kind=Kind.WHOLE),
        Column(code="received_at", title=_("Received at (UTC)"), kind=Kind.MOMENT),
        Column(code="packet", title=_("Packet")),
    )


def _line(row: Reading, flags: str, names: tuple[str, str]) -> list[Cell]:
    begins_at: datetime = row["begins_at"]
    cells: list[Cell] = [str(row["station"]), *names, begins_at]
    cells.append(begins_at.astimezone(calendar.local_zone()).replace(tzinfo=None))
    cells += [row[name] for name in PARAMETERS]
    cells += [str(row["marks"]), flags, int(bool(row["is_rev"]))]
    return [*cells, row["received_at"], f"observations.packet:{row['position']}"]
