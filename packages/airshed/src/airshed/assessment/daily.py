"""A day's values of each station from its hours: daily means, the maximum hour and the maximum 8 h of O3."""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed.assessment import daygrid, dayhours, exact
from airshed.assessment.dayhours import DayHours
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import MICRO, BoolArray, FloatArray, IntArray
from airshed.indices import frames
from airshed.standards import gbt8170, registry
from airshed.standards.tables import Period

MIN_HOURS = 20
"""Valid hours that a daily mean needs (GB 3095-2012 and -2026, table 4)."""

MIN_WINDOWS = 14
"""Valid 8 h averages that a daily maximum needs, unless it is above the limit (HJ 663-2013, -2026, 6.1.2)."""

MEANS = ("pm25", "pm10", "so2", "no2", "co")
"""Pollutants whose day is the mean of its hours."""

_COMMON_HOURS = 168
_SHARE = {hours: _COMMON_HOURS // hours for hours in range(exact.WINDOW_MIN_HOURS, exact.WINDOW_HOURS + 1)}


class Column(NamedTuple):
    """One value per day: rounded by law, NaN where missing; how many parts; and the shortfall or None."""

    values: FloatArray
    parts: IntArray
    why: list[str | None]


def digits(pollutant: str) -> int:
    """Return the decimal places that the law keeps of a concentration (HJ 633-2026 4.2.2, 4.2.3)."""
    return 1 if pollutant == "co" else 0


def daily_values(hourly: pl.DataFrame, *, utc_offset_hours: float = 8) -> pl.DataFrame:
    """Valid daily values of each station.

    Parameters
    ----------
    hourly : DataFrame
        ``station``; ``begins_at``, the start of the hour, UTC; and any of ``pm25 pm10 so2 no2 co o3``, null
        or NaN where invalid. One row per station and hour, in any order. [µg m⁻³; CO mg m⁻³]
    utc_offset_hours : float
        Local time minus UTC, for cutting days. [h]

    Returns
    -------
    DataFrame
        One row per station and local day with at least one row, sorted: ``station``, ``day``; for each
        pollutant given its column (O3: ``o3_8h`` and ``o3_1h_max``), rounded by law, null where missing;
        ``n_<column>``, valid hours (``n_o3_8h``: valid 8 h windows); ``why_<column>``, a `Shortfall` or null.
        [µg m⁻³; CO mg m⁻³]

    Notes
    -----
    A mean needs 20 valid hours. The daily maximum 8 h is over the windows that end at 8:00 to 24:00, each
    with 6 valid hours, and needs 14 of 17 windows, unless it is above the second-grade limit of the day: then
    it stands (``kept_above_limit``). The maximum hour is asked 20 valid hours like a mean; no clause was
    found for it. Sums, comparisons and the one rounding are exact (GB/T 8170, a half to even).

    References
    ----------
    GB 3095-2026 3.7–3.13, table 4; HJ 663-2013 and -2026, 6.1.2; HJ 633-2026 4.2.2, 4.2.3.

    Examples
    --------
    >>> from datetime import datetime, timedelta, timezone
    >>> start = datetime(2026, 3, 1, 16, tzinfo=timezone.utc)
    >>> hours = [start + timedelta(hours=k) for k in range(24)]
    >>> hourly = pl.DataFrame({"station": ["a"] * 24, "begins_at": hours, "pm25": [35.0, 36.0] * 12})
    >>> day = daily_values(hourly)
    >>> day.select("day", "pm25", "n_pm25").row(0)
    (datetime.date(2026, 3, 2), 36.0, 24)
    """
    grid = daygrid.day_grid(hourly, utc_offset_hours=utc_offset_hours)
    columns: dict[str, Column] = {}
    for pollutant in MEANS:
        if pollutant in hourly.columns:
            values = grid.spread(frames.column_floats(hourly, pollutant))
            columns[pollutant] = day_means(values, digits=digits(pollutant))
    if "o3" in hourly.columns:
        values = grid.spread(frames.column_floats(hourly, "o3"))
        columns["o3_8h"] = day_max_8h(values, limits=o3_limits(grid.keys["day"]))
        columns["o3_1h_max"] = day_max_hours(values)
    return with_columns(grid.keys, columns)


def day_means(hours: FloatArray, *, digits: int, min_hours: int = MIN_HOURS) -> Column:
    """Mean of each day's valid hours.

    Parameters
    ----------
    hours : ndarray, shape (n_days, 24)
        Hourly concentrations of local days, first column 00:00–01:00, NaN where invalid. [any unit]
    digits : int
        Decimal places kept, by GB/T 8170.
    min_hours : int
        Valid hours a day must have. [h]

    Returns
    -------
    Column
        Arrays of shape (n_days,).

    Examples
    --------
    >>> day_means(np.full((1, 24), 2.5), digits=0).values.tolist()
    [2.0]
    """
    return means_of(dayhours.of_floats(hours), digits=digits, min_hours=min_hours)


def day_max_hours(hours: FloatArray, *, min_hours: int = MIN_HOURS) -> Column:
    """Largest valid hour of each day, as `day_means` takes them, to a whole µg m⁻³."""
    return max_hours_of(dayhours.of_floats(hours), min_hours=min_hours)


def day_max_8h(hours: FloatArray, *, limits: FloatArray, min_windows: int = MIN_WINDOWS) -> Column:
    """Daily maximum 8 h average.

    Parameters
    ----------
    hours : ndarray, shape (n_days, 24)
        Hourly O3 of local days, first column 00:00–01:00, NaN where invalid. [µg m⁻³]
    limits : ndarray, shape (n_days,)
        8 h limit of each day. [µg m⁻³]
    min_windows : int
        Valid windows a day must have, unless its maximum is above the limit.

    Returns
    -------
    Column
        Arrays of shape (n_days,), whole µg m⁻³; ``parts`` counts valid windows (at most 17).

    Notes
    -----
    Windows of 6, 7 and 8 hours are compared as integers over their common multiple, 168.

    References
    ----------
    GB 3095-2026 table 4; HJ 663-2013 and -2026, 6.1.2.
    """
    return max_8h_of(dayhours.of_floats(hours), limits=limits, min_windows=min_windows)


def means_of(hours: DayHours, *, digits: int, min_hours: int = MIN_HOURS) -> Column:
    """Mean of each day's valid hours, as `day_means`, of hours in whole millionths."""
    n = hours.present.sum(axis=1)
    parts = np.maximum(n, 1) * (MICRO // 10**digits)
    total = hours.units.sum(axis=1)
    steps = _settled(total, over=parts, slack=n, hours=hours, digits=digits, of=exact.mean)
    return _judged(steps / 10**digits, parts=n, needed=min_hours, short=Shortfall.TOO_FEW_HOURS)


def max_hours_of(hours: DayHours, *, min_hours: int = MIN_HOURS) -> Column:
    """Largest valid hour of each day, as `day_max_hours`, of hours in whole millionths."""
    n = hours.present.sum(axis=1)
    best = np.where(hours.present, hours.units, np.iinfo(np.int64).min).max(axis=1, initial=-(MICRO**2))
    one = np.ones_like(n)
    steps = _settled(best, over=one * MICRO, slack=one, hours=hours, digits=0, of=exact.largest)
    return _judged(steps.astype(np.float64), parts=n, needed=min_hours, short=Shortfall.TOO_FEW_HOURS)


def max_8h_of(hours: DayHours, *, limits: FloatArray, min_windows: int = MIN_WINDOWS) -> Column:
    """Daily maximum 8 h average, as `day_max_8h`, of hours in whole millionths."""
    best, windows = _best_windows(hours)
    one = np.ones_like(windows)
    steps = _settled(
        best,
        over=one * (MICRO * _COMMON_HOURS),
        slack=one * _COMMON_HOURS,
        hours=hours,
        digits=0,
        of=_best_of,
    )
    short = Shortfall.TOO_FEW_WINDOWS
    column = _judged(steps.astype(np.float64), parts=windows, needed=min_windows, short=short)
    kept = (windows > 0) & (windows < min_windows) & (steps > limits)
    column.values[kept] = steps[kept]
    for place in np.flatnonzero(kept).tolist():
        column.why[place] = Shortfall.KEPT_ABOVE_LIMIT
    return column


def o3_limits(days: pl.Series) -> FloatArray:
    """Return the second-grade 8 h limit of O3 on each day. [µg m⁻³]"""
    known = {day: registry.limits(day).limit("o3", period=Period.HOURS_8) for day in days.unique().to_list()}
    return np.array([float(known[day] or 0) for day in days.to_list()], dtype=np.float64)


def with_columns(keys: pl.DataFrame, columns: dict[str, Column]) -> pl.DataFrame:
    """Put values, counts and shortfalls beside their keys, null where missing."""
    values = {name: pl.Series(column.values).fill_nan(None) for name, column in columns.items()}
    parts = {f"n_{name}": pl.Series(column.parts.astype(np.int32)) for name, column in columns.items()}
    why = {f"why_{name}": pl.Series(column.why, dtype=pl.String) for name, column in columns.items()}
    return keys.with_columns(**values, **parts, **why)


def _best_windows(hours: DayHours) -> tuple[IntArray, IntArray]:
    """Return each day's largest 8 h average, times 168 and in millionths, and how many averages are valid."""
    share = np.zeros(exact.WINDOW_HOURS + 1, dtype=np.int64)
    share[list(_SHARE)] = list(_SHARE.values())
    n_days = len(hours.units)
    best = np.full(n_days, np.iinfo(np.int64).min)
    windows = np.zeros(n_days, dtype=np.int64)
    for end in range(exact.WINDOW_HOURS, daygrid.HOURS + 1):
        part = slice(end - exact.WINDOW_HOURS, end)
        n = hours.present[:, part].sum(axis=1)
        valid = n >= exact.WINDOW_MIN_HOURS
        best = np.where(valid, np.maximum(best, hours.units[:, part].sum(axis=1) * share[n]), best)
        windows += valid
    best[windows == 0] = 0
    return best, windows


def _best_of(hours: exact.Hours) -> Fraction | None:
    """Return the largest 8 h average of a day."""
    return max(exact.windows_8h(hours), default=None)


def _settled(
    numerator: IntArray,
    *,
    over: IntArray,
    slack: IntArray,
    hours: DayHours,
    digits: int,
    of: Callable[[exact.Hours], Fraction | None],
) -> IntArray:
    """Round to whole steps; where ``slack`` could tip the rounding of an inexact day, ask the oracle."""
    steps = gbt8170.half_even_array(numerator, over)
    low = gbt8170.half_even_array(numerator - slack, over)
    high = gbt8170.half_even_array(numerator + slack, over)
    for place in np.flatnonzero(hours.inexact & (low != high)).tolist():
        value = of(hours.exactly(place))
        scaled = Fraction(0) if value is None else value * 10**digits
        steps[place] = gbt8170.half_even(scaled.numerator, scaled.denominator)
    return steps


def _judged(values: FloatArray, *, parts: IntArray, needed: int, short: Shortfall) -> Column:
    """Withhold the values that have too few parts, and say why."""
    enough: BoolArray = parts >= needed
    reasons = np.where(parts == 0, str(Shortfall.NO_VALUES), str(short))
    why: list[str | None] = [
        None if ok else reason for ok, reason in zip(enough.tolist(), reasons.tolist(), strict=True)
    ]
    return Column(np.where(enough, values, np.nan), parts, why)
