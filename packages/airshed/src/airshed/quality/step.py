"""A step: from one hour on a station stands higher or lower beside its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed.decimals import BoolArray, FloatArray, IntArray
from airshed.quality import blocks, flags, series
from airshed.quality.blocks import Sums
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene
from airshed.quality.series import DAY_HOURS, Runs

CHECK = Check(code="step", version="2", name_zh="台阶变化", name_en="step")

_STAYS = Words(
    measure="change beside the neighbours",
    zh="{parameter}与周边的比值从这里起变为之前的 {observed} 倍（前为 {reference}，界限 {threshold} "
    "倍或其倒数），请核对校准、换机或站点周边",
    en="from here on the ratio of {parameter} to the neighbours is {observed} times what it was ({reference}"
    " before; the limit is "
    "{threshold} times or its inverse); see calibration, a change of instrument, or what changed nearby",
)
_RETURNS = Words(
    measure="change beside the neighbours, undone later",
    zh="这 {hours} 小时里{parameter}与周边的比值是之前的 {observed} 倍（前为 {reference}，界限 {threshold} "
    "倍或其倒数），之后恢复",
    en="in these {hours} hours the ratio of {parameter} to the neighbours was {observed} times what it was ("
    "{reference} before; the limit "
    "is {threshold} times or its inverse), then it went back",
)
_HOP = 6
_NOISE_WINDOWS = 8
_LEAST_STATIONS = 5
"""Spans of a record, or stations beside each other, before the usual change is told from the steps."""


def _ratios() -> Mapping[str, float]:
    """Return by what factor the ratio to the neighbours must change."""
    return MappingProxyType({"pm25": 1.5, "pm10": 1.5, "so2": 1.8, "no2": 1.7, "co": 1.55, "o3": 1.65})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Parameters (design defaults, chosen on half of the benchmark's stations).

    ``days`` after a step are held against as many before. The ratio to the neighbours changes by ``ratio``
    and by ``spreads`` times the station's usual change between two such spans, and of the single days at
    least four in five of each side lie on their side. Two opposite steps within ``pair_days`` are one
    finding; as two witnesses agree, ``pair_ratio`` and ``pair_spreads`` are asked of their mean, and
    ``each_ratio`` and ``each_spreads`` of either.
    """

    days: int = 7
    ratio: Mapping[str, float] = field(default_factory=_ratios)
    spreads: float = 4.5
    pair_days: int = 21
    pair_ratio: float = 1.45
    pair_spreads: float = 2.3
    each_ratio: float = 1.3
    each_spreads: float = 2.0


_RULE = Step()


class _Steps(NamedTuple):
    """Candidates: station and block of each, change of the logarithm there, the station's usual change."""

    row: IntArray
    place: IntArray
    change: FloatArray
    usual: FloatArray


def check(scene: Scene, *, rule: Step = _RULE) -> pl.DataFrame:
    """Flag lasting changes of a station beside its neighbours that come from one hour to the next.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants with neighbours. Without neighbours nothing is found: weather makes such steps.
    rule : Step
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, from the step to its undoing, or for ``days`` where it stays;
        ``observed`` the factor by which the ratio to the neighbours changed, ``reference`` the ratio before,
        ``threshold`` the factor that is enough.

    Notes
    -----
    Ratios are those of sums (`airshed.quality.blocks`), looked at every six hours; the time of a step is
    right to half a day or so. The usual change is the scaled median over the record; a record shorter than
    eight spans, of which a step would fill a good part, takes that of all stations, and none with fewer than
    five of them.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(24 * 30)]
    >>> def station(name: str, factor: float) -> pl.DataFrame:
    ...     values = [(60.0 + k % 24) * (factor if k >= 360 else 1.0) for k in range(24 * 30)]
    ...     return pl.DataFrame({"begins_at": hours, "pm10": values}).with_columns(station=pl.lit(name))
    >>> found = check(scene.of(pl.concat([station("a", 2.0), station("b", 1.0), station("c", 1.0)])))
    >>> found.select("station", "hours", pl.col("observed").round(1)).rows()
    [('a', 168, 1.9)]
    """
    found: list[Found] = []
    for parameter in scene.pollutants:
        found += _parameter(scene, parameter=parameter, rule=rule)
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Step) -> list[Found]:
    """Find the steps of one parameter."""
    sums = blocks.running_sums(scene, parameter=parameter, hours=_HOP)
    size = rule.days * DAY_HOURS // _HOP
    least = rule.days * DAY_HOURS / 2
    before = blocks.log_ratio(sums, parameter=parameter, start=-size, size=size, least=least)
    after = blocks.log_ratio(sums, parameter=parameter, start=0, size=size, least=least)
    change = after - before
    usual = _usual(change, least=_NOISE_WINDOWS * size)
    apart = _days_apart(sums, parameter=parameter, sign=np.sign(change), days=rule.days)
    weakest = np.maximum(np.log(rule.each_ratio), rule.each_spreads * usual)[:, None]
    places = series.peaks(np.where((np.abs(change) >= weakest) & apart, np.abs(change), 0.0), reach=size // 2)
    row, place = np.nonzero(places)
    steps = _Steps(row, place, change[row, place], usual[row])
    end, is_undone = _ends(steps, rule=rule)
    limit = np.maximum(np.log(rule.ratio[parameter]), rule.spreads * steps.usual)
    pair_limit = np.maximum(np.log(rule.pair_ratio), rule.pair_spreads * steps.usual)
    stays = (end == 0) & (np.abs(steps.change) >= limit)
    end = np.where(stays, place + size, end)
    runs = Runs(row, place * _HOP, np.minimum(end * _HOP, scene.shape[1]))
    factor, was = np.exp(steps.change), np.exp(before[row, place])
    return [
        Found(parameter, runs.where(chosen), Severity.DOUBTFUL, words, factor[chosen], reference=was[chosen],
              threshold=np.exp(enough[chosen]))
        for chosen, words, enough in ((is_undone, _RETURNS, pair_limit), (stays, _STAYS, limit))
    ]  # fmt: skip


def _usual(change: FloatArray, *, least: int) -> FloatArray:
    """Return each station's usual change, scaled to a standard deviation; that of all for a short record."""
    own = 1.4826 * series.median(np.abs(change))
    if change.shape[1] >= least:
        return np.nan_to_num(own)
    of_all = series.median(own, least=_LEAST_STATIONS)
    return np.full(own.shape, np.nan_to_num(of_all))


def _days_apart(sums: Sums, *, parameter: str, sign: FloatArray, days: int) -> BoolArray:
    """Say where the lower fifth of the days after lies beyond the upper fifth of those before."""
    day = DAY_HOURS // _HOP
    sides = []
    for starts in (range(0, days * day, day), range(-days * day, 0, day)):
        parts = [
            sign * blocks.log_ratio(sums, parameter=parameter, start=start, size=day, least=8)
            for start in starts
        ]
        sides.append(np.sort(np.stack(parts), axis=0))
    after, before = sides
    fifth = days // 5
    n_before = (~np.isnan(before)).sum(axis=0)
    upper = np.take_along_axis(before, np.maximum(n_before - 1 - fifth, 0)[None], axis=0)[0]
    return np.asarray(after[fifth] > upper)


def _ends(steps: _Steps, *, rule: Step) -> tuple[IntArray, BoolArray]:
    """Pair steps with the next one where that undoes them.

    Returns where each finding ends, and whether it is undone: end 0 for a step that stands alone, -1 for one
    that undoes another.
    """
    n = steps.row.size
    end, is_undone = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.bool_)
    most = rule.pair_days * DAY_HOURS // _HOP
    limit = np.maximum(np.log(rule.pair_ratio), rule.pair_spreads * steps.usual)
    for k in range(n - 1):
        here, following = float(steps.change[k]), float(steps.change[k + 1])
        if (
            end[k] == 0
            and steps.row[k + 1] == steps.row[k]
            and steps.place[k + 1] - steps.place[k] <= most
            and here * following < 0
            and abs(here + following) <= max(abs(here), abs(following)) / 2
            and abs(here - following) / 2 >= limit[k]
        ):
            end[k], end[k + 1], is_undone[k] = steps.place[k + 1], -1, True
    return end, is_undone
