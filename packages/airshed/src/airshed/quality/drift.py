"""Drift: a station that moves away from its neighbours week after week."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import polars as pl

from airshed.decimals import FloatArray, IntArray
from airshed.quality import blocks, flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene
from airshed.quality.series import DAY_HOURS, Runs

CHECK = Check(code="drift", version="2", name_zh="相对周边漂移", name_en="drift against neighbours")

_WORDS = Words(
    measure="change of the ratio to the neighbours",
    zh="{parameter}与周边的比值在 {hours} 小时里逐周变化到开始时的 {observed} 倍（开始时 {reference}，界限 "
    "{threshold} 倍或其倒数），像是仪器漂移",
    en="the ratio of {parameter} to the neighbours moved week by week to {observed} times its start ("
    "{reference}; the limit is {threshold} "
    "times or its inverse) in {hours} h, as an instrument that drifts",
)
_WEEK_DAYS = 7
_LEAST_HOURS = 56.0


def _ratios() -> Mapping[str, float]:
    """Return by what factor the line through the weekly ratios must rise or fall."""
    return MappingProxyType({"pm25": 1.5, "pm10": 1.5, "so2": 1.75, "no2": 1.65, "co": 1.55, "o3": 1.6})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Parameters (design defaults, chosen on half of the benchmark's stations).

    Over ``weeks`` weeks a straight line through the weekly ratios to the neighbours rises or falls by
    ``ratio`` and explains the part ``straight`` of their spread.
    """

    weeks: int = 6
    ratio: Mapping[str, float] = field(default_factory=_ratios)
    straight: float = 0.7


_RULE = Drift()


def check(scene: Scene, *, rule: Drift = _RULE) -> pl.DataFrame:
    """Flag weeks in which a station drifts away from its neighbours.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants with neighbours. Without neighbours nothing is found: seasons drift too.
    rule : Drift
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`; ``observed`` the factor by which the ratio to the neighbours changed
        along the line, ``reference`` the ratio in the first week, ``threshold`` the factor that is enough.

    Notes
    -----
    A week is any 168 hours from the start of one of the scene's days of 24; it needs a third of its hours, a
    window five sixths of its weeks. Of windows that overlap the steepest is told. Seasons that part a hill
    from a plain look the same: a person decides.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(24 * 42)]
    >>> def station(name: str, by: float) -> pl.DataFrame:
    ...     values = [(60.0 + k % 24) * (1 + by * k / (24 * 42)) for k in range(24 * 42)]
    ...     return pl.DataFrame({"begins_at": hours, "pm10": values}).with_columns(station=pl.lit(name))
    >>> found = check(scene.of(pl.concat([station("a", 1.0), station("b", 0.0), station("c", 0.0)])))
    >>> found.select("station", "severity", pl.col("observed").round(1)).rows()
    [('a', 'doubtful', 1.7)]
    """
    found = [_parameter(scene, parameter=code, rule=rule) for code in scene.pollutants]
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Drift) -> Found:
    """Find the drifts of one parameter."""
    sums = blocks.running_sums(scene, parameter=parameter, hours=DAY_HOURS)
    weekly = blocks.log_ratio(sums, parameter=parameter, start=0, size=_WEEK_DAYS, least=_LEAST_HOURS)
    rise, straight = _lines(weekly, weeks=rule.weeks)
    hit = (np.abs(rise) >= np.log(rule.ratio[parameter])) & (straight >= rule.straight)
    reach = (rule.weeks - 1) * _WEEK_DAYS
    row, day = np.nonzero(series.peaks(np.where(hit, np.abs(rise), 0.0), reach=reach))
    end = np.minimum((day + rule.weeks * _WEEK_DAYS) * DAY_HOURS, scene.shape[1])
    return Found(
        parameter=parameter,
        runs=Runs(row, day * DAY_HOURS, end),
        severity=Severity.DOUBTFUL,
        words=_WORDS,
        observed=np.exp(rise[row, day]),
        reference=np.exp(_first_present(weekly, row, day)),
        threshold=rule.ratio[parameter],
    )


def _lines(weekly: FloatArray, *, weeks: int) -> tuple[FloatArray, FloatArray]:
    """Fit a line to every window of weeks: its rise, and the part of the spread it explains.

    Shape (n_stations, n_days), for the window that begins there; NaN with fewer than five sixths of the
    weeks.
    """
    span = (weeks - 1) * _WEEK_DAYS
    padded = np.pad(weekly, ((0, 0), (0, span)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, span + 1, axis=1)[:, :, ::_WEEK_DAYS]
    present = ~np.isnan(windows)
    n = np.maximum(present.sum(axis=2, keepdims=True), 1)
    week = np.where(
        present, np.arange(weeks) - np.where(present, np.arange(weeks), 0).sum(axis=2, keepdims=True) / n, 0.0
    )
    filled = np.where(present, windows, 0.0)
    level = np.where(present, windows - filled.sum(axis=2, keepdims=True) / n, 0.0)
    xx, xy, yy = (week**2).sum(axis=2), (week * level).sum(axis=2), (level**2).sum(axis=2)
    enough = (6 * n[..., 0] >= 5 * weeks) & (xx > 0) & (yy > 1e-12)
    slope = xy / np.where(enough, xx, np.nan)
    return slope * (weeks - 1), np.asarray(slope * xy / np.where(enough, yy, np.nan))


def _first_present(weekly: FloatArray, row: IntArray, day: IntArray) -> FloatArray:
    """Return the ratio of the first week of each window that has one."""
    following = np.pad(weekly, ((0, 0), (0, _WEEK_DAYS)), constant_values=np.nan)
    here, later = following[row, day], following[row, day + _WEEK_DAYS]
    return np.where(np.isnan(here), later, here)
