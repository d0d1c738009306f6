"""Hours of many stations assessed batch by batch: days, their index, statistics and composite index."""

import contextlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from airshed.assessment import daily, evaluation, stations
from airshed.assessment.cities import CityHours, Membership
from airshed.assessment.daily import Column
from airshed.assessment.evaluation import DayTables
from airshed.assessment.gathering import Gathering
from airshed.assessment.kernel import Parts
from airshed.assessment.stations import Block, Calendar, Scattered
from airshed.assessment.statistics import LAW as LAW_RULES
from airshed.assessment.statistics import Rules, Stretch
from airshed.decimals import FloatArray
from airshed.indices import frames
from airshed.indices.conventions import LAW, Convention
from airshed.standards.tables import POLLUTANTS

STATIONS_AT_ONCE = 32
"""Stations whose days are computed together, so that they stay in the processor's cache."""

STATIONS_EVALUATED = 2048
"""Stations whose periods are computed together."""

_THREADS = 2
_COLUMNS_OF = {"o3": ("_8h", "_1h_max")}

Read = Callable[[], Iterable[pl.DataFrame]]
"""Begins to read the rows, each time from the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what hours are assessed.

    ``over`` names the periods that are evaluated. ``not_monitored`` are pollutants (``co``) that the
    monitoring plan leaves out: they need no column and are no gap.
    """

    calendar: Calendar
    over: tuple[Stretch, ...] = ()
    rules: Rules = LAW_RULES
    convention: Convention = LAW
    not_monitored: tuple[str, ...] = ()

    @property
    def pollutants(self) -> tuple[str, ...]:
        """The pollutants that are monitored."""
        return tuple(code for code in POLLUTANTS if code not in self.not_monitored)


class Assessment(NamedTuple):
    """Three tables: ``days``, one row per station and day of the period; ``statistics`` and ``periods``.

    ``days`` has the columns of `daily.daily_values` and those that `frames.daily_aqi` adds; the other two are
    those of `evaluation.evaluate`, the last one with ``place``.
    """

    days: pl.DataFrame
    statistics: pl.DataFrame
    periods: pl.DataFrame


def assess_batches(read: Read, *, terms: Terms) -> Assessment:
    """Assess hours that come in batches, in any order of rows.

    Parameters
    ----------
    read : callable
        Begins to read: returns batches of ``station``, ``begins_at`` (start of the hour, UTC-aware) and the
        pollutants, null or NaN where invalid, one row per station and hour. Called again where the rows of a
        station turn out not to stand together. [µg m⁻³; CO mg m⁻³]
    terms : Terms
        Days, edition, conventions and the periods to evaluate.

    Returns
    -------
    Assessment
        Sorted by station. A station has a row for every day of the period, also without hours.

    Notes
    -----
    While the rows of each station stand together only the stations at hand are held, else a grid of four
    bytes per hour and pollutant. The results do not depend on the order of rows nor on the cutting into
    batches, and are those of `daily.daily_values`, `frames.daily_aqi`, `period.period_values` and
    `composite.composite_index`.

    References
    ----------
    As in those.

    Examples
    --------
    >>> from datetime import date, datetime, timedelta, timezone
    >>> start = datetime(2026, 3, 1, 16, tzinfo=timezone.utc)
    >>> hours = {"station": ["a"] * 24, "begins_at": [start + timedelta(hours=k) for k in range(24)]}
    >>> day = pl.DataFrame(hours | {code: [35.0] * 24 for code in POLLUTANTS})
    >>> terms = Terms(calendar=Calendar(first=date(2026, 3, 2), last=date(2026, 3, 2)))
    >>> assess_batches(lambda: [day], terms=terms).days.select("station", "aqi", "primary").row(0)
    ('a', 292, 'co')
    """
    try:
        with contextlib.closing(_blocks_together(read(), terms=terms)) as blocks:
            parts = list(assess_blocks(blocks, terms=terms))
    except Scattered:
        parts = [assess_gathered(_gathered(read(), terms=terms), terms=terms)]
    return joined(parts or [assess_gathered(_gathered([], terms=terms), terms=terms)])


def assess_cities(read: Read, *, terms: Terms, members: Collection[Membership] | None = None) -> Assessment:
    """Assess cities from the hours of their stations, which come in batches, in any order of rows.

    Parameters
    ----------
    read : callable
        As for `assess_batches`; the rows have a column ``city`` too.
    terms : Terms
        As for `assess_batches`.
    members : collection of Membership, optional
        With what weight each station counts and when, where they do not all count alike and always: an hour
        is then ΣwC / Σw over the stations that count and have a value.

    Returns
    -------
    Assessment
        As `assess_batches`; ``station`` holds the names of the cities.

    Notes
    -----
    The hours of a city are the exact means over its stations, rounded nowhere before the day. Its stations
    are those that have a row in the period; whether enough have a value is counted by heads. Weights are no
    law: HJ 663-2013 takes the plain mean, which equal weights give to the last digit.

    References
    ----------
    HJ 663-2013: the mean over stations of each hour, then step by step to the day (`district_days`).
    """
    cities = CityHours(calendar=terms.calendar, pollutants=terms.pollutants, members=members)
    for batch in read():
        cities.add(batch)
    return joined([assess_gathered(cities, terms=terms)])


def assess_blocks(blocks: Iterable[Block], *, terms: Terms) -> Iterator[Assessment]:
    """Assess whole stations (or cities) as they come; `joined` gives them their places.

    Parameters
    ----------
    blocks : iterable of Block
        Hours of whole stations, each station in one block. [µg m⁻³; CO mg m⁻³]
    terms : Terms
        Days, periods and rules.

    Returns
    -------
    iterator of Assessment
        Some stations each, sorted by station within; no places yet.
    """
    held: list[_Held] = []
    waiting = 0
    limits = daily.o3_limits(terms.calendar.days)
    for block in blocks:
        held.append(_days_of(block, limits=limits))
        waiting += len(block.names)
        if waiting >= STATIONS_EVALUATED:
            yield _evaluated(held, terms=terms)
            held, waiting = [], 0
    if held:
        yield _evaluated(held, terms=terms)


def assess_gathered(gathering: Gathering | CityHours, *, terms: Terms) -> Assessment:
    """Assess all that was gathered, pollutant by pollutant, each let go of when its days are known.

    Parameters
    ----------
    gathering : Gathering or CityHours
        All hours, by pollutant and station. [µg m⁻³; CO mg m⁻³]
    terms : Terms
        Days, periods and rules.

    Returns
    -------
    Assessment
        Of all of them, without places.
    """
    limits = daily.o3_limits(terms.calendar.days)

    def columns_of(code: str) -> dict[str, Column]:
        parts = [
            _columns_of(hours, code=code, limits=limits)
            for hours in gathering.taken(code, size=STATIONS_AT_ONCE)
        ]
        return {name: _concatenated([one[name] for one in parts]) for name in parts[0]}

    codes = [code for code in (*daily.MEANS, "o3") if code in terms.pollutants]
    columns: dict[str, Column] = {}
    with ThreadPoolExecutor(_THREADS) as pool:
        for found in pool.map(columns_of, codes):
            columns |= found
    return _evaluated([_Held(gathering.names, columns)], terms=terms)


def joined(parts: Sequence[Assessment]) -> Assessment:
    """Put assessments of different stations together, sorted by station, and give each its place.

    Parameters
    ----------
    parts : sequence of Assessment
        One or more, no station in two of them.

    Returns
    -------
    Assessment
        All rows, sorted by station and day or period, with ``place`` in the periods.
    """
    days, statistics, periods = (pl.concat(tables) for tables in zip(*parts, strict=True))
    if not days["station"].is_sorted():
        days = days.sort("station", "day")
        statistics = statistics.sort("station", "first", "last", maintain_order=True)
        periods = periods.sort("station", "first", "last", maintain_order=True)
    return Assessment(
        days, statistics, evaluation.ranked(periods) if "composite" in periods.columns else periods
    )


class _Held(NamedTuple):
    """Daily columns of some stations, all days of one after another."""

    names: list[object]
    columns: dict[str, Column]


def _blocks_together(batches: Iterable[pl.DataFrame], *, terms: Terms) -> Generator[Block]:
    """Blocks of stations whose rows stand together."""
    rows = (
        stations.rows_of(batch, calendar=terms.calendar, pollutants=terms.pollutants) for batch in batches
    )
    for some in stations.whole_stations(rows, size=STATIONS_AT_ONCE):
        yield stations.block(some, calendar=terms.calendar)


def _gathered(batches: Iterable[pl.DataFrame], *, terms: Terms) -> Gathering:
    """Gather stations whose rows come in any order."""
    gathering = Gathering(calendar=terms.calendar, pollutants=terms.pollutants)
    for batch in batches:
        gathering.add(batch)
    return gathering


def _days_of(block: Block, *, limits: FloatArray) -> _Held:
    """Daily values of some stations; ``limits`` are the 8 h limits of O3 of the period's days."""
    columns: dict[str, Column] = {}
    for code in (code for code in (*daily.MEANS, "o3") if code in block.hours):
        columns |= _columns_of(block.hours[code], code=code, limits=limits)
    return _Held(block.names, columns)


def _columns_of(hours: Parts, *, code: str, limits: FloatArray) -> dict[str, Column]:
    """Daily columns of one pollutant of some stations."""
    return daily.columns_of(hours, pollutant=code, limits=np.resize(limits, len(hours.units)))


def _concatenated(columns: Sequence[Column]) -> Column:
    """Put columns of different stations one after another."""
    if len(columns) == 1:
        return columns[0]
    return Column(*(np.concatenate(arrays) for arrays in zip(*columns, strict=True)))


def _evaluated(held: Sequence[_Held], *, terms: Terms) -> Assessment:
    """Make the days of stations a table with their index, and evaluate their periods."""
    units = pl.Series("station", [name for one in held for name in one.names])
    columns = {name: _concatenated([one.columns[name] for one in held]) for name in held[0].columns}
    n_units, n_days = len(units), terms.calendar.n_days
    unit = pl.Series(np.repeat(np.arange(n_units), n_days))
    day = pl.Series("day", np.tile(terms.calendar.days.to_physical().to_numpy(), n_units)).cast(pl.Date)
    days = daily.with_columns(pl.DataFrame({"station": units.gather(unit), "day": day}), columns)
    left = [f"{code}{end}" for code in terms.not_monitored for end in _COLUMNS_OF.get(code, ("",))]
    index = frames.daily_aqi(
        days.select("day", *columns),
        edition=terms.rules.edition, convention=terms.convention, not_monitored=left,
    ).drop("day", *columns)  # fmt: skip
    shape = (n_units, n_days)
    tables = DayTables(
        units,
        terms.calendar.first,
        {name: column.values.reshape(shape) for name, column in columns.items()},
        _wholes(index["aqi"]).reshape(shape),
        _wholes(index["level"]).reshape(shape),
        {code: _wholes(index[f"iaqi_{code}"]).reshape(shape) for code in POLLUTANTS},
    )
    found = evaluation.evaluate(tables, over=terms.over, rules=terms.rules)
    return Assessment(days.hstack(index), found.statistics, found.periods)


def _wholes(series: pl.Series) -> NDArray[Any]:
    """Return whole numbers, -1 where null."""
    return series.fill_null(-1).to_numpy()
