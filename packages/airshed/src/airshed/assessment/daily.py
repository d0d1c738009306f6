"""A day's values of each station from its hours: daily means, the maximum hour and the maximum 8 h of O3."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from airshed.assessment import daygrid, kernel, shortfall
from airshed.assessment.daygrid import InfiniteHour
from airshed.assessment.kernel import Parts
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import FloatArray, IntArray, NotFinite
from airshed.indices import frames
from airshed.standards import registry
from airshed.standards.tables import Period

MIN_HOURS = 20
"""Valid hours that a daily mean needs (GB 3095-2012 and -2026, table 4)."""

MIN_WINDOWS = 14
"""Valid 8 h averages that a daily maximum needs, unless it is above the limit (HJ 663-2013, -2026, 6.1.2)."""

MEANS = ("pm25", "pm10", "so2", "no2", "co")
"""Pollutants whose day is the mean of its hours."""


class Column(NamedTuple):
    """One value per day: rounded by law, NaN where missing; how many parts; and the code of the shortfall.

    ``why`` holds 0 for none and else the place of the `Shortfall` in `shortfall.TEXTS`.
    """

    values: FloatArray
    parts: NDArray[np.int32]
    why: NDArray[np.uint8]


def digits(pollutant: str) -> int:
    """Return the decimal places that the law keeps of a concentration (HJ 633-2026 4.2.2, 4.2.3).

    Parameters
    ----------
    pollutant : str
        Pollutant code.

    Returns
    -------
    int
        1 for CO (mg m⁻³), 0 for the others (µg m⁻³).

    References
    ----------
    HJ 633-2026 4.2.2, 4.2.3.
    """
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

    Raises
    ------
    InfiniteHour
        Where an hour is infinite; it names station and hour. Rows are refused as by `day_grid`.

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
    limits = o3_limits(grid.keys["day"])
    columns: dict[str, Column] = {}
    for pollutant in (*MEANS, "o3"):
        if pollutant not in hourly.columns:
            continue
        values = frames.column_floats(hourly, pollutant)
        try:
            hours = kernel.of_floats(grid.spread(values))
        except NotFinite as error:
            row = int(np.isinf(values).argmax())
            station, begins_at = hourly["station"][row], hourly["begins_at"][row]
            raise InfiniteHour(column=pollutant, station=station, begins_at=begins_at) from error
        columns |= columns_of(hours, pollutant=pollutant, limits=limits)
    return with_columns(grid.keys, columns)


def columns_of(hours: Parts, *, pollutant: str, limits: FloatArray) -> dict[str, Column]:
    """Return the daily columns of one pollutant by name; ``limits`` are the days' 8 h limits of O3.

    Parameters
    ----------
    hours : Parts
        Hours of local days, 24 a row. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        Pollutant code.
    limits : ndarray, shape (n_days,)
        8 h limits of O3 on the days; read for O3 only. [µg m⁻³]

    Returns
    -------
    dict of str to Column
        ``o3_8h`` and ``o3_1h_max`` for O3, else the pollutant itself; NaN where withheld. [as ``hours``]
    """
    if pollutant == "o3":
        return {"o3_8h": max_8h_of(hours, limits=limits), "o3_1h_max": max_hours_of(hours)}
    return {pollutant: means_of(hours, digits=digits(pollutant))}


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
    return means_of(kernel.of_floats(hours), digits=digits, min_hours=min_hours)


def day_max_hours(hours: FloatArray, *, min_hours: int = MIN_HOURS) -> Column:
    """Largest valid hour of each day, as `day_means` takes them, to a whole µg m⁻³.

    Parameters
    ----------
    hours : ndarray, shape (n_days, 24)
        Hourly concentrations of local days, first column 00:00–01:00, NaN where invalid. [µg m⁻³]
    min_hours : int
        Valid hours a day must have. [h]

    Returns
    -------
    Column
        Arrays of shape (n_days,); NaN for days short of ``min_hours``. [µg m⁻³]

    References
    ----------
    GB 3095-2026 table 4, by analogy: no clause counts the hours of a daily maximum hour.
    """
    return max_hours_of(kernel.of_floats(hours), min_hours=min_hours)


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
    return max_8h_of(kernel.of_floats(hours), limits=limits, min_windows=min_windows)


def means_of(hours: Parts, *, digits: int, min_hours: int = MIN_HOURS) -> Column:
    """Mean of each day's valid hours, as `day_means`, of hours in whole units.

    Parameters
    ----------
    hours : Parts
        Hours of local days in whole units, 24 a row. [µg m⁻³; CO mg m⁻³]
    digits : int
        Decimal places kept.
    min_hours : int
        Valid hours a day must have. [h]

    Returns
    -------
    Column
        Arrays of shape (n_days,); NaN for days short of ``min_hours``. [as ``hours``]

    References
    ----------
    GB 3095-2026 table 4; GB/T 8170.
    """
    steps = kernel.means(hours, digits=digits)
    short = Shortfall.TOO_FEW_HOURS
    return _judged(steps / 10**digits, parts=hours.n, needed=min_hours, short=short)


def max_hours_of(hours: Parts, *, min_hours: int = MIN_HOURS) -> Column:
    """Largest valid hour of each day, as `day_max_hours`, of hours in whole units.

    Parameters
    ----------
    hours : Parts
        Hours of local days in whole units, 24 a row. [µg m⁻³]
    min_hours : int
        Valid hours a day must have. [h]

    Returns
    -------
    Column
        Arrays of shape (n_days,); NaN for days short of ``min_hours``. [µg m⁻³]
    """
    steps = kernel.largest(hours, digits=0)
    return _judged(steps, parts=hours.n, needed=min_hours, short=Shortfall.TOO_FEW_HOURS)


def max_8h_of(hours: Parts, *, limits: FloatArray, min_windows: int = MIN_WINDOWS) -> Column:
    """Daily maximum 8 h average, as `day_max_8h`, of hours in whole units.

    Parameters
    ----------
    hours : Parts
        Hourly O3 of local days in whole units, 24 a row. [µg m⁻³]
    limits : ndarray, shape (n_days,)
        8 h limit of each day. [µg m⁻³]
    min_windows : int
        Valid windows a day must have, unless its maximum is above the limit.

    Returns
    -------
    Column
        Arrays of shape (n_days,), NaN where withheld. [µg m⁻³]

    References
    ----------
    HJ 663-2013 and -2026, 6.1.2.
    """
    steps, windows = kernel.largest_8h(hours)
    column = _judged(steps, parts=windows, needed=min_windows, short=Shortfall.TOO_FEW_WINDOWS)
    kept = np.flatnonzero((windows > 0) & (windows < min_windows) & (steps > limits))
    column.values[kept] = steps[kept]
    column.why[kept] = shortfall.code(Shortfall.KEPT_ABOVE_LIMIT)
    return column


def o3_limits(days: pl.Series) -> FloatArray:
    """Return the second-grade 8 h limit of O3 on each day. [µg m⁻³]

    Parameters
    ----------
    days : Series of date
        Local days.

    Returns
    -------
    ndarray, shape (n_days,)
        Limits in force on them; days before the first edition are read by it. [µg m⁻³]

    References
    ----------
    GB 3095-2012 and -2026, table 1.
    """
    starts = np.array([one.in_force.since for one in registry.LIMIT_SETS], dtype="datetime64[D]")
    each = [one.limit("o3", period=Period.HOURS_8) for one in registry.LIMIT_SETS]
    which = np.searchsorted(starts, days.to_numpy().astype("datetime64[D]"), side="right") - 1
    table = np.array([float(limit or 0) for limit in each])
    return table[np.clip(which, 0, None)]


def with_columns(keys: pl.DataFrame, columns: dict[str, Column]) -> pl.DataFrame:
    """Put values, counts and shortfalls beside their keys, null where missing.

    Parameters
    ----------
    keys : DataFrame
        Station and day of each row.
    columns : dict of str to Column
        Daily columns by name, arrays of shape (n_rows,). [µg m⁻³; CO mg m⁻³]

    Returns
    -------
    DataFrame
        ``keys`` with each value, its ``n_`` and its ``why_``.
    """
    values = {name: pl.Series(column.values, nan_to_null=True) for name, column in columns.items()}
    parts = {f"n_{name}": pl.Series(column.parts) for name, column in columns.items()}
    why = {f"why_{name}": shortfall.texts(column.why) for name, column in columns.items()}
    return keys.with_columns(**values, **parts, **why)


def _judged(values: FloatArray, *, parts: IntArray, needed: int, short: Shortfall) -> Column:
    """Withhold the values that have too few parts, and say why."""
    none, few = shortfall.code(Shortfall.NO_VALUES), shortfall.code(short)
    why = kernel.codes_by_count(parts, needed=needed, none=none, few=few)
    return Column(np.where(why == 0, values, np.nan), parts.astype(np.int32), why)
