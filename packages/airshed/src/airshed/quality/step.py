"""A step: from one hour on a station stands higher or lower beside its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import polars as pl

from airshed.decimals import BoolArray, FloatArray, IntArray
from airshed.quality import blocks, flags, series
from airshed.quality.blocks import Sums
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene
from airshed.quality.series import DAY_HOURS, Runs

CHECK = Check(code="step", version="1", name_zh="台阶变化", name_en="step")

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


def _ratios() -> Mapping[str, float]:
    """Return by what factor the ratio to the neighbours must change."""
    return MappingProxyType({"pm25": 1.5, "pm10": 1.5, "so2": 1.8, "no2": 1.7, "co": 1.55, "o3": 1.65})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Parameters (design defaults).

    ``days`` after a step are held against as many before. The ratio to the neighbours changes by ``ratio``,
    and of the single days at least four in five of each side lie on their side. Two opposite steps within
    ``pair_days`` are one finding.
    """

    days: int = 7
    ratio: Mapping[str, float] = field(default_factory=_ratios)
    pair_days: int = 45


_RULE = Step()


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
    right to half a day or so.

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
    apart = _days_apart(sums, parameter=parameter, sign=np.sign(change), days=rule.days)
    limit = float(np.log(rule.ratio[parameter]))
    places = series.peaks(np.where((np.abs(change) >= limit) & apart, np.abs(change), 0.0), reach=size // 2)
    row, place = np.nonzero(places)
    end, is_undone, kept = _ends(row, place, change[row, place], rule=rule)
    row, place, end, is_undone = row[kept], place[kept], end[kept], is_undone[kept]
    runs = Runs(row, place * _HOP, np.minimum(end * _HOP, scene.shape[1]))
    factor, was = np.exp(change[row, place]), np.exp(before[row, place])
    return [
        Found(parameter, runs.where(chosen), Severity.DOUBTFUL, words, factor[chosen], reference=was[chosen],
              threshold=rule.ratio[parameter])
        for chosen, words in ((is_undone, _RETURNS), (~is_undone, _STAYS))
    ]  # fmt: skip


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


def _ends(
    row: IntArray, place: IntArray, change: FloatArray, *, rule: Step
) -> tuple[IntArray, BoolArray, BoolArray]:
    """Return where each finding ends, whether a later step undoes it, and whether it is told at all."""
    a_day = DAY_HOURS // _HOP
    end = place + rule.days * a_day
    is_undone = np.zeros(row.size, dtype=np.bool_)
    kept = np.ones(row.size, dtype=np.bool_)
    for k in range(row.size - 1):
        near = row[k + 1] == row[k] and place[k + 1] - place[k] <= rule.pair_days * a_day
        if (
            kept[k]
            and near
            and change[k] * change[k + 1] < 0
            and abs(change[k] + change[k + 1]) <= abs(change[k]) / 2
        ):
            end[k], is_undone[k], kept[k + 1] = place[k + 1], True, False
    return end, is_undone, kept
