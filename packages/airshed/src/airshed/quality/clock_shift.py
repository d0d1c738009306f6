"""Clock shift: a station's hours run ahead of its neighbours or behind them, or its day stands askew."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from airshed.decimals import FloatArray, IntArray
from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import SOFTENING, Scene
from airshed.quality.series import DAY_HOURS, Runs

CHECK = Check(code="clock_shift", version="1", name_zh="时钟错位", name_en="clock shift")

_BESIDE = Words(
    measure="hours behind the neighbours",
    zh="这 {hours} 小时的变化与 {observed} 小时之前的周边最像（相关系数高出 {reference}，界限 {threshold}）"
    "，负数表示超前；像是时钟或时区错了",
    en="these {hours} hours move as the neighbours did {observed} h before (correlation higher by "
    "{reference}; the limit is "
    "{threshold}; negative means ahead), as if the clock or the zone were wrong",
)
_ALONE = Words(
    measure="hours behind its own days",
    zh="这 {hours} 小时的日变化比本站平常晚 {observed} 小时（相关系数高出 {reference}，界限 {threshold}），"
    "负数表示早；像是时钟或时区错了",
    en="the course of the day in these {hours} hours is {observed} h later than is usual here (correlation "
    "higher by {reference}; "
    "the limit is {threshold}; negative means earlier), as if the clock or the zone were wrong",
)
_SUNLIT = ("o3", "t")
"""Parameters whose day the sun sets, so that they tell the hour without neighbours."""

_LEAST_SHARE = 0.4
"""Part of a window's hours that must be there on both sides."""

_CLIP = 1.0
"""Changes of the logarithm beyond this count as this much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockShift:
    """Parameters (design defaults).

    Windows of ``days`` days are shifted by up to ``most_hours`` either way; the best shift must correlate by
    ``likeness`` at least, and better than none by ``gain`` beside neighbours, or by ``gain_alone`` (and two
    hours) beside the station's own ``around`` days. ``trim`` days are taken off both ends of what the windows
    cover, since a window half shifted is found already.
    """

    days: int = 14
    most_hours: int = 12
    gain: float = 0.11
    gain_alone: float = 0.35
    likeness: float = 0.25
    around: int = 45
    trim: int = 5


_RULE = ClockShift()


def check(scene: Scene, *, rule: ClockShift = _RULE) -> pl.DataFrame:
    """Flag stretches whose hours fit the neighbours, or the station's own days, better when shifted.

    Parameters
    ----------
    scene : Scene
        Hours; all pollutants together beside neighbours, O3 and temperature where there are none.
    rule : ClockShift
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, one row for each pollutant of the station; ``observed`` hours behind
        (negative: ahead), ``reference`` what the correlation gains, ``threshold`` what it must gain.

    Notes
    -----
    Correlated are changes over two hours of the logarithm, averaged over the pollutants present. The ends of
    a flag are right to some days. A shift of one hour is seen only where neighbours are alike; one of the
    whole record is seen beside neighbours, not alone.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(24 * 40)]
    >>> def wave(k: int) -> float:
    ...     return 60.0 + 40 * ((k * k // 7) % 11) / 11
    >>> frame = pl.concat(
    ...     pl.DataFrame({"begins_at": hours, "o3": [wave(k - by) for k in range(24 * 40)], "station": name})
    ...     for name, by in (("a", 0), ("b", 0), ("c", 3))
    ... )
    >>> check(scene.of(frame)).select("station", "observed").unique().rows()
    [('c', 3.0)]
    """
    lags = np.arange(-rule.most_hours, rule.most_hours + 1)
    found: list[Found] = []
    if not scene.pollutants or scene.shape[1] < rule.days * DAY_HOURS:
        return flags.frame(scene, check=CHECK, rule=rule, found=found)
    beside = _mean([_beside(scene, parameter=code, lags=lags, rule=rule) for code in scene.pollutants])
    found += _findings(scene, gains=beside, lags=lags, least=rule.gain, words=_BESIDE, rule=rule)
    sunlit = [_alone(scene, parameter=code, lags=lags, rule=rule) for code in _SUNLIT if code in scene.values]
    if sunlit:
        alone = _mean(sunlit)
        alone[:, np.abs(lags) == 1] = -np.inf
        alone[(~np.isnan(beside)).any(axis=(1, 2))] = np.nan
        found += _findings(scene, gains=alone, lags=lags, least=rule.gain_alone, words=_ALONE, rule=rule)
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _mean(parts: list[FloatArray]) -> FloatArray:
    """Return the mean over parameters, missing ones left out."""
    stack = np.stack(parts)
    present = ~np.isnan(stack)
    n = present.sum(axis=0)
    return np.where(n > 0, np.where(present, stack, 0.0).sum(axis=0) / np.maximum(n, 1), np.nan)


def _beside(scene: Scene, *, parameter: str, lags: IntArray, rule: ClockShift) -> FloatArray:
    """Correlate each window with the neighbours shifted, shape (n_stations, n_lags, n_windows)."""
    own = _changes(scene.level(parameter))
    beside = np.log(np.maximum(scene.beside(parameter), 0.0) + SOFTENING[parameter])
    near = _changes(beside)
    parts = []
    for lag in lags.tolist():
        other = series.earlier(near, lag)
        both = ~np.isnan(own + other)
        one, two = np.where(both, own, 0.0), np.where(both, other, 0.0)
        sums = [
            _window_sums(values, days=rule.days) for values in (one * two, one * one, two * two, both * 1.0)
        ]
        enough = sums[3] >= _LEAST_SHARE * rule.days * DAY_HOURS
        parts.append(np.where(enough, sums[0] / np.sqrt(sums[1] * sums[2] + 1e-9), np.nan))
    return np.stack(parts, axis=1)


def _changes(level: FloatArray) -> FloatArray:
    """Return the change over two hours about each hour, held within bounds."""
    return np.clip(series.earlier(level, -1) - series.earlier(level, 1), -_CLIP, _CLIP)


def _window_sums(values: FloatArray, *, days: int) -> FloatArray:
    """Return sums over windows of whole days, shape (n_stations, n_windows)."""
    daily = np.nan_to_num(series.by_day(values)).sum(axis=2)
    total = np.pad(np.cumsum(daily, axis=1), ((0, 0), (1, 0)))
    return np.asarray(total[:, days:] - total[:, :-days])


def _alone(scene: Scene, *, parameter: str, lags: IntArray, rule: ClockShift) -> FloatArray:
    """Correlate each window's mean day with the mean day around it, turned, as `_beside` does."""
    values = scene.values[parameter] if parameter == "t" else scene.level(parameter)
    days = series.by_day(values)
    present = ~np.isnan(days)
    filled = np.where(present, days, 0.0)
    n_day = present.sum(axis=2, keepdims=True)
    centred = np.where(present, days - filled.sum(axis=2, keepdims=True) / np.maximum(n_day, 1), 0.0)
    pad = ((0, 0), (1, 0), (0, 0))
    sums = np.pad(np.cumsum(centred, axis=1), pad)
    n = np.pad(np.cumsum(present, axis=1), pad)
    start = np.arange(days.shape[1] - rule.days + 1)
    end = start + rule.days
    low, high = np.maximum(start - rule.around, 0), np.minimum(end + rule.around, days.shape[1])
    inside, n_inside = sums[:, end] - sums[:, start], n[:, end] - n[:, start]
    beyond, n_beyond = sums[:, high] - sums[:, low] - inside, n[:, high] - n[:, low] - n_inside
    own, usual = inside / np.maximum(n_inside, 1), beyond / np.maximum(n_beyond, 1)
    enough = (n_inside.min(axis=2) >= rule.days * _LEAST_SHARE) & (
        n_beyond.min(axis=2) >= rule.days * _LEAST_SHARE
    )
    parts = []
    for lag in lags.tolist():
        turned = np.roll(usual, lag, axis=2)
        size = np.sqrt((own**2).sum(axis=2) * (turned**2).sum(axis=2) + 1e-9)
        parts.append(np.where(enough, (own * turned).sum(axis=2) / size, np.nan))
    return np.stack(parts, axis=1)


def _findings(
    scene: Scene, *, gains: FloatArray, lags: IntArray, least: float, words: Words, rule: ClockShift
) -> list[Found]:
    """Turn correlations of windows into runs; a run tells the shift of its clearest window."""
    usual, trim = gains[:, rule.most_hours], min(rule.trim, (rule.days - 1) // 2)
    filled = np.where(np.isnan(gains), -np.inf, gains)
    best, top = lags[filled.argmax(axis=1)], filled.max(axis=1)
    gain = np.where(np.isnan(usual) | np.isinf(top), 0.0, top - np.nan_to_num(usual))
    windows = series.runs((gain >= least) & (top >= rule.likeness) & (best != 0))
    if not windows.station.size:
        return []
    most = series.over(gain, windows, ufunc=np.fmax)
    lag = np.array([
        best[row, start + int(gain[row, start:end].argmax())]
        for row, start, end in zip(*(part.tolist() for part in windows), strict=True)
    ], dtype=np.float64)  # fmt: skip
    start = (windows.start + trim) * DAY_HOURS
    end = np.minimum((windows.end - 1 + rule.days - trim) * DAY_HOURS, scene.shape[1])
    runs = Runs(windows.station, start, end)
    parts = []
    for parameter in scene.pollutants:
        ever = np.asarray((~np.isnan(scene.values[parameter])).any(axis=1))
        chosen = ever[runs.station]
        reference = most[chosen]
        parts.append(
            Found(parameter, runs.where(chosen), Severity.DOUBTFUL, words, lag[chosen], reference, least)
        )
    return parts
