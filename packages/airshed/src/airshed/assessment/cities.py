"""Hours of cities: the mean over the stations of each hour, from rows of stations in any order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from airshed import AirshedError
from airshed.assessment import stations
from airshed.assessment.daygrid import HOURS, InfiniteHour
from airshed.assessment.district import needed_stations, times_of
from airshed.assessment.gathering import Numbering, Roll
from airshed.assessment.kernel import Parts
from airshed.assessment.stations import Calendar
from airshed.assessment.sums import Sums
from airshed.decimals import BoolArray, IntArray, NotFinite, Number, is_missing
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


class Unweighted(AirshedError):
    """A station has hours and no weight where weights are given."""

    def __init__(self, *, station: object) -> None:
        self.station = station
        super().__init__(
            f"station {station} has no weight; the weights must name every station, "
            "with 0 one that does not count"
        )


class TwoWeights(AirshedError):
    """A station has two weights on one day."""

    def __init__(self, *, station: str, first: "Membership", second: "Membership") -> None:
        self.station = station
        self.first = first
        self.second = second
        day = "for ever" if second.first is None else f"on {second.first}"
        super().__init__(
            f"station {station} has two weights {day}: {first.weight} and {second.weight}; "
            "one a day is needed"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """With what weight a station counts in the hours of its city, 0 for not at all.

    ``first`` and ``last`` are local days, both included, None where it counts from ever or for ever.
    """

    station: str
    weight: Number
    first: date | None = None
    last: date | None = None

    @property
    def begins_on(self) -> date:
        """The first day it counts with this weight."""
        return self.first or date.min

    @property
    def ends_on(self) -> date:
        """The last day it counts with this weight."""
        return self.last or date.max


class _Times:
    """How often each station counts on each day of the period."""

    def __init__(self, members: Collection[Membership], *, calendar: Calendar) -> None:
        times = _whole_times(members)
        self._of: dict[object, IntArray] = {}
        for member in members:
            row = self._of.setdefault(member.station, np.zeros(calendar.n_days, dtype=np.int64))
            first = member.begins_on - calendar.first
            last = member.ends_on - calendar.first
            row[max(first.days, 0) : max(last.days + 1, 0)] = times.get(_named(member), 0)
        self._grid = np.zeros((0, calendar.n_days), dtype=np.int64)

    def are_counted(self, station: object) -> BoolArray:
        """Say on which days a station counts; `Unweighted` where none is said of it."""
        if station not in self._of:
            raise Unweighted(station=station)
        return np.asarray(self._of[station] > 0)

    def of(self, station: IntArray, day: IntArray, *, names: pl.Series) -> IntArray:
        """Return how often rows count, by the number of their station and of their day."""
        for name in names[len(self._grid) :].to_list():
            if name not in self._of:
                raise Unweighted(station=name)
            self._grid = np.vstack([self._grid, self._of[name]])
        return self._grid[station, day]


def _whole_times(members: Collection[Membership]) -> dict[str, int]:
    """Take all weights above 0 to whole numbers that are to one another as they are; refuse two at once."""
    ordered = sorted(members, key=lambda one: (one.station, one.begins_on))
    for one, then in pairwise(ordered):
        if one.station == then.station and then.begins_on <= one.ends_on:
            raise TwoWeights(station=one.station, first=one, second=then)
    return times_of({_named(one): one.weight for one in ordered if is_missing(one.weight) or one.weight != 0})


def _named(member: Membership) -> str:
    """Name a station and, where it has several weights, from when it has this one."""
    return member.station if member.first is None else f"{member.station} (from {member.first})"


class CityHours:
    """Sums over the stations of each city and hour, which grow batch by batch.

    The stations of a city are those that have a row in the period and, where ``members`` are given, count on
    the day; 75 % of them, or half of fewer than four, must have a value for the city to have one
    (`airshed.assessment.district.needed_stations`).
    """

    def __init__(
        self,
        *,
        calendar: Calendar,
        pollutants: Sequence[str],
        members: Collection[Membership] | None = None,
    ) -> None:
        self._times = None if members is None else _Times(members, calendar=calendar)
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
        times = self._counted(cell)
        for code, values in stations.floats(inside, codes).items():
            self._sums[code].grow(n_cells)
            try:
                if times is None:
                    self._sums[code].add(place, values)
                else:
                    some = times > 0
                    self._sums[code].add(place[some], values[some], times=times[some])
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
            least = needed[some].reshape(-1, 1)
            yield sums.parts(cells, needed=least)

    def _counted(self, cell: IntArray) -> IntArray | None:
        """Return how often the rows of some cells count, None where all count alike."""
        if self._times is None:
            return None
        hour, station = np.divmod(cell, max(self._roll.width, 1))
        return self._times.of(station, hour // HOURS, names=self._roll.stations.names)

    def _needed(self) -> IntArray:
        """Return how many stations each city must have a value of, by number and day."""
        numbers = {name: number for number, name in enumerate(self._cities.names.to_list())}
        total = np.zeros((len(numbers), self._calendar.n_days), dtype=np.int64)
        for station, city in self._city_of.items():
            total[numbers[city]] += 1 if self._times is None else self._times.are_counted(station)
        least = np.array([needed_stations(n) for n in range(int(total.max(initial=0)) + 1)], dtype=np.int64)
        return least[total]

    def _note_cities(self, inside: pl.DataFrame) -> None:
        """Note which city each station is in."""
        pairs = inside.select("station", "city").unique(maintain_order=True)
        for station, city in pairs.iter_rows():
            known = self._city_of.setdefault(station, city)
            if known != city:
                raise TwoCities(station=station, cities=(known, city))
