"""Hourly rows laid out as one row per station and local day, one column per hour."""

from datetime import timedelta
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.decimals import BoolArray, FloatArray, IntArray
from airshed.indices import frames

HOURS = 24


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
    for column in ("station", "begins_at"):
        if column not in hourly.columns:
            raise frames.MissingColumn(column=column, present=hourly.columns)
    local = hourly.select("station", local=utc_times(hourly) + timedelta(hours=utc_offset_hours))
    _refuse_odd_minutes(hourly, local["local"])
    cells = local.select("station", day=pl.col("local").dt.date(), hour=pl.col("local").dt.hour())
    keys = cells.select("station", "day").unique().sort("station", "day").with_row_index("row")
    placed = cells.join(keys, on=["station", "day"], how="left", maintain_order="left", nulls_equal=True)
    row = placed["row"].cast(pl.Int64).to_numpy()
    hour = placed["hour"].cast(pl.Int64).to_numpy()
    _refuse_repeats(hourly, row * HOURS + hour)
    return DayGrid(keys.drop("row"), row, hour)


def utc_times(hourly: pl.DataFrame) -> pl.Series:
    """Return ``begins_at`` as UTC microseconds without a zone, refusing times that are naive or absent."""
    series = hourly["begins_at"]
    if not isinstance(series.dtype, pl.Datetime):
        raise frames.NotATime(column="begins_at", dtype=series.dtype)
    if series.dtype.time_zone is None:
        raise NaiveTime(column="begins_at")
    if series.null_count():
        raise frames.MissingTime(column="begins_at", row=int(series.is_null().arg_max() or 0))
    return series.dt.epoch("us").cast(pl.Datetime("us"))


def _refuse_odd_minutes(hourly: pl.DataFrame, local: pl.Series) -> None:
    """Refuse rows that do not begin on the hour."""
    odd = local != local.dt.truncate("1h")
    if odd.any():
        raise NotAnHour(begins_at=hourly["begins_at"][int(odd.arg_max() or 0)])


def _refuse_repeats(hourly: pl.DataFrame, cell: IntArray) -> None:
    """Refuse a second row for the same station and hour."""
    repeated: BoolArray = pl.Series(cell).is_duplicated().to_numpy()
    if repeated.any():
        first = int(repeated.argmax())
        raise RepeatedHour(station=hourly["station"][first], begins_at=hourly["begins_at"][first])
