"""Repeated hours: a block that stands a second time, later or at another station."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from airshed.decimals import BoolArray, FloatArray, IntArray
from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene
from airshed.quality.series import Runs

CHECK = Check(code="repeated", version="2", name_zh="整段重复", name_en="repeated hours")

_LATER = Words(
    measure="hours repeated",
    zh="{parameter}这 {observed} 小时与本站 {reference} 小时之前逐时相同，{threshold} 小时就已不会是巧合",
    en="these {observed} hours of {parameter} repeat, value by value, those of {reference} h before; "
    "{threshold} hours are no coincidence",
)
_MIXERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEP = np.uint64(0x100000001B3)

CodeArray = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """Parameters (design defaults).

    A block is ``hours`` long with ``distinct`` different values at least where one parameter repeats, and
    ``row_hours`` with ``row_distinct`` where all pollutants of the station repeat together (two or more of
    them present). Hours equal to another station's must be ``elsewhere`` at least: neighbours in the same air
    agree for half a day. [h]
    """

    hours: int = 10
    distinct: int = 8
    row_hours: int = 6
    row_distinct: int = 5
    elsewhere: int = 24


_RULE = Repeated()


class _Copies(NamedTuple):
    """Where a block begins that stood before: its station and hour, and those of the block it repeats."""

    station: IntArray
    hour: IntArray
    from_station: IntArray
    from_hour: IntArray


def check(scene: Scene, *, rule: Repeated = _RULE) -> pl.DataFrame:
    """Flag blocks of hours that repeat other hours value by value.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants only.
    rule : Repeated
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`; ``observed`` hours repeated, ``reference`` how many hours before they
        stood (0 for another station's same hours), ``threshold`` the hours that are enough. [h]

    Notes
    -----
    The later block is flagged; of two stations with the same hours at the same time the one later by name,
    which says nothing about which of them is right. A block with a missing hour is compared only where the
    station's pollutants repeat together.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(72)]
    >>> values = [float((k * k) % 97) for k in range(48)]
    >>> frame = pl.DataFrame({"station": "a", "begins_at": hours, "o3": values + values[:24]})
    >>> check(scene.of(frame)).select("hours", "reference").rows()
    [(24, 48.0)]
    """
    codes = {parameter: _codes(scene.values[parameter]) for parameter in scene.pollutants}
    rows = np.zeros(scene.shape, dtype=np.uint64)
    n_present = np.zeros(scene.shape, dtype=np.int64)
    for code in codes.values():
        rows = _mixed(rows) + code
        n_present += code > 0
    together = _copies(rows, n_present >= 2, hours=rule.row_hours, distinct=rule.row_distinct)
    covered = series.spread(_blocks(together, hours=rule.row_hours), shape=scene.shape)
    found: list[Found] = []
    for parameter, code in codes.items():
        alone = _copies(code, code > 0, hours=rule.hours, distinct=rule.distinct)
        new = ~covered[alone.station, alone.hour]
        alone = _Copies(*(part[new] for part in alone))
        present = (code > 0)[together.station, together.hour]
        shared = _Copies(*(part[present] for part in together))
        for copies, hours in ((shared, rule.row_hours), (alone, rule.hours)):
            least = rule.elsewhere if copies is alone else hours
            found += _findings(scene, parameter=parameter, copies=copies, hours=hours, elsewhere=least)
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _codes(values: FloatArray) -> CodeArray:
    """Number the different values, 0 for missing."""
    present = ~np.isnan(values)
    result = np.zeros(values.shape, dtype=np.uint64)
    result[present] = np.unique(values[present], return_inverse=True)[1].ravel() + 1
    return result


def _mixed(codes: CodeArray) -> CodeArray:
    """Scatter numbers over 64 bits."""
    x = codes + _MIXERS[0]
    x = (x ^ (x >> np.uint64(30))) * _MIXERS[1]
    x = (x ^ (x >> np.uint64(27))) * _MIXERS[2]
    return x ^ (x >> np.uint64(31))


def _copies(codes: CodeArray, valid: BoolArray, *, hours: int, distinct: int) -> _Copies:
    """Find the blocks that stood before, at the same station or else at another."""
    n_stations, n_hours = codes.shape
    length = n_hours - hours + 1
    if length < 1 or not n_stations:
        none = np.zeros(0, dtype=np.int64)
        return _Copies(none, none, none, none)
    mixed = _mixed(codes)
    sums = np.zeros((n_stations, length), dtype=np.uint64)
    for k in range(hours):
        sums = sums * _STEP + mixed[:, k : k + length]
    changes = np.zeros(codes.shape, dtype=np.int64)
    changes[:, 1:] = np.cumsum(codes[:, 1:] != codes[:, :-1], axis=1)
    n_valid = np.pad(np.cumsum(valid, axis=1), ((0, 0), (1, 0)))
    whole: BoolArray = n_valid[:, hours:] - n_valid[:, :-hours] == hours
    lively = changes[:, hours - 1 :] - changes[:, :length] >= distinct - 1
    station, hour = np.nonzero(whole & lively)
    found = _earlier_twins(sums[station, hour], station, hour)
    blocks = np.lib.stride_tricks.sliding_window_view(codes, hours, axis=1)
    here, there = blocks[found.station, found.hour], blocks[found.from_station, found.from_hour]
    n_distinct = (np.diff(np.sort(here, axis=1), axis=1) != 0).sum(axis=1) + 1
    true = (here == there).all(axis=1) & (n_distinct >= distinct)
    return _Copies(*(part[true] for part in found))


def _earlier_twins(sums: CodeArray, station: IntArray, hour: IntArray) -> _Copies:
    """Pair each block with the nearest one before it: of its own station, or else of any."""
    twin = np.full(sums.size, -1, dtype=np.int64)
    for own in (True, False):
        order = np.lexsort((hour, station, sums) if own else (station, hour, sums))
        follows = sums[order[1:]] == sums[order[:-1]]
        follows &= (station[order[1:]] == station[order[:-1]]) == own
        later, before = order[1:][follows], order[:-1][follows]
        free = twin[later] < 0
        twin[later[free]] = before[free]
    found = np.flatnonzero(twin >= 0)
    origin = twin[found]
    return _Copies(station[found], hour[found], station[origin], hour[origin])


def _blocks(copies: _Copies, *, hours: int) -> Runs:
    """Return the hours that each block covers."""
    return Runs(copies.station, copies.hour, copies.hour + hours)


def _findings(scene: Scene, *, parameter: str, copies: _Copies, hours: int, elsewhere: int) -> list[Found]:
    """Join blocks of one origin and lag to runs, and tell each origin's runs."""
    if not copies.station.size:
        return []
    lag = copies.hour - copies.from_hour
    order = np.lexsort((copies.hour, copies.station, lag, copies.from_station))
    station, hour, origin, lag = (
        part[order] for part in (copies.station, copies.hour, copies.from_station, lag)
    )
    starts = np.ones(order.size, dtype=np.bool_)
    starts[1:] = (
        (np.diff(station) != 0) | (np.diff(origin) != 0) | (np.diff(lag) != 0) | (np.diff(hour) > hours)
    )
    first = np.flatnonzero(starts)
    last = np.append(first[1:], order.size) - 1
    runs = Runs(station[first], hour[first], hour[last] + hours)
    origin, hours_before = origin[first], lag[first].astype(np.float64)
    parts = [_told(parameter, runs, hours_before, chosen=origin == runs.station, words=_LATER, hours=hours)]
    for other in np.unique(origin[origin != runs.station]).tolist():
        there = (origin == other) & (runs.station != other) & (runs.hours >= elsewhere)
        for at_once in (True, False):
            words = _elsewhere(scene.stations[other], at_once=at_once)
            chosen = there & ((hours_before == 0) == at_once)
            parts.append(_told(parameter, runs, hours_before, chosen=chosen, words=words, hours=elsewhere))
    return parts


def _told(
    parameter: str, runs: Runs, lag: FloatArray, *, chosen: BoolArray, words: Words, hours: int
) -> Found:
    """Tell the runs chosen."""
    some = runs.where(chosen)
    n = some.hours.astype(np.float64)
    return Found(parameter, some, Severity.DOUBTFUL, words, n, reference=lag[chosen], threshold=float(hours))


def _elsewhere(name: str, *, at_once: bool) -> Words:
    """Return the words for hours that equal those of another station, at the same time or earlier."""
    plain = name.replace("{", "{{").replace("}", "}}")
    zh, en = ("同时段", "at the same time") if at_once else (" {reference} 小时之前", "{reference} h before")
    return Words(
        measure="hours equal to another station",
        zh=f"{{parameter}}这 {{observed}} 小时与{plain}{zh}逐时相同，{{threshold}} 小时就已不会是巧合",
        en=f"these {{observed}} hours of {{parameter}} equal, value by value, those of {plain} {en}; "
        "{threshold} hours are no coincidence",
    )
