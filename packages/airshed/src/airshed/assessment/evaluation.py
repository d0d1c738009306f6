"""Months and years of many units: means and percentiles beside limits, composite index, days by level."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from airshed.assessment import daily, kernel, period, shortfall
from airshed.assessment.daily import Column
from airshed.assessment.period import PERCENT, PeriodRounding
from airshed.assessment.spans import SpanKind
from airshed.assessment.statistics import LAW, STATISTICS, Rules, Statistic, Stretch
from airshed.decimals import BoolArray, FloatArray, IntArray
from airshed.indices import composite, exact, frames
from airshed.standards import registry
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS, Period

LEVELS = 6
GOOD_UP_TO = 100
"""A day is good with an index up to this: levels 1 and 2."""

_STEPS = 100
_UNKNOWN = 2

_Columns = dict[str, NDArray[Any]]

_Table = TypeVar("_Table", FloatArray, NDArray[np.int16], NDArray[np.int8])


class DayTables(NamedTuple):
    """Daily values and indices of some units, each of shape (n_units, n_days), the first day in ``first``.

    ``values`` holds daily columns, NaN where missing; ``aqi``, ``level`` and ``sub_indices``, by pollutant,
    hold -1 there.
    """

    units: pl.Series
    first: date
    values: Mapping[str, FloatArray]
    aqi: NDArray[np.int16]
    level: NDArray[np.int8]
    sub_indices: Mapping[str, NDArray[np.int16]]


class Evaluation(NamedTuple):
    """The two tables of an evaluation: one row per statistic, and one row per period."""

    statistics: pl.DataFrame
    periods: pl.DataFrame


def evaluate(tables: DayTables, *, over: Sequence[Stretch], rules: Rules = LAW) -> Evaluation:
    """Statistics, composite index and days by level of some periods.

    Parameters
    ----------
    tables : DayTables
        Daily values of the units; days of a period that they do not cover count as not valid. [µg m⁻³; CO mg
        m⁻³]
    over : sequence of Stretch
        The periods.
    rules : Rules
        Edition and roundings.

    Returns
    -------
    Evaluation
        Both tables begin with ``station period kind first last``, sorted by station, first and last day.

        ``statistics`` has one row per entry of `STATISTICS`: ``pollutant``, ``statistic``; ``value``, null
        where withheld; ``n_days`` valid of ``expected_days``, ``completeness`` in per cent; ``why``, a
        `Shortfall` or null; ``limit``, second grade, in force on the period's last day; ``index``, value over
        limit; for years ``attained`` and, above the limit, ``multiple``, the excess over the limit;
        ``days_over``, valid days above the daily limit of their own day, and ``share_over``, in per cent of
        the valid ones. [µg m⁻³; CO mg m⁻³]

        ``periods`` has ``so2 no2 pm10 pm25`` means, ``co`` 95th and ``o3`` 90th percentile as the composite
        index takes them; ``composite``, null while one is missing; ``single_<pollutant>``; ``largest``, the
        pollutants with the largest single index; ``denominators``; ``evaluation``, the sum over pollutants of
        the largest ``index``, and ``evaluation_largest``; ``attained``, for years: every statistic within its
        limit; ``expected_days``; ``index_days`` with an index, ``good_days`` up to 100, ``good_share`` of
        those with an index in per cent; ``level_1`` … ``level_6`` and ``primary_<pollutant>``, in days.

    Notes
    -----
    Only whole years are judged; the index of a shorter period stands beside the same limits for comparison.
    A period that is not made of whole months is asked 27 valid days of 31 in proportion, a design default.
    Every rounding is exact and half to even, and comparisons use the rounded value. A day with several
    primary pollutants counts for each of them. That an evaluation takes the larger of the two indices of a
    pollutant and sums them is practice under HJ 663; the clause was not seen.

    References
    ----------
    HJ 663-2013 and -2026 table 1 and annex A, as others state them; GB 3095-2026 tables 1 and 4;
    环办监测〔2018〕19号; HJ 633-2026 4.1.1, 5.3.1.
    """
    ordered = sorted(over, key=lambda one: (one.first, one.last, one.kind))
    statistics, periods = [], []
    for stretch in ordered:
        found = _found(tables, stretch, rules=rules)
        statistics += [_statistic_columns(one, stretch=stretch) for one in found]
        periods.append(_period_columns(tables, found, stretch=stretch, rules=rules))
    asked = [one for one in STATISTICS if DAY_COLUMNS[one.pollutant] in tables.values]
    return Evaluation(
        _statistic_frame(tables, statistics, over=ordered, asked=asked),
        _period_frame(tables, periods, over=ordered),
    )


def ranked(periods: pl.DataFrame) -> pl.DataFrame:
    """Put ``place`` beside ``composite``: the smallest of a period is first, equal ones share (1, 1, 3).

    Parameters
    ----------
    periods : DataFrame
        ``kind``, ``period`` and ``composite`` of each station.

    Returns
    -------
    DataFrame
        The same with ``place``, null without a composite index.

    References
    ----------
    Shared places: 1, 1, 3, as the published rankings give them.
    """
    place = pl.col("composite").rank("min").over("kind", "period").cast(pl.Int32)
    return periods.with_columns(place.alias("place"))


class _Found(NamedTuple):
    """One statistic of all units in one period; ``ratio`` and ``excess`` are NaN where there is no value."""

    of: Statistic
    column: Column
    limit: Decimal | None
    ratio: FloatArray
    excess: FloatArray
    is_above: BoolArray
    days_over: IntArray


def _found(tables: DayTables, stretch: Stretch, *, rules: Rules) -> list[_Found]:
    """Compute the statistics whose daily values there are."""
    result = []
    limits = rules.limits(stretch.last)
    for code in (code for code in POLLUTANTS if DAY_COLUMNS[code] in tables.values):
        values = _days_of(tables, tables.values[DAY_COLUMNS[code]], stretch=stretch, missing=np.nan)
        parts = kernel.of_floats(values)
        enough = period.is_enough(
            ~parts.absent, first=stretch.first, last=stretch.last, min_days=stretch.min_days
        )
        over = np.count_nonzero(values > _daily_limits(code, stretch=stretch, rules=rules), axis=1)
        digits = daily.digits(code) + (rules.rounding is PeriodRounding.ONE_MORE)
        for one in (one for one in STATISTICS if one.pollutant == code):
            column = period.statistic_of(parts, percent=one.percent, digits=digits, enough=enough)
            limit = limits.limit(code, period=one.limit)
            result.append(
                _Found(one, column, limit, *_against(column.values, limit=limit, digits=digits), over)
            )
    return result


def _against(
    values: FloatArray, *, limit: Decimal | None, digits: int
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Hold rounded values against a limit: value and excess over limit to two places, and which are above."""
    if limit is None:
        nothing = np.full(len(values), np.nan)
        return nothing, nothing, np.zeros(len(values), dtype=np.bool_)
    exactly = Fraction(limit) * 10**digits
    steps = np.rint(values * 10**digits) * exactly.denominator
    index = np.rint(steps * _STEPS / exactly.numerator) / _STEPS
    excess = np.rint((steps - exactly.numerator) * _STEPS / exactly.numerator) / _STEPS
    return index, excess, np.asarray(steps > exactly.numerator)


def _days_of(tables: DayTables, values: _Table, *, stretch: Stretch, missing: float) -> _Table:
    """Return the days of a period, shape (n_units, its days), ``missing`` on days that are not there."""
    start = (stretch.first - tables.first).days
    until = start + stretch.n_days
    if start >= 0 and until <= values.shape[1]:
        return values[:, start:until]
    result = np.full((len(values), stretch.n_days), missing, dtype=values.dtype)
    inside = slice(max(start, 0), max(min(until, values.shape[1]), 0))
    part = values[:, inside]
    result[:, inside.start - start : inside.start - start + part.shape[1]] = part
    return result


def _daily_limits(code: str, *, stretch: Stretch, rules: Rules) -> FloatArray:
    """Second-grade daily limit (O3: 8 h) of each day of a period, infinite where there is none."""
    of = Period.HOURS_8 if code == "o3" else Period.DAY
    result = np.full(stretch.n_days, np.inf)
    day = stretch.first
    while day <= stretch.last:
        limit = rules.limits(day).limit(code, period=of)
        result[(day - stretch.first).days :] = np.inf if limit is None else float(limit)
        changes = [one.in_force.since for one in registry.LIMIT_SETS if one.in_force.since > day]
        day = min(changes, default=stretch.last + timedelta(days=1))
    return result


def _statistic_columns(one: _Found, *, stretch: Stretch) -> _Columns:
    """One statistic of one period as columns, one entry per unit."""
    values, n = one.column.values, one.column.parts
    judged = ~np.isnan(values) & (stretch.kind == SpanKind.YEAR) & (one.limit is not None)
    return {
        "value": values,
        "n_days": n,
        "expected_days": np.full(len(n), stretch.n_days, dtype=np.int32),
        "completeness": _percent(n, of=stretch.n_days),
        "why": one.column.why,
        "limit": np.full(len(n), np.nan if one.limit is None else float(one.limit)),
        "index": one.ratio,
        "attained": np.where(judged, ~one.is_above, _UNKNOWN).astype(np.int8),
        "multiple": np.where(judged & one.is_above, one.excess, np.nan),
        "days_over": one.days_over,
        "share_over": _percent(one.days_over, of=n),
    }


def _period_columns(
    tables: DayTables, found: Sequence[_Found], *, stretch: Stretch, rules: Rules
) -> _Columns:
    """Composite index and days of one period as columns, one entry per unit."""
    n = len(tables.units)
    values = {
        one.of.pollutant: one.column.values
        for one in found
        if one.of.percent == PERCENT.get(one.of.pollutant)
    }
    by = composite.denominators_of(rules.limits(stretch.last))
    index = composite.composite_rows(
        values, denominators=by, rounding=rules.composite_rounding, weights=rules.weights
    )
    columns: _Columns = dict(values)
    columns["composite"] = index.total
    columns |= {f"single_{code}": one for code, one in index.singles.items()}
    columns["largest"] = _mask(index.largest, n=n)
    columns["denominators"] = np.full(n, _limit_set_number(by.name))
    return columns | _evaluated(found, stretch=stretch, n=n) | _day_counts(tables, stretch)


def _statistic_frame(
    tables: DayTables, rows: Sequence[_Columns], *, over: Sequence[Stretch], asked: Sequence[Statistic]
) -> pl.DataFrame:
    """Write statistics down, unit by unit, period by period."""
    n = len(tables.units)
    which = np.tile(np.arange(len(asked)), len(over) * n)
    columns = {
        "pollutant": _chosen([one.pollutant for one in asked], which=which),
        "statistic": _chosen([one.name for one in asked], which=which),
    }
    columns |= {name: _written(name, column) for name, column in _interleaved(rows, n=n).items()}
    return _keys(tables, over=over, each=len(asked)).with_columns(**columns)


def _period_frame(tables: DayTables, rows: Sequence[_Columns], *, over: Sequence[Stretch]) -> pl.DataFrame:
    """Write periods down, unit by unit."""
    columns = _interleaved(rows, n=len(tables.units))
    return _keys(tables, over=over, each=1).with_columns(
        **{name: _written(name, column) for name, column in columns.items()}
    )


def _interleaved(rows: Sequence[_Columns], *, n: int) -> _Columns:
    """Turn entries per unit, one set after another, into sets per unit."""
    if not rows:
        return {}
    return {name: np.stack([one[name] for one in rows]).T.reshape(-1) for name in rows[0]}


def _keys(tables: DayTables, *, over: Sequence[Stretch], each: int) -> pl.DataFrame:
    """Name unit and period of rows, ``each`` rows per period."""
    n = len(tables.units)
    unit = np.repeat(np.arange(n), len(over) * each)
    which = np.tile(np.repeat(np.arange(len(over)), each), n)
    return pl.DataFrame(
        {
            "station": tables.units.gather(pl.Series(unit)),
            "period": _chosen([one.name for one in over], which=which),
            "kind": _chosen([one.kind for one in over], which=which),
            "first": pl.Series([one.first for one in over], dtype=pl.Date).gather(pl.Series(which)),
            "last": pl.Series([one.last for one in over], dtype=pl.Date).gather(pl.Series(which)),
        }
    )


def _chosen(texts: Sequence[str], *, which: NDArray[np.int64]) -> pl.Series:
    """Return the text that each number points to."""
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(which))


def _written(name: str, column: NDArray[Any]) -> pl.Series:
    """Write a column down, null where missing."""
    if name == "why":
        return shortfall.texts(column)
    if name in ("largest", "evaluation_largest"):
        return frames.pollutants_of(column)
    if name == "denominators":
        return _chosen([composite.denominators_of(one).name for one in registry.LIMIT_SETS], which=column)
    if name == "attained":
        flags = pl.Series([False, True, None], dtype=pl.Boolean)
        return flags.gather(pl.Series(column % len(flags)).cast(pl.UInt32))
    if column.dtype == np.float64:
        return pl.Series(column, nan_to_null=True)
    return pl.Series(column.astype(np.int32))


def _limit_set_number(name: str) -> int:
    """Return the place of the limits whose denominators have a name."""
    return [composite.denominators_of(one).name for one in registry.LIMIT_SETS].index(name)


def _evaluated(found: Sequence[_Found], *, stretch: Stretch, n: int) -> _Columns:
    """Sum each pollutant's larger index, name the largest, and say whether all are within their limits."""
    largest: dict[str, FloatArray] = {}
    for one in found:
        code = one.of.pollutant
        largest[code] = np.fmax(largest[code], one.ratio) if code in largest else one.ratio
    complete = len(largest) == len(POLLUTANTS)
    total = sum(largest.values(), np.zeros(n)) if complete else np.full(n, np.nan)
    top = np.fmax.reduce([np.full(n, -np.inf), *largest.values()])
    above = np.logical_or.reduce([one.is_above for one in found])
    judged = ~np.isnan(total) & (stretch.kind == SpanKind.YEAR)
    return {
        "evaluation": np.rint(total * _STEPS) / _STEPS,
        "evaluation_largest": _mask({code: one == top for code, one in largest.items()}, n=n),
        "attained": np.where(judged, ~above, _UNKNOWN).astype(np.int8),
    }


def _day_counts(tables: DayTables, stretch: Stretch) -> _Columns:
    """Count the days of a period by index, level and primary pollutant."""
    aqi = _days_of(tables, tables.aqi, stretch=stretch, missing=-1)
    level = _days_of(tables, tables.level, stretch=stretch, missing=-1)
    known = np.count_nonzero(aqi >= 0, axis=1)
    good = np.count_nonzero((aqi >= 0) & (aqi <= GOOD_UP_TO), axis=1)
    counts: _Columns = {"index_days": known, "good_days": good, "good_share": _percent(good, of=known)}
    for number in range(1, LEVELS + 1):
        counts[f"level_{number}"] = np.count_nonzero(level == number, axis=1)
    for code, sub in tables.sub_indices.items():
        here = _days_of(tables, sub, stretch=stretch, missing=-1)
        counts[f"primary_{code}"] = np.count_nonzero((here == aqi) & (aqi > exact.PRIMARY_ABOVE), axis=1)
    return {"expected_days": np.full(len(known), stretch.n_days)} | counts


def _mask(flags: Mapping[str, BoolArray], *, n: int) -> NDArray[np.uint8]:
    """Gather flags of pollutants into one mask a row."""
    mask = np.zeros(n, dtype=np.uint8)
    for code, flag in flags.items():
        mask |= flag.astype(np.uint8) << np.uint8(POLLUTANTS.index(code))
    return mask


def _percent(part: NDArray[Any], *, of: NDArray[Any] | int) -> FloatArray:
    """Return shares in per cent to one place, half to even, NaN of nothing."""
    whole = np.maximum(of, 1)
    return np.where(np.asarray(of) > 0, np.rint(part * 1000 / whole) / 10, np.nan)
