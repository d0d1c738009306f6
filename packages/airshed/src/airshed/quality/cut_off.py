"""Cut off: a value that stands again and again where higher ones should be."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed.decimals import FloatArray
from airshed.quality import flags
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.instruments import instrument
from airshed.quality.scene import Scene
from airshed.quality.series import DAY_HOURS, Runs

CHECK = Check(code="cut_off", version="1", name_zh="数值封顶", name_en="cut off")

_WORDS = Words(
    measure="hours at the top value",
    zh="{parameter}在 {hours} 小时里有 {observed} 个小时恰好是 {reference}，更高的值几乎没有（{threshold} "
    "个小时就已异常）；只是线索，须现场核实",
    en="{parameter} was exactly {reference} in {observed} of {hours} hours and hardly ever higher ("
    "{threshold} hours are odd already); "
    "a hint that needs a visit",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """Parameters (design defaults).

    In windows of ``days`` days, every ``every`` days, one value in the upper part of the window (above the
    share ``above`` of its hours) stands in ``hours`` hours and ``spells`` separate spells, ``times`` as often
    as its lower neighbours by value, and at most ``higher`` as many hours lie up to a fifth above it. [h]
    """

    days: int = 30
    every: int = 15
    hours: int = 12
    spells: int = 4
    times: float = 4.0
    higher: float = 0.5
    above: float = 0.4
    distinct: int = 20


_RULE = CutOff()


class _Top(NamedTuple):
    """The value that stands most often in the upper part of a window, and how many hours would be enough."""

    value: float
    hours: int
    enough: float


def check(scene: Scene, *, rule: CutOff = _RULE) -> pl.DataFrame:
    """Hint at windows whose values are cut off at one value.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants only.
    rule : CutOff
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, notes; ``observed`` hours at the value, ``reference`` the value,
        ``threshold`` the hours that are enough. [h; µg m⁻³, CO mg m⁻³]

    Notes
    -----
    Values up to three times the detection limit, and windows with fewer than ``distinct`` values or half
    their hours, are left out: there the digits alone make values stand often. Windows with the same value
    that touch are one.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(24 * 30)]
    >>> values = [min(40.0 + (k * 37) % 101, 100.0) for k in range(24 * 30)]
    >>> frame = pl.DataFrame({"begins_at": hours, "pm25": values}).with_columns(station=pl.lit("a"))
    >>> check(scene.of(frame)).select("severity", "observed", "reference").rows()
    [('note', 291.0, 100.0)]
    """
    found = [_parameter(scene, parameter=code, rule=rule) for code in scene.pollutants]
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: CutOff) -> Found:
    """Find the windows of one parameter, those of one value joined."""
    values = scene.values[parameter]
    n_hours, size = scene.shape[1], rule.days * DAY_HOURS
    least = 3.0 * instrument(parameter).detection
    rows: list[tuple[int, int, int]] = []
    tops: list[_Top] = []
    for row in range(scene.shape[0]):
        for start in range(0, max(n_hours - size, 0) + 1, rule.every * DAY_HOURS):
            top = _top(values[row, start : start + size], least=least, rule=rule)
            if top is None:
                continue
            end = min(start + size, n_hours)
            if rows and rows[-1][0] == row and rows[-1][2] >= start and tops[-1].value == top.value:
                start = rows.pop()[1]
                tops.pop()
                top = top._replace(hours=int((values[row, start:end] == top.value).sum()))
            rows.append((row, start, end))
            tops.append(top)
    places = np.array(rows, dtype=np.int64).reshape(-1, 3)
    told = np.array([(top.hours, top.value, top.enough) for top in tops], dtype=np.float64).reshape(-1, 3)
    return Found(
        parameter,
        Runs(*places.T),
        Severity.NOTE,
        _WORDS,
        told[:, 0],
        reference=told[:, 1],
        threshold=told[:, 2],
    )


def _top(window: FloatArray, *, least: float, rule: CutOff) -> _Top | None:
    """Return the value a window is cut off at, None where there is none."""
    present = window[~np.isnan(window)]
    if 2 * present.size < rule.days * DAY_HOURS:
        return None
    distinct, hours = np.unique(present, return_counts=True)
    below = np.cumsum(hours) - hours
    upper = np.flatnonzero((below >= rule.above * present.size) & (distinct > least))
    if distinct.size < rule.distinct or not upper.size:
        return None
    k = int(upper[hours[upper].argmax()])
    value, n = float(distinct[k]), int(hours[k])
    lower = hours[:k][distinct[:k] >= 0.8 * value]
    n_higher = int(hours[k + 1 :][distinct[k + 1 :] <= 1.2 * value].sum())
    enough = max(
        float(rule.hours), rule.times * float(lower.mean() if lower.size else 0.0), n_higher / rule.higher
    )
    at = window == value
    spells = int(at[0]) + int((at[1:] & ~at[:-1]).sum())
    return _Top(value, n, enough) if n >= enough and spells >= rule.spells else None
