"""Digits: last digits that are more regular than measured air."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed.decimals import FloatArray, IntArray
from airshed.quality import flags
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import Scene
from airshed.quality.series import DAY_HOURS, Runs

CHECK = Check(code="digits", version="1", name_zh="尾数过于规则", name_en="too regular digits")

_WORDS = Words(
    measure="share of one class of last digits",
    zh="{parameter}在 {hours} 小时里末位数字有 {observed} 落在同一类（测量值约为 {reference}，界限 "
    "{threshold}），像是人为取整；只是线索，须现场核实",
    en="in {hours} hours the share {observed} of the last digits of {parameter} falls into one class "
    "(measured values: about {reference}; "
    "the limit is {threshold}), as if rounded by hand; a hint that needs a visit",
)
_CLASSES = (2, 5, 10)
"""Last digits are sorted by what they leave over 2, 5 and 10."""

_DECIMALS = 2
"""Values with more decimals were converted from another unit, and their last digits say nothing."""

_FEW = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """Parameters (design defaults).

    Windows of ``days`` days with ``least`` values whose middle half spans ``span`` steps of the last digit
    are looked at. A class is too common when it holds the part ``part`` of what it usually does not hold: 0.2
    usual and 0.4 of the rest make a limit of 0.52.
    """

    days: int = 30
    least: int = 240
    span: int = 20
    part: float = 0.4


_RULE = Digits()


class _Odd(NamedTuple):
    """The commonest class of last digits: its share, its usual share, and the limit."""

    share: float
    usual: float
    limit: float


def check(scene: Scene, *, rule: Digits = _RULE) -> pl.DataFrame:
    """Hint at windows whose last digits are too regular.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants only.
    rule : Digits
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`, notes; ``observed`` the share of the commonest class, ``reference``
        its usual share, ``threshold`` the share that is too high.

    Notes
    -----
    The last digit is the finest that a tenth of the window's values use, so that values in whole numbers are
    judged by units; values with more than two decimals were converted and are left out. Hours that repeat the
    one before count once. Where values span few steps their digits cannot be even, and nothing is said.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(24 * 30)]
    >>> values = [5.0 * ((k * 37) % 41) for k in range(24 * 30)]
    >>> values[::9] = [value + 2 for value in values[::9]]
    >>> frame = pl.DataFrame({"begins_at": hours, "pm10": values}).with_columns(station=pl.lit("a"))
    >>> check(scene.of(frame)).select("severity", pl.col("observed").round(2), "reference").rows()
    [('note', 0.89, 0.2)]
    """
    found = [_parameter(scene, parameter=code, rule=rule) for code in scene.pollutants]
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Digits) -> Found:
    """Find the windows of one parameter."""
    values = scene.values[parameter]
    n_hours, size = scene.shape[1], rule.days * DAY_HOURS
    places: list[tuple[int, int, int]] = []
    odd: list[_Odd] = []
    for row in range(scene.shape[0]):
        for start in range(0, n_hours, size):
            end = min(start + size, n_hours)
            seen = _odd(values[row, start:end], rule=rule)
            if seen is not None:
                places.append((row, start, end))
                odd.append(seen)
    runs = Runs(*np.array(places, dtype=np.int64).reshape(-1, 3).T)
    told = np.array(odd, dtype=np.float64).reshape(-1, 3)
    return Found(
        parameter, runs, Severity.NOTE, _WORDS, told[:, 0], reference=told[:, 1], threshold=told[:, 2]
    )


def _odd(window: FloatArray, *, rule: Digits) -> _Odd | None:
    """Return the class of last digits that is too common, if any; a value repeated counts once."""
    present = window[~np.isnan(window)]
    present = present[np.diff(present, prepend=np.nan) != 0]
    if present.size < rule.least:
        return None
    steps = _steps(present)
    if steps is None:
        return None
    low, high = np.quantile(steps, (0.25, 0.75))
    if high - low < rule.span:
        return None
    for modulus in _CLASSES:
        share = float(np.bincount(steps % modulus, minlength=modulus).max() / steps.size)
        usual = 1 / modulus
        limit = usual + rule.part * (1 - usual)
        if share > limit:
            return _Odd(share, usual, limit)
    return None


def _steps(present: FloatArray) -> IntArray | None:
    """Return values as steps of the last digit that a tenth of them use, None where they were converted."""
    for decimals in range(_DECIMALS + 1):
        scaled = np.abs(present) * 10.0**decimals
        if (np.abs(scaled - np.rint(scaled)) > 1e-6).mean() < _FEW:
            return np.rint(scaled).astype(np.int64)
    return None
