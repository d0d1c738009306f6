"""What is compared: each subject's values day by day or month by month, and what they come to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from airshed.standards.tables import DAY_COLUMNS
from lantian.assessment.models import DailyAssessment
from lantian.assessment.queries import addresses, kept, levels, periods
from lantian.assessment.queries.levels import Levels
from lantian.assessment.queries.periods import Composite
from lantian.assessment.rules import keys
from lantian.console.compare.forms import AQI, COMPOSITE, REGION, STATION, Asked, Subject

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a subject: of a day, or of a month as far as the stretch reaches."""

    first: date
    last: date
    value: Decimal | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A subject's points and its values over the whole stretch; ``left_out`` counts exceptional days."""

    subject: Subject
    points: tuple[Point, ...]
    whole: Composite
    left_out: int

    @property
    def known(self) -> tuple[Point, ...]:
        """The points that have a value, in order."""
        return tuple(point for point in self.points if point.value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All subjects measured alike."""

    asked: Asked
    found: tuple[Measured, ...]
    editions: tuple[str, ...]
    levels: Levels


def measure(asked: Asked) -> Comparison:
    """Read the days of every subject once and lay them out alike."""
    found: dict[Subject, Measured] = {}
    editions: set[str] = set()
    for kind in (REGION, STATION):
        subjects = [one for one in asked.subjects if one.kind == kind]
        codes = [one.code for one in subjects]
        if not codes:
            continue
        days = kept.days(kind=kind, subjects=codes, first=asked.first, last=asked.last)
        editions |= set(kept.extent(days).editions)
        whole = periods.composites(kind, codes, asked.first, asked.last)
        lines = _months(kind, codes, asked) if asked.figure == COMPOSITE else _days(days, asked)
        for one in subjects:
            found[one] = Measured(
                subject=one,
                points=lines.get(one.code) or tuple(_nothing(asked)),
                whole=whole[one.code],
                left_out=_left_out(whole[one.code], asked.figure),
            )
    return Comparison(
        asked=asked,
        found=tuple(found[one] for one in asked.subjects),
        editions=tuple(sorted(editions)),
        levels=_levels(asked),
    )


def period_address(one: Measured, figure: str) -> str:
    """The address of what the stretch comes to; the AQI has none over several days."""
    whole = one.whole
    if figure == AQI:
        return ""
    if figure == COMPOSITE:
        return whole.address if whole.index.total is not None else ""
    if figure not in whole.values:
        return ""
    return addresses.of_composite(
        whole.kind, whole.subject, whole.first, whole.last, figure=figure, position=whole.position
    )


def _days(rows: Iterable[DailyAssessment], asked: Asked) -> dict[str, tuple[Point, ...]]:
    """Every day of the stretch by subject, also those without a value."""
    there = {(row.subject, row.day): row for row in rows}
    return {
        code: tuple(_day(there.get((code, day)), day, asked.figure) for day in _every_day(asked))
        for code in {subject for subject, _when in there}
    }


def _day(row: DailyAssessment | None, day: date, figure: str) -> Point:
    column = keys.INDEX if figure == AQI else DAY_COLUMNS.get(figure, figure)
    text = None if row is None else row.aqi if figure == AQI else row.values.get(column)
    if row is None or text is None:
        return Point(first=day, last=day, value=None, address="")
    address = addresses.of_day(row.subject_kind, row.subject, day, figure=column, position=row.position)
    return Point(first=day, last=day, value=Decimal(str(text)), address=address)


def _months(kind: str, codes: list[str], asked: Asked) -> dict[str, tuple[Point, ...]]:
    """The composite index of every month, cut at the ends of the stretch."""
    lines: dict[str, list[Point]] = {code: [] for code in codes}
    for first, last in months(asked.first, asked.last):
        for code, one in periods.composites(kind, codes, first, last).items():
            total = one.index.total
            lines[code].append(
                Point(first=first, last=last, value=total, address="" if total is None else one.address)
            )
    return {code: tuple(points) for code, points in lines.items()}


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The months of a stretch, the first and the last as far as it reaches."""
    begin = first
    while begin <= last:
        after = (begin.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield begin, min(after - ONE_DAY, last)
        begin = after


def _every_day(asked: Asked) -> list[date]:
    return [asked.first + ahead * ONE_DAY for ahead in range(asked.days)]


def _nothing(asked: Asked) -> Iterator[Point]:
    """The points of a subject that has no day at all."""
    for day in _every_day(asked):
        yield Point(first=day, last=day, value=None, address="")


def _left_out(whole: Composite, figure: str) -> int:
    """How many exceptional days are left out of what the stretch comes to."""
    if figure == COMPOSITE:
        return len(whole.excluded)
    return sum(figure in items.split(",") for items in whole.excluded.values())


def _levels(asked: Asked) -> Levels:
    """How far the readings behind all of it have been looked at."""
    count: dict[str, int] = {}
    regions = {one.code: one for one in asked.places}
    for one in asked.subjects:
        stretch = {"first": asked.first, "last": asked.last}
        found = (
            levels.of_region(regions[one.code], **stretch)
            if one.kind == REGION
            else levels.of_stations([one.code], **stretch)
        )
        for level, days in found.days.items():
            count[level] = count.get(level, 0) + days
    return Levels(days=count)
