"""Places of stations or districts; equal values share a place (1, 1, 3), units without data stand apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from airshed.assessment import ranking as science
from airshed.assessment import spans
from airshed.assessment.spans import Span, SpanKind
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS
from lantian.assessment import models
from lantian.assessment.queries import addresses, daybook, periods
from lantian.assessment.rules.keys import INDEX

COMPOSITE = "composite"
STATIONS, MICRO, DISTRICTS = daybook.STATIONS, daybook.MICRO, daybook.DISTRICTS
GROUPS = daybook.GROUPS
MEASURES = (INDEX, COMPOSITE, *POLLUTANTS)


class NoSuchRanking(ValueError):
    """Nothing is ranked that way."""

    def __init__(self, *, group: str, by: str, first: date, last: date) -> None:
        self.group, self.by, self.first, self.last = group, by, first, last
        super().__init__(
            f"{group} are not ranked by {by} from {first} to {last}; "
            f"{', '.join(GROUPS)} are ranked by {', '.join(MEASURES)}, by {INDEX} for one day only"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedUnit:
    """One unit's place; `behind` is what separates it from the unit just before it, None for the first."""

    place: int
    code: str
    name_zh: str
    name_en: str
    value: Decimal
    is_tied: bool
    behind: Decimal | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnrankedUnit:
    """One unit without a place, and why."""

    code: str
    name_zh: str
    name_en: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingView:
    """A ranking of a group over a stretch of local days, the best first."""

    group: str
    by: str
    first: date
    last: date
    is_provisional: bool
    places: tuple[RankedUnit, ...]
    unranked: tuple[UnrankedUnit, ...]

    def place_of(self, code: str) -> RankedUnit | None:
        """One unit's place, None where it has none."""
        return next((unit for unit in self.places if unit.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a unit is ranked by, or why it is not, and where the number comes from."""

    value: Decimal | None
    reason: str
    position: int


def ranking(
    *,
    group: str,
    by: str = INDEX,
    day: date | None = None,
    first: date | None = None,
    last: date | None = None,
) -> RankingView:
    """Rank a group over one day, or over a stretch of days with both ends included.

    `districts`, `townships` and `cities` are all those that stations count for; `stations` the statutory
    stations and `micro` the micro-stations of our district. One day is ranked by its AQI or a day's value; a
    stretch by the composite index or a pollutant's period value.
    """
    begin, end = (day, day) if day is not None else (first, last)
    if begin is None or end is None:
        raise TypeError("a day, or first and last, are needed")
    if group not in GROUPS:
        raise NoSuchRanking(group=group, by=by, first=begin, last=end)
    units = daybook.units(group)
    names = units.names
    measured = measure(group=group, kind=units.kind, by=by, units=list(names), first=begin, last=end)
    found = science.rank(
        {code: one.value for code, one in measured.items()},
        reasons={code: one.reason for code, one in measured.items() if one.reason},
    )
    return RankingView(
        group=group,
        by=by,
        first=begin,
        last=end,
        is_provisional=begin != end and not periods.is_whole_months(begin, end),
        places=_ranked(found, names=names, measured=measured, group=group, by=by, span=(begin, end)),
        unranked=tuple(
            UnrankedUnit(
                code=one.unit, name_zh=names[one.unit][0], name_en=names[one.unit][1], reason=one.reason
            )
            for one in found.unranked
        ),
    )


def measure(
    *, group: str, kind: str, by: str, units: list[str], first: date, last: date
) -> dict[str, Measured]:
    """What each unit is ranked by."""
    if group not in GROUPS or by not in MEASURES or (by == INDEX and first != last):
        raise NoSuchRanking(group=group, by=by, first=first, last=last)
    if first == last and by != COMPOSITE:
        return _of_day(kind, by, units, first)
    found = periods.composites(kind, units, first, last)
    return {code: of_period(one, by) for code, one in found.items()}


def _of_day(kind: str, by: str, units: list[str], day: date) -> dict[str, Measured]:
    rows = {
        row.subject: row
        for row in models.DailyAssessment.objects.filter(subject_kind=kind, subject__in=units, day=day)
    }
    return {code: _day_figure(rows.get(code), by) for code in units}


def _day_figure(row: models.DailyAssessment | None, by: str) -> Measured:
    if row is None:
        return Measured(value=None, reason="no_values", position=0)
    figure = DAY_COLUMNS.get(by, by)
    text = row.aqi if by == INDEX else row.values.get(figure)
    if text is None:
        return Measured(value=None, reason=row.missing.get(figure, "no_values"), position=row.position)
    return Measured(value=Decimal(text), reason="", position=row.position)


def of_period(one: periods.Composite, by: str) -> Measured:
    """What a period comes to; a running stretch is asked its share of valid days, as standings ask it."""
    needed = (POLLUTANTS if by == COMPOSITE else (by,)) if one.is_provisional else ()
    least = spans.default_min_days(Span(kind=SpanKind.DAY, first=one.first, last=one.last)) or 0
    counted = {name: one.days[name] + len(one.excluded) for name in needed}
    short = [name for name, days in counted.items() if days < least]
    if short:
        reason = ",".join(f"{name}:too_few_days" for name in short)
        return Measured(value=None, reason=reason, position=one.position)
    if by == COMPOSITE:
        reason = ",".join(f"{name}:{one.missing.get(name, 'no_values')}" for name in one.index.missing)
        return Measured(value=one.index.total, reason=reason, position=one.position)
    return Measured(value=one.values.get(by), reason=one.missing.get(by, ""), position=one.position)


def _ranked(
    found: science.Ranking,
    *,
    names: Mapping[str, tuple[str, str]],
    measured: Mapping[str, Measured],
    group: str,
    by: str,
    span: tuple[date, date],
) -> tuple[RankedUnit, ...]:
    units: list[RankedUnit] = []
    for one in found.places:
        value = Decimal(str(one.value))
        units.append(
            RankedUnit(
                place=one.place,
                code=one.unit,
                name_zh=names[one.unit][0],
                name_en=names[one.unit][1],
                value=value,
                is_tied=one.tied,
                behind=value - units[-1].value if units else None,
                address=addresses.of_rank(
                    group, by, *span, one.unit, position=max(m.position for m in measured.values())
                ),
            )
        )
    return tuple(units)
