"""Which figures of periods move when days do, or what lists leave out: from weeks to years, and places.

A period is published up to its last day that is over. Nothing is computed but what depends on a day that
moved: the periods it lies in, of the subjects it is of; a ranking only where what it ranks by moves. The
values of a single day are noted as the day's own; here it has its composite index and its places.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import polars as pl

from airshed.assessment import ranking, spans
from airshed.assessment.spans import SpanKind
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS
from lantian.assessment import models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import daybook, periods, places, recomputed
from lantian.assessment.queries.assessing import Result
from lantian.assessment.queries.periods import Composite, Days
from lantian.assessment.queries.places import COMPOSITE
from lantian.assessment.rules.keys import INDEX
from lantian.calendar import queries as calendar

PERIODS = (
    SpanKind.DAY,
    SpanKind.WEEK,
    SpanKind.TENDAYS,
    SpanKind.MONTH,
    SpanKind.QUARTER,
    SpanKind.HALF,
    SpanKind.YEAR,
)
PLACE = "place"
SPAN = "span"
Day = tuple[str, str, date]
"""Kind of subject, subject, day."""

Figures = Mapping[str, float | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMove:
    """A period's figure of one subject that moves: the composite index, a value, or its place in a group.

    ``days`` are those that move it. What is not ``is_published`` yet moves all the same.
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
    is_published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """What a period is made of: days that stand in the place of those kept, and up to where lists count."""

    days: Mapping[Day, periods.Row]
    lists_as_of: int | None

    def composites(
        self, days: Days, subjects: Collection[str], first: date, last: date
    ) -> dict[str, Composite]:
        """The composites of some subjects in this world."""
        return self._laid(days, subjects).composites(subjects, first, last, as_of=self.lists_as_of)

    def figures(self, days: Days, subjects: Collection[str], day: date) -> dict[str, Figures]:
        """What a single day of some subjects is ranked by: its index and its values."""
        rows = self._laid(days, subjects).frame.filter(pl.col("day") == day)
        return {
            row["unit"]: {by: row[DAY_COLUMNS.get(by, by)] for by in (INDEX, *POLLUTANTS)}
            for row in rows.iter_rows(named=True)
        }

    def _laid(self, days: Days, subjects: Collection[str]) -> Days:
        own = [row for (kind, subject, _), row in self.days.items()
               if kind == days.kind and subject in subjects]  # fmt: skip
        return days.instead(own)


def newest_published(now: datetime) -> date:
    """The last day whose figures are out: an hour after it was over."""
    return calendar.local_day(now - recomputed.HOUR) - timedelta(days=1)


def of_days(instead: Mapping[Day, periods.Row], *, now: datetime) -> Iterator[PeriodMove]:
    """What moves when some days take the place of those kept; ask before they do."""
    old = _World(days={}, lists_as_of=None)
    yield from _moves(instead, old=old, new=_World(days=instead, lists_as_of=None), now=now)


def waiting(instead: Mapping[Day, periods.Row], *, now: datetime) -> Iterator[PeriodMove]:
    """As `of_days`, what moves and is not published yet."""
    old, new = _World(days={}, lists_as_of=None), _World(days=instead, lists_as_of=None)
    newest = newest_published(now)
    for kind, mine in _by_kind(instead):
        out = [one for one in mine if one[2] <= newest]
        for (first, last), asked in _waiting_spans(kind, out, newest=newest, now=now):
            yield from _told_as_waiting(_of_span(kind, asked, first, last, old=old, new=new))
        for (first, last), of_span in _spans(mine, newest=max(day for _, _, day in mine)).items():
            if last > newest:
                asked = _by_code(of_span)
                yield from _told_as_waiting(_of_span(kind, asked, first, last, old=old, new=new))


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


def place_by(measure: str) -> str:
    """How a place is called as a figure: `place` by composite index, `place_pm10` by a pollutant."""
    return PLACE if measure == COMPOSITE else f"{PLACE}_{measure}"


def measure_of(figure: str) -> str:
    """What a place is by."""
    return COMPOSITE if figure == PLACE else figure.removeprefix(f"{PLACE}_")


def written_span(first: date, last: date) -> str:
    """A stretch of days as changes and keys write it."""
    return f"{first.isoformat()}..{last.isoformat()}"


def _moves(touched: Collection[Day], *, old: _World, new: _World, now: datetime) -> Iterator[PeriodMove]:
    newest = newest_published(now)
    for kind, every in _by_kind(touched):
        mine = [one for one in every if one[2] <= newest]
        if not mine:
            continue
        incomplete = _incomplete(kind, mine, newest=newest, now=now)
        for (first, last), of_span in _spans(mine, newest=newest).items():
            asked = _by_code(of_span)
            out = {
                code: days
                for code, days in asked.items()
                if not _waits(kind, code, first, last, incomplete=incomplete)
            }
            if out:
                yield from _of_span(kind, out, first, last, old=old, new=new)


def _waiting_spans(
    kind: str, mine: Collection[Day], *, newest: date, now: datetime
) -> Iterator[tuple[tuple[date, date], dict[str, tuple[Day, ...]]]]:
    """The periods over days that are still being completed, of the subjects that wait."""
    if not mine:
        return
    incomplete = _incomplete(kind, mine, newest=newest, now=now)
    for (first, last), of_span in _spans(mine, newest=newest).items():
        asked = {
            code: days
            for code, days in _by_code(of_span).items()
            if _waits(kind, code, first, last, incomplete=incomplete)
        }
        if asked:
            yield (first, last), asked


def _waits(kind: str, code: str, first: date, last: date, *, incomplete: Mapping[str, set[date]]) -> bool:
    """Whether a period of a subject is still being completed and was never noted."""
    late = any(first <= day <= last for day in incomplete.get(code, ()))
    return late and not _was_noted(kind, code, first, last)


def _told_as_waiting(found: Iterator[PeriodMove]) -> Iterator[PeriodMove]:
    return (replace(one, is_published=False) for one in found)


def _by_kind(touched: Collection[Day]) -> Iterator[tuple[str, list[Day]]]:
    """Days by the kind of their subjects."""
    for kind in (SubjectKind.STATION, SubjectKind.REGION):
        mine = [one for one in touched if one[0] == kind]
        if mine:
            yield kind, mine


def _by_code(days: Collection[Day]) -> dict[str, tuple[Day, ...]]:
    """Days by the subject they are of."""
    codes = sorted({code for _, code, _ in days})
    return {code: tuple(one for one in days if one[1] == code) for code in codes}


def _of_span(
    kind: str, asked: Mapping[str, tuple[Day, ...]], first: date, last: date, *, old: _World, new: _World
) -> Iterator[PeriodMove]:
    """What moves in one period: figures of the subjects asked about, then the places they take."""
    days = periods.read(kind, asked, first=first, last=last)
    before, after = (world.composites(days, asked, first, last) for world in (old, new))
    moved: dict[str, set[str]] = {}
    there = {code: why for code, why in asked.items() if any(before[code].days.values())}
    for code, why in there.items():
        for figure in (COMPOSITE,) if first == last else (COMPOSITE, *POLLUTANTS):
            was, now_is = _figure(before[code], figure), _figure(after[code], figure)
            if was != now_is:
                moved.setdefault(figure, set()).add(code)
                yield PeriodMove(
                    kind=kind, subject=code, group="", first=first, last=last, figure=figure, old=was,
                    new=now_is, old_position=before[code].position, position=after[code].position, days=why,
                )  # fmt: skip
    if first == last:
        moved |= _moved_in_day(*(world.figures(days, asked, first) for world in (old, new)))
    if moved:
        for group in _groups(kind, {code for codes in moved.values() for code in codes}):
            yield from _places(kind, group, first, last, old=old, new=new, moved=moved, asked=asked)


def _moved_in_day(before: Mapping[str, Figures], after: Mapping[str, Figures]) -> dict[str, set[str]]:
    """By what a day is ranked: the subjects of which it moved."""
    found: dict[str, set[str]] = {}
    for code, figures in before.items():
        for by, was in figures.items():
            if after[code][by] != was:
                found.setdefault(by, set()).add(code)
    return found


def _places(
    kind: str,
    group: str,
    first: date,
    last: date,
    *,
    old: _World,
    new: _World,
    moved: Mapping[str, Collection[str]],
    asked: Mapping[str, tuple[Day, ...]],
) -> Iterator[PeriodMove]:
    """The places in a group that anybody takes or loses, by each measure that moved for one of its units."""
    units = list(daybook.units(group).names)
    days = periods.read(kind, units, first=first, last=last)
    found = [world.composites(days, units, first, last) for world in (old, new)]
    of_day = [world.figures(days, units, first) for world in (old, new)] if first == last else None
    positions = [max(one.position for one in composites.values()) for composites in found]
    for by, codes in moved.items():
        because = tuple(day for code in sorted(set(codes) & set(units)) for day in asked[code])
        if not because:
            continue
        if of_day is None or by == COMPOSITE:
            before, after = (_placed(composites, by) for composites in found)
        else:
            before, after = (_placed_in_day(figures, by) for figures in of_day)
        for code in units:
            if before.get(code) != after.get(code):
                yield PeriodMove(
                    kind=kind, subject=code, group=group, first=first, last=last, figure=place_by(by),
                    old=before.get(code), new=after.get(code), old_position=positions[0],
                    position=positions[1], days=because,
                )  # fmt: skip


def _placed(composites: Mapping[str, Composite], by: str) -> dict[str, int]:
    """The place of each unit that has one in a period."""
    ranked = ranking.rank({code: places.of_period(one, by).value for code, one in composites.items()})
    return {one.unit: one.place for one in ranked.places}


def _placed_in_day(figures: Mapping[str, Figures], by: str) -> dict[str, int]:
    """The place of each unit that has one in a day."""
    ranked = ranking.rank({code: one[by] for code, one in figures.items()})
    return {one.unit: one.place for one in ranked.places}


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
