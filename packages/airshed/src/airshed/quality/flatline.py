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

CHECK = Check(code="flatline", version="2", name_zh="数值恒定", name_en="flat line")

_WORDS = Words(
    measure="equal hours",
    zh="{parameter}连续 {observed} 个小时都是 {reference}，按该浓度和周边变化，连续 {threshold} "
    "个小时相同就已不寻常",
    en="{parameter} was {reference} for {observed} hours in a row; at this level and beside these neighbours "
    "{threshold} equal hours are already unusual",
)

_NOTED = Words(
    measure="equal hours",
    zh="{parameter}连续 {observed} 个小时都是 {reference}；低浓度或刻度较粗时也会这样，{threshold} "
    "个小时起提示一次",
    en="{parameter} was {reference} for {observed} hours in a row; near zero and in coarse steps this "
    "happens by itself, from {threshold} hours on it is noted",
)
_LEVELS = 9
_MOVES = (0.03, 0.12)
_N_MOVES = len(_MOVES) + 2
_N_KINDS = _LEVELS * _N_MOVES
_PRIOR_SHARE = 0.5
_PRIOR_WEIGHT = 20.0
_MOST_EVIDENCE = 3.0
"""Neighbours that moved by a factor of twenty say no more than that they moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatline:
    """Parameters (design defaults, chosen on half of the benchmark's stations).

    ``surprise`` is how unlikely a run must be: the natural logarithm of one over its chance. A run has at
    least ``hours`` equal values; missing hours up to ``bridge`` do not end it. ``likeliest`` and
    ``unlikeliest`` bound the chance that an hour repeats the one before. The hours of ``half_day`` count at
    most, since a value that stays longer, stays: night has become day by then. A run of ``half_day`` that
    surprises by ``noted`` is worth a note. At or below the detection limit repeats are taken for usual until
    the data say otherwise, unless the neighbours stand at ``apart`` times the limit. [h]
    """

    hours: int = 5
    bridge: int = 2
    surprise: float = 7.0
    likeliest: float = 0.95
    unlikeliest: float = 0.03
    half_day: int = 12
    noted: float = 3.25
    apart: float = 10.0


_RULE = Flatline()


class _Steps(NamedTuple):
    """Values present of all stations one after the other, and the step that led to each of them.

    ``equal`` says whether a value continues the one before it and repeats it; ``kind`` numbers the level of
    the value and how far the neighbours moved, the first level being an analyser at rest; ``contrast`` and
    ``beside`` are logarithms of the softened value over the neighbours' median and of that median, NaN where
    there is none.
    """

    station: IntArray
    hour: IntArray
    value: FloatArray
    contrast: FloatArray
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
        `airshed.quality.flags.SCHEMA`, doubtful, or a note for a run of half a day that surprises less;
        ``observed`` equal hours, ``reference`` the value repeated, ``threshold`` the equal hours that would
        have been enough.

    Notes
    -----
    How often an hour equals the one before depends on resolution and level: at 3 µg m⁻³ every second hour
    may, at 80 hardly any. The chance is counted in the data by level and by how far the neighbours' median
    moved meanwhile, on the third and fourth value of each run only, so that a long fault weighs no more than
    a short one. Two more parts of surprise are logarithms of factors, softened near zero: from the lowest to
    the highest median of the neighbours while the value stood, and the leap beside them with which it was let
    go. An analyser at its detection limit repeats itself for days; what sets a stuck one apart is that the
    others move and that it must catch up.

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
    found: list[Found] = []
    for code in scene.pollutants:
        found += _parameter(scene, parameter=code, rule=rule)
    return flags.frame(scene, check=CHECK, rule=rule, found=found)


def _parameter(scene: Scene, *, parameter: str, rule: Flatline) -> list[Found]:
    """Find the flat lines of one parameter."""
    steps = _steps(scene, parameter=parameter, rule=rule)
    first, last = _runs_of(steps.equal)
    chance = _chances(steps, first=first, last=last, rule=rule)
    long = last - first + 1 >= rule.hours
    first, last = first[long], last[long]
    n = last - first + 1
    repeats = _sums(np.where(steps.equal, -np.log(chance)[steps.kind], 0.0), first=first, last=last)
    counted = np.minimum(n, rule.half_day) - 1
    a_step = repeats / (n - 1)
    beside = _neighbours_moved(steps, first=first, last=last) + _let_go(steps, last=last, rule=rule)
    surprise = a_step * counted + beside
    is_doubtful = surprise >= rule.surprise
    is_noted = ~is_doubtful & (n >= rule.half_day) & (surprise >= rule.noted)
    needed = np.maximum(np.ceil((rule.surprise - beside) / a_step) + 1, rule.hours)
    enough = np.where(is_doubtful, needed, float(rule.half_day))
    runs = Runs(steps.station[first], steps.hour[first], steps.hour[last] + 1)
    return [
        Found(parameter, runs.where(chosen), severity, words, n[chosen].astype(np.float64),
              reference=steps.value[first][chosen], threshold=enough[chosen])
        for chosen, severity, words in (
            (is_doubtful, Severity.DOUBTFUL, _WORDS), (is_noted, Severity.NOTE, _NOTED)
        )
    ]  # fmt: skip


def _steps(scene: Scene, *, parameter: str, rule: Flatline) -> _Steps:
    """Take the values present and describe the step that led to each."""
    values = scene.values[parameter]
    station, hour = np.nonzero(~np.isnan(values))
    value = values[station, hour]
    equal = np.zeros(value.size, dtype=np.bool_)
    joined = (station[1:] == station[:-1]) & (np.diff(hour) <= rule.bridge + 1)
    equal[1:] = joined & (value[1:] == value[:-1])
    softening = SOFTENING[parameter]
    place = 1 + np.clip(2 * np.log2(np.maximum(value, 0.0) / softening + 1.0), 0, _LEVELS - 2)
    detection = instruments.instrument(parameter).detection
    near = ~(scene.beside(parameter)[station, hour] >= rule.apart * detection)
    level = np.where((value <= detection) & near, 0, place.astype(np.int64))
    beside = np.log(np.maximum(scene.beside(parameter)[station, hour], 0.0) + softening)
    moved = np.abs(np.diff(beside, prepend=np.nan))
    move = np.where(np.isnan(moved), 0, 1 + np.digitize(np.nan_to_num(moved), _MOVES))
    contrast = scene.contrast(parameter)[station, hour]
    return _Steps(station, hour, value, contrast, beside, equal, level * _N_MOVES + move)


def _neighbours_moved(steps: _Steps, *, first: IntArray, last: IntArray) -> FloatArray:
    """Return how far the neighbours' median moved while a value stood: a logarithm, 0 without neighbours."""
    edges = np.stack([first, last + 1], axis=1).ravel()
    beside = np.append(steps.beside, np.nan)
    if not first.size:
        return np.zeros(0)
    moved = np.fmax.reduceat(beside, edges)[::2] - np.fmin.reduceat(beside, edges)[::2]
    return np.asarray(np.minimum(np.nan_to_num(moved), _MOST_EVIDENCE))


def _let_go(steps: _Steps, *, last: IntArray, rule: Flatline) -> FloatArray:
    """Return how far the value after a run leaps beside the neighbours: a logarithm.

    0 without neighbours, or where no value follows within the bridge.
    """
    after = np.minimum(last + 1, steps.station.size - 1)
    follows = (steps.station[after] == steps.station[last]) & (
        steps.hour[after] - steps.hour[last] <= rule.bridge + 1
    )
    leap = np.nan_to_num(np.abs(steps.contrast[after] - steps.contrast[last]))
    return np.where(follows, np.minimum(leap, _MOST_EVIDENCE), 0.0)


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

    What is counted on few steps leans on twice the share of single values that were repeated at all, and for
    an analyser at rest on the likeliest.
    """
    began, values = _went_on(steps, first=first, last=last, length=1)
    prior = 2 * (began + _PRIOR_WEIGHT * _PRIOR_SHARE / 2) / (values + _PRIOR_WEIGHT)
    prior[:_N_MOVES] = rule.likeliest
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
