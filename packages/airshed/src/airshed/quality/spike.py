"""A spike: an hour or a few far off the hours before and after, while the neighbours show nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import polars as pl

from airshed.decimals import BoolArray, FloatArray
from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import SOFTENING, Scene
from airshed.quality.series import Runs

CHECK = Check(code="spike", version="1", name_zh="孤立突变", name_en="spike")

_UP = Words(
    measure="departure from the hours around",
    zh="{parameter}突然升到 {observed}，前后较高的一侧只有 {reference}，{hours} 小时后回落，"
    "周边没有同样变化；"
    "相差 {threshold} 以上即提示",
    en="{parameter} rose to {observed} and fell back after {hours} h; the higher of the hours around it was "
    "{reference}, the neighbours show no such change; a difference of {threshold} is enough",
)
_DOWN = Words(
    measure="departure from the hours around",
    zh="{parameter}突然跌到 {observed}，前后较低的一侧也有 {reference}，{hours} 小时后回升，"
    "周边没有同样变化；"
    "相差 {threshold} 以上即提示",
    en="{parameter} fell to {observed} and came back after {hours} h; the lower of the hours around it was "
    "{reference}, the neighbours show no such change; a difference of {threshold} is enough",
)
_WITHOUT_USUAL = 0.3
"""Usual change of the logarithm from hour to hour taken where a day has too few hours to tell."""

_LEAST_CHANGES = 6


def _least() -> Mapping[str, float]:
    """Return the least departure by pollutant. [µg m⁻³; CO mg m⁻³]"""
    return MappingProxyType({"pm25": 15.0, "pm10": 20.0, "so2": 10.0, "no2": 15.0, "co": 0.6, "o3": 20.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """Parameters (design defaults).

    A spike lasts at most ``hours``. It departs from the nearer of its two sides by the factor ``ratio`` (of
    the softened values), by ``spreads`` times the usual change from hour to hour of that day and the days
    beside it, and by ``least``. What the neighbours' median did in the same hours is taken off first, and the
    ratio to it must depart by the factor ``beside`` from its median of the ``around`` hours on either side.
    """

    hours: int = 3
    ratio: float = 3.0
    spreads: float = 2.0
    beside: float = 2.0
    around: int = 12
    least: Mapping[str, float] = field(default_factory=_least)


_RULE = Spike()


def check(scene: Scene, *, rule: Spike = _RULE) -> pl.DataFrame:
    """Flag short departures that the neighbours do not show.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants only. Without neighbours the departure itself decides.
    rule : Spike
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`; ``observed`` the farthest value, ``reference`` the nearer of the two
        sides, ``threshold`` the difference that would have been enough. [µg m⁻³; CO mg m⁻³]

    Notes
    -----
    The sides are the last value before and the first after, past one missing hour. At the ends of a record,
    and beside two missing hours, nothing is flagged.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(24)]
    >>> values = [50.0 + k % 3 for k in range(24)]
    >>> values[12] = 400.0
    >>> frame = pl.DataFrame({"begins_at": hours, "pm25": values}).with_columns(station=pl.lit("a"))
    >>> check(scene.of(frame)).select("hours", "observed", "reference").rows()
    [(1, 400.0, 52.0)]
    """
    found = [
        _parameter(scene, parameter=code, rule=rule, is_up=is_up)
        for code in scene.pollutants
        for is_up in (True, False)
    ]
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Spike, is_up: bool) -> Found:
    """Find the spikes of one parameter in one direction."""
    sign = 1.0 if is_up else -1.0
    softening = SOFTENING[parameter]
    level = sign * scene.level(parameter)
    beside = sign * np.log(np.maximum(scene.beside(parameter), 0.0) + softening)
    limit = np.maximum(np.log(rule.ratio), rule.spreads * usual_change(level))
    mask = np.zeros(level.shape, dtype=np.bool_)
    for hours in range(1, rule.hours + 1):
        side = _nearer_side(level, hours=hours)
        together = np.fmax(_lowest(beside, hours=hours) - _nearer_side(beside, hours=hours), 0.0)
        lowest = _lowest(level, hours=hours)
        apart = np.abs(np.exp(sign * lowest) - np.exp(sign * side))
        far = lowest - side - np.nan_to_num(together) >= limit
        _mark(mask, starts=far & (apart >= rule.least[parameter]), hours=hours)
    runs = series.runs(mask)
    runs = runs.where(_stands_out(sign * scene.contrast(parameter), runs, rule=rule))
    row, first, last = runs.station, runs.start, runs.end - 1
    values = sign * scene.values[parameter]
    side = np.fmax(_before(values)[row, first], _after(values, hours=1)[row, last])
    nearer = sign * side
    factor = np.exp(sign * limit[row, first])
    needed = np.abs((np.maximum(nearer, 0.0) + softening) * (factor - 1.0))
    return Found(
        parameter=parameter,
        runs=runs,
        severity=Severity.DOUBTFUL,
        words=_UP if is_up else _DOWN,
        observed=series.over(scene.values[parameter], runs, ufunc=np.fmax if is_up else np.fmin),
        reference=nearer,
        threshold=np.maximum(needed, rule.least[parameter]),
    )


def _stands_out(contrast: FloatArray, runs: Runs, *, rule: Spike) -> BoolArray:
    """Say of each run whether it departs from the neighbours too, and of all runs where there are none."""
    around = series.windows(contrast, size=2 * rule.around + 1)[runs.station, runs.start]
    departs = series.over(contrast, runs, ufunc=np.fmax) - series.median(around, least=_LEAST_CHANGES)
    return np.asarray(~(departs < np.log(rule.beside)))


def usual_change(level: FloatArray) -> FloatArray:
    """Return the usual change from hour to hour: the largest of three days' scaled median changes.

    Examples
    --------
    >>> float(usual_change(np.tile([1.0, 2.0], 24)[None, :])[0, 0])
    1.4826
    """
    days = series.by_day(np.abs(level - series.earlier(level, 1)))
    a_day = 1.4826 * series.median(days, least=_LEAST_CHANGES)
    widest = np.fmax(a_day, np.fmax(series.earlier(a_day, 1), series.earlier(a_day, -1)))
    usual = np.repeat(widest, series.DAY_HOURS, axis=1)[:, : level.shape[1]]
    return np.where(np.isnan(usual), _WITHOUT_USUAL, usual)


def _before(level: FloatArray) -> FloatArray:
    """Return the last value before each hour, past one missing hour."""
    near = series.earlier(level, 1)
    return np.where(np.isnan(near), series.earlier(level, 2), near)


def _after(level: FloatArray, *, hours: int) -> FloatArray:
    """Return the first value ``hours`` after each hour, past one missing hour."""
    near = series.earlier(level, -hours)
    return np.where(np.isnan(near), series.earlier(level, -hours - 1), near)


def _nearer_side(level: FloatArray, *, hours: int) -> FloatArray:
    """Return the higher of the values before and after ``hours`` hours, NaN where one is missing."""
    return np.asarray(np.maximum(_before(level), _after(level, hours=hours)))


def _lowest(level: FloatArray, *, hours: int) -> FloatArray:
    """Return the lowest of ``hours`` values from each hour on, NaN where one is missing."""
    result = level
    for k in range(1, hours):
        result = np.minimum(result, series.earlier(level, -k))
    return result


def _mark(mask: BoolArray, *, starts: BoolArray, hours: int) -> None:
    """Mark ``hours`` hours from each start on."""
    for k in range(hours):
        mask[:, k:] |= starts[:, : starts.shape[1] - k] if k else starts
