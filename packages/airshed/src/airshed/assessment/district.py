"""A district's values: its stations' hours are averaged first, then the day is made of those hours."""

from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daily, daygrid, exact, kernel, shortfall
from airshed.assessment.kernel import Parts
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import BoolArray, FloatArray, IntArray, fraction_of, whole_units
from airshed.indices import frames
from airshed.standards.tables import POLLUTANTS

FEW_STATIONS = 4
"""Below this number of stations half of them are enough (HJ 663-2013; see `needed_stations`)."""

_LARGEST_SHARED = 2**31


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
    limits = daily.o3_limits(keys["day"])
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in (*daily.MEANS, "o3") if code in hourly.columns):
        sums = _hour_sums(used, times=times, pollutant=pollutant)
        hours = _day_hours(sums, grid=grid, needed=needed_stations(total))
        columns |= daily.columns_of(hours, pollutant=pollutant, limits=limits)
    return daily.with_columns(keys, columns)


class _HourSums(NamedTuple):
    """Sum over stations of each hour in whole units, units in one, number of values, and where it is unsure.

    ``values`` holds what was summed and ``hour``, in order, which hour each of them belongs to.
    """

    total: FloatArray
    over: int
    n: IntArray
    unsure: BoolArray
    values: FloatArray
    hour: IntArray

    def mean(self, hour: int) -> Fraction:
        """Exact mean over stations of one hour that has values."""
        since, until = np.searchsorted(self.hour, [hour, hour + 1])
        found = [fraction_of(value) for value in self.values[since:until].tolist()]
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
    order = np.argsort(hour, kind="stable")
    values, hour = values[order], hour[order]
    whole = whole_units(values)
    total = np.bincount(hour, weights=whole.units, minlength=times.height).astype(np.float64)
    unsure = np.zeros(times.height, dtype=np.bool_)
    if whole.unsure is not None:
        unsure[hour[whole.unsure]] = True
    n = np.bincount(hour, minlength=times.height)
    return _HourSums(total, 10**whole.places, n, unsure, values, hour)


def _hour_column(sums: _HourSums, *, digits: int, needed: int) -> daily.Column:
    """Round the hours' means by law and withhold those of too few stations."""
    steps = kernel.means(_parts(sums, rows=np.arange(len(sums.n))[:, None]), digits=digits)
    none, few = shortfall.code(Shortfall.NO_VALUES), shortfall.code(Shortfall.TOO_FEW_STATIONS)
    why = kernel.codes_by_count(sums.n, needed=needed, none=none, few=few)
    return daily.Column(np.where(why == 0, steps / 10**digits, np.nan), sums.n.astype(np.int32), why)


def _day_hours(sums: _HourSums, *, grid: daygrid.DayGrid, needed: int) -> Parts:
    """Lay the hours' means out by days; hours of too few stations are missing."""
    rows = np.full((grid.keys.height, daygrid.HOURS), -1, dtype=np.int64)
    enough = sums.n >= needed
    rows[grid.row[enough], grid.hour[enough]] = np.flatnonzero(enough)
    return _parts(sums, rows=rows)


def _parts(sums: _HourSums, *, rows: IntArray) -> Parts:
    """Make rows of the means of some hours (-1: none), over the multiple that their counts share."""
    absent = (rows < 0) | (sums.n[rows] == 0)
    n = np.where(absent, 1, sums.n[rows])
    shared = np.ones(len(rows), dtype=np.int64)
    for column in n.T:
        shared = np.where(shared < _LARGEST_SHARED, np.lcm(shared, column), shared)
    units = np.where(absent, 0.0, sums.total[rows] * (shared[:, None] // n))
    slack = (
        np.where(sums.unsure[rows] & ~absent, shared[:, None], 0).max(axis=1, initial=0).astype(np.float64)
    )
    slack[shared >= _LARGEST_SHARED] = np.inf

    def exactly(row: int) -> exact.Hours:
        return [
            None if gone else sums.mean(hour)
            for gone, hour in zip(absent[row].tolist(), rows[row].tolist(), strict=True)
        ]

    over = (shared * sums.over).astype(np.float64)
    count = rows.shape[1] - np.count_nonzero(absent, axis=1)
    return kernel.bounded(Parts(units, over, absent, count, slack if slack.any() else None, exactly))
