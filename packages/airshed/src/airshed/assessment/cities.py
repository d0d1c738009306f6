"""Hours of cities: the mean over the stations of each hour, from rows of stations in any order."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import stations
from airshed.assessment.daygrid import HOURS, InfiniteHour
from airshed.assessment.district import needed_stations
from airshed.assessment.gathering import Numbering, Roll
from airshed.assessment.kernel import Parts
from airshed.assessment.stations import Calendar
from airshed.assessment.sums import Sums
from airshed.decimals import IntArray, NotFinite
from airshed.indices import frames


class NamelessCity(AirshedError):
    """A row does not say which city its station is in."""

    def __init__(self, *, row: int, station: object) -> None:
        self.row = row
        self.station = station
        super().__init__(f"row {row + 1}, of station {station}, names no city; every row needs one")


class TwoCities(AirshedError):
    """A station is in two cities."""

    def __init__(self, *, station: object, cities: Sequence[object]) -> None:
        self.station = station
        self.cities = tuple(cities)
        super().__init__(f"station {station} is in {cities[0]} and in {cities[1]}; one city is needed")


class CityHours:
    """Sums over the stations of each city and hour, which grow batch by batch.

    The stations of a city are those that have a row in the period; 75 % of them, or half of fewer than four,
    must have a value for the city to have one (`airshed.assessment.district.needed_stations`).
    """

    def __init__(self, *, calendar: Calendar, pollutants: Sequence[str]) -> None:
        self._calendar = calendar
        self._roll = Roll(calendar)
        self._cities = Numbering("city")
        self._city_of: dict[object, object] = {}
        self._sums = {code: Sums(0) for code in pollutants}

    @property
    def names(self) -> list[object]:
        """The cities, by name."""
        return self._cities.names.sort().to_list()

    def add(self, hourly: pl.DataFrame) -> None:
        """Take rows in; `TwoCities` where a station moves, `RepeatedHour` where it has an hour twice."""
        codes = list(self._sums)
        if "city" not in hourly.columns:
            raise frames.MissingColumn(column="city", present=hourly.columns)
        stations.refuse_incomplete(hourly, pollutants=codes)
        if hourly["city"].null_count():
            row = int(hourly["city"].is_null().arg_max() or 0)
            raise NamelessCity(row=row, station=hourly["station"][row])
        cell, taken = self._roll.cells(hourly)
        inside = hourly if isinstance(taken, slice) else hourly[taken]
        self._note_cities(inside)
        city = self._cities.of(inside["city"])
        n_cells = len(self._cities.names) * self._calendar.n_hours
        place = city * self._calendar.n_hours + cell // max(self._roll.width, 1)
        for code, values in stations.floats(inside, codes).items():
            self._sums[code].grow(n_cells)
            try:
                self._sums[code].add(place, values)
            except NotFinite as error:
                key = self._roll.key(int(cell[int(np.isinf(values).argmax())]))
                raise InfiniteHour(column=code, **key) from error

    def taken(self, code: str, *, size: int) -> Iterator[Parts]:
        """Yield a pollutant's hours for the last time, ``size`` cities at once, by name."""
        sums = self._sums.pop(code)
        order = self._cities.by_name()
        needed = self._needed()
        hours = np.arange(self._calendar.n_hours)
        for start in range(0, max(len(order), 1), size):
            some = order[start : start + size]
            cells = (some[:, None] * self._calendar.n_hours + hours).reshape(-1, HOURS)
            least = np.repeat(needed[some], self._calendar.n_days)[:, None]
            yield sums.parts(cells, needed=least)

    def _needed(self) -> IntArray:
        """Return how many stations each city must have a value of, by number."""
        total = dict.fromkeys(self._cities.names.to_list(), 0)
        for city in self._city_of.values():
            total[city] += 1
        return np.array([needed_stations(number) for number in total.values()], dtype=np.int64)

    def _note_cities(self, inside: pl.DataFrame) -> None:
        """Note which city each station is in."""
        pairs = inside.select("station", "city").unique(maintain_order=True)
        for station, city in pairs.iter_rows():
            known = self._city_of.setdefault(station, city)
            if known != city:
                raise TwoCities(station=station, cities=(known, city))
