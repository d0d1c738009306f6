"""Hours of whole stations on the calendar: one row per station and local day, one column per hour."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daygrid, kernel
from airshed.assessment.daygrid import HOURS, RepeatedHour
from airshed.assessment.kernel import Parts
from airshed.decimals import BoolArray, FloatArray, IntArray, NotFinite
from airshed.indices import frames

_EPOCH = date(1970, 1, 1)


class EmptyPeriod(AirshedError):
    """A period ends before it begins."""

    def __init__(self, *, first: date, last: date) -> None:
        self.first = first
        self.last = last
        super().__init__(f"the period ends on {last} and begins on {first}; it needs at least one day")


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


class Block(NamedTuple):
    """Hours of some whole stations by pollutant: rows of 24, the days of a station one after another."""

    stations: pl.Series
    hours: dict[str, Parts]


def whole_stations(batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Cut a stream of rows into frames of whole stations.

    Parameters
    ----------
    batches : iterable of DataFrame
        Rows with a column ``station``, those of a station one after another.

    Yields
    ------
    DataFrame
        Rows of one or several stations, none of them torn. `Scattered` where a station comes back.
    """
    carried: list[pl.DataFrame] = []
    closed: set[object] = set()
    for batch in (batch for batch in batches if batch.height):
        starts = run_starts(batch["station"])
        names = batch["station"].gather(pl.Series(starts)).to_list()
        held = carried[0]["station"][0] if carried else None
        if carried and names[0] == held:
            until = int(starts[1]) if len(starts) > 1 else batch.height
            carried.append(batch[:until])
            batch, starts, names = batch[until:], starts[1:] - until, names[1:]
        if not names:
            continue
        if carried:
            yield pl.concat(carried).rechunk()
            closed.add(held)
        for name in names:
            if name in closed:
                raise Scattered(station=name)
            closed.add(name)
        closed.discard(names[-1])
        if len(names) > 1:
            yield batch[: int(starts[-1])]
        carried = [batch[int(starts[-1]) :]]
    if carried:
        yield pl.concat(carried).rechunk()


def run_starts(units: pl.Series) -> IntArray:
    """Return the rows at which another unit begins than in the row before."""
    if not len(units):
        return np.empty(0, dtype=np.int64)
    changes = units.ne_missing(units.shift(1))
    starts = np.flatnonzero(changes.to_numpy())
    return starts if len(starts) and starts[0] == 0 else np.concatenate([[0], starts])


def block(hourly: pl.DataFrame, *, calendar: Calendar, pollutants: Sequence[str]) -> Block:
    """Lay out the hours of whole stations, each of which stands together.

    Parameters
    ----------
    hourly : DataFrame
        ``station``, ``begins_at`` and ``pollutants``, as `whole_stations` gives them; the hours of a station
        in any order, those outside the period are left out. [µg m⁻³; CO mg m⁻³]
    calendar : Calendar
        The days wanted.
    pollutants : sequence of str
        The columns wanted.

    Returns
    -------
    Block
        Stations in the order of the rows. `RepeatedHour` and `NotAnHour` where rows are not one per hour.
    """
    starts = run_starts(hourly["station"])
    stations = hourly["station"].gather(pl.Series(starts))
    hour = calendar.hours_of(hourly)
    shape = (len(starts) * calendar.n_days, HOURS)
    if _is_complete(hour, n_hours=calendar.n_hours):
        return Block(
            stations, {code: _parts(floats(hourly, code), hourly, code, shape) for code in pollutants}
        )
    run = np.repeat(np.arange(len(starts)), np.diff(starts, append=hourly.height))
    inside = (hour >= 0) & (hour < calendar.n_hours)
    cell = run * calendar.n_hours + hour
    refuse_repeats(cell, inside=inside, hourly=hourly)
    hours: dict[str, Parts] = {}
    for code in pollutants:
        grid = np.full(shape[0] * shape[1], np.nan)
        grid[cell[inside]] = floats(hourly, code)[inside]
        hours[code] = _parts(grid, hourly, code, shape)
    return Block(stations, hours)


@contextmanager
def infinity_named(hourly: pl.DataFrame, column: str) -> Iterator[None]:
    """Turn an infinity met in a column into a refusal that names the station and the hour."""
    try:
        yield
    except NotFinite as error:
        row = int(np.isinf(floats(hourly, column)).argmax())
        station, begins_at = hourly["station"][row], hourly["begins_at"][row]
        raise InfiniteHour(column=column, station=station, begins_at=begins_at) from error


def refuse_repeats(cell: IntArray, *, inside: BoolArray, hourly: pl.DataFrame) -> None:
    """Refuse a second row for a cell of the rows inside."""
    if (np.diff(cell) > 0).all():
        return
    repeated = pl.Series(cell).is_duplicated().to_numpy() & inside
    if repeated.any():
        row = int(repeated.argmax())
        raise RepeatedHour(station=hourly["station"][row], begins_at=hourly["begins_at"][row])


def _parts(values: FloatArray, hourly: pl.DataFrame, column: str, shape: tuple[int, int]) -> Parts:
    """Make rows of days of values in their place."""
    with infinity_named(hourly, column):
        return kernel.of_floats(values.reshape(shape))


def _is_complete(hour: IntArray, *, n_hours: int) -> bool:
    """Say whether the rows are every hour of the period in order, station by station."""
    if hour.size % n_hours:
        return False
    return bool((hour.reshape(-1, n_hours) == np.arange(n_hours)).all())


def floats(hourly: pl.DataFrame, column: str) -> FloatArray:
    """Return a column as float64, NaN where null, without copying what need not be copied."""
    series = hourly[column]
    if series.dtype == pl.Float64:
        return series.fill_null(float("nan")).to_numpy()
    return frames.column_floats(hourly, column)
