"""What would move if readings did not count, or counted again: old and new, computed and written nowhere.

The same functions that assess and rank are run with other flags supposed, and compared with what is kept as
storing compares it: once somebody confirms, the kept changes are those that were listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from airshed.assessment.spans import SpanKind
from airshed.assessment.standings import By
from lantian.assessment import events, models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import assessing, daybook, periods, recomputed, standing
from lantian.assessment.queries.assessing import Assessed, Result
from lantian.assessment.queries.daybook import SupposedDays
from lantian.calendar import queries as calendar
from lantian.observations import models as observed
from lantian.observations import queries as observations
from lantian.observations.queries import FlagAct, FlagStretch, Supposed
from lantian.observations.states import State
from lantian.registry import queries as registry

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMove:
    """A month's figure of one subject that would move: the composite index, or its place in a group."""

    kind: str
    subject: str
    group: str
    first: date
    last: date
    old: Decimal | int | None
    new: Decimal | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything that would move, in the order in which it is read.

    ``clues`` are hours and days of stations that never enter an official figure.
    """

    hours: tuple[events.Changed, ...]
    days: tuple[events.Changed, ...]
    composites: tuple[PeriodMove, ...]
    places: tuple[PeriodMove, ...]
    clues: tuple[events.Changed, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no number at all would move."""
        return not (self.hours or self.days or self.composites or self.places or self.clues)

    @property
    def published(self) -> int:
        """How many published numbers would move."""
        return len(self.hours) + len(self.days) + len(self.composites) + len(self.places)


def preview(flag: observed.Flag, *, now: datetime) -> Preview:
    """What would move if a proposal were accepted, or if an accepted flag were lifted."""
    if flag.period != "1h" or not _takes_part(flag):
        return Preview(hours=(), days=(), composites=(), places=(), clues=())
    supposed = _supposed(flag)
    station = flag.station.code
    position = observations.lake_position()
    first, last = calendar.local_day(flag.first_begins_at), calendar.local_day(flag.last_begins_at)
    scope = assessing.scope(stations=[station], first=first, last=last)
    hours = assessing.hours(
        scope,
        since=flag.first_begins_at,
        until=flag.last_begins_at + HOUR,
        as_of=position,
        supposed=supposed,
    )
    days = assessing.days(scope, first=first, last=last, as_of=position, supposed=supposed)
    act = FlagAct(
        station=station, first=flag.first_begins_at, last=flag.last_begins_at, position=position + 1
    )
    hours_moved, hour_clues = _moved(models.HourlyIndex, hours, at="begins_at", act=act, now=now)
    days_moved, day_clues = _moved(models.DailyAssessment, days, at="day", act=act, now=now)
    of_days = _statutory(days.results)
    return Preview(
        hours=hours_moved,
        days=days_moved,
        composites=_composites(of_days, now=now),
        places=_places(of_days, now=now),
        clues=(*hour_clues, *day_clues),
    )


def _takes_part(flag: observed.Flag) -> bool:
    """Whether judging the flag can move a number at all."""
    if flag.state == State.PROPOSED:
        return True
    return flag.state == State.ACCEPTED and flag.kind == observed.Flag.Kind.INVALID


def _supposed(flag: observed.Flag) -> Supposed:
    """The flags as they would stand afterwards."""
    if flag.state == State.ACCEPTED:
        return Supposed(lifted=frozenset({flag.pk}))
    stretch = FlagStretch(
        station=flag.station.code,
        parameter=flag.parameter,
        first=flag.first_begins_at,
        last=flag.last_begins_at,
        kind=observed.Flag.Kind.INVALID,
        reason=flag.reason,
    )
    return Supposed(invalid=(stretch,))


def _moved(
    model: type[models.HourlyIndex] | type[models.DailyAssessment],
    assessed: Assessed,
    *,
    at: str,
    act: FlagAct,
    now: datetime,
) -> tuple[tuple[events.Changed, ...], tuple[events.Changed, ...]]:
    """The kept figures that would move: those that are published, and clues."""
    known = recomputed.kept(model, assessed.results, at=at)
    found_acts = recomputed.acts_on(assessed)
    acts = found_acts._replace(flags=(*found_acts.flags, act))
    published: list[events.Changed] = []
    clues: list[events.Changed] = []
    for result in assessed.results:
        old = known.get((result.kind, result.subject, result.at))
        if old is None or not recomputed.says_something_new(result, old, position=act.position):
            continue
        found = recomputed.moved(old, result, frame=assessed.readings, acts=acts)
        if recomputed.is_published(old, result, now=now):
            published += found
        elif not result.is_statutory:
            clues += found
    return tuple(published), tuple(clues)


def _statutory(results: Sequence[Result]) -> SupposedDays:
    """The days as they would be, as periods take them."""
    return {
        (result.subject, result.at): (result.aqi, {name: str(text) for name, text in result.values.items()})
        for result in results
        if result.is_statutory and not isinstance(result.at, datetime)
    }


def _months(days: SupposedDays, *, now: datetime) -> dict[date, date]:
    """The months that days lie in, each to its last day that is over: first day → last day."""
    newest = daybook.last_whole_day(calendar.local_day(now))
    touched = {day.replace(day=1) for _, day in days if day <= newest}
    return {first: min(_month_end(first), newest) for first in sorted(touched)}


def _month_end(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _composites(days: SupposedDays, *, now: datetime) -> tuple[PeriodMove, ...]:
    """The composite index of each month, up to its last day that is over."""
    found = []
    regions = set(registry.counted_regions().values_list("code", flat=True))
    by_kind = {
        SubjectKind.REGION: sorted({code for code, _ in days} & regions),
        SubjectKind.STATION: sorted({code for code, _ in days} - regions),
    }
    for first, last in _months(days, now=now).items():
        for kind, codes in by_kind.items():
            old = periods.composites(kind, codes, first, last)
            new = periods.composites(kind, codes, first, last, supposed=days)
            found += [
                PeriodMove(
                    kind=str(kind), subject=code, group="", first=first, last=last,
                    old=old[code].index.total, new=new[code].index.total,
                )
                for code in codes
                if old[code].index.total != new[code].index.total
            ]  # fmt: skip
    return tuple(found)


def _places(days: SupposedDays, *, now: datetime) -> tuple[PeriodMove, ...]:
    """The places in the month's rankings by composite index that anybody would take."""
    found = []
    codes = {code for code, _ in days}
    groups = [group for group in daybook.GROUPS if codes & daybook.units(group).names.keys()]
    for last in _months(days, now=now).values():
        for group in groups:
            old = _placed(standing.standing(group=group, by=By.COMPOSITE, kind=SpanKind.MONTH, on=last))
            ranked = standing.standing(
                group=group, by=By.COMPOSITE, kind=SpanKind.MONTH, on=last, supposed=days
            )
            found += [
                PeriodMove(
                    kind=ranked.kind, subject=row.code, group=group, first=ranked.over.first,
                    last=ranked.over.last, old=old[row.code], new=row.place,
                )
                for row in ranked.rows
                if row.place != old[row.code]
            ]  # fmt: skip
    return tuple(found)


def _placed(ranked: standing.Standings) -> Mapping[str, int | None]:
    return {row.code: row.place for row in ranked.rows}
