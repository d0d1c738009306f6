"""Values of a month, a quarter or a year from its days, ready for the composite index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daily, daygrid, kernel, shortfall
from airshed.assessment.daily import Column
from airshed.assessment.kernel import Parts
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import BoolArray, FloatArray, IntArray
from airshed.indices import frames
from airshed.standards import gbt8170
from airshed.standards.tables import DAY_COLUMNS

MIN_DAYS_MONTH = 27
MIN_DAYS_FEBRUARY = 25
MIN_DAYS_YEAR = 324

PERCENT = {"co": 95, "o3": 90}
"""Percentile of daily values that stands for the period; the other four are means (环办监测〔2018〕19号)."""


class PeriodRounding(StrEnum):
    """Decimal places kept of a period's value before its single index is computed."""

    WHOLE = "whole"
    """Whole µg m⁻³, CO 0.1 mg m⁻³: what ranking systems do under HJ 663-2013."""

    ONE_MORE = "one_more"
    """0.1 µg m⁻³, CO 0.01 mg m⁻³: seen in one provincial system for HJ 663-2026; its text was not seen."""


class NotWholeMonths(AirshedError):
    """The law's minimum of days was asked for a period that is not made of whole months."""

    def __init__(self, *, first: date, last: date) -> None:
        self.first = first
        self.last = last
        super().__init__(
            f"{first} to {last} is not made of whole months; say how many valid days it needs (min_days)"
        )


class RepeatedDay(AirshedError):
    """The same day of a station, or of a district, is there twice."""

    def __init__(self, *, station: object, day: object) -> None:
        self.station = station
        self.day = day
        who = "the table" if station is None else f"station {station}"
        super().__init__(f"{who} has the day {day} twice; one row per station and day is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodDays:
    """Days with an index up to 100 among those that have one; ``share`` in per cent, None without any."""

    good: int
    valid: int
    share: Decimal | None


def period_values(
    days: pl.DataFrame,
    *,
    first: date,
    last: date,
    min_days: int | None = None,
    rounding: PeriodRounding = PeriodRounding.WHOLE,
) -> pl.DataFrame:
    """Valid values of a period for each station, or for one district.

    Parameters
    ----------
    days : DataFrame
        ``day`` and any of ``so2 no2 co o3_8h pm10 pm25``, null or NaN where missing, as `daily_values` (with
        ``station``) or `district_days` (without) give them; days outside the period are left out.
        [µg m⁻³; CO mg m⁻³]
    first, last : date
        First and last local day of the period.
    min_days : int, optional
        Valid days that each pollutant needs. Not given: the law's, for a period of whole months.
    rounding : PeriodRounding
        Decimal places kept.

    Returns
    -------
    DataFrame
        One row per station (one row in all without stations): ``so2 no2 pm10 pm25`` means, ``co`` 95th and
        ``o3`` 90th percentile, null where missing; ``n_<pollutant>`` valid days; ``why_<pollutant>``.
        [µg m⁻³; CO mg m⁻³]

    Raises
    ------
    NotWholeMonths
        Where ``min_days`` is not given and the period is not made of whole months.
    MissingColumn, RepeatedDay
        Where the table lacks ``day``, or has one twice.

    Notes
    -----
    The law asks 27 valid days of each month (25 of February) and 324 of a whole year; the same is asked of CO
    and O3.

    References
    ----------
    GB 3095-2026 table 4; HJ 663-2013 annex A; 环办监测〔2018〕19号.
    """
    if min_days is None and not is_whole_months(first, last):
        raise NotWholeMonths(first=first, last=last)
    if "day" not in days.columns:
        raise frames.MissingColumn(column="day", present=days.columns)
    table = day_table(days, first=first, last=last)
    columns: dict[str, Column] = {}
    for code, column in DAY_COLUMNS.items():
        if column in days.columns:
            parts = kernel.of_floats(table.spread(column))
            enough = is_enough(~parts.absent, first=first, last=last, min_days=min_days)
            digits = daily.digits(code) + (rounding is PeriodRounding.ONE_MORE)
            columns[code] = statistic_of(parts, percent=PERCENT.get(code), digits=digits, enough=enough)
    return daily.with_columns(table.keys, columns)


def statistic_of(parts: Parts, *, percent: int | None, digits: int, enough: BoolArray) -> Column:
    """Mean, or a percentile, of each row's days, withheld where the days are not ``enough``.

    Parameters
    ----------
    parts : Parts
        Daily values, one row per station, in whole units. [µg m⁻³; CO mg m⁻³]
    percent : int or None
        Percentile, or None for the mean.
    digits : int
        Decimal places kept, at most 2.
    enough : ndarray of bool, shape (n_rows,)
        Which rows have enough days.

    Returns
    -------
    Column
        Arrays of shape (n_rows,), NaN where withheld. [as ``parts``]

    References
    ----------
    HJ 663 annex A for percentiles.
    """
    steps = (
        kernel.means(parts, digits=digits)
        if percent is None
        else kernel.percentiles(parts, percent=percent, digits=digits)
    )
    valid = enough & (parts.n > 0)
    few, none = shortfall.code(Shortfall.TOO_FEW_DAYS), shortfall.code(Shortfall.NO_VALUES)
    why = np.where(parts.n == 0, none, np.where(valid, 0, few)).astype(np.uint8)
    return Column(np.where(valid, steps / 10**digits, np.nan), parts.n.astype(np.int32), why)


def is_enough(present: BoolArray, *, first: date, last: date, min_days: int | None = None) -> BoolArray:
    """Say of each row of days whether they are enough: by the law, or by a number.

    Parameters
    ----------
    present : ndarray of bool, shape (n_rows, n_days)
        Which days of the period are valid.
    first, last : date
        First and last local day of the period.
    min_days : int, optional
        Days needed. Not given: 27 of each month that the period touches (25 of February), and 324 of a whole
        year.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        Whether they are enough.

    References
    ----------
    GB 3095-2026 table 4.
    """
    n = np.count_nonzero(present, axis=1)
    if min_days is not None:
        return np.asarray(n >= min_days)
    enough = np.ones(len(present), dtype=np.bool_)
    starts = _month_starts(first, last)
    for start, until in pairwise([*starts, last + timedelta(days=1)]):
        needed = MIN_DAYS_FEBRUARY if start.month == 2 else MIN_DAYS_MONTH
        part = slice((start - first).days, (until - first).days)
        enough &= np.count_nonzero(present[:, part], axis=1) >= needed
    whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return enough & (n >= MIN_DAYS_YEAR) if whole_year else enough


class DayTable(NamedTuple):
    """Days of a period laid out: ``keys`` has one row per station, ``row`` and ``column`` point into it."""

    keys: pl.DataFrame
    inside: pl.DataFrame
    row: IntArray
    column: IntArray
    n_days: int

    def spread(self, column: str) -> FloatArray:
        """Lay a column out, shape (n_stations, n_days), NaN where there is no row."""
        grid = np.full((self.keys.height, self.n_days), np.nan)
        grid[self.row, self.column] = frames.column_floats(self.inside, column)
        return grid


def day_table(days: pl.DataFrame, *, first: date, last: date) -> DayTable:
    """Lay the days of a period out by station; `RepeatedDay` where a station has one twice.

    Parameters
    ----------
    days : DataFrame
        ``day`` and, where there is more than one, ``station``.
    first, last : date
        Ends of the period, both in it.

    Returns
    -------
    DayTable
        Rows inside the period and where each belongs, shape (n_stations, n_days).

    Raises
    ------
    RepeatedDay
        Where a station has a day twice.
    """
    inside = days.filter(pl.col("day").is_between(first, last))
    column = (inside["day"].cast(pl.Int32) - (first - date(1970, 1, 1)).days).cast(pl.Int64).to_numpy()
    n_days = (last - first).days + 1
    if "station" not in days.columns:
        keys, row = pl.DataFrame(height=1), np.zeros(len(column), dtype=np.int64)
    else:
        keys = inside.select("station").unique().sort("station")
        row = daygrid.ranks(inside["station"])
        row = row - row.min(initial=1)
    cells = row * n_days + column
    repeated = pl.Series(cells).is_duplicated()
    if repeated.any():
        place = int(repeated.arg_max() or 0)
        station = inside["station"][place] if "station" in inside.columns else None
        raise RepeatedDay(station=station, day=inside["day"][place])
    return DayTable(keys, inside, row, column, n_days)


def good_days(indices: Iterable[int | None]) -> GoodDays:
    """Count the days with an index up to 100 among those that have one.

    Parameters
    ----------
    indices : iterable of int or None
        Index of each day, None where it has none.

    Returns
    -------
    GoodDays
        Days up to 100, days with an index, and the share in per cent to 0.1; None without any.

    References
    ----------
    The share is taken of valid days, as published reports do; no clause was seen.

    Examples
    --------
    >>> good_days([50, 100, 101, None])
    GoodDays(good=2, valid=3, share=Decimal('66.7'))
    """
    known = [index for index in indices if index is not None]
    good = sum(index <= 100 for index in known)
    share = gbt8170.round_to(Fraction(100 * good, len(known)), digits=1) if known else None
    return GoodDays(good=good, valid=len(known), share=share)


def is_whole_months(first: date, last: date) -> bool:
    """Say whether a period begins on a first and ends on a last day of a month.

    Parameters
    ----------
    first, last : date
        Ends of a period, both in it.

    Returns
    -------
    bool
        Whether the law's numbers of days apply month by month.
    """
    return first.day == 1 and (last + timedelta(days=1)).day == 1 and first <= last


def _month_starts(first: date, last: date) -> list[date]:
    """Return the first day of each month of a period, in it or before it."""
    starts = [first]
    while True:
        after = (starts[-1].replace(day=1) + timedelta(days=32)).replace(day=1)
        if after > last:
            return starts
        starts.append(after)
