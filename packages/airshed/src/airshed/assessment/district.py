"""A district's values: its stations' hours are averaged first, then the day is made of those hours.

Stations count alike by law; where a place gives them weights, each hour is the weighted mean.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction
from math import gcd, lcm

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daily, daygrid, kernel, shortfall
from airshed.assessment.daygrid import InfiniteHour
from airshed.assessment.shortfall import Shortfall
from airshed.assessment.sums import Sums
from airshed.decimals import IntArray, NotFinite, Number, fraction_of, is_missing
from airshed.indices import frames
from airshed.standards.tables import POLLUTANTS

FEW_STATIONS = 4
"""Below this number of stations half of them are enough (HJ 663-2013; see `needed_stations`)."""

MOST_TIMES = 1_000_000
"""How often a station may count, the weights of a district being taken to whole numbers without a divisor."""


class NoStations(AirshedError):
    """A district's value was asked for without any station."""

    def __init__(self) -> None:
        super().__init__("there is no station; a district's value needs at least one")


class BadWeight(AirshedError):
    """A station's weight is no number above nought, or too fine or large to count exactly."""

    def __init__(self, *, station: str, weight: object) -> None:
        self.station = station
        self.weight = weight
        super().__init__(
            f"station {station} has the weight {weight}; a number above 0 is needed, and the weights of a "
            f"district must be to one another as whole numbers up to {MOST_TIMES:,}"
        )


def needed_stations(total: int) -> int:
    """Return how many stations must have a value: 75 % of four or more, half of fewer, rounded up.

    Parameters
    ----------
    total : int
        Stations of the district.

    Returns
    -------
    int
        At least how many of them.

    References
    ----------
    HJ 663-2013, as widely applied; the clause itself was not seen.

    Examples
    --------
    >>> [needed_stations(total) for total in (1, 2, 3, 4, 5, 8)]
    [1, 1, 2, 3, 4, 6]
    """
    return -(-3 * total // 4) if total >= FEW_STATIONS else -(-total // 2)


def times_of(weights: Mapping[str, Number]) -> dict[str, int]:
    """Take weights to the smallest whole numbers that are to one another as they are.

    Parameters
    ----------
    weights : mapping
        Weight of each station, above 0; a float stands for its shortest decimal. [any unit]

    Returns
    -------
    dict
        How often each station counts; 1 for all where all weights are equal.

    Raises
    ------
    BadWeight
        Where a weight is not a number above 0, or too large.

    Examples
    --------
    >>> from decimal import Decimal
    >>> times_of({"a": 1, "b": Decimal("0.5"), "c": 0.25})
    {'a': 4, 'b': 2, 'c': 1}
    """
    exact: dict[str, Fraction] = {}
    for station, weight in weights.items():
        if is_missing(weight):
            raise BadWeight(station=station, weight=weight)
        try:
            exact[station] = fraction_of(weight)
        except NotFinite as error:
            raise BadWeight(station=station, weight=weight) from error
        if exact[station] <= 0:
            raise BadWeight(station=station, weight=weight)
    over = lcm(*(one.denominator for one in exact.values()))
    whole = {station: int(one * over) for station, one in exact.items()}
    divisor = gcd(*whole.values()) or 1
    times = {station: one // divisor for station, one in whole.items()}
    for station, one in times.items():
        if one > MOST_TIMES:
            raise BadWeight(station=station, weight=weights[station])
    return times


def district_hours(
    hourly: pl.DataFrame,
    *,
    stations: Collection[str] | None = None,
    weights: Mapping[str, Number] | None = None,
) -> pl.DataFrame:
    """Hourly values of a district.

    Parameters
    ----------
    hourly : DataFrame
        ``station``, ``begins_at`` (start of the hour, UTC-aware) and any of ``pm25 pm10 so2 no2 co o3``, null
        or NaN where invalid; one row per station and hour, in any order. [µg m⁻³; CO mg m⁻³]
    stations : collection of str, optional
        All stations that count, also those without rows; the stations of the frame where not given.
    weights : mapping, optional
        Weight of each station that counts, in the place of ``stations``: an hour is ΣwC / Σw over the
        stations that have a value. Whether enough have one is counted by heads, as the law counts them.

    Returns
    -------
    DataFrame
        One row per hour, sorted: ``begins_at``; each pollutant rounded by law, null with too few stations;
        ``n_<pollutant>``, stations with a value; ``why_<pollutant>``. [µg m⁻³; CO mg m⁻³]

    Notes
    -----
    For display and for the hourly index. The day is made of the exact hours, not of these rounded ones
    (`district_days`): GB/T 8170 rounds once. Weights are no law: HJ 663-2013 takes the plain mean, which
    equal weights give to the last digit.
    """
    used, total, times = _of_district(hourly, stations=stations, weights=weights)
    begun, hour = _hours(used)
    none, few = shortfall.code(Shortfall.NO_VALUES), shortfall.code(Shortfall.TOO_FEW_STATIONS)
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in POLLUTANTS if code in hourly.columns):
        sums = _sums(used, hour=hour, n_hours=begun.height, pollutant=pollutant, times=times)
        digits = daily.digits(pollutant)
        steps = kernel.means(sums.parts(np.arange(begun.height)[:, None]), digits=digits)
        why = kernel.codes_by_count(sums.n, needed=needed_stations(total), none=none, few=few)
        columns[pollutant] = daily.Column(np.where(why == 0, steps / 10**digits, np.nan), sums.n, why)
    return daily.with_columns(begun, columns)


def district_days(
    hourly: pl.DataFrame,
    *,
    stations: Collection[str] | None = None,
    weights: Mapping[str, Number] | None = None,
    utc_offset_hours: float = 8,
) -> pl.DataFrame:
    """Daily values of a district.

    Parameters
    ----------
    hourly, stations, weights
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
    used, total, times = _of_district(hourly, stations=stations, weights=weights)
    begun, hour = _hours(used)
    grid = daygrid.day_grid(begun.with_columns(station=pl.lit("")), utc_offset_hours=utc_offset_hours)
    keys = grid.keys.select("day")
    cells = np.full((keys.height, daygrid.HOURS), -1, dtype=np.int64)
    cells[grid.row, grid.hour] = np.arange(begun.height)
    limits = daily.o3_limits(keys["day"])
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in (*daily.MEANS, "o3") if code in hourly.columns):
        sums = _sums(used, hour=hour, n_hours=begun.height, pollutant=pollutant, times=times)
        hours = sums.parts(cells, needed=needed_stations(total))
        columns |= daily.columns_of(hours, pollutant=pollutant, limits=limits)
    return daily.with_columns(keys, columns)


def _of_district(
    hourly: pl.DataFrame, *, stations: Collection[str] | None, weights: Mapping[str, Number] | None
) -> tuple[pl.DataFrame, int, IntArray | None]:
    """Return the rows of the stations that count, how many stations there are, how often each row counts.

    The last is None where all count alike. Repeated hours are refused.
    """
    daygrid.day_grid(hourly, utc_offset_hours=0)
    named = weights if weights is not None else stations
    counted = set(hourly["station"].to_list() if named is None else named)
    if not counted and hourly.height:
        raise NoStations
    used = hourly.filter(pl.col("station").is_in(sorted(counted)))
    times = {} if weights is None else times_of(weights)
    if len(set(times.values())) <= 1:
        return used, len(counted), None
    rows = used["station"].replace_strict(list(times), list(times.values()), return_dtype=pl.Int64)
    return used, len(counted), rows.to_numpy()


def _sums(
    used: pl.DataFrame, *, hour: IntArray, n_hours: int, pollutant: str, times: IntArray | None
) -> Sums:
    """Add the stations' values of each hour up."""
    sums = Sums(n_hours)
    try:
        sums.add(hour, frames.column_floats(used, pollutant), times=times)
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
