"""Averages over any stretch: days to years, quarters and seasons, rolling windows, moving years."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from airshed import AirshedError
from airshed.assessment import daily, daygrid, kernel, period, shortfall
from airshed.assessment.daily import Column
from airshed.assessment.percentile import NotAPercentage
from airshed.assessment.period import PeriodRounding
from airshed.assessment.shortfall import Shortfall
from airshed.decimals import FloatArray, IntArray, whole_units
from airshed.indices import frames

USUAL_SHARE = Fraction(3, 4)
"""Share of hours that an average is usually asked; the law's numbers are in `airshed.assessment.daily`."""

DIRECTION, SPEED = "wd", "ws"
"""The column that is averaged as a direction, by the mean wind vector, and the speeds it needs. [°, m s⁻¹]"""

_EXACT = 2.0**52
_STILL = 1e-9
_THURSDAY = 3  # 1970-01-01, counted from Monday

Days = NDArray[np.datetime64]


class Every(StrEnum):
    """What stretch of local days an average is over."""

    DAY = "day"
    WEEK = "week"
    """Monday to Sunday."""

    MONTH = "month"
    QUARTER = "quarter"
    """January to March, and so on."""

    SEASON = "season"
    """March to May, June to August, September to November, December to February of the next year."""

    HALF = "half"
    YEAR = "year"


class Align(StrEnum):
    """Where in its window a rolling average stands."""

    START = "start"
    CENTRE = "centre"
    """With an even number of hours one hour more lies after than before."""

    END = "end"


class NotAShare(AirshedError):
    """A share of valid hours was asked for outside 0 to 1."""

    def __init__(self, *, share: object) -> None:
        self.share = share
        super().__init__(f"{share} is no share of valid hours; a share lies between 0 and 1")


class NoWindow(AirshedError):
    """A window without an hour was asked for."""

    def __init__(self, *, hours: int) -> None:
        self.hours = hours
        super().__init__(f"a window of {hours} hours is not possible; it needs at least 1")


def averages(
    hourly: pl.DataFrame,
    *,
    every: Every,
    columns: Sequence[str],
    percent: int | None = None,
    min_share: Fraction | float = USUAL_SHARE,
    utc_offset_hours: float = 8,
) -> pl.DataFrame:
    """Mean, or a percentile, of the hours of each day, week, month, quarter, season, half-year or year.

    Parameters
    ----------
    hourly : DataFrame
        ``station``, ``begins_at`` (start of the hour, UTC-aware) and ``columns``, null or NaN where invalid;
        one row per station and hour, in any order. [any unit]
    every : Every
        The stretch of local days.
    columns : sequence of str
        What is averaged; ``wd`` as a direction, by the mean wind vector where there is a column ``ws``, by
        the mean unit vector where there is none.
    percent : int, optional
        0 to 100: this percentile, linear between its neighbours (0 the smallest, 50 the median, 100 the
        largest). Not given: the mean.
    min_share : Fraction or float
        Share of the hours of the calendar stretch that must be valid; at least one hour in any case.
    utc_offset_hours : float
        Local time minus UTC. [h]

    Returns
    -------
    DataFrame
        One row per station and stretch with a row, sorted: ``station``, ``first`` local day; each column, not
        rounded, null with too few hours; ``n_<column>`` valid hours; ``why_<column>``. [unit of the column]

    Raises
    ------
    NotAPercentage
        Where ``percent`` lies outside 0 to 100.

    Notes
    -----
    Hours that have no row are missing hours. Values of up to six decimals are summed exactly, finer ones as
    floats. A mean over a year here is over its hours, which is not the law's annual mean over its days
    (`airshed.assessment.period`). A direction whose vectors cancel is missing too.

    References
    ----------
    Percentiles: HJ 663-2013 annex A.

    Examples
    --------
    >>> from datetime import datetime, timedelta, timezone
    >>> start = datetime(2026, 3, 1, 16, tzinfo=timezone.utc)
    >>> hours = {"station": ["a"] * 24, "begins_at": [start + timedelta(hours=k) for k in range(24)]}
    >>> hourly = pl.DataFrame(hours | {"t": [k / 10 for k in range(24)]})
    >>> averages(hourly, every=Every.DAY, columns=["t"]).select("first", "t").row(0)
    (datetime.date(2026, 3, 2), 1.15)
    """
    share = _share(min_share)
    if percent is not None and not 0 <= percent <= 100:
        raise NotAPercentage(percent=percent)
    grid = daygrid.day_grid(hourly, utc_offset_hours=utc_offset_hours)
    first, until = _stretches(grid.keys["day"], every=every)
    days = grid.keys.with_columns(pl.Series("first", first)).with_row_index("row")
    keys = days.select("station", "first").unique(maintain_order=True).with_row_index("group")
    which = days.join(keys, on=["station", "first"], how="left", maintain_order="left", nulls_equal=True)
    group = which["group"].cast(pl.Int64).to_numpy()
    expected = np.zeros(keys.height, dtype=np.int64)
    expected[group] = (until - first).astype(np.int64) * daygrid.HOURS
    needed = np.maximum(-(-expected * share.numerator // share.denominator), 1)
    result: dict[str, Column] = {}
    for name in columns:
        values = frames.column_floats(hourly, name)
        speeds = np.ones(len(values))
        if name == DIRECTION and SPEED in hourly.columns:
            speeds = frames.column_floats(hourly, SPEED)
            values[np.isnan(speeds)] = np.nan
        of = _Groups(group[grid.row], keys.height, values)
        if name == DIRECTION:
            found = of.directions(speeds)
        else:
            found = of.means() if percent is None else of.percentiles(percent)
        result[name] = _judged(found, n=of.n, needed=needed)
    return daily.with_columns(keys.drop("group"), result)


def rolling(
    hourly: pl.DataFrame,
    *,
    column: str,
    hours: int,
    min_share: Fraction | float = USUAL_SHARE,
    align: Align = Align.END,
) -> pl.DataFrame:
    """Mean over a window of hours around each row.

    Parameters
    ----------
    hourly : DataFrame
        ``station``, ``begins_at`` (start of the hour, UTC-aware) and ``column``, null or NaN where invalid;
        one row per station and hour, in any order. [any unit]
    column : str
        What is averaged.
    hours : int
        Length of the window, 1 to 100,000. [h]
    min_share : Fraction or float
        Share of its hours that must be valid; at least one hour in any case.
    align : Align
        Whether the row is the last hour of its window, its first or its middle.

    Returns
    -------
    DataFrame
        One row per row of ``hourly``, in its order: ``station``, ``begins_at``, ``<column>_<hours>h``, not
        rounded, ``n_…`` and ``why_…``. [unit of the column]

    Raises
    ------
    NoWindow
        Where ``hours`` is below 1.

    Notes
    -----
    Hours that have no row are missing hours. For O3 by law, rounded, see `airshed.assessment.ozone`.

    References
    ----------
    GB 3095-2026 3.10 for the moving 8 h average.

    Examples
    --------
    >>> from datetime import datetime, timedelta, timezone
    >>> start = datetime(2026, 6, 1, tzinfo=timezone.utc)
    >>> times = [start + timedelta(hours=k) for k in range(4)]
    >>> day = pl.DataFrame({"station": ["a"] * 4, "begins_at": times, "o3": [10.0, 20.0, None, 40.0]})
    >>> rolling(day, column="o3", hours=3, min_share=Fraction(2, 3))["o3_3h"].to_list()
    [None, 15.0, 15.0, 30.0]
    """
    share = _share(min_share)
    if hours < 1:
        raise NoWindow(hours=hours)
    station, hour = daygrid.placed(hourly, utc_offset_hours=0)
    values = frames.column_floats(hourly, column)
    first = int(hour.min()) if hour.size else 0
    span = int(np.ptp(hour)) + 1 if hour.size else 0
    before = {Align.END: hours - 1, Align.CENTRE: (hours - 1) // 2, Align.START: 0}[align]
    line = np.full((int(station.max(initial=0)) + 1, span + hours), np.nan)
    line[station, hour - first + before] = values
    total, over, n = _window_sums(line, hours=hours)
    place = hour - first
    n_here = n[station, place]
    means = total[station, place] / np.maximum(n_here * over, 1)
    needed = np.full(len(place), max(-(-hours * share.numerator // share.denominator), 1))
    name = f"{column}_{hours}h"
    return daily.with_columns(
        hourly.select("station", "begins_at"), {name: _judged(means, n=n_here, needed=needed)}
    )


def moving_years(
    annual: pl.DataFrame,
    *,
    columns: Sequence[str],
    years: int = 3,
    min_years: int = 3,
    rounding: PeriodRounding = PeriodRounding.WHOLE,
) -> pl.DataFrame:
    """Mean of each year's value and those of the years before it.

    Parameters
    ----------
    annual : DataFrame
        ``station``, ``year`` and ``columns``, the values of whole years as published, null or NaN where
        missing; one row per station and year, in any order. [µg m⁻³; CO mg m⁻³]
    columns : sequence of str
        Pollutants to average.
    years, min_years : int
        Length of the window, and how many of its years must have a value.
    rounding : PeriodRounding
        Decimal places kept.

    Returns
    -------
    DataFrame
        One row per row of ``annual``, sorted by station and year: ``station``, ``year``; each column; ``n_…``
        years with a value; ``why_…``. [µg m⁻³; CO mg m⁻³]

    Notes
    -----
    HJ 663-2026 introduces an evaluation by three-year moving averages. Its text was not seen: how many of the
    three years must be valid and whether rounded values are averaged are assumptions, which is why both are
    parameters.

    References
    ----------
    HJ 663-2026, by the ministry's announcement of February 2026.

    Examples
    --------
    >>> annual = pl.DataFrame({"station": ["a"] * 3, "year": [2026, 2027, 2028], "pm25": [30.0, 28.0, 29.0]})
    >>> moving_years(annual, columns=["pm25"])["pm25"].to_list()
    [None, None, 29.0]
    """
    rows = annual.select("station", "year", *columns).sort("station", "year")
    station, year = daygrid.ranks(rows["station"]), rows["year"].cast(pl.Int64).to_numpy()
    first = int(year.min()) if year.size else 0
    span = int(np.ptp(year)) + 1 if year.size else 0
    result: dict[str, Column] = {}
    for name in columns:
        line = np.full((int(station.max(initial=0)) + 1, span + years - 1), np.nan)
        line[station, year - first + years - 1] = frames.column_floats(rows, name)
        last = line[station[:, None], (year - first)[:, None] + np.arange(years)]
        parts = kernel.of_floats(last)
        digits = daily.digits(name) + (rounding is PeriodRounding.ONE_MORE)
        result[name] = period.statistic_of(parts, percent=None, digits=digits, enough=parts.n >= min_years)
    return daily.with_columns(rows.select("station", "year"), result)


class _Groups(NamedTuple):
    """Values, NaN where missing, and the group of each."""

    group: IntArray
    n_groups: int
    values: FloatArray

    @property
    def n(self) -> IntArray:
        """Number of values of each group."""
        return np.bincount(self.group[~np.isnan(self.values)], minlength=self.n_groups)

    def means(self) -> FloatArray:
        """Mean of each group, NaN without values."""
        whole = whole_units(self.values)
        is_exact = whole.unsure is None and whole.largest * max(len(self.values), 1) < _EXACT
        units = whole.units if is_exact else np.where(whole.absent, 0.0, self.values)
        over = 10**whole.places if is_exact else 1
        total = np.bincount(self.group, weights=units, minlength=self.n_groups)
        with np.errstate(invalid="ignore"):
            return np.where(self.n > 0, total / np.maximum(self.n * over, 1), np.nan)

    def percentiles(self, percent: int) -> FloatArray:
        """Percentile of each group, NaN without values."""
        whole = whole_units(self.values)
        is_exact = whole.unsure is None and whole.largest * 100 < _EXACT
        units, over = (whole.units, 10**whole.places) if is_exact else (self.values, 1)
        present = np.flatnonzero(~whole.absent)
        order = present[np.lexsort((units[present], self.group[present]))]
        n = self.n
        start = np.concatenate([[0], np.cumsum(n)[:-1]]).astype(np.int64)
        below, rest = np.divmod(np.maximum(n - 1, 0) * percent, 100)
        known = np.flatnonzero(n)
        low = units[order[start[known] + below[known]]]
        high = units[order[start[known] + np.minimum(below[known] + 1, n[known] - 1)]]
        result = np.full(self.n_groups, np.nan)
        result[known] = (low * (100 - rest[known]) + high * rest[known]) / (100 * over)
        return result

    def directions(self, speeds: FloatArray) -> FloatArray:
        """Direction of the mean vector of each group, 0 to 360, NaN without one. [°]"""
        gone = np.isnan(self.values)
        angle, speed = np.deg2rad(np.where(gone, 0.0, self.values)), np.where(gone, 0.0, speeds)
        east = np.bincount(self.group, weights=np.sin(angle) * speed, minlength=self.n_groups)
        north = np.bincount(self.group, weights=np.cos(angle) * speed, minlength=self.n_groups)
        still = np.hypot(east, north) <= np.maximum(self.n, 1) * _STILL
        return np.where(still, np.nan, np.rad2deg(np.arctan2(east, north)) % 360)


def _share(share: Fraction | float) -> Fraction:
    """Return a share of valid hours as an exact number."""
    exact = Fraction(str(share)) if isinstance(share, float) else Fraction(share)
    if not 0 <= exact <= 1:
        raise NotAShare(share=share)
    return exact


def _stretches(days: pl.Series, *, every: Every) -> tuple[Days, Days]:
    """Return the first day of the stretch that holds each day, and the first day after it."""
    day = days.to_numpy().astype("datetime64[D]")
    if every is Every.DAY:
        return day, day + 1
    if every is Every.WEEK:
        monday = day - (day.astype(np.int64) + _THURSDAY) % 7
        return monday, monday + 7
    months = {Every.MONTH: 1, Every.QUARTER: 3, Every.SEASON: 3, Every.HALF: 6, Every.YEAR: 12}[every]
    shift = 1 if every is Every.SEASON else 0
    month = day.astype("datetime64[M]").astype(np.int64) + shift
    first = month // months * months - shift
    return (
        first.astype("datetime64[M]").astype("datetime64[D]"),
        (first + months).astype("datetime64[M]").astype("datetime64[D]"),
    )


def _window_sums(line: FloatArray, *, hours: int) -> tuple[FloatArray, int, IntArray]:
    """Sums over the windows that begin at each place, how many units are one, and numbers of values."""
    whole = whole_units(line)
    n = np.cumsum(np.pad(~whole.absent, ((0, 0), (1, 0))), axis=1)
    counts: IntArray = n[:, hours:] - n[:, :-hours]
    if whole.unsure is None and whole.largest * line.shape[1] < _EXACT:
        sums = np.cumsum(np.pad(whole.units, ((0, 0), (1, 0))), axis=1)
        return sums[:, hours:] - sums[:, :-hours], 10**whole.places, counts
    filled = np.where(whole.absent, 0.0, line)
    return np.lib.stride_tricks.sliding_window_view(filled, hours, axis=1).sum(axis=2), 1, counts


def _judged(values: FloatArray, *, n: IntArray, needed: IntArray) -> Column:
    """Withhold averages of too few hours, and say why; of directions also those that cancel."""
    none, few = shortfall.code(Shortfall.NO_VALUES), shortfall.code(Shortfall.TOO_FEW_HOURS)
    why = np.where(n == 0, none, np.where(n < needed, few, 0)).astype(np.uint8)
    return Column(np.where(why == 0, values, np.nan), n.astype(np.int32), why)
