"""How complete the last seven whole days of each station are, and how far they have been looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import kept, levels
from lantian.calendar import queries as calendar
from lantian.console import air, words
from lantian.console.quality import wording
from lantian.registry.models import Station
from lantian.ui import formats

DAYS = 7
NEEDED = 20
"""Hours that a daily mean needs (GB 3095, table 4)."""

COUNTED = ("pm25", "pm10", "so2", "no2", "co")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The fewest valid hours of any parameter in a day; `which` has the fewest."""

    hours: str
    which: str
    is_short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One station's week."""

    name: str
    kind: str
    is_clue: bool
    cells: tuple[Cell, ...]
    share: str
    level: str
    is_mixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """The table."""

    days: tuple[str, ...]
    rows: tuple[Row, ...]
    short: int
    measured: dict[str, tuple[str, ...]]


def of_week(stations: Collection[Station], *, now: datetime) -> Completeness:
    """The week before today of official and micro stations."""
    last = calendar.local_day(now) - timedelta(days=1)
    days = [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    shown = [one for one in stations if one.kind != Station.Kind.SITE]
    codes = [one.code for one in shown]
    counts = _counts(codes, first=days[0], last=last)
    found = levels.of_each_station(codes, first=days[0], last=last)
    rows = tuple(_row(one, counts, days, level=found[one.code]) for one in shown)
    return Completeness(
        days=tuple(formats.day(day).partition("年")[2] or formats.day(day)[:-5] for day in days),
        rows=rows,
        short=sum(cell.is_short for row in rows for cell in row.cells),
        measured=_measured(counts),
    )


def _measured(counts: dict[tuple[str, date], dict[str, int]]) -> dict[str, tuple[str, ...]]:
    """What each station reported in these days."""
    found: dict[str, set[str]] = {}
    for (code, _day), hours in counts.items():
        found.setdefault(code, set()).update(name for name, number in hours.items() if number)
    return {code: tuple(sorted(names)) for code, names in found.items()}


def _counts(codes: Collection[str], *, first: date, last: date) -> dict[tuple[str, date], dict[str, int]]:
    rows = kept.days(kind=SubjectKind.STATION, subjects=codes, first=first, last=last)
    return {
        (row.subject, row.day): {name: int(row.completeness.get(name) or 0) for name in COUNTED}
        for row in rows
    }


def _row(
    station: Station,
    counts: dict[tuple[str, date], dict[str, int]],
    days: list[date],
    *,
    level: levels.Levels,
) -> Row:
    found = [counts.get((station.code, day), {}) for day in days]
    is_clue = station.kind not in air.STATUTORY
    measured = [name for name in COUNTED if not is_clue or any(day.get(name) for day in found)]
    cells = tuple(_cell(day, measured) for day in found)
    there = sum(min(day.get(name, 0) for name in measured) for day in found) if measured else 0
    return Row(
        name=words.name(station),
        kind=words.word(words.STATION_KINDS, station.kind),
        is_clue=is_clue,
        cells=cells,
        share=_("%(share)d %%") % {"share": there * 100 // (24 * DAYS)},
        level="" if is_clue else words.word(wording.LEVELS, level.lowest),
        is_mixed=level.is_mixed,
    )


def _cell(day: dict[str, int], measured: list[str]) -> Cell:
    if not day or not measured:
        return Cell(hours="0", which="", is_short=True)
    fewest = min(measured, key=lambda name: day.get(name, 0))
    hours = day.get(fewest, 0)
    return Cell(
        hours=str(hours), which=formats.substance(fewest) if hours < 24 else "", is_short=hours < NEEDED
    )
