"""Hourly rows laid out as one row per station and local day, one column per hour."""

from typing import NamedTuple

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.decimals import FloatArray, IntArray
from airshed.indices import frames

HOURS = 24

_HOUR_US = 3_600_000_000
_DENSE = 16


class NotAnHour(AirshedError):
    """A row does not begin on the hour of the local clock."""

    def __init__(self, *, begins_at: object) -> None:
        self.begins_at = begins_at
        super().__init__(f"a row begins at {begins_at}; hourly rows begin on the hour")


class NaiveTime(AirshedError):
    """A column of times has no zone, so nobody can say which hour is meant."""

    def __init__(self, *, column: str) -> None:
        self.column = column
        super().__init__(f"column {column!r} has no time zone; times in UTC are needed")


class RepeatedHour(AirshedError):
    """The same hour of a station is there twice."""

    def __init__(self, *, station: object, begins_at: object) -> None:
        self.station = station
        self.begins_at = begins_at
        super().__init__(
            f"station {station} has the hour {begins_at} twice; one row per station and hour is needed"
        )


class InfiniteHour(AirshedError):
    """An hour holds infinity, which nobody measured."""

    def __init__(self, *, column: str, station: object, begins_at: object) -> None:
        self.column = column
        self.station = station
        self.begins_at = begins_at
        super().__init__(
            f"column {column!r} of station {station} is infinite in the hour {begins_at}; a finite number or "
            "a missing value is needed"
        )


class DayGrid(NamedTuple):
    """Where each hourly row belongs: ``keys`` has one row per station and day; ``row`` points to it."""

    keys: pl.DataFrame
    row: IntArray
    hour: IntArray

    def spread(self, values: FloatArray) -> FloatArray:
        """Lay hourly values out, shape (n_days, 24), NaN where there is no row."""
        grid = np.full((self.keys.height, HOURS), np.nan)
        grid[self.row, self.hour] = values
        return grid


def day_grid(hourly: pl.DataFrame, *, utc_offset_hours: float) -> DayGrid:
    """Cut hours into local days.

    Parameters
    ----------
    hourly : DataFrame
        Columns ``station`` and ``begins_at`` (start of the hour, UTC-aware), in any order.
    utc_offset_hours : float
        Local time minus UTC; a fixed offset, no daylight saving. [h]

    Returns
    -------
    DayGrid
        Keys ``station`` and ``day``, sorted; `RepeatedHour` and `NotAnHour` where rows are not one per hour.
    """
    station, since = placed(hourly, utc_offset_hours=utc_offset_hours)
    day, hour = since // HOURS, since % HOURS
    first, span = (int(day.min()), int(np.ptp(day)) + 1) if day.size else (0, 1)
    row, cells = _numbered(station * span + (day - first))
    at = np.zeros(len(cells), dtype=np.int64)
    at[row] = np.arange(len(row))
    days = pl.Series("day", (cells % span + first).astype(np.int32)).cast(pl.Date)
    return DayGrid(hourly.select(pl.col("station").gather(pl.Series(at))).with_columns(days), row, hour)


def placed(hourly: pl.DataFrame, *, utc_offset_hours: float) -> tuple[IntArray, IntArray]:
    """Return each row's station, numbered by name, and local hour since 1970; refuse what `day_grid` does.

    Parameters
    ----------
    hourly : DataFrame
        ``station`` and ``begins_at`` (start of the hour, aware).
    utc_offset_hours : float
        Local time minus UTC. [h]

    Returns
    -------
    tuple of ndarray, each of shape (n_rows,)
        Number of the station by name, and local hours since 1970-01-01.

    Raises
    ------
    MissingColumn, RepeatedHour
        Where a column lacks, or a station has an hour twice; times are refused as by `utc_times`.
    """
    for column in ("station", "begins_at"):
        if column not in hourly.columns:
            raise frames.MissingColumn(column=column, present=hourly.columns)
    station, since = ranks(hourly["station"]), local_hours(hourly, utc_offset_hours=utc_offset_hours)
    _refuse_repeats(hourly, station=station, since=since)
    return station, since


def ranks(units: pl.Series) -> IntArray:
    """Number the distinct names in their order, 0 for null.

    Parameters
    ----------
    units : Series
        Names, null where there is none.

    Returns
    -------
    ndarray of int, shape (n,)
        1 for the first name in their order, 2 for the next …
    """
    names = units.cast(pl.String) if isinstance(units.dtype, pl.Categorical) else units
    return names.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()


def local_hours(hourly: pl.DataFrame, *, utc_offset_hours: float) -> IntArray:
    """Return the local hours since 1970-01-01 that rows begin with; `NotAnHour` where one does not.

    Parameters
    ----------
    hourly : DataFrame
        ``begins_at``, aware.
    utc_offset_hours : float
        Local time minus UTC. [h]

    Returns
    -------
    ndarray of int, shape (n_rows,)
        Whole hours. [h]

    Raises
    ------
    NotAnHour
        Where a row does not begin on a full local hour.
    """
    local = utc_times(hourly).to_numpy().view(np.int64) + round(utc_offset_hours * _HOUR_US)
    since = local // _HOUR_US
    odd = since * _HOUR_US != local
    if odd.any():
        raise NotAnHour(begins_at=hourly["begins_at"][int(odd.argmax())])
    return np.asarray(since, dtype=np.int64)


def utc_times(hourly: pl.DataFrame) -> pl.Series:
    """Return ``begins_at`` as UTC microseconds, refusing times that are naive or absent.

    Parameters
    ----------
    hourly : DataFrame
        ``begins_at``.

    Returns
    -------
    Series of Datetime (µs, UTC)
        One a row.

    Raises
    ------
    NotATime, NaiveTime, MissingTime
        Where the column holds no times, times without a zone, or an empty cell.
    """
    series = hourly["begins_at"]
    if not isinstance(series.dtype, pl.Datetime):
        raise frames.NotATime(column="begins_at", dtype=series.dtype)
    if series.dtype.time_zone is None:
        raise NaiveTime(column="begins_at")
    if series.null_count():
        raise frames.MissingTime(column="begins_at", row=int(series.is_null().arg_max() or 0))
    utc = series if series.dtype.time_zone == "UTC" else series.dt.convert_time_zone("UTC")
    return utc if series.dtype.time_unit == "us" else utc.dt.cast_time_unit("us")


def _numbered(cell: IntArray) -> tuple[IntArray, IntArray]:
    """Number the distinct cells in their order: the number of each, and the cells."""
    if cell.size and int(cell.max()) <= _DENSE * cell.size:
        taken = np.zeros(int(cell.max()) + 1, dtype=np.bool_)
        taken[cell] = True
        return (np.cumsum(taken) - 1)[cell], np.flatnonzero(taken)
    cells, row = np.unique(cell, return_inverse=True)
    return row, cells


def _refuse_repeats(hourly: pl.DataFrame, *, station: IntArray, since: IntArray) -> None:
    """Refuse a second row for the same station and hour."""
    step = (np.diff(station) > 0) | ((np.diff(station) == 0) & (np.diff(since) > 0))
    if step.all():
        return
    order = np.lexsort((since, station))
    same = (np.diff(station[order]) == 0) & (np.diff(since[order]) == 0)
    if same.any():
        first = int(np.minimum(order[:-1][same], order[1:][same]).min())
        raise RepeatedHour(station=hourly["station"][first], begins_at=hourly["begins_at"][first])
