"""Wetting: particles fall beside the neighbours in the very hours in which only this station grows humid."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from airshed.decimals import FloatArray
from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene

CHECK = Check(code="wetting", version="1", name_zh="喷淋雾炮干扰", name_en="sprinkler or mist")

_WET = Words(
    measure="share of what neighbours suggest",
    zh="{parameter}只有按周边推算的 {observed} 倍（PM10 界限 {threshold}），同时只有本站湿度高出 {reference}"
    " 个百分点，共 {hours} 小时，PM10 降得更多，像是附近在喷水",
    en="{parameter} was {observed} times what the neighbours suggest (limit for PM10 {threshold}) while "
    "this station alone was {reference} points more humid, "
    "for {hours} h, PM10 more than PM2.5, as if water were sprayed nearby",
)
_DRY = Words(
    measure="share of what neighbours suggest, humidity unknown",
    zh="{parameter}突然降到按周边推算的 {observed} 倍（PM10 界限 {threshold}），PM2.5 降得少，{hours} "
    "小时后恢复；没有湿度数据，请核对是否喷水",
    en="{parameter} fell suddenly to {observed} times what the neighbours suggest (limit for PM10 "
    "{threshold}), PM2.5 less so, and came back after {hours} h; "
    "there is no humidity, see whether water was sprayed",
)
_LEAST_AROUND = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wetting:
    """Parameters (design defaults).

    PM10 beside the neighbours falls to 1/``ratio`` of what it is in the ``around`` hours before and after,
    PM2.5 less far by the factor ``coarser``, humidity beside the neighbours rises by ``humidity`` points, for
    ``hours`` at most, and the neighbours' PM10 is at least ``least``. [h, %, µg m⁻³] PM2.5 is flagged too
    where it fell to ``felt`` or less. Without humidity ``ratio_dry`` and a note.
    """

    ratio: float = 1.75
    ratio_dry: float = 3.5
    coarser: float = 1.1
    humidity: float = 10.0
    hours: int = 8
    around: int = 12
    least: float = 40.0
    felt: float = 0.9


_RULE = Wetting()


def check(scene: Scene, *, rule: Wetting = _RULE) -> pl.DataFrame:
    """Flag hours in which particles look washed out at one station alone.

    Parameters
    ----------
    scene : Scene
        Hours with ``pm10``, neighbours, and best ``pm25`` and ``rh``; without PM10 or neighbours nothing is
        found.
    rule : Wetting
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, of PM10 and of PM2.5 where it fell too; ``observed`` the lowest share
        of what the neighbours suggest, ``reference`` by how many points humidity rose beside the neighbours,
        ``threshold`` the share that is low enough. Doubtful with humidity, a note without.

    Notes
    -----
    Rain reaches the neighbours too and is no such thing. What the neighbours suggest: their median times the
    station's usual ratio to it in the hours around. A station sprayed for most of a day hides itself from
    this check.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(48)]
    >>> def station(name: str, wet: range) -> pl.DataFrame:
    ...     pm10 = [40.0 if k in wet else 120.0 for k in range(48)]
    ...     rh = [70.0 if k in wet else 45.0 for k in range(48)]
    ...     return pl.DataFrame({"station": name, "begins_at": hours, "pm10": pm10, "rh": rh})
    >>> frame = pl.concat([station("a", range(20, 23)), station("b", range(0)), station("c", range(0))])
    >>> check(scene.of(frame)).select("station", "hours", "reference").rows()
    [('a', 3, 25.0)]
    """
    if "pm10" not in scene.values:
        return flags.frame(scene, check=CHECK, rule=rule, found=())
    low = _beside_usual(scene.contrast("pm10"), rule=rule)
    fine = (
        _beside_usual(scene.contrast("pm25"), rule=rule)
        if "pm25" in scene.values
        else np.full(low.shape, np.nan)
    )
    humid = np.full(low.shape, np.nan)
    if "rh" in scene.values:
        humid = _beside_usual(scene.values["rh"] - scene.beside("rh"), rule=rule)
    dusty = scene.beside("pm10") >= rule.least
    coarse = ~(fine - low < np.log(rule.coarser))
    wet = (low <= -np.log(rule.ratio)) & coarse & dusty & (humid >= rule.humidity)
    dry = (low <= -np.log(rule.ratio_dry)) & coarse & ~np.isnan(fine) & dusty & np.isnan(humid)
    found: list[Found] = []
    for mask, severity, words, ratio in (
        (wet, Severity.DOUBTFUL, _WET, rule.ratio),
        (dry, Severity.NOTE, _DRY, rule.ratio_dry),
    ):
        runs = series.runs(mask)
        runs = runs.where(runs.hours <= rule.hours)
        rise = series.over(humid, runs, ufunc=np.fmax)
        for parameter, falls in (("pm10", low), ("pm25", fine)):
            share = np.exp(series.over(falls, runs, ufunc=np.fmin))
            fell = share <= rule.felt
            found.append(
                Found(
                    parameter,
                    runs.where(fell),
                    severity,
                    words,
                    share[fell],
                    reference=rise[fell],
                    threshold=1 / ratio,
                )
            )
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _beside_usual(values: FloatArray, *, rule: Wetting) -> FloatArray:
    """Return each value less the median of the hours around it."""
    rows = [
        series.median(series.windows(row, size=2 * rule.around + 1), least=_LEAST_AROUND) for row in values
    ]  # one station at a time: the windows of all at once would not fit
    return np.asarray(values - np.stack(rows))
