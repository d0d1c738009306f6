"""A flat line: one value repeated longer than the air lets it be."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from airshed.decimals import BoolArray, FloatArray, IntArray
from airshed.quality import flags, instruments
from airshed.quality.flags import Check, Found, Severity, Words
from airshed.quality.scene import SOFTENING, Scene
from airshed.quality.series import Runs

CHECK = Check(code="flatline", version="1", name_zh="数值恒定", name_en="flat line")

_WORDS = Words(
    measure="equal hours",
    zh="{parameter}连续 {observed} 个小时都是 {reference}，按该浓度和周边变化，连续 {threshold} "
    "个小时相同就已不寻常",
    en="{parameter} was {reference} for {observed} hours in a row; at this level and beside these neighbours "
    "{threshold} equal hours are already unusual",
)

_LEVELS = 8
_MOVES = (0.03, 0.12)
_N_KINDS = _LEVELS * (len(_MOVES) + 2)
_PRIOR_SHARE = 0.5
_PRIOR_WEIGHT = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatline:
    """Parameters (design defaults).

        ``surprise`` is how unlikely a run must be: the natural logarithm of one over its chance. A run has at
        least ``hours`` equal values; missing hours up to ``bridge`` do not end it. ``likeliest`` caps the
        chance that an
    X
    """

    hours: int = 5
    bridge: int = 2
    surprise: float = 8.0
    likeliest: float = 0.75
    unlikeliest: float = 0.03
    apart: float = 10.0


_RULE = Flatline()


class _Steps(NamedTuple):
    """Values present of all stations one after the other, and the step that led to each of them.

    ``equal`` says whether a value continues the one before it and repeats it; ``kind`` numbers the level of
    the value and how far the neighbours moved; ``beside`` is the neighbours' median, 0 where there is none.
    """

    station: IntArray
    hour: IntArray
    value: FloatArray
    beside: FloatArray
    equal: BoolArray
    kind: IntArray


def check(scene: Scene, *, rule: Flatline = _RULE) -> pl.DataFrame:
    """Flag values repeated longer than is usual at their level.

    Parameters
    ----------
    scene : Scene
        Hours; pollutants only.
    rule : Flatline
        Parameters.

    Returns
    -------
    DataFrame
        `airshed.quality.flags.SCHEMA`; ``observed`` equal hours, ``reference`` the value repeated,
        ``threshold`` the equal hours that would have been enough.

    Notes
    -----
    How often an hour equals the one before depends on resolution and level: at 3 µg m⁻³ every second hour
    may, at 80 hardly any. The chance is counted in the data by level and by how far the neighbours' median
    moved meanwhile, on the third and fourth value of each run only, so that a long fault weighs no more than
    a short one. Values at or below the detection limit are left to the check of range.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from airshed.quality import scene
    >>> hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=k) for k in range(48)]
    >>> values = [50.0 + 7 * (k % 5) for k in range(24)] + [61.0] * 24
    >>> frame = pl.DataFrame({"begins_at": hours, "pm25": values}).with_columns(station=pl.lit("a"))
    >>> check(scene.of(frame)).select("hours", "observed", "reference").rows()
    [(24, 24.0, 61.0)]
    """
    found = [_parameter(scene, parameter=code, rule=rule) for code in scene.pollutants]
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Flatline) -> Found:
    """Find the flat lines of one parameter."""
    steps = _steps(scene, parameter=parameter, rule=rule)
    first, last = _runs_of(steps.equal)
    chance = _chances(steps, first=first, last=last, rule=rule)
    surprise = _sums(np.where(steps.equal, -np.log(chance)[steps.kind], 0.0), first=first, last=last)
    n = last - first + 1
    detection = instruments.instrument(parameter).detection
    beside = _sums(steps.beside, first=first, last=last) / n
    clear = (steps.value[first] > detection) | (beside >= rule.apart * detection)
    chosen = (n >= rule.hours) & (surprise >= rule.surprise) & clear
    first, last, n, surprise = first[chosen], last[chosen], n[chosen], surprise[chosen]
    return Found(
        parameter=parameter,
        runs=Runs(steps.station[first], steps.hour[first], steps.hour[last] + 1),
        severity=Severity.DOUBTFUL,
        words=_WORDS,
        observed=n.astype(np.float64),
        reference=steps.value[first],
        threshold=np.maximum(np.ceil(rule.surprise * (n - 1) / surprise) + 1, rule.hours),
    )


def _steps(scene: Scene, *, parameter: str, rule: Flatline) -> _Steps:
    """Take the values present and describe the step that led to each."""
    values = scene.values[parameter]
    station, hour = np.nonzero(~np.isnan(values))
    value = values[station, hour]
    equal = np.zeros(value.size, dtype=np.bool_)
    joined = (station[1:] == station[:-1]) & (np.diff(hour) <= rule.bridge + 1)
    equal[1:] = joined & (value[1:] == value[:-1])
    softening = SOFTENING[parameter]
    level = np.log2(np.maximum(value, 0.0) / softening + 1.0) * 2
    beside = np.maximum(scene.beside(parameter)[station, hour], 0.0)
    moved = np.abs(np.diff(np.log(beside + softening), prepend=np.nan))
    move = np.where(np.isnan(moved), 0, 1 + np.digitize(np.nan_to_num(moved), _MOVES))
    kind = np.clip(level, 0, _LEVELS - 1).astype(np.int64) * (len(_MOVES) + 2) + move
    return _Steps(station, hour, value, np.nan_to_num(beside), equal, kind)


def _sums(weights: FloatArray, *, first: IntArray, last: IntArray) -> FloatArray:
    """Add up the weights of each run."""
    total = np.concatenate([[0.0], np.cumsum(weights)])
    return np.asarray(total[last + 1] - total[first])


def _runs_of(equal: BoolArray) -> tuple[IntArray, IntArray]:
    """Return the first and last place of each run of equal values, runs of one value included."""
    first = np.flatnonzero(~equal)
    return first, np.append(first[1:], equal.size) - 1


def _chances(steps: _Steps, *, first: IntArray, last: IntArray, rule: Flatline) -> FloatArray:
    """Return, for each kind of step, how often a run of two or three equal values went on.

    What is counted on few steps leans on twice the share of single values that were repeated at all.
    """
    began, values = _went_on(steps, first=first, last=last, length=1)
    prior = 2 * (began + _PRIOR_WEIGHT * _PRIOR_SHARE / 2) / (values + _PRIOR_WEIGHT)
    went_on, asked = np.zeros(_N_KINDS), np.zeros(_N_KINDS)
    for length in (2, 3):
        more, all_of = _went_on(steps, first=first, last=last, length=length)
        went_on, asked = went_on + more, asked + all_of
    chance = (went_on + _PRIOR_WEIGHT * np.minimum(prior, rule.likeliest)) / (asked + _PRIOR_WEIGHT)
    return np.asarray(np.clip(chance, rule.unlikeliest, rule.likeliest))


def _went_on(steps: _Steps, *, first: IntArray, last: IntArray, length: int) -> tuple[FloatArray, FloatArray]:
    """Count, for each kind of step, the runs of ``length`` equal values that went on, and all of them."""
    place = first + length
    place = place[(last - first + 1 >= length) & (place < steps.equal.size)]
    asked = np.bincount(steps.kind[place], minlength=_N_KINDS).astype(np.float64)
    went_on = np.bincount(steps.kind[place], weights=steps.equal[place], minlength=_N_KINDS)
    return went_on.astype(np.float64), asked
