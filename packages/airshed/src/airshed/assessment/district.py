"""A district's values: its stations' hours are averaged first, then the day is made of those hours."""

from collections.abc import Collection

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daily, daygrid, kernel, shortfall
from airshed.assessment.daygrid import InfiniteHour
from airshed.assessment.shortfall import Shortfall
from airshed.assessment.sums import Sums
from airshed.decimals import IntArray, NotFinite
from airshed.indices import frames
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
    times, hour = _hours(used)
    none, few = shortfall.code(Shortfall.NO_VALUES), shortfall.code(Shortfall.TOO_FEW_STATIONS)
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in POLLUTANTS if code in hourly.columns):
        sums = _sums(used, hour=hour, n_hours=times.height, pollutant=pollutant)
        digits = daily.digits(pollutant)
        steps = kernel.means(sums.parts(np.arange(times.height)[:, None]), digits=digits)
        why = kernel.codes_by_count(sums.n, needed=needed_stations(total), none=none, few=few)
        columns[pollutant] = daily.Column(np.where(why == 0, steps / 10**digits, np.nan), sums.n, why)
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
    times, hour = _hours(used)
    grid = daygrid.day_grid(times.with_columns(station=pl.lit("")), utc_offset_hours=utc_offset_hours)
    keys = grid.keys.select("day")
    cells = np.full((keys.height, daygrid.HOURS), -1, dtype=np.int64)
    cells[grid.row, grid.hour] = np.arange(times.height)
    limits = daily.o3_limits(keys["day"])
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in (*daily.MEANS, "o3") if code in hourly.columns):
        sums = _sums(used, hour=hour, n_hours=times.height, pollutant=pollutant)
        hours = sums.parts(cells, needed=needed_stations(total))
        columns |= daily.columns_of(hours, pollutant=pollutant, limits=limits)
    return daily.with_columns(keys, columns)


def _of_district(hourly: pl.DataFrame, *, stations: Collection[str] | None) -> tuple[pl.DataFrame, int]:
    """Return the rows of the stations that count, and how many stations there are; refuse repeated hours."""
    daygrid.day_grid(hourly, utc_offset_hours=0)
    counted = set(hourly["station"].to_list() if stations is None else stations)
    if not counted and hourly.height:
        raise NoStations
    return hourly.filter(pl.col("station").is_in(sorted(counted))), len(counted)


def _sums(used: pl.DataFrame, *, hour: IntArray, n_hours: int, pollutant: str) -> Sums:
    """Add the stations' values of each hour up."""
    sums = Sums(n_hours)
    try:
        sums.add(hour, frames.column_floats(used, pollutant))
    except NotFinite as error:
        row = int(used[pollutant].is_infinite().arg_max() or 0)
        station, begins_at = used["station"][row], used["begins_at"][row]
        raise InfiniteHour(column=pollutant, station=station, begins_at=begins_at) from error
    return sums


def _hours(used: pl.DataFrame) -> tuple[pl.DataFrame, IntArray]:
    """Return the hours that have rows, sorted, and the number of each row's hour."""
    times = used.select("begins_at").unique().sort("begins_at")
    placed = used.join(times.with_row_index("hour"), on="begins_at", how="left", maintain_order="left")
    return times, placed["hour"].cast(pl.Int64).to_numpy()
