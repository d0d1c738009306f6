"""Unit slips: hours a thousand times too high or too low, as mg for µg."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import polars as pl

from airshed.decimals import BoolArray, FloatArray
from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene

CHECK = Check(code="unit_slip", version="1", name_zh="单位错位", name_en="unit slip")

_HIGH = Words(
    measure="times the usual",
    zh="{parameter}是平常（{reference}）的 {observed} 倍，像是把 mg 当成了 µg，共 {hours} 小时",
    en="{parameter} is {observed} times what is usual ({reference}), as if µg were taken for mg, for {hours}"
    " h",
)
_LOW = Words(
    measure="times the usual",
    zh="{parameter}只有平常（{reference}）的 {observed} 倍，像是把 µg 写成了 mg，共 {hours} 小时",
    en="{parameter} is {observed} times what is usual ({reference}), as if mg were written for µg, for "
    "{hours} h",
)
_WHOLE = Words(
    measure="median of the record",
    zh="{parameter}整段记录的中位数是 {observed}，除以或乘以 1000 才像 {parameter}（常见 {reference} 至 "
    "{threshold}），请核对单位",
    en="the median of the whole {parameter} record is {observed}; only divided or multiplied by 1000 does "
    "it look like "
    "{parameter} (commonly {reference} to {threshold}); check the unit",
)
_DAYS = 15
_FACTOR = 3.0
_FAR = 30.0
_LEAST_HOURS = 24


def _usual() -> Mapping[str, tuple[float, float]]:
    """Return between which ends the median of a record lies almost anywhere. [µg m⁻³; CO mg m⁻³]"""
    return MappingProxyType(
        {"pm25": (1.0, 400.0), "pm10": (2.0, 900.0), "so2": (0.5, 300.0), "no2": (0.5, 200.0),
         "co": (0.03, 8.0), "o3": (3.0, 250.0)}
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSlip:
    """Parameters (design defaults).

    A slip is a factor of a thousand, give or take ``decades`` powers of ten, and ``own_decades`` at least
    from the station's own days around, so that a slip of the neighbours is not laid at its door. Runs with
    gaps of at most ``bridge`` hours are one. ``usual`` holds between which ends the median of a whole record
    lies.
    """

    decades: float = 0.6
    own_decades: float = 1.3
    bridge: int = 6
    usual: Mapping[str, tuple[float, float]] = field(default_factory=_usual)


_RULE = UnitSlip()


def check(scene: Scene, *, rule: UnitSlip = _RULE) -> pl.DataFrame:
    """Flag hours and whole records that are a thousand times too high or too low.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants only.
    rule : UnitSlip
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, impossible for hours: ``observed`` the median factor of the run,
        ``reference`` what was usual; doubtful for a whole record: ``observed`` its median, ``reference`` and
        ``threshold`` the ends it commonly lies between. [factor; µg m⁻³, CO mg m⁻³]

    Notes
    -----
    What is usual is the neighbours' median, or the median of the daily medians of 15 days around where there
    is none. A record whose median lies thirty times beyond the ends of ``usual`` is told once, as a whole.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(240)]
    >>> values = [0.9 + 0.1 * (k % 5) for k in range(240)]
    >>> values[100:110] = [1000 * value for value in values[100:110]]
    >>> frame = pl.DataFrame({"begins_at": hours, "co": values}).with_columns(station=pl.lit("a"))
    >>> check(scene.of(frame)).select("hours", "severity", "reference").rows()
    [(10, 'impossible', 1.1)]
    """
    found: list[Found] = []
    for parameter in scene.pollutants:
        found += _parameter(scene, parameter=parameter, rule=rule)
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: UnitSlip) -> list[Found]:
    """Find the slips of one parameter."""
    values, beside = scene.values[parameter], scene.beside(parameter)
    low, high = rule.usual[parameter]
    middle = series.median(values, least=_LEAST_HOURS)[:, None]
    is_whole = (middle > _FAR * high) | ((middle > 0) & (middle < low / _FAR))
    positive, own = np.where(values > 0, values, np.nan), _own_level(values)
    own = np.where(own > 0, own, np.nan)
    usual = np.where(beside > 0, beside, own)
    ratio = positive / usual
    decades, from_own = np.log10(ratio), np.log10(positive / own)
    parts = [_whole(scene, parameter=parameter, middle=middle, is_whole=is_whole, rule=rule)]
    for sign, words in ((1.0, _HIGH), (-1.0, _LOW)):
        near = (
            (np.abs(sign * decades - _FACTOR) <= rule.decades)
            & ~is_whole
            & ~(sign * from_own < rule.own_decades)
        )
        runs = series.runs(near, bridge=rule.bridge)
        factors, reference = series.run_medians(ratio, runs), series.run_medians(usual, runs)
        parts.append(Found(parameter, runs, Severity.IMPOSSIBLE, words, factors, reference=reference))
    return parts


def _own_level(values: FloatArray) -> FloatArray:
    """Return the median of the daily medians of 15 days around each hour."""
    daily = series.median(series.by_day(values), least=3)
    around = series.median(series.windows(daily, size=_DAYS))
    return np.repeat(around, series.DAY_HOURS, axis=1)[:, : values.shape[1]]


def _whole(scene: Scene, *, parameter: str, middle: FloatArray, is_whole: BoolArray, rule: UnitSlip) -> Found:
    """Find the records that are off as a whole; a run is the record from its first value to its last."""
    rows = np.flatnonzero(is_whole[:, 0])
    present = ~np.isnan(scene.values[parameter][rows])
    first = present.argmax(axis=1)
    end = scene.shape[1] - present[:, ::-1].argmax(axis=1)
    low, high = rule.usual[parameter]
    return Found(
        parameter=parameter,
        runs=series.Runs(rows, first, end),
        severity=Severity.DOUBTFUL,
        words=_WHOLE,
        observed=middle[rows, 0],
        reference=low,
        threshold=high,
    )
