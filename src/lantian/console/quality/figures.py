"""The hours around a flag: the station, its neighbours in grey, the flagged stretch shaded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import polars as pl
from django.utils.translation import gettext as _

from lantian.console import words
from lantian.observations import queries as observations
from lantian.observations.models import Flag
from lantian.registry import queries as registry
from lantian.registry.queries import Company
from lantian.ui import formats
from lantian.ui.figures import line
from lantian.ui.figures.series import Tick

HOUR = timedelta(hours=1)
BEFORE, AFTER = 24 * HOUR, 12 * HOUR
LONGEST = 96 * HOUR
MOST_NEIGHBOURS = 8
Screen = Literal["", "wide", "narrow"]
Row = Mapping[str, Any]  # Any: a row of a frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The readings around some flags as they came, and who stands beside whom."""

    rows: Mapping[str, Mapping[datetime, Row]]
    company: Mapping[str, Company]

    def neighbours(self, code: str) -> tuple[str, ...]:
        """Whom a station is drawn beside."""
        peers = self.company[code].peers if code in self.company else ()
        return tuple(peer for peer in peers if peer in self.rows)[:MOST_NEIGHBOURS]


def around(flags: Collection[Flag], *, visible: Collection[str]) -> Around:
    """Read once what the figures of some flags show, as far as a person may see it."""
    company = registry.company()
    if not flags:
        return Around(rows={}, company=company)
    codes = {flag.station.code for flag in flags}
    codes |= {peer for code in codes if code in company for peer in company[code].peers}
    frames = [
        observations.hourly(
            stations=sorted(codes & set(visible)), since=since, until=until, keep_rejected=True
        )
        for since, until in _spans(flags)
    ]
    rows: dict[str, dict[datetime, Row]] = {}
    for row in pl.concat(frames).iter_rows(named=True):
        rows.setdefault(row["station"], {})[row["begins_at"]] = row
    return Around(rows=rows, company=company)


def figures(flag: Flag, found: Around) -> str:
    """One flag's hours for wide screens and for a phone."""
    wide = figure(flag, found, width=720, height=190, screen="wide")
    return wide + figure(flag, found, width=326, height=170, screen="narrow")


def figure(flag: Flag, found: Around, *, width: float = 400, height: float = 120, screen: Screen = "") -> str:
    """One flag's hours as SVG text."""
    since, until = window(flag)
    moments = [since + number * HOUR for number in range(int((until - since) / HOUR))]
    code = flag.station.code
    lines = [
        line.Line(values=_values(found, one, flag.parameter, moments), weight="faint")
        for one in found.neighbours(code)
    ]
    lines.append(line.Line(values=_values(found, code, flag.parameter, moments), weight="ours"))
    first = (max(flag.first_begins_at, since) - since) / HOUR
    last = (min(flag.last_begins_at, until - HOUR) - since) / HOUR
    return line.line_figure(
        line.LineFigure(
            label=_("%(station)s, %(substance)s around the proposal")
            % {"station": words.name(flag.station), "substance": formats.substance(flag.parameter)},
            lines=tuple(lines),
            ticks=_ticks(moments),
            shade_from=max(first - 0.5, 0),
            shade_to=min(last + 0.5, len(moments) - 1),
            width=width,
            height=height,
            screen=screen,
        )
    )


def window(flag: Flag) -> tuple[datetime, datetime]:
    """From which hour to which a flag's figure reaches; of a long one its end."""
    until = flag.last_begins_at + HOUR + AFTER
    return max(flag.first_begins_at - BEFORE, until - LONGEST), until


def _spans(flags: Collection[Flag]) -> list[tuple[datetime, datetime]]:
    """The windows of some flags, those that overlap as one."""
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted(window(flag) for flag in flags):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


def _values(
    found: Around, code: str, parameter: str, moments: Sequence[datetime]
) -> tuple[float | None, ...]:
    rows = found.rows.get(code, {})
    return tuple(rows[moment][parameter] if moment in rows else None for moment in moments)


def _ticks(moments: Sequence[datetime]) -> tuple[Tick, ...]:
    """Midnights by their day, and the first hour where no midnight is near."""
    ticks = []
    for index, moment in enumerate(moments):
        if formats.local(moment).hour == 0 and index < len(moments) - 4:
            ticks.append(Tick(index=index, text=formats.when_short(moment).rpartition(" ")[0]))
    return tuple(ticks)
