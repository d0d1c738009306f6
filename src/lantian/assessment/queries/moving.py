"""Which figures of periods move when days do, or what lists leave out: months, quarters, years, and places.

A period is published up to its last day that is over. Nothing is computed but what depends on a day that
moved: the periods it lies in, of the subjects it is of; a ranking only where a composite index in it moves.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from airshed.assessment import ranking, spans
from airshed.assessment.spans import SpanKind
from airshed.standards.tables import POLLUTANTS
from lantian.assessment import models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import daybook, periods, places, recomputed
from lantian.assessment.queries.assessing import Result
from lantian.assessment.queries.periods import Composite, Days
from lantian.assessment.queries.places import COMPOSITE
from lantian.calendar import queries as calendar

PERIODS = (SpanKind.MONTH, SpanKind.QUARTER, SpanKind.YEAR)
PLACE = "place"
SPAN = "span"
Day = tuple[str, str, date]
"""Kind of subject, subject, day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMove:
    """A period's figure of one subject that moves: the composite index, a value, or its place in a group.

    ``days`` are those that move it.
    """

    kind: str
    subject: str
    group: str
    first: date
    last: date
    figure: str
    old: Decimal | int | None
    new: Decimal | int | None
    old_position: int
    position: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """What a period is made of: days that stand in the place of those kept, and up to where lists count."""

    days: Mapping[Day, periods.Row]
    lists_as_of: int | None

    def composites(
        self, days: Days, subjects: Collection[str], first: date, last: date
    ) -> dict[str, Composite]:
        """The composites of some subjects in this world."""
        own = [row for (kind, subject, _), row in self.days.items()
               if kind == days.kind and subject in subjects]  # fmt: skip
        return days.instead(own).composites(subjects, first, last, as_of=self.lists_as_of)


def newest_published(now: datetime) -> date:
    """The last day whose figures are out: an hour after it was over."""
    return calendar.local_day(now - recomputed.HOUR) - timedelta(days=1)


def of_days(instead: Mapping[Day, periods.Row], *, now: datetime) -> Iterator[PeriodMove]:
    """What moves when some days take the place of those kept; ask before they do."""
    old = _World(days={}, lists_as_of=None)
    yield from _moves(instead, old=old, new=_World(days=instead, lists_as_of=None), now=now)


def of_lists(named: Collection[tuple[str, date]], *, position: int, now: datetime) -> Iterator[PeriodMove]:
    """What an act at a position moved that had a list leave days of regions out, or leave them in again."""
    touched = [(str(SubjectKind.REGION), code, day) for code, day in named]
    old, new = (_World(days={}, lists_as_of=at) for at in (position - 1, position))
    yield from _moves(touched, old=old, new=new, now=now)


def as_row(result: Result, *, position: int) -> periods.Row:
    """A day's result as a period takes it."""
    assert not isinstance(result.at, datetime)  # periods are made of days
    values = {name: str(text) for name, text in result.values.items()}
    return result.subject, result.at, result.aqi, values, position


def written_span(first: date, last: date) -> str:
    """A stretch of days as changes and keys write it."""
    return f"{first.isoformat()}..{last.isoformat()}"


def _moves(touched: Collection[Day], *, old: _World, new: _World, now: datetime) -> Iterator[PeriodMove]:
    newest = newest_published(now)
    for kind in (SubjectKind.STATION, SubjectKind.REGION):
        mine = [one for one in touched if one[0] == kind and one[2] <= newest]
        if not mine:
            continue
        incomplete = _incomplete(kind, mine, newest=newest, now=now)
        for (first, last), of_span in _spans(mine, newest=newest).items():
            asked: dict[str, tuple[Day, ...]] = {}
            for code in sorted({code for _, code, _ in of_span}):
                late = {day for day in incomplete.get(code, ()) if first <= day <= last}
                if not late or _was_noted(kind, code, first, last):
                    asked[code] = tuple(one for one in of_span if one[1] == code)
            if asked:
                yield from _of_span(kind, asked, first, last, old=old, new=new)


def _of_span(
    kind: str, asked: Mapping[str, tuple[Day, ...]], first: date, last: date, *, old: _World, new: _World
) -> Iterator[PeriodMove]:
    """What moves in one period: figures of the subjects asked about, then the places they take."""
    days = periods.read(kind, asked, first=first, last=last)
    before, after = (world.composites(days, asked, first, last) for world in (old, new))
    moved: set[str] = set()
    there = {code: why for code, why in asked.items() if any(before[code].days.values())}
    for code, why in there.items():
        for figure in (COMPOSITE, *POLLUTANTS):
            was, now_is = _figure(before[code], figure), _figure(after[code], figure)
            if was != now_is:
                moved |= {code} if figure == COMPOSITE else set()
                yield PeriodMove(
                    kind=kind, subject=code, group="", first=first, last=last, figure=figure, old=was,
                    new=now_is, old_position=before[code].position, position=after[code].position, days=why,
                )  # fmt: skip
    if moved:
        because = tuple(day for code in sorted(moved) for day in asked[code])
        for group in _groups(kind, moved):
            yield from _places(kind, group, first, last, old=old, new=new, because=because)


def _places(
    kind: str, group: str, first: date, last: date, *, old: _World, new: _World, because: tuple[Day, ...]
) -> Iterator[PeriodMove]:
    """The places in one ranking by composite index that anybody takes or loses."""
    units = list(daybook.units(group).names)
    days = periods.read(kind, units, first=first, last=last)
    found = []
    for world in (old, new):
        composites = world.composites(days, units, first, last)
        ranked = ranking.rank({code: places.of_period(composites[code], COMPOSITE).value for code in units})
        position = max(one.position for one in composites.values())
        found.append(({one.unit: one.place for one in ranked.places}, position))
    (before, old_position), (after, position) = found
    for code in units:
        if before.get(code) != after.get(code):
            yield PeriodMove(
                kind=kind, subject=code, group=group, first=first, last=last, figure=PLACE,
                old=before.get(code), new=after.get(code), old_position=old_position, position=position,
                days=because,
            )  # fmt: skip


def _groups(kind: str, codes: Collection[str]) -> Iterator[str]:
    """The groups that rank any of some subjects."""
    groups = daybook.REGION_GROUPS if kind == SubjectKind.REGION else (daybook.STATIONS,)
    for group in groups:
        if daybook.units(group).names.keys() & codes:
            yield group


def _spans(touched: Collection[Day], *, newest: date) -> dict[tuple[date, date], list[Day]]:
    """The periods that some days lie in, each up to the newest day, with those days."""
    found: dict[tuple[date, date], list[Day]] = {}
    for one in sorted(touched):
        for kind in PERIODS:
            whole = spans.span(one[2], kind=kind)
            found.setdefault((whole.first, min(whole.last, newest)), []).append(one)
    return found


def _incomplete(kind: str, touched: Collection[Day], *, newest: date, now: datetime) -> dict[str, set[date]]:
    """By subject the days brought in late that stood no day yet: a period over them is still being completed.

    A day whose change was noted before was out.
    """
    days = [day for _, _, day in touched]
    fresh = models.DailyAssessment.objects.filter(
        subject_kind=kind,
        subject__in={code for _, code, _ in touched},
        day__gte=min(days).replace(month=1, day=1),
        day__lte=min(max(days).replace(month=12, day=31), newest),
        computed_at__gt=now - recomputed.STOOD,
    ).values_list("subject", "day", "computed_at")
    late = {
        (str(kind), code, day)
        for code, day, computed_at in fresh.iterator()
        if computed_at > calendar.day_bounds(day)[1] + recomputed.IN_TIME
    }
    found: dict[str, set[date]] = {}
    for _, code, day in late - recomputed.noted(late):
        found.setdefault(code, set()).add(day)
    return found


def _was_noted(kind: str, code: str, first: date, last: date) -> bool:
    """Whether a figure of this period moved before and was noted: it was out, and goes on being noted."""
    return models.Change.objects.filter(
        subject_kind=kind, subject=code, at=written_span(first, last), period=SPAN
    ).exists()


def _figure(one: Composite, figure: str) -> Decimal | None:
    return one.index.total if figure == COMPOSITE else one.values.get(figure)
