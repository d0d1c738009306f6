"""Values of a month, a quarter or a year from its days, ready for the composite index."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daily
from airshed.assessment.percentile import percentile
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import fraction_of
from airshed.indices import frames
from airshed.standards import gbt8170

MIN_DAYS_MONTH = 27
MIN_DAYS_FEBRUARY = 25
MIN_DAYS_YEAR = 324

PERCENT = {"co": 95, "o3": 90}
"""Percentile of daily values that stands for the period; the other four are means (环办监测〔2018〕19号)."""

_DAY_COLUMNS = {"so2": "so2", "no2": "no2", "co": "co", "o3": "o3_8h", "pm10": "pm10", "pm25": "pm25"}


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

    Notes
    -----
    The law asks 27 valid days of each month (25 of February) and 324 of a whole year; the same is asked of CO
    and O3.

    References
    ----------
    GB 3095-2026 table 4; HJ 663-2013 annex A; 环办监测〔2018〕19号.
    """
    if min_days is None and not _is_whole_months(first, last):
        raise NotWholeMonths(first=first, last=last)
    if "day" not in days.columns:
        raise frames.MissingColumn(column="day", present=days.columns)
    inside = days.filter(pl.col("day").is_between(first, last))
    groups: list[tuple[dict[str, object], pl.DataFrame]] = [({}, inside)]
    if "station" in days.columns:
        parts = inside.sort("station", "day").partition_by("station", maintain_order=True)
        groups = [({"station": part["station"][0]}, part) for part in parts]
    rows = [
        key | _values_of(part, first=first, last=last, min_days=min_days, rounding=rounding)
        for key, part in groups
    ]
    return pl.DataFrame(rows, schema=_schema(days))


def good_days(indices: Iterable[int | None]) -> GoodDays:
    """Count the days with an index up to 100 among those that have one.

    Examples
    --------
    >>> good_days([50, 100, 101, None])
    GoodDays(good=2, valid=3, share=Decimal('66.7'))
    """
    known = [index for index in indices if index is not None]
    good = sum(index <= 100 for index in known)
    share = gbt8170.round_to(Fraction(100 * good, len(known)), digits=1) if known else None
    return GoodDays(good=good, valid=len(known), share=share)


def _schema(days: pl.DataFrame) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Columns of the answer and their types."""
    codes = [code for code, column in _DAY_COLUMNS.items() if column in days.columns]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {}
    if "station" in days.columns:
        schema["station"] = days.schema["station"]
    schema |= dict.fromkeys(codes, pl.Float64)
    schema |= {f"n_{code}": pl.Int32 for code in codes}
    schema |= {f"why_{code}": pl.String for code in codes}
    return schema


def _values_of(
    part: pl.DataFrame, *, first: date, last: date, min_days: int | None, rounding: PeriodRounding
) -> dict[str, object]:
    """Values of one station or district."""
    result: dict[str, object] = {}
    dates = part["day"].to_list()
    for code, column in _DAY_COLUMNS.items():
        if column not in part.columns:
            continue
        values = frames.column_floats(part, column)
        present = np.flatnonzero(~np.isnan(values)).tolist()
        found = [fraction_of(float(values[place])) for place in present]
        valid = [dates[place] for place in present]
        enough = len(valid) >= min_days if min_days is not None else _is_enough(valid, first=first, last=last)
        value = _statistic(found, code=code, rounding=rounding) if found and enough else None
        why = Shortfall.TOO_FEW_DAYS if found else Shortfall.NO_VALUES
        result |= {code: value, f"n_{code}": len(found), f"why_{code}": None if value is not None else why}
    return result


def _statistic(values: Sequence[Fraction], *, code: str, rounding: PeriodRounding) -> float:
    """Return the rounded mean or percentile that stands for a period."""
    digits = daily.digits(code) + (rounding is PeriodRounding.ONE_MORE)
    if code in PERCENT:
        return float(gbt8170.round_to(percentile(values, percent=PERCENT[code]), digits=digits))
    return float(gbt8170.round_to(sum(values, Fraction(0)) / len(values), digits=digits))


def _is_whole_months(first: date, last: date) -> bool:
    """Say whether a period begins on a first and ends on a last day of a month."""
    return first.day == 1 and (last + timedelta(days=1)).day == 1 and first <= last


def _is_enough(valid: Sequence[date], *, first: date, last: date) -> bool:
    """Say whether every month, and a whole year, has the valid days that the law asks."""
    counts: dict[tuple[int, int], int] = {}
    for day in valid:
        counts[day.year, day.month] = counts.get((day.year, day.month), 0) + 1
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        needed = MIN_DAYS_FEBRUARY if monthrange(year, month)[1] < 30 else MIN_DAYS_MONTH
        if counts.get((year, month), 0) < needed:
            return False
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    whole_year = (first.month, last.month) == (1, 12) and first.year == last.year
    return not whole_year or len(valid) >= MIN_DAYS_YEAR
