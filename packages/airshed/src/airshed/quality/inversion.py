"""PM2.5 above PM10, which contains it; and PM10 that merely repeats PM2.5."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from airshed.quality import flags, series
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene

CHECK = Check(code="inversion", version="1", name_zh="PM2.5 高于 PM10", name_en="PM2.5 above PM10")

_ABOVE = Words(
    measure="PM2.5 above PM10",
    zh="PM2.5 高出 PM10 最多 {observed}（当时 PM10 为 {reference}），超过允许差 {threshold}，共 {hours} 小时",
    en="PM2.5 exceeded PM10 by up to {observed} (PM10 was {reference}), more than the {threshold} allowed, "
    "for {hours} h",
)
_EQUAL = Words(
    measure="hours with PM10 equal to PM2.5",
    zh="{hours} 小时里有 {observed} 小时 PM10 与 PM2.5 完全相等，多于 {threshold} 小时，可能被改写成一致",
    en="PM10 equals PM2.5 exactly in {observed} of {hours} hours, more than {threshold}; it may have been "
    "overwritten",
)
_WEEK = 168


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversion:
    """Parameters (design defaults).

    PM2.5 may exceed PM10 by ``tolerance`` and by ``share`` of PM10, since two monitors differ; whichever is
    larger. [µg m⁻³] ``equal_share`` is the part of a week's hours in which the two may be equal.
    """

    tolerance: float = 5.0
    share: float = 0.1
    equal_share: float = 0.3


_RULE = Inversion()


def check(scene: Scene, *, rule: Inversion = _RULE) -> pl.DataFrame:
    """Flag hours in which PM2.5 exceeds PM10, and weeks in which PM10 repeats PM2.5.

    Parameters
    ----------
    scene : Scene
        Hours with ``pm25`` and ``pm10``; without both nothing is found.
    rule : Inversion
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA` under the parameter ``pm25`` (doubtful; ``observed`` the largest
        excess, ``reference`` PM10 of that run's first hour, ``threshold`` what was allowed then) or ``pm10``
        (a note; ``observed`` equal hours of the week).

    Notes
    -----
    Weeks are blocks of 168 hours from the start of the scene; a week needs half its hours.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from airshed.quality import scene
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> frame = pl.DataFrame({"station": ["a"], "begins_at": [noon], "pm25": [90.0], "pm10": [70.0]})
    >>> check(scene.of(frame)).select("observed", "reference", "threshold").rows()
    [(20.0, 70.0, 7.0)]
    """
    if "pm25" not in scene.values or "pm10" not in scene.values:
        return flags.frame(scene, check=CHECK, rule=rule, found=())
    return flags.frame(scene, check=CHECK, rule=rule, found=(_above(scene, rule), _equal(scene, rule)))


def _above(scene: Scene, rule: Inversion) -> Found:
    """Find the hours with PM2.5 above PM10."""
    fine, coarse = scene.values["pm25"], scene.values["pm10"]
    allowed = np.maximum(rule.tolerance, rule.share * coarse)
    excess = fine - coarse
    runs = series.runs((excess > allowed) & (coarse >= 0))
    return Found(
        parameter="pm25",
        runs=runs,
        severity=Severity.DOUBTFUL,
        words=_ABOVE,
        observed=series.over(excess, runs, ufunc=np.fmax),
        reference=coarse[runs.station, runs.start],
        threshold=allowed[runs.station, runs.start],
    )


def _equal(scene: Scene, rule: Inversion) -> Found:
    """Find the weeks in which PM10 repeats PM2.5."""
    fine, coarse = scene.values["pm25"], scene.values["pm10"]
    n_stations, n_hours = scene.shape
    edges = np.arange(0, max(n_hours, 1), _WEEK)
    if not n_hours:
        return Found("pm10", series.runs(fine == coarse), Severity.NOTE, _EQUAL, np.zeros(0))
    equal = np.add.reduceat((fine == coarse).astype(np.int64), edges, axis=1)
    both = np.add.reduceat((~np.isnan(fine + coarse)).astype(np.int64), edges, axis=1)
    row, week = np.nonzero((equal > rule.equal_share * both) & (2 * both >= _WEEK))
    ends = np.minimum(edges + _WEEK, n_hours)
    return Found(
        parameter="pm10",
        runs=series.Runs(row, edges[week], ends[week]),
        severity=Severity.NOTE,
        words=_EQUAL,
        observed=equal[row, week].astype(np.float64),
        threshold=rule.equal_share * both[row, week],
    )
