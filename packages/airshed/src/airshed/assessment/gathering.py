"""Hours of many stations whose rows come in any order, kept small until all of them have come."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from airshed.assessment import exact, kernel, stations
from airshed.assessment.daygrid import HOURS, InfiniteHour, RepeatedHour
from airshed.assessment.kernel import Parts
from airshed.assessment.stations import Calendar
from airshed.decimals import FloatArray, IntArray, NotFinite, Whole, whole_units

_WIDTHS = (np.int16, np.int32)
_GROWTH = 1.25
_TILE = 128

_Grid = NDArray[Any]
"""A grid of marks, whole numbers or floats: a row per hour, a column per station."""

_Places = IntArray | slice


class Gathering:
    """A grid of hours and stations that fills batch by batch.

    A pollutant takes two bytes an hour while its values are whole numbers of some decimal place that fit,
    else four or eight. Either way every value is kept exactly.
    """

    def __init__(self, *, calendar: Calendar, pollutants: Sequence[str]) -> None:
        self._calendar = calendar
        self._names = pl.Series("station", [], dtype=pl.String)
        self._seen = np.zeros((calendar.n_hours, 0), dtype=np.bool_)
        self._filled = 0
        self._shelves = {code: _Shelf(calendar.n_hours) for code in pollutants}

    def add(self, hourly: pl.DataFrame) -> None:
        """Take rows in; `RepeatedHour` where a station has an hour twice."""
        stations.refuse_incomplete(hourly, pollutants=list(self._shelves))
        hour = self._calendar.hours_of(hourly)
        station = self._numbered(hourly["station"])
        inside = (hour >= 0) & (hour < self._calendar.n_hours)
        taken: _Places = slice(None) if inside.all() else np.flatnonzero(inside)
        self._seen = _grown(self._seen, n=len(self._names), fill=0)
        cell = (hour * self._seen.shape[1] + station)[taken]
        self._mark(cell)
        place = _run(cell)
        for code, values in stations.floats(hourly, list(self._shelves)).items():
            shelf = self._shelves[code]
            try:
                shelf.put(place, values[taken], n_stations=self._seen.shape[1])
            except NotFinite as error:
                key = self._key(int(cell[int(np.isinf(values[taken]).argmax())]))
                raise InfiniteHour(column=code, **key) from error

    @property
    def stations(self) -> pl.Series:
        """The stations by name."""
        return self._names.sort()

    def taken(self, code: str, *, size: int) -> Iterator[Parts]:
        """Yield a pollutant's hours for the last time, ``size`` stations at once, by name."""
        shelf = self._shelves.pop(code)
        order = self._names.arg_sort().cast(pl.Int64).to_numpy()
        grid = shelf.turned()
        for start in range(0, max(len(order), 1), size):
            yield shelf.parts(grid[_run(order[start : start + size])])

    def _numbered(self, units: pl.Series) -> IntArray:
        """Number stations as they come; quick where they come in the same turn again and again."""
        again = np.flatnonzero((units == units[0]).to_numpy()) if len(units) else np.empty(0)
        turn = int(again[1]) if len(again) > 1 else len(units)
        if not (units[turn:] == units[: len(units) - turn]).all():
            turn = len(units)
        first = units[:turn]
        numbers = self._known(first)
        if numbers.null_count():
            new = first.filter(numbers.is_null()).unique(maintain_order=True)
            self._names = pl.concat([self._names, new]) if len(self._names) else new
            numbers = self._known(first)
        return np.resize(numbers.to_numpy(), len(units))

    def _known(self, units: pl.Series) -> pl.Series:
        """Return the numbers of stations, null for one that is new."""
        if not len(self._names):
            return pl.repeat(None, len(units), dtype=pl.Int64, eager=True)
        numbers = pl.int_range(len(self._names), dtype=pl.Int64, eager=True)
        return units.replace_strict(self._names, numbers, default=None, return_dtype=pl.Int64)

    def _mark(self, cell: IntArray) -> None:
        """Note which cells are filled; refuse the second row for a cell."""
        seen = self._seen.reshape(-1)
        place = _run(cell)
        repeated = seen[place].copy()
        self._filled += len(cell)
        seen[place] = True
        if isinstance(place, slice) and not repeated.any():
            return
        if int(np.count_nonzero(seen)) == self._filled:
            return
        if not repeated.any():
            repeated = pl.Series(cell).is_duplicated().to_numpy()
        raise RepeatedHour(**self._key(int(cell[int(repeated.argmax())])))

    def _key(self, cell: int) -> dict[str, object]:
        """Name the station and hour of a cell."""
        hour, station = divmod(cell, self._seen.shape[1])
        return {"station": self._names[station], "begins_at": self._calendar.moment(hour)}


class _Shelf:
    """The hours of one pollutant: whole numbers of 10 to the minus ``places`` in few bytes, or floats.

    Whole numbers from 0 on are kept one higher, so that the 0 of a fresh grid says: nothing here.
    """

    def __init__(self, n_hours: int) -> None:
        self._grid: _Grid = np.zeros((n_hours, 0), dtype=_WIDTHS[0])
        self._places = 0

    @property
    def _is_float(self) -> bool:
        return self._grid.dtype == np.float64

    def put(self, place: _Places, values: FloatArray, *, n_stations: int) -> None:
        """Keep values, NaN where missing, in their places."""
        self._grid = _grown(self._grid, n=n_stations, fill=np.nan if self._is_float else 0)
        if not self._is_float:
            whole = whole_units(values)
            units = self._at_one_place(whole)
            if units is not None and self._fits(whole.largest * 10 ** (self._places - whole.places)):
                steps = units.astype(self._grid.dtype)
                steps += steps >= 0
                steps[whole.gaps] = 0
                self._grid.reshape(-1)[place] = steps
                return
            self._to_floats()
        self._grid.reshape(-1)[place] = values

    def turned(self) -> _Grid:
        """Return the grid with a row per station, turned tile by tile."""
        result = np.empty(self._grid.shape[::-1], dtype=self._grid.dtype)
        for start in range(0, len(self._grid), _TILE):
            result[:, start : start + _TILE] = self._grid[start : start + _TILE].T
        return result

    def parts(self, hours: _Grid) -> Parts:
        """Make hours of some stations, cut from what was `turned`, rows of days."""
        grid = hours.reshape(-1, HOURS)
        if self._is_float:
            return kernel.of_floats(grid)
        absent = np.asarray(grid == 0)
        gaps = np.flatnonzero(absent)
        units = (grid - (grid > 0)).astype(np.float64)
        over = 10**self._places

        def exactly(row: int) -> exact.Hours:
            values = np.where(absent[row], np.nan, units[row] / over)
            return exact.hours_of(values.tolist())

        n = kernel.n_present(gaps, shape=grid.shape)
        return Parts(units, over, absent, n, None, exactly)

    def _at_one_place(self, whole: Whole) -> FloatArray | None:
        """Bring the shelf and new units to the same decimal place; None where there is none for both."""
        if whole.unsure is not None:
            return None
        if whole.places == self._places:
            return whole.units
        if whole.places < self._places:
            return whole.units * 10.0 ** (self._places - whole.places)
        factor = 10 ** (whole.places - self._places)
        kept = max(int(self._grid.max(initial=1)), -int(self._grid.min(initial=0)))
        if not self._fits(float(kept * factor)):
            return None
        raised = self._grid > 0
        self._grid -= raised
        self._grid *= factor
        self._grid += raised
        self._places = whole.places
        return whole.units

    def _fits(self, largest: float) -> bool:
        """Widen the grid to whole numbers that large; say whether there are any so wide."""
        for width in _WIDTHS:
            if largest < np.iinfo(width).max:
                if np.iinfo(width).max > np.iinfo(self._grid.dtype).max:
                    self._grid = self._grid.astype(width)
                return True
        return False

    def _to_floats(self) -> None:
        """Go over to float64, which holds any value."""
        units = self._grid.astype(np.float64)
        units -= self._grid > 0
        units /= 10.0**self._places
        units[self._grid == 0] = np.nan
        self._grid = units


def _run(places: IntArray) -> _Places:
    """Return places that follow one another as a slice, others as they are."""
    if len(places) and int(places[-1] - places[0]) == len(places) - 1 and (np.diff(places) == 1).all():
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _grown(grid: _Grid, *, n: int, fill: float) -> _Grid:
    """Return a grid with at least n columns, the new ones filled."""
    n_hours, has = grid.shape
    if n <= has:
        return grid
    more = np.zeros((n_hours, n if not has else max(n, int(has * _GROWTH))), dtype=grid.dtype)
    if fill:
        more.fill(fill)
    more[:, :has] = grid
    return more
