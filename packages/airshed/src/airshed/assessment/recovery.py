"""The way back up: a unit's place now, and at each month's end under stated levels of the days to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl

from airshed import AirshedError
from airshed.assessment import allowance, ranking, spans
from airshed.assessment.composition import Composition, Values
from airshed.assessment.gap import UnknownUnit
from airshed.assessment.ranking import Ranking
from airshed.assessment.spans import Span, SpanKind
from airshed.decimals import Number, fraction_of
from airshed.indices import frames
from airshed.standards import gbt8170
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS

Stated = Mapping[str, Mapping[str, Mapping[str, Number]]]
"""Month (``2026-11``) → unit → pollutant → the level its days are taken to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One month's end: the year to date by then, the unit's values, index and place, and everybody's.

    ``coming`` counts the days of it that were stated, none for the first milestone, which is today.
    """

    over: Span
    coming: int
    values: Values
    total: Decimal | None
    place: int | None
    ranking: Ranking


class NotThisYear(AirshedError):
    """Days were given that do not belong to the year to date, or a path was asked to an earlier day."""

    def __init__(self, *, day: date, last: date) -> None:
        self.day = day
        self.last = last
        super().__init__(f"{day} lies outside the year to {last}; a path has days of one year, in order")


class NotStated(AirshedError):
    """A unit has no days so far and no stated level either, so its value cannot be told."""

    def __init__(self, *, unit: str, pollutant: str, month: str) -> None:
        self.unit = unit
        self.pollutant = pollutant
        self.month = month
        super().__init__(
            f"{unit} has neither days of {pollutant} so far nor a level for {month}; one of them is needed"
        )


def recovery(
    unit: str,
    days: pl.DataFrame,
    *,
    last: date,
    until: date,
    stated: Stated,
    composition: Composition,
) -> tuple[Milestone, ...]:
    """Return a unit's place now and at each month's end to come, under stated levels.

    Parameters
    ----------
    unit : str
        The unit; `UnknownUnit` where it has no days.
    days : DataFrame
        ``unit``, ``day`` and ``so2 no2 co o3_8h pm10 pm25`` of the year so far, null or NaN where missing;
        days after ``last`` and of other years are left out. [µg m⁻³; CO mg m⁻³]
    last : date
        Last day known; the next one is the first that is stated.
    until : date
        A day of the month that the path ends with, in the same year.
    stated : mapping
        Month → unit → pollutant → level: what every day of that month still to come is taken to be. Where
        nothing is stated, days are taken to go on as they were: at the unit's value of the year so far.
        [µg m⁻³; CO mg m⁻³]
    composition : Composition
        How the composite index is made, and the decimals of published values.

    Returns
    -------
    tuple of Milestone
        The first is the year to ``last``, then one per month's end. Values are rounded as published before
        the index is computed.

    Raises
    ------
    NotThisYear
        Where ``until`` lies before ``last`` or in another year.
    UnknownUnit
        Where the unit has no days.

    Notes
    -----
    Arithmetic, not a forecast: a mean is exact under the stated means; a percentile is that of days all at
    the stated level, which the scatter of real days would raise.

    References
    ----------
    Circulars 环办〔2014〕64号 and 环办监测〔2018〕19号; HJ 663-2013 annex A.
    """
    if until < last or until.year != last.year:
        raise NotThisYear(day=until, last=last)
    held = _held(days, over=spans.span(last, kind=SpanKind.YTD))
    if unit not in held:
        raise UnknownUnit(unit=unit)
    usual = {
        name: {code: allowance.statistic(known, pollutant=code) for code, known in row.items()}
        for name, row in held.items()
    }
    found = [
        _milestone(unit, held, over=spans.span(last, kind=SpanKind.YTD), coming=0, composition=composition)
    ]
    coming = 0
    for month in spans.spans(last + timedelta(days=1), until, kind=SpanKind.MONTH):
        more = (month.last - max(month.first - timedelta(days=1), last)).days
        coming += more
        for name, row in held.items():
            for code in POLLUTANTS:
                level = _level(name, code, month=month.name, stated=stated, usual=usual[name][code])
                if level is not None:
                    row[code].extend([level] * more)
        over = spans.span(month.last, kind=SpanKind.YTD)
        found.append(_milestone(unit, held, over=over, coming=coming, composition=composition))
    return tuple(found)


def _held(days: pl.DataFrame, *, over: Span) -> dict[str, dict[str, list[Fraction]]]:
    """Return the exact daily values of each unit and pollutant in a span."""
    for column in ("unit", "day"):
        if column not in days.columns:
            raise frames.MissingColumn(column=column, present=days.columns)
    inside = days.filter(pl.col("day").is_between(over.first, over.last))
    result: dict[str, dict[str, list[Fraction]]] = {}
    for part in inside.partition_by("unit", maintain_order=True):
        result[part["unit"][0]] = {
            code: [fraction_of(value) for value in _numbers(part, column=column)]
            for code, column in DAY_COLUMNS.items()
        }
    return result


def _numbers(part: pl.DataFrame, *, column: str) -> Sequence[float]:
    """Return the values that a column has."""
    values = frames.column_floats(part, column)
    found: list[float] = values[values == values].tolist()
    return found


def _level(unit: str, code: str, *, month: str, stated: Stated, usual: Fraction | None) -> Fraction | None:
    """Return the level that the days of a month are taken to have; None for a unit without any value."""
    told = stated.get(month, {}).get(unit, {})
    if code in told:
        return fraction_of(told[code])
    if usual is None and told:
        raise NotStated(unit=unit, pollutant=code, month=month)
    return usual


def _milestone(
    unit: str,
    held: Mapping[str, Mapping[str, Sequence[Fraction]]],
    *,
    over: Span,
    coming: int,
    composition: Composition,
) -> Milestone:
    """Rank everybody by the values they have."""
    values: dict[str, dict[str, Number | None]] = {}
    for name, row in held.items():
        values[name] = {}
        for code in POLLUTANTS:
            exact = allowance.statistic(row[code], pollutant=code)
            digits = allowance.period_digits(code, rounding=composition.values)
            values[name][code] = None if exact is None else gbt8170.round_to(exact, digits=digits)
    totals = {name: composition.total(row) for name, row in values.items()}
    found = ranking.rank(totals)
    place = found.place_of(unit)
    return Milestone(
        over=over,
        coming=coming,
        values=values[unit],
        total=totals[unit],
        place=None if place is None else place.place,
        ranking=found,
    )
