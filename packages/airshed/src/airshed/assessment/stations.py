"""Hours of whole stations on the calendar: one row per station and local day, one column per hour."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daygrid, kernel
from airshed.assessment.daygrid import HOURS, InfiniteHour, RepeatedHour
from airshed.assessment.kernel import Parts
from airshed.decimals import FloatArray, IntArray, NotFinite
from airshed.indices import frames

_EPOCH = date(1970, 1, 1)


class EmptyPeriod(AirshedError):
    """A period ends before it begins."""

    def __init__(self, *, first: date, last: date) -> None:
        self.first = first
        self.last = last
        super().__init__(f"the period ends on {last} and begins on {first}; it needs at least one day")


class NamelessStation(AirshedError):
    """A row does not say which station it is of."""

    def __init__(self, *, row: int) -> None:
        self.row = row
        super().__init__(f"row {row + 1} names no station; every row needs one")


class Scattered(AirshedError):
    """The rows of a station do not stand together, so it cannot be assessed before all rows were seen."""

    def __init__(self, *, station: object) -> None:
        self.station = station
        super().__init__(f"the rows of station {station} do not stand together")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The local days of a period, first and last included; ``utc_offset_hours`` is local time minus UTC."""

    first: date
    last: date
    utc_offset_hours: float = 8

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise EmptyPeriod(first=self.first, last=self.last)

    @property
    def n_days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def n_hours(self) -> int:
        """How many hours it has."""
        return self.n_days * HOURS

    @property
    def days(self) -> pl.Series:
        """Its days, in order."""
        return pl.date_range(self.first, self.last, timedelta(days=1), eager=True).alias("day")

    def hours_of(self, hourly: pl.DataFrame) -> IntArray:
        """Return the hour of the period that each row begins with; outside it negative or too large."""
        since = daygrid.local_hours(hourly, utc_offset_hours=self.utc_offset_hours)
        return since - (self.first - _EPOCH).days * HOURS

    def moment(self, hour: int) -> datetime:
        """Return the moment that an hour of the period begins, in UTC."""
        midnight = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)
        return midnight + timedelta(hours=hour - self.utc_offset_hours)


class Rows(NamedTuple):
    """Rows by station: ``starts`` says where those of each name begin; NaN where a value is missing."""

    names: list[object]
    starts: IntArray
    hour: IntArray
    values: dict[str, FloatArray]

    def part(self, first: int, until: int) -> "Rows":
        """Return the rows of the stations from the ``first`` on."""
        ends = np.append(self.starts, len(self.hour))
        cut = slice(int(ends[first]), int(ends[until]))
        values = {code: column[cut] for code, column in self.values.items()}
        return Rows(self.names[first:until], self.starts[first:until] - cut.start, self.hour[cut], values)


class Block(NamedTuple):
    """Hours of some whole stations by pollutant: rows of 24, the days of a station one after another."""

    names: list[object]
    hours: dict[str, Parts]


def rows_of(hourly: pl.DataFrame, *, calendar: Calendar, pollutants: Sequence[str]) -> Rows:
    """Take a batch of rows apart.

    Parameters
    ----------
    hourly : DataFrame
        ``station``, ``begins_at`` and ``pollutants``, null or NaN where invalid. [µg m⁻³; CO mg m⁻³]
    calendar : Calendar
        The days wanted; rows outside them stay.
    pollutants : sequence of str
        The columns wanted; `MissingColumn` where one is not there.

    Returns
    -------
    Rows
        One entry per run of rows of the same station. `NamelessStation` for a row that names none.
    """
    refuse_incomplete(hourly, pollutants=pollutants)
    units = hourly["station"]
    starts = np.empty(0, dtype=np.int64)
    if len(units):
        starts = np.append(0, np.flatnonzero((units[:-1] != units[1:]).to_numpy()) + 1)
    names = units.gather(pl.Series(starts)).to_list()
    return Rows(names, starts, calendar.hours_of(hourly), floats(hourly, pollutants))


def floats(hourly: pl.DataFrame, columns: Sequence[str]) -> dict[str, FloatArray]:
    """Return columns as float64, NaN where null, without copying what need not be copied.

    Parameters
    ----------
    hourly : DataFrame
        Rows of hours. [µg m⁻³; CO mg m⁻³]
    columns : sequence of str
        Columns to return.

    Returns
    -------
    dict of str to ndarray, each of shape (n_rows,)
        NaN where null. [as ``hourly``]
    """
    plain = [name for name in columns if hourly.schema[name] == pl.Float64]
    gaps = [name for name in plain if hourly[name].null_count()]
    filled = hourly.with_columns(pl.col(gaps).fill_null(float("nan"))) if gaps else hourly
    return {
        name: filled[name].to_numpy() if name in plain else frames.column_floats(hourly, name)
        for name in columns
    }


def whole_stations(batches: Iterable[Rows], *, size: int) -> Iterator[Rows]:
    """Cut a stream of rows into whole stations.

    Parameters
    ----------
    batches : iterable of Rows
        Those of a station one after another.
    size : int
        Stations to yield at a time, at most.

    Yields
    ------
    Rows
        One or several stations, none of them torn.

    Raises
    ------
    Scattered
        Where a station comes back after another.
    """
    carried: list[Rows] = []
    seen: set[object] = set()
    for batch in (batch for batch in batches if batch.names):
        begun = 0
        if carried and carried[0].names == batch.names[:1]:
            carried.append(batch.part(0, 1))
            begun = 1
        last = len(batch.names) - 1
        if begun > last:
            continue
        if carried:
            yield _one(carried)
        for name in batch.names[begun:]:
            if name in seen:
                raise Scattered(station=name)
            seen.add(name)
        for first in range(begun, last, size):
            yield batch.part(first, min(first + size, last))
        carried = [batch.part(last, last + 1)]
    if carried:
        yield _one(carried)


def block(rows: Rows, *, calendar: Calendar) -> Block:
    """Lay out the hours of whole stations.

    Parameters
    ----------
    rows : Rows
        The hours of a station in any order; those outside the period are left out.
    calendar : Calendar
        The days wanted.

    Returns
    -------
    Block
        Stations in the order of the rows. `RepeatedHour` and `InfiniteHour` where there is one.
    """
    shape = (len(rows.names) * calendar.n_days, HOURS)
    is_complete = rows.hour.size == shape[0] * HOURS and bool(
        (rows.hour.reshape(-1, calendar.n_hours) == np.arange(calendar.n_hours)).all()
    )
    if is_complete:
        grids = {code: column.reshape(shape) for code, column in rows.values.items()}
    else:
        run = np.repeat(np.arange(len(rows.starts)), np.diff(rows.starts, append=rows.hour.size))
        inside = np.flatnonzero((rows.hour >= 0) & (rows.hour < calendar.n_hours))
        cell = (run * calendar.n_hours + rows.hour)[inside]
        refuse_repeats(cell, names=rows.names, calendar=calendar)
        grids = {code: np.full(shape, np.nan) for code in rows.values}
        for code, column in rows.values.items():
            grids[code].reshape(-1)[cell] = column[inside]
    hours = {}
    for code, grid in grids.items():
        with infinity_named(grid, code, names=rows.names, calendar=calendar):
            hours[code] = kernel.of_floats(grid)
    return Block(rows.names, hours)


def refuse_incomplete(hourly: pl.DataFrame, *, pollutants: Sequence[str]) -> None:
    """Refuse rows without a column that is needed or without a station; rows count from the first here.

    Parameters
    ----------
    hourly : DataFrame
        Rows of hours. [µg m⁻³; CO mg m⁻³]
    pollutants : sequence of str
        Columns that must be there.

    Returns
    -------
    None
        Where nothing lacks.

    Raises
    ------
    MissingColumn, NamelessStation
        Where a column lacks, or a row has no station.
    """
    for column in ("station", "begins_at", *pollutants):
        if column not in hourly.columns:
            raise frames.MissingColumn(column=column, present=hourly.columns)
    units = hourly["station"]
    if units.null_count():
        raise NamelessStation(row=int(units.is_null().arg_max() or 0))


def refuse_repeats(cell: IntArray, *, names: Sequence[object], calendar: Calendar) -> None:
    """Refuse a second row for a cell.

    Parameters
    ----------
    cell : ndarray of int, shape (n_rows,)
        Station times hours of the calendar, plus hour.
    names : sequence
        Names of the stations.
    calendar : Calendar
        Days that the hours are of.

    Returns
    -------
    None
        Where every cell is there once.

    Raises
    ------
    RepeatedHour
        Where a station has an hour twice; it names both.
    """
    if (np.diff(cell) > 0).all():
        return
    repeated = pl.Series(cell).is_duplicated().to_numpy()
    if repeated.any():
        station, hour = divmod(int(cell[int(repeated.argmax())]), calendar.n_hours)
        raise RepeatedHour(station=names[station], begins_at=calendar.moment(hour))


@contextmanager
def infinity_named(
    grid: FloatArray, code: str, *, names: Sequence[object], calendar: Calendar
) -> Iterator[None]:
    """Turn an infinity met in the grid of some stations into a refusal that names station and hour.

    Parameters
    ----------
    grid : ndarray, shape (n_stations, n_hours)
        Values of one pollutant. [µg m⁻³; CO mg m⁻³]
    code : str
        The pollutant.
    names : sequence
        Names of the stations.
    calendar : Calendar
        Days that the hours are of.

    Returns
    -------
    iterator of None
        A context to compute in.

    Raises
    ------
    InfiniteHour
        Where a value is infinite; it names station and hour.
    """
    try:
        yield
    except NotFinite as error:
        station, hour = divmod(int(np.isinf(grid).argmax()), calendar.n_hours)
        raise InfiniteHour(column=code, station=names[station], begins_at=calendar.moment(hour)) from error


def _one(parts: Sequence[Rows]) -> Rows:
    """Put the rows of one station together."""
    if len(parts) == 1:
        return parts[0]
    values = {code: np.concatenate([one.values[code] for one in parts]) for code in parts[0].values}
    hour = np.concatenate([one.hour for one in parts])
    return Rows(parts[0].names, np.zeros(1, dtype=np.int64), hour, values)
