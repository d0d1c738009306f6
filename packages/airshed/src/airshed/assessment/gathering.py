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

Places = IntArray | slice
"""Places in an array: numbers, or a slice where they follow one another."""


class Numbering:
    """Numbers names from 0 on, in the order they come."""

    def __init__(self, name: str) -> None:
        self.names = pl.Series(name, [], dtype=pl.String)

    def of(self, units: pl.Series) -> IntArray:
        """Return the number of each name; quick where names come in the same turn again and again."""
        again = np.flatnonzero((units == units[0]).to_numpy()) if len(units) else np.empty(0)
        turn = int(again[1]) if len(again) > 1 else len(units)
        if not (units[turn:] == units[: len(units) - turn]).all():
            turn = len(units)
        first = units[:turn]
        numbers = self._known(first)
        if numbers.null_count():
            new = first.filter(numbers.is_null()).unique(maintain_order=True)
            self.names = pl.concat([self.names, new]) if len(self.names) else new
            numbers = self._known(first)
        return np.resize(numbers.to_numpy(), len(units))

    def by_name(self) -> IntArray:
        """Return the numbers in the order of their names."""
        return self.names.arg_sort().cast(pl.Int64).to_numpy()

    def _known(self, units: pl.Series) -> pl.Series:
        """Return the numbers of names, null for one that is new."""
        if not len(self.names):
            return pl.repeat(None, len(units), dtype=pl.Int64, eager=True)
        numbers = pl.int_range(len(self.names), dtype=pl.Int64, eager=True)
        return units.replace_strict(self.names, numbers, default=None, return_dtype=pl.Int64)


class Roll:
    """The stations that came, and a mark for each of their hours that did."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self.stations = Numbering("station")
        self._seen = np.zeros((calendar.n_hours, 0), dtype=np.bool_)
        self._filled = 0

    @property
    def width(self) -> int:
        """How many columns a grid of hours and stations needs, room for more included."""
        return self._seen.shape[1]

    def cells(self, hourly: pl.DataFrame) -> tuple[IntArray, Places]:
        """Mark the hours of rows; return their cells, hour by hour, and which rows lie in the period.

        `RepeatedHour` where a station has an hour twice.
        """
        hour = self._calendar.hours_of(hourly)
        station = self.stations.of(hourly["station"])
        inside = (hour >= 0) & (hour < self._calendar.n_hours)
        taken: Places = slice(None) if inside.all() else np.flatnonzero(inside)
        self._seen = _grown(self._seen, n=len(self.stations.names), fill=0)
        cell = (hour * self.width + station)[taken]
        self._mark(cell)
        return cell, taken

    def key(self, cell: int) -> dict[str, object]:
        """Name the station and hour of a cell."""
        hour, station = divmod(cell, self.width)
        return {"station": self.stations.names[station], "begins_at": self._calendar.moment(hour)}

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
        raise RepeatedHour(**self.key(int(cell[int(repeated.argmax())])))


class Gathering:
    """Hours of stations, as a grid of hours and stations that fills batch by batch.

    A pollutant takes two bytes an hour while its values are whole numbers of some decimal place that fit,
    else four or eight. Either way every value is kept exactly.
    """

    def __init__(self, *, calendar: Calendar, pollutants: Sequence[str]) -> None:
        self._roll = Roll(calendar)
        self._shelves = {code: _Shelf(calendar.n_hours) for code in pollutants}

    @property
    def names(self) -> list[object]:
        """The stations, by name."""
        return self._roll.stations.names.sort().to_list()

    def add(self, hourly: pl.DataFrame) -> None:
        """Take rows in; `RepeatedHour` where a station has an hour twice."""
        codes = list(self._shelves)
        stations.refuse_incomplete(hourly, pollutants=codes)
        cell, taken = self._roll.cells(hourly)
        place = _run(cell)
        for code, values in stations.floats(hourly, codes).items():
            try:
                self._shelves[code].put(place, values[taken], n_stations=self._roll.width)
            except NotFinite as error:
                key = self._roll.key(int(cell[int(np.isinf(values[taken]).argmax())]))
                raise InfiniteHour(column=code, **key) from error

    def taken(self, code: str, *, size: int) -> Iterator[Parts]:
        """Yield a pollutant's hours for the last time, ``size`` stations at once, by name."""
        shelf = self._shelves.pop(code)
        order = self._roll.stations.by_name()
        grid = shelf.turned()
        for start in range(0, max(len(order), 1), size):
            yield shelf.parts(grid[_run(order[start : start + size])])


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

    def put(self, place: Places, values: FloatArray, *, n_stations: int) -> None:
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


def _run(places: IntArray) -> Places:
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
