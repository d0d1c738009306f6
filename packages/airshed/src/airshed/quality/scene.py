"""Hours laid out for the checks: one row per station, one column per hour, and who stands beside whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import daygrid
from airshed.decimals import FloatArray, IntArray
from airshed.indices import frames
from airshed.quality import series
from airshed.standards.tables import POLLUTANTS

WEATHER = ("t", "rh", "p", "ws", "wd")
"""Weather columns that the checks know: temperature, humidity, pressure, speed and direction of the wind."""

PARAMETERS = (*POLLUTANTS, *WEATHER)
"""Columns that the checks know; others are passed over."""

LEAST_NEIGHBOURS = 2
"""Neighbours that must have a value in an hour before anything is held against them."""

MOST_CELLS = 500_000_000
"""Stations × hours that one scene may span, so that a mistaken year does not fill the memory."""

SOFTENING: Mapping[str, float] = {
    "pm25": 5.0, "pm10": 8.0, "so2": 5.0, "no2": 5.0, "co": 0.2, "o3": 10.0,
}  # fmt: skip
"""Added before a ratio is taken, so that 2 against 4 near zero is no doubling. [µg m⁻³; CO mg m⁻³]"""

MOST_SPARSE_CELLS = 1_000_000
LEAST_FILLED = 0.01
"""Part of the stations × hours that must have a row once they are more than `MOST_SPARSE_CELLS`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR_US = 3_600_000_000


class Infinite(AirshedError):
    """A value is infinite, which no instrument reports."""

    def __init__(self, *, parameter: str, row: int) -> None:
        self.parameter = parameter
        self.row = row
        super().__init__(f"column {parameter!r} is infinite in row {row + 1}; a finite number is needed")


class UnknownNeighbour(AirshedError):
    """A list of neighbours names a station that has no hours."""

    def __init__(self, *, station: str, of: str) -> None:
        self.station = station
        super().__init__(
            f"{station!r}, named as a neighbour of {of!r}, is not among the stations of the hours"
        )


class TooLong(AirshedError):
    """The hours span more than can be laid out, most often because of one mistaken year."""

    def __init__(self, *, first: datetime, last: datetime, stations: int) -> None:
        self.first = first
        self.last = last
        super().__init__(
            f"{stations} stations from {first:%Y-%m-%d} to {last:%Y-%m-%d} are too much at once; "
            "fewer years or stations are needed, or one of these two dates is mistaken"
        )


class TooSparse(AirshedError):
    """The hours lie so far apart that checks, which hold an hour against those around it, say nothing."""

    def __init__(self, *, rows: int, stations: int, n_hours: int) -> None:
        self.rows = rows
        super().__init__(
            f"{rows} rows of {stations} stations are scattered over {n_hours} hours; checks need hours that "
            "follow each other, one row in a hundred at least"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Hours of stations laid out as arrays of shape (n_stations, n_hours).

    ``first`` is the start of the first hour, UTC. ``values`` holds the parameters present, NaN where missing;
    it is empty where there are no hours. [µg m⁻³; CO mg m⁻³; °C, %, hPa, m s⁻¹, degrees] ``neighbours`` holds
    rows of other stations for each station; None means: all others. What checks share is computed once and
    kept.
    """

    stations: tuple[str, ...]
    first: datetime
    values: Mapping[str, FloatArray]
    shape: tuple[int, int]
    neighbours: tuple[IntArray, ...] | None
    kept: dict[tuple[str, str], FloatArray] = field(default_factory=dict, repr=False, compare=False)

    @property
    def pollutants(self) -> tuple[str, ...]:
        """Pollutants present, in the order of the law's tables."""
        return tuple(code for code in POLLUTANTS if code in self.values)

    def begins_at(self, hour: int) -> datetime:
        """Return the start of an hour by its place."""
        return self.first + timedelta(hours=hour)

    def beside(self, parameter: str) -> FloatArray:
        """Return the median of each station's neighbours, NaN with fewer than `LEAST_NEIGHBOURS`."""
        return self._once("beside", parameter, _beside)

    def contrast(self, parameter: str) -> FloatArray:
        """Return the logarithm of station over neighbours, softened near zero; NaN where one is missing."""
        return self._once("contrast", parameter, _contrast)

    def level(self, parameter: str) -> FloatArray:
        """Return the logarithm of the softened value; values below zero count as zero."""
        return self._once("level", parameter, _level)

    def _once(self, what: str, parameter: str, make: "Callable[[Scene, str], FloatArray]") -> FloatArray:
        """Compute an array the first time it is asked for."""
        if (what, parameter) not in self.kept:
            self.kept[what, parameter] = make(self, parameter)
        return self.kept[what, parameter]


def of(hours: pl.DataFrame, *, neighbours: Mapping[str, Sequence[str]] | None = None) -> Scene:
    """Lay hours out for the checks.

    Parameters
    ----------
    hours : DataFrame
        ``station``, ``begins_at`` (start of the hour, UTC-aware) and any of `PARAMETERS`, null or NaN where
        missing; one row per station and hour, in any order. Other columns are passed over. [µg m⁻³; CO mg
        m⁻³]
    neighbours : mapping of str to sequence of str, optional
        Stations that see the same air, for each station; a station that is not named has none. Without it all
        other stations of the frame are neighbours.

    Returns
    -------
    Scene
        Stations sorted by name. `RepeatedHour`, `NotAnHour`, `NaiveTime`, `Infinite`, `UnknownNeighbour` or
        `TooLong` where the hours cannot be laid out.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
    >>> found = of(pl.DataFrame({"station": ["a"], "begins_at": [noon], "pm25": [35.0]}))
    >>> found.stations, found.shape, found.pollutants
    (('a',), (1, 1), ('pm25',))
    """
    if "station" not in hours.columns or "begins_at" not in hours.columns:
        column = "begins_at" if "station" in hours.columns else "station"
        raise frames.MissingColumn(column=column, present=hours.columns)
    micros = daygrid.utc_times(hours).dt.epoch("us").to_numpy()
    if (micros % _HOUR_US).any():
        raise daygrid.NotAnHour(begins_at=hours["begins_at"][int((micros % _HOUR_US != 0).argmax())])
    epoch = micros // _HOUR_US
    names = hours["station"].cast(pl.String).fill_null("")
    stations = tuple(sorted(set(names.to_list())))
    start = int(epoch.min()) if epoch.size else 0
    n_hours = int(epoch.max()) - start + 1 if epoch.size else 0
    first = _EPOCH + timedelta(hours=start)
    if n_hours * max(len(stations), 1) > MOST_CELLS:
        last = first + timedelta(hours=n_hours - 1)
        raise TooLong(first=first, last=last, stations=len(stations))
    cells = n_hours * len(stations)
    if cells > MOST_SPARSE_CELLS and hours.height < LEAST_FILLED * cells:
        raise TooSparse(rows=hours.height, stations=len(stations), n_hours=n_hours)
    row = names.rank("dense").cast(pl.Int64).to_numpy() - 1
    cell = row * n_hours + (epoch - start)
    _refuse_repeats(hours, cell)
    shape = (len(stations), n_hours)
    values = {
        code: _laid_out(hours, parameter=code, cell=cell, shape=shape)
        for code in PARAMETERS
        if code in hours.columns and hours.height
    }
    return Scene(
        stations=stations,
        first=first,
        values=values,
        shape=shape,
        neighbours=None if neighbours is None else _rows(neighbours, stations=stations),
    )


def _refuse_repeats(hours: pl.DataFrame, cell: IntArray) -> None:
    """Refuse a second row for the same station and hour."""
    repeated = pl.Series(cell).is_duplicated().to_numpy()
    if repeated.any():
        first = int(repeated.argmax())
        raise daygrid.RepeatedHour(station=hours["station"][first], begins_at=hours["begins_at"][first])


def _laid_out(hours: pl.DataFrame, *, parameter: str, cell: IntArray, shape: tuple[int, int]) -> FloatArray:
    """Lay one column out; refuse infinities."""
    column = frames.column_floats(hours, parameter)
    if np.isinf(column).any():
        raise Infinite(parameter=parameter, row=int(np.isinf(column).argmax()))
    grid = np.full(shape[0] * shape[1], np.nan)
    grid[cell] = column
    return grid.reshape(shape)


def _rows(neighbours: Mapping[str, Sequence[str]], *, stations: tuple[str, ...]) -> tuple[IntArray, ...]:
    """Turn names of neighbours into rows; a station is never its own neighbour."""
    row = {name: k for k, name in enumerate(stations)}
    result = []
    for station in stations:
        for name in neighbours.get(station, ()):
            if name not in row:
                raise UnknownNeighbour(station=name, of=station)
        near = sorted({row[name] for name in neighbours.get(station, ()) if name != station})
        result.append(np.array(near, dtype=np.int64))
    return tuple(result)


def _beside(scene: Scene, parameter: str) -> FloatArray:
    """Median of the neighbours of every station."""
    values = scene.values[parameter]
    if scene.neighbours is None:
        return series.median_of_others(values, least=LEAST_NEIGHBOURS)
    result = np.full(values.shape, np.nan)
    for row, near in enumerate(scene.neighbours):
        if near.size >= LEAST_NEIGHBOURS:
            result[row] = series.median(np.ascontiguousarray(values[near].T), least=LEAST_NEIGHBOURS)
    return result


def _level(scene: Scene, parameter: str) -> FloatArray:
    """Logarithm of the softened value."""
    softening = SOFTENING[parameter]
    return np.asarray(np.log(np.maximum(scene.values[parameter], 0.0) + softening))


def _contrast(scene: Scene, parameter: str) -> FloatArray:
    """Logarithm of station over neighbours."""
    beside = np.log(np.maximum(scene.beside(parameter), 0.0) + SOFTENING[parameter])
    return np.asarray(scene.level(parameter) - beside)
