"""A district's values: its stations' hours are averaged first, then the day is made of those hours."""

from collections.abc import Collection, Sequence
from fractions import Fraction

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daily, daygrid, exact
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import fraction_of
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
    columns: dict[str, daily.Column] = {}
    times = used.select("begins_at").unique().sort("begins_at")
    for pollutant in (code for code in POLLUTANTS if code in hourly.columns):
        means = _hour_means(used, pollutant=pollutant)
        found = [means.get(time, (0, None)) for time in times["begins_at"].to_list()]
        columns[pollutant] = _hour_column(found, pollutant=pollutant, needed=needed_stations(total))
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
    needed = needed_stations(total)
    times = used.select("begins_at").unique().sort("begins_at")
    placed = daygrid.day_grid(times.with_columns(station=pl.lit("")), utc_offset_hours=utc_offset_hours)
    keys = placed.keys.select("day")
    columns: dict[str, daily.Column] = {}
    for pollutant in (code for code in (*daily.MEANS, "o3") if code in hourly.columns):
        means = _hour_means(used, pollutant=pollutant)
        days: list[list[Fraction | None]] = [[None] * daygrid.HOURS for _ in range(keys.height)]
        for time, row, hour in zip(times["begins_at"].to_list(), placed.row, placed.hour, strict=True):
            n, mean = means.get(time, (0, None))
            days[row][hour] = mean if n >= needed else None
        if pollutant == "o3":
            columns["o3_8h"] = _day_max_8h(days, limits=daily.o3_limits(keys["day"]).tolist())
            columns["o3_1h_max"] = _day_column([exact.largest(day) for day in days], days=days, digits=0)
        else:
            column = [exact.mean(day) for day in days]
            columns[pollutant] = _day_column(column, days=days, digits=daily.digits(pollutant))
    return daily.with_columns(keys, columns)


def _of_district(hourly: pl.DataFrame, *, stations: Collection[str] | None) -> tuple[pl.DataFrame, int]:
    """Return the rows of the stations that count, and how many stations there are; refuse repeated hours."""
    daygrid.day_grid(hourly, utc_offset_hours=0)
    counted = set(hourly["station"].to_list() if stations is None else stations)
    if not counted and hourly.height:
        raise NoStations
    return hourly.filter(pl.col("station").is_in(sorted(counted))), len(counted)


def _hour_means(used: pl.DataFrame, *, pollutant: str) -> dict[object, tuple[int, Fraction]]:
    """Return for each hour the number of stations with a value and the exact mean over them."""
    values = frames.column_floats(used, pollutant)
    present = (
        used.select("begins_at").with_columns(value=pl.Series(values)).filter(pl.col("value").is_not_nan())
    )
    sums: dict[object, tuple[int, Fraction]] = {}
    known: dict[float, Fraction] = {}
    for time, value in present.iter_rows():
        if value not in known:
            known[value] = fraction_of(value)
        n, total = sums.get(time, (0, Fraction(0)))
        sums[time] = (n + 1, total + known[value])
    return {time: (n, total / n) for time, (n, total) in sums.items()}


def _hour_column(
    found: Sequence[tuple[int, Fraction | None]], *, pollutant: str, needed: int
) -> daily.Column:
    """Round an hour's means by law and withhold those of too few stations."""
    values, why = np.full(len(found), np.nan), list[str | None]()
    for place, (n, mean) in enumerate(found):
        if mean is not None and n >= needed:
            values[place] = float(gbt8170.round_to(mean, digits=daily.digits(pollutant)))
            why.append(None)
        else:
            why.append(Shortfall.TOO_FEW_STATIONS if n else Shortfall.NO_VALUES)
    return daily.Column(values, np.array([n for n, _ in found], dtype=np.int64), why)


def _day_column(
    exact_values: list[Fraction | None], *, days: list[list[Fraction | None]], digits: int
) -> daily.Column:
    """Round a day's values by law and withhold those of too few hours."""
    values, why = np.full(len(days), np.nan), list[str | None]()
    parts = np.array([sum(hour is not None for hour in day) for day in days], dtype=np.int64)
    for place, (value, n) in enumerate(zip(exact_values, parts.tolist(), strict=True)):
        if value is not None and n >= daily.MIN_HOURS:
            values[place] = float(gbt8170.round_to(value, digits=digits))
            why.append(None)
        else:
            why.append(Shortfall.TOO_FEW_HOURS if n else Shortfall.NO_VALUES)
    return daily.Column(values, parts, why)


def _day_max_8h(days: list[list[Fraction | None]], *, limits: list[float]) -> daily.Column:
    """Daily maximum 8 h of exact hours, by the rule of `airshed.assessment.daily.day_max_8h`."""
    values, why = np.full(len(days), np.nan), list[str | None]()
    windows = [exact.windows_8h(day) for day in days]
    for place, (found, limit) in enumerate(zip(windows, limits, strict=True)):
        best = gbt8170.round_to(max(found), digits=0) if found else None
        if best is None:
            why.append(Shortfall.NO_VALUES)
        elif len(found) >= daily.MIN_WINDOWS or best > limit:
            values[place] = float(best)
            why.append(None if len(found) >= daily.MIN_WINDOWS else Shortfall.KEPT_ABOVE_LIMIT)
        else:
            why.append(Shortfall.TOO_FEW_WINDOWS)
    return daily.Column(values, np.array([len(found) for found in windows], dtype=np.int64), why)
