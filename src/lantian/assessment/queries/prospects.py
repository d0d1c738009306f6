"""What it takes: the way from a unit's numbers to its target and to the next place up, by arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import polars as pl

from airshed.assessment import allowance, control, gap, recovery, spans, weakness, whatif
from airshed.assessment.allowance import Allowance, ClassAllowance
from airshed.assessment.composition import Composition, Values
from airshed.assessment.control import Control
from airshed.assessment.gap import Gap, Step
from airshed.assessment.period import PeriodRounding
from airshed.assessment.recovery import Milestone
from airshed.assessment.spans import Span, SpanKind
from airshed.assessment.weakness import Weakness
from airshed.assessment.whatif import WhatIf
from airshed.decimals import fraction_of
from airshed.standards import gbt8170
from airshed.standards import registry as editions
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS, Period
from lantian.assessment import models
from lantian.assessment.queries import daybook, standing
from lantian.assessment.rules import targets
from lantian.calendar import queries as calendar

WORSE_THAN_GOOD, HEAVY = 3, 5  # levels of the index from which days are neither good, and heavily polluted


class NotRanked(LookupError):
    """A unit has no place in a group, so nothing can be said about the next one."""

    def __init__(self, *, unit: str, group: str, reason: str) -> None:
        self.unit, self.group, self.reason = unit, group, reason
        super().__init__(f"{unit} has no place among {group}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """One way to gain places: a pollutant's period value lowered, and what its remaining days may then be."""

    step: Step
    rest: Allowance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target, where it stands, and what the remaining days may be if it is to be met.

    ``best`` is what it comes to if nothing at all is measured from now on; None for a place, which the others
    have a hand in.
    """

    figure: str
    sense: str
    value: Decimal
    source: str
    first: date
    last: date
    now: Decimal | None
    rest: Allowance | None
    best: Decimal | None
    address: str

    @property
    def is_impossible(self) -> bool:
        """Whether even the best that can still come misses it."""
        if self.best is None:
            return False
        return self.best < self.value if targets.is_at_least(self.figure) else self.best > self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """What it takes for one unit over one horizon.

    ``so_far`` ends with the last whole day, ``whole`` with the horizon; ``remaining`` days are still to come.
    ``rises`` are by pollutant, for a tie with the next unit up and for passing it.
    """

    unit: str
    group: str
    whole: Span
    so_far: Span
    remaining: int
    standings: standing.Standings
    composition: Composition
    gap: Gap
    to_tie: Mapping[str, Rise]
    to_pass: Mapping[str, Rise]
    weakness: Weakness
    gap_shares: Mapping[str, Decimal]
    targets: tuple[TargetView, ...]
    classes: ClassAllowance | None
    path: tuple[Milestone, ...]


def prospects(*, unit: str, group: str, kind: SpanKind | str, today: date) -> Prospects:
    """What it takes for a unit of a group to the end of the month, quarter, half-year or year of a day."""
    seen = standings_so_far(unit=unit, group=group, kind=kind, today=today)
    last, whole = daybook.last_whole_day(today), spans.span(today, kind=SpanKind(kind))
    own = next(row for row in seen.placed if row.code == unit)
    made = Composition(denominators=seen.denominators)
    values: dict[str, Values] = {row.code: row.values for row in seen.placed}
    book = daybook.read(seen.kind, values, first=whole.first.replace(month=1, day=1), last=last)
    days = book.of(unit, whole)
    remaining = (whole.last - last).days
    found = gap.gap(unit, values, composition=made)
    rival = values[found.above.units[0]] if found.above else None
    return Prospects(
        unit=unit,
        group=group,
        whole=whole,
        so_far=seen.over,
        remaining=remaining,
        standings=seen,
        composition=made,
        gap=found,
        to_tie=_rises(found.above.tie if found.above else {}, days, remaining=remaining, made=made),
        to_pass=_rises(found.above.strict if found.above else {}, days, remaining=remaining, made=made),
        weakness=weakness.weakness(
            unit, values, composition=made, targets=_pollutant_targets(seen.kind, unit, whole)
        ),
        gap_shares={} if rival is None else weakness.gap_shares(own.values, rival, composition=made),
        targets=_targets(seen.kind, unit, whole, own=own, days=days, remaining=remaining, made=made),
        classes=_classes(seen.kind, unit, whole, days=days, remaining=remaining),
        path=recovery.recovery(
            unit, book.counted, last=last, until=_end_of_year(last), stated={}, composition=made
        ),
    )


def suppose(seen: standing.Standings, *, unit: str, changes: Mapping[str, Decimal]) -> WhatIf:
    """Places if the unit's period values changed by so much."""
    values: dict[str, Values] = {row.code: row.values for row in seen.placed}
    stated = {name: by for name, by in changes.items() if by}
    made = Composition(denominators=seen.denominators)
    return whatif.what_if(values, changes={unit: stated} if stated else {}, composition=made)


def standings_so_far(*, unit: str, group: str, kind: SpanKind | str, today: date) -> standing.Standings:
    """Who stands where over the horizon so far; NotRanked where the unit has no place."""
    last = daybook.last_whole_day(today)
    if last < spans.span(today, kind=SpanKind(kind)).first:
        raise NotRanked(unit=unit, group=group, reason="no_whole_day")
    seen = standing.standing(group=group, by="composite", kind=kind, on=last)
    own = seen.of(unit)
    if own is None or own.place is None:
        raise NotRanked(unit=unit, group=group, reason="no_values" if own is None else own.reason)
    return seen


def recover(
    *, unit: str, group: str, today: date, stated: Mapping[str, Decimal], made: Composition
) -> tuple[Milestone, ...]:
    """The unit's place at each month's end of the year if its days had the stated levels from now on."""
    last = daybook.last_whole_day(today)
    units = daybook.units(group)
    book = daybook.read(units.kind, units.names, first=last.replace(month=1, day=1), last=last)
    months = spans.spans(today, _end_of_year(last), kind=SpanKind.MONTH)
    told = {month.name: {unit: dict(stated)} for month in months}
    return recovery.recovery(
        unit, book.counted, last=last, until=_end_of_year(last), stated=told, composition=made
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlView:
    """Today's control value of one pollutant: to hold the day's limit, and to hold the month's target."""

    pollutant: str
    for_day: Control | None
    for_month: Control | None
    day_limit: Decimal | None
    month_target: Decimal | None


def control_values(*, unit: str, now: datetime) -> tuple[ControlView, ...]:
    """What the hours from now to midnight may be: for the day's limit, and for the target of the month."""
    today = calendar.local_day(now)
    month = spans.span(today, kind=SpanKind.MONTH)
    since = calendar.day_bounds(today)[0]
    hours = _hours_so_far(unit, since=since, now=now)
    book = daybook.read("region", [unit], first=month.first, last=daybook.last_whole_day(today))
    wanted = _pollutant_targets("region", unit, month)
    days_after = (month.last - today).days
    found = []
    for name in POLLUTANTS:
        limit, target = _day_limit(name, on=today), wanted.get(name)
        past = book.of(unit, month)[DAY_COLUMNS[name]].to_list()
        mine = hours.get(name, [])
        found.append(
            ControlView(
                pollutant=name,
                for_day=None if limit is None else control.control_value(mine, pollutant=name, target=limit),
                for_month=None
                if target is None
                else control.control_for_period(
                    mine, past, pollutant=name, target=target, days_after=days_after
                ),
                day_limit=limit,
                month_target=target if isinstance(target, Decimal) else None,
            )
        )
    return tuple(found)


def _rises(
    steps: Mapping[str, Step], days: pl.DataFrame, *, remaining: int, made: Composition
) -> dict[str, Rise]:
    return {
        name: Rise(
            step=step,
            rest=None
            if step.value is None
            else gap.needed_in_rest(
                step, days[DAY_COLUMNS[name]].to_list(), remaining=remaining, composition=made
            ),
        )
        for name, step in steps.items()
    }


def _current_targets(kind: str, unit: str, whole: Span) -> Sequence[models.Target]:
    """The targets in force for exactly this span: a year's target is no December's."""
    found = models.Target.objects.filter(
        subject_kind=kind,
        subject=unit,
        withdrawn_at__isnull=True,
        first=whole.first,
        last=whole.last,
    )
    return list(found.order_by("figure", "-set_at"))


def _pollutant_targets(kind: str, unit: str, whole: Span) -> dict[str, Decimal]:
    return {one.figure: one.value for one in _current_targets(kind, unit, whole) if one.figure in POLLUTANTS}


def _targets(
    kind: str,
    unit: str,
    whole: Span,
    *,
    own: standing.Standing,
    days: pl.DataFrame,
    remaining: int,
    made: Composition,
) -> tuple[TargetView, ...]:
    indices = [index for index in days["aqi"].to_list() if index is not None]
    good, heavy = sum(index <= 100 for index in indices), sum(index > 200 for index in indices)
    counted = {
        targets.GOOD_DAYS: Decimal(good),
        targets.HEAVY_DAYS: Decimal(heavy),
        targets.COMPOSITE: own.composite,
        targets.PLACE: None if own.place is None else Decimal(own.place),
    }
    cleanest = _cleanest(days, remaining=remaining)
    best = {
        **cleanest,
        targets.GOOD_DAYS: Decimal(good + remaining),
        targets.HEAVY_DAYS: Decimal(heavy),
        targets.COMPOSITE: made.total(cleanest),
    }
    return tuple(
        TargetView(
            figure=one.figure,
            sense=one.sense,
            value=one.value,
            source=one.source,
            first=one.first,
            last=one.last,
            now=own.values.get(one.figure, counted.get(one.figure)),
            rest=allowance.allowance(
                days[DAY_COLUMNS[one.figure]].to_list(),
                pollutant=one.figure,
                remaining=remaining,
                target=one.value,
            )
            if one.figure in POLLUTANTS
            else None,
            best=best.get(one.figure),
            address=own.address,
        )
        for one in _current_targets(kind, unit, whole)
    )


def _cleanest(days: pl.DataFrame, *, remaining: int) -> dict[str, Decimal]:
    """Each pollutant's published value of the period if every day that remains came to 0."""
    found = {}
    for name in POLLUTANTS:
        held = [fraction_of(value) for value in days[DAY_COLUMNS[name]].to_list() if value is not None]
        exact = allowance.statistic([*held, *[Fraction(0)] * remaining], pollutant=name)
        if exact is not None:
            digits = allowance.period_digits(name, rounding=PeriodRounding.WHOLE)
            found[name] = gbt8170.round_to(exact, digits=digits)
    return found


def _classes(
    kind: str, unit: str, whole: Span, *, days: pl.DataFrame, remaining: int
) -> ClassAllowance | None:
    """How many days of each level are still allowed, where good or heavy days have a target."""
    most = {}
    for one in _current_targets(kind, unit, whole):
        if one.figure == targets.GOOD_DAYS:
            most[WORSE_THAN_GOOD] = whole.days - int(one.value)
        elif one.figure == targets.HEAVY_DAYS:
            most[HEAVY] = int(one.value)
    if not most:
        return None
    return allowance.classes_allowed(days["aqi"].to_list(), remaining=remaining, most=most)


def _end_of_year(last: date) -> date:
    return last.replace(month=12, day=31)


def _hours_so_far(unit: str, *, since: datetime, now: datetime) -> dict[str, list[float | None]]:
    """A region's hours of today, from midnight to the last that has ended, None where there is none."""
    stored = models.HourlyIndex.objects.filter(
        subject_kind="region", subject=unit, begins_at__gte=since, begins_at__lt=now
    ).values_list("begins_at", "values")
    by_hour = {round((begins_at - since).total_seconds() / 3600): values for begins_at, values in stored}
    ended = int((now - since).total_seconds() // 3600)
    return {
        name: [float(text) if (text := by_hour.get(hour, {}).get(name)) else None for hour in range(ended)]
        for name in POLLUTANTS
    }


def _day_limit(pollutant: str, *, on: date) -> Decimal | None:
    """The second-grade limit of a day's value."""
    period = Period.HOURS_8 if pollutant == "o3" else Period.DAY
    return editions.limits(on).limit(pollutant, period=period)
