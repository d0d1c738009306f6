"""The places of a group over a year: the year to date as it stood at each month's end, by composite index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from airshed.assessment import ranking, spans, standings
from airshed.assessment.spans import Span, SpanKind
from airshed.assessment.standings import Method
from airshed.indices import composite
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries import daybook
from lantian.assessment.rules.figures import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One unit at one month's end; without all six pollutants it has no index and no place.

    ``days`` are the valid days of the pollutant that has the fewest.
    """

    place: int | None
    total: Decimal | None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses:
    """A group over a year; ``needed`` valid days are asked of a ranking at the last of the ends."""

    group: str
    spans: tuple[Span, ...]
    names: Mapping[str, tuple[str, str]]
    marks: Mapping[str, tuple[Mark, ...]]
    denominators: str
    needed: int | None
    position: int


def courses(*, group: str, last: date) -> Courses:
    """The year of a day up to that day; provisional: made of the days there are, which each mark counts."""
    units = daybook.units(group)
    first = last.replace(month=1, day=1)
    book = daybook.read(units.kind, units.names, first=first, last=last)
    ends = [min(month.last, last) for month in spans.spans(first, last, kind=SpanKind.MONTH)]
    overs = tuple(Span(kind=SpanKind.YTD, first=first, last=end) for end in ends)
    found: dict[str, list[Mark]] = {code: [] for code in units.names}
    for over in overs:
        for code, mark in _marks(book, over).items():
            found[code].append(mark)
    return Courses(
        group=group,
        spans=overs,
        names=units.names,
        marks={code: tuple(marks) for code, marks in found.items()},
        denominators=composite.denominators(last).name,
        needed=spans.default_min_days(overs[-1]),
        position=book.position,
    )


def _marks(book: daybook.Daybook, over: Span) -> dict[str, Mark]:
    """Every unit at the end of a span."""
    table = standings.values_of(book.frame, over=over, method=Method(min_days=1), dust=book.listed)
    denominators = composite.denominators(over.last)
    totals: dict[str, Decimal | None] = {}
    days: dict[str, int] = {}
    for row in table.iter_rows(named=True):
        texts = {name: text_of(row[name]) for name in POLLUTANTS}
        values = {name: Decimal(text) for name, text in texts.items() if text is not None}
        totals[row["unit"]] = composite.composite_index(values, denominators=denominators).total
        days[row["unit"]] = min(row[f"n_{name}"] or 0 for name in POLLUTANTS)
    placed = ranking.rank(totals)
    return {
        code: Mark(
            place=None if (place := placed.place_of(code)) is None else place.place,
            total=total,
            days=days[code],
        )
        for code, total in totals.items()
    }
