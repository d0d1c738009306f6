"""Negative values: filler codes and zeros that are too far below zero."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.instruments import instrument
from airshed.quality.scene import Scene

CHECK = Check(code="negative", version="1", name_zh="负值", name_en="negative value")

_FILLER = Words(
    measure="filler code",
    zh="{parameter}为 {observed}，是缺测时填入的代码，不是浓度，共 {hours} 小时",
    en="{parameter} is {observed}, a code for missing values and no concentration, for {hours} h",
)
_NEGATIVE = Words(
    measure="below zero",
    zh="{parameter}低到 {observed}，比零点噪声允许的 {threshold} 还低，共 {hours} 小时",
    en="{parameter} fell to {observed}, below the {threshold} that noise at zero allows, for {hours} h",
)
_NOISE = Words(
    measure="noise at zero",
    zh="{parameter}低到 {observed}，略低于零，在零点噪声允许的 {threshold} 以内，共 {hours} 小时",
    en="{parameter} fell to {observed}, a little below zero and within the {threshold} of noise, for {hours}"
    " h",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative:
    """Parameters (design defaults).

    ``fillers`` stand for missing values; a zero may be shown as low as ``times_noise`` times the noise.
    """

    fillers: tuple[float, ...] = (
        -9.99,
        -9.9,
        -99.0,
        -99.9,
        -99.99,
        -999.0,
        -999.9,
        -999.99,
        -9999.0,
        -99999.0,
    )
    times_noise: float = 1.0


_RULE = Negative()


def check(scene: Scene, *, rule: Negative = _RULE) -> pl.DataFrame:
    """Flag concentrations below zero.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants only.
    rule : Negative
        Parameters; the noise of each instrument stands in `airshed.quality.instruments`.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`; ``observed`` the lowest value, ``threshold`` the lowest honest zero.
        Filler codes and values below it are impossible, those within it a note. [µg m⁻³; CO mg m⁻³]

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(4)]
    >>> frame = pl.DataFrame({"station": "a", "begins_at": hours, "so2": [-9.99, 4.0, -1.0, -8.0]})
    >>> check(scene.of(frame)).select("severity", "observed").rows()
    [('impossible', -9.99), ('note', -1.0), ('impossible', -8.0)]
    """
    found: list[Found] = []
    for parameter in scene.pollutants:
        found += _parameter(scene, parameter=parameter, rule=rule)
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Negative) -> list[Found]:
    """Find the negative values of one parameter."""
    values = scene.values[parameter]
    lowest = -instrument(parameter).noise * rule.times_noise
    filler = np.isin(values, rule.fillers)
    kinds = (
        (filler, Severity.IMPOSSIBLE, _FILLER),
        ((values < lowest) & ~filler, Severity.IMPOSSIBLE, _NEGATIVE),
        ((values < 0) & (values >= lowest) & ~filler, Severity.NOTE, _NOISE),
    )
    parts = []
    for mask, severity, words in kinds:
        runs = series.runs(mask)
        worst = series.over(values, runs, ufunc=np.fmin)
        parts.append(Found(parameter, runs, severity, words, worst, threshold=lowest))
    return parts
