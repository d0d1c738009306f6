"""Decoupled when it is bad: a station that follows its neighbours until they are high, then falls behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import polars as pl

from airshed.decimals import FloatArray
from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene
from airshed.quality.series import DAY_HOURS, Runs

CHECK = Check(code="decoupled", version="1", name_zh="高值时段脱离周边", name_en="decoupled when it is bad")

_WORDS = Words(
    measure="share kept when the neighbours are high",
    zh="周边{parameter}最高的五分之一时段里，本站与周边的比值只有平常时段的 {observed} 倍（平常为 "
    "{reference}，界限 {threshold}），窗口 {hours} 小时；只是线索，须现场核实",
    en="in the fifth of hours with the highest {parameter} at the neighbours the ratio to them is only "
    "{observed} times that of usual hours "
    "({reference} then; the limit is {threshold}), window {hours} h; a hint that needs a visit",
)


def _kept() -> Mapping[str, float]:
    """Return what share of its ratio a station must keep when the neighbours are high."""
    return MappingProxyType({"pm25": 0.72, "pm10": 0.74, "co": 0.65})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoupled:
    """Parameters (design defaults).

    In windows of ``days`` days, every ``every`` days, the ratio to the neighbours in the hours in which they
    are above their own quantile ``high`` is held against the hours between the quantiles ``usual``; it must
    keep the share ``kept`` (the parameters named there are looked at). Each side needs ``least`` hours. [h]
    """

    days: int = 30
    every: int = 10
    high: float = 0.8
    usual: tuple[float, float] = (0.25, 0.6)
    kept: Mapping[str, float] = field(default_factory=_kept)
    least: int = 60


_RULE = Decoupled()


def check(scene: Scene, *, rule: Decoupled = _RULE) -> pl.DataFrame:
    """Hint at windows in which a station is damped only while its neighbours are high.

    Parameters
    ----------
    scene : Scene
        Hours; particles and CO with neighbours. Gases that react in polluted air part by themselves.
    rule : Decoupled
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, notes; ``observed`` the lowest share kept in the windows joined,
        ``reference`` the usual ratio to the neighbours in the first of them, ``threshold`` the share that
        must be kept.

    Notes
    -----
    Ratios are medians of the softened contrast. A hint, no proof: a source near the neighbours does the same.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(24 * 30)]
    >>> def station(name: str, top: float) -> pl.DataFrame:
    ...     values = [min(40.0 + 4 * (k % 40), top + (k % 40) / 10) for k in range(24 * 30)]
    ...     return pl.DataFrame({"begins_at": hours, "pm25": values}).with_columns(station=pl.lit(name))
    >>> found = check(scene.of(pl.concat([station("a", 100), station("b", 900), station("c", 900)])))
    >>> found.select("station", "severity", pl.col("observed").round(2)).rows()
    [('a', 'note', 0.6)]
    """
    wanted = [code for code in scene.pollutants if code in rule.kept]
    found = [_parameter(scene, parameter=code, rule=rule) for code in wanted]
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Decoupled) -> Found:
    """Find the windows of one parameter."""
    n_hours, size = scene.shape[1], rule.days * DAY_HOURS
    starts = np.arange(0, max(n_hours - size, 0) + 1, rule.every * DAY_HOURS)
    contrast, beside = scene.contrast(parameter), scene.beside(parameter)
    kept, usual = [], []
    for start in starts.tolist():
        here = slice(start, start + size)
        share, ratio = _window(contrast[:, here], beside[:, here], rule=rule)
        kept.append(share)
        usual.append(ratio)
    shares, ratios = np.stack(kept, axis=1), np.stack(usual, axis=1)
    low = np.where(shares < rule.kept[parameter], shares, np.nan)
    windows = series.runs(~np.isnan(low), bridge=max(rule.days // rule.every - 1, 0))
    return Found(
        parameter=parameter,
        runs=Runs(
            windows.station, starts[windows.start], np.minimum(starts[windows.end - 1] + size, n_hours)
        ),
        severity=Severity.NOTE,
        words=_WORDS,
        observed=series.over(low, windows, ufunc=np.fmin),
        reference=ratios[windows.station, windows.start],
        threshold=rule.kept[parameter],
    )


def _window(contrast: FloatArray, beside: FloatArray, *, rule: Decoupled) -> tuple[FloatArray, FloatArray]:
    """Return each station's share of its ratio kept when the neighbours are high, and the usual ratio."""
    level = np.where(np.isnan(contrast), np.nan, beside)
    low, mid, high = (_quantile(level, part)[:, None] for part in (*rule.usual, rule.high))
    usual = series.median(np.where((level >= low) & (level <= mid), contrast, np.nan), least=rule.least)
    bad = series.median(np.where(level >= high, contrast, np.nan), least=rule.least)
    return np.exp(bad - usual), np.exp(usual)


def _quantile(values: FloatArray, part: float) -> FloatArray:
    """Return the value at a part of the values present of each row, NaN where there is none."""
    ordered = np.sort(values, axis=1)
    n = (~np.isnan(values)).sum(axis=1)
    place = np.maximum(np.floor(part * (n - 1)).astype(np.int64), 0)
    return np.asarray(np.take_along_axis(ordered, place[:, None], axis=1)[:, 0])
