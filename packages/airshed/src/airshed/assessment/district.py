"""A district's values: its stations' hours are averaged first, then the day is made of those hours."""

from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daily, daygrid, exact
from airshed.assessment.dayhours import DayHours
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import MICRO, BoolArray, FloatArray, IntArray, fraction_of, millionths
from airshed.indices import frames
from airshed.standards import gbt8170
from airshed.standards.tables import POLLUTANTS

FEW_STATIONS = 4
"""Below this number of stations half of them are enough (HJ 663-2013; see `needed_stations`)."""


class NoStations(AirshedError):
    """A district's value was asked for without any station."""

    def __init__(self) -> None:
        super().__init__("there is no station; a district's value needs at least one")


def needed_stations(total: int) -> int:
    """Return how many stations must have a value: 75 % of four or more, half of fewer, rounded up.

    References
    ----------
    HJ 663-2013, as widely applied; the clause itself was not seen.

    Examples
    --------
    >>> [needed_stations(total) for total in (1, 2, 3, 4, 5, 8)]
    [1, 1, 2, 3, 4, 6]
    """
    return -(-3 * total // 4) if total >= FEW_STATIONS else -(-total // 2)


def district_hours(hourly: pl.DataFrame, *, stations: Collection[str] | None = None) -> pl.DataFrame:
    """Hourly values of a district.

    Parameters
    ----------
    hourly : DataFrame
        ``station``, ``begins_at`` (start of the hour, UTC-aware) and any of ``pm25 pm10 so2 no2 co o3``, null
        or NaN where invalid; one row per station and hour, in any order. [µg m⁻³; CO mg m⁻³]
    stations : collection of str, optional
        All stations that count, also those without rows; the stations of the frame where not given.

    Returns
    -------
    DataFrame
        One row per hour, sorted: ``begins_at``; each pollutant rounded by law, null with too few stations;
        ``n_<pollutant>``, stations with a value; ``why_<pollutant>``. [µg m⁻³; CO mg m⁻³]

    Notes
    -----
    For display and for the hourly index. The day is made of the exact hours, not of these rounded ones
    (`district_days`): GB/T 8170 rounds once.
    """
    used, total = _of_district(hourly, stations=stations)
    times = used.select("begins_at").unique().sort("begins_at")
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in POLLUTANTS if code in hourly.columns):
        sums = _hour_sums(used, times=times, pollutant=pollutant)
        columns[pollutant] = _hour_column(sums, digits=daily.digits(pollutant), needed=needed_stations(total))
    return daily.with_columns(times, columns)


def district_days(
    hourly: pl.DataFrame, *, stations: Collection[str] | None = None, utc_offset_hours: float = 8
) -> pl.DataFrame:
    """Daily values of a district.

    Parameters
    ----------
    hourly, stations
        As in `district_hours`.
    utc_offset_hours : float
        Local time minus UTC, for cutting days. [h]

    Returns
    -------
    DataFrame
        One row per local day, sorted, with the columns of `airshed.assessment.daily.daily_values` except
        ``station``; parts are the district's valid hours and windows.

    References
    ----------
    HJ 663-2013: the arithmetic mean over stations of each hour, then step by step to the day.
    """
    used, total = _of_district(hourly, stations=stations)
    times = used.select("begins_at").unique().sort("begins_at")
    grid = daygrid.day_grid(times.with_columns(station=pl.lit("")), utc_offset_hours=utc_offset_hours)
    keys = grid.keys.select("day")
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in (*daily.MEANS, "o3") if code in hourly.columns):
        sums = _hour_sums(used, times=times, pollutant=pollutant)
        hours = _day_hours(sums, grid=grid, needed=needed_stations(total))
        if pollutant == "o3":
            columns["o3_8h"] = daily.max_8h_of(hours, limits=daily.o3_limits(keys["day"]))
            columns["o3_1h_max"] = daily.max_hours_of(hours)
        else:
            columns[pollutant] = daily.means_of(hours, digits=daily.digits(pollutant))
    return daily.with_columns(keys, columns)


class _HourSums(NamedTuple):
    """Sum over stations of each hour in millionths, number of values, and whether the sum is exact.

    ``values`` holds what was summed and ``hour`` which hour each of them belongs to.
    """

    total: IntArray
    n: IntArray
    inexact: BoolArray
    values: FloatArray
    hour: IntArray

    def mean(self, hour: int) -> Fraction:
        """Exact mean over stations of one hour that has values."""
        found = [fraction_of(value) for value in self.values[self.hour == hour].tolist()]
        return sum(found, Fraction(0)) / len(found)


def _of_district(hourly: pl.DataFrame, *, stations: Collection[str] | None) -> tuple[pl.DataFrame, int]:
    """Return the rows of the stations that count, and how many stations there are; refuse repeated hours."""
    daygrid.day_grid(hourly, utc_offset_hours=0)
    counted = set(hourly["station"].to_list() if stations is None else stations)
    if not counted and hourly.height:
        raise NoStations
    return hourly.filter(pl.col("station").is_in(sorted(counted))), len(counted)


def _hour_sums(used: pl.DataFrame, *, times: pl.DataFrame, pollutant: str) -> _HourSums:
    """Add the stations' values of each hour up, exactly."""
    placed = used.join(times.with_row_index("hour"), on="begins_at", how="left", maintain_order="left")
    values = frames.column_floats(used, pollutant)
    here = ~np.isnan(values)
    values, hour = values[here], placed["hour"].cast(pl.Int64).to_numpy()[here]
    amounts = millionths(values)
    total = np.zeros(times.height, dtype=np.int64)
    np.add.at(total, hour, amounts.units)
    inexact = np.bincount(hour, weights=amounts.beside != 0, minlength=times.height) > 0
    return _HourSums(total, np.bincount(hour, minlength=times.height), inexact, values, hour)


def _hour_column(sums: _HourSums, *, digits: int, needed: int) -> daily.Column:
    """Round the hours' means by law and withhold those of too few stations."""
    n = np.maximum(sums.n, 1)
    over = n * (MICRO // 10**digits)
    steps = gbt8170.half_even_array(sums.total, over)
    low = gbt8170.half_even_array(sums.total - n, over)
    high = gbt8170.half_even_array(sums.total + n, over)
    for hour in np.flatnonzero(sums.inexact & (low != high)).tolist():
        steps[hour] = int(gbt8170.round_to(sums.mean(hour) * 10**digits, digits=0))
    enough = sums.n >= needed
    why: list[str | None] = [
        None if ok else Shortfall.TOO_FEW_STATIONS if count else Shortfall.NO_VALUES
        for ok, count in zip(enough.tolist(), sums.n.tolist(), strict=True)
    ]
    return daily.Column(np.where(enough, steps / 10**digits, np.nan), sums.n, why)


def _day_hours(sums: _HourSums, *, grid: daygrid.DayGrid, needed: int) -> DayHours:
    """Lay the hours' means out by days; hours of too few stations are missing."""
    shape = (grid.keys.height, daygrid.HOURS)
    units, which = np.zeros(shape, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    enough = sums.n >= needed
    n = np.maximum(sums.n, 1)
    row, hour = grid.row[enough], grid.hour[enough]
    units[row, hour] = gbt8170.half_even_array(sums.total, n)[enough]
    which[row, hour] = np.flatnonzero(enough)
    inexact = np.zeros(shape[0], dtype=np.bool_)
    inexact[row[(sums.inexact | (sums.total % n != 0))[enough]]] = True

    def exactly(day: int) -> exact.Hours:
        return [None if place < 0 else sums.mean(place) for place in which[day].tolist()]

    return DayHours(units, which >= 0, inexact, exactly)
