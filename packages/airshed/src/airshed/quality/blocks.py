"""A station over its neighbours in blocks of hours: ratios of sums, which weigh an hour by its content."""

from typing import NamedTuple

import numpy as np

from airshed.decimals import FloatArray
from airshed.quality.scene import SOFTENING, Scene

FARTHEST = 6.0
"""Factor, softened near zero, beyond which station and neighbours are not compared."""


class Sums(NamedTuple):
    """Running sums over blocks of hours that both report, shape (n_stations, n_blocks + 1)."""

    own: FloatArray
    beside: FloatArray
    n: FloatArray


def running_sums(scene: Scene, *, parameter: str, hours: int) -> Sums:
    """Add up station and neighbours over blocks of ``hours`` hours; the last block may be shorter.

    Hours below zero count as zero. Hours that either side lacks, and those in which the two are farther apart
    than `FARTHEST`, are left out of both: a spike or a slip of units is another check's business.
    """
    own, beside = scene.values[parameter], scene.beside(parameter)
    both = np.abs(scene.contrast(parameter)) <= np.log(FARTHEST)
    n_blocks = -(-scene.shape[1] // hours)
    parts = []
    for values in (np.maximum(own, 0.0), np.maximum(beside, 0.0), np.ones(own.shape)):
        padded = np.zeros((scene.shape[0], n_blocks * hours))
        padded[:, : scene.shape[1]] = np.where(both, values, 0.0)
        sums = padded.reshape(scene.shape[0], n_blocks, hours).sum(axis=2)
        parts.append(np.pad(np.cumsum(sums, axis=1), ((0, 0), (1, 0))))
    return Sums(*parts)


def log_ratio(sums: Sums, *, parameter: str, start: int, size: int, least: float) -> FloatArray:
    """Return the logarithm of station over neighbours for ``size`` blocks from ``start`` after each place.

    Shape (n_stations, n_blocks); NaN where the blocks hold fewer than ``least`` hours or lie outside the
    record.
    """
    n_blocks = sums.own.shape[1] - 1
    first = np.arange(n_blocks) + start
    last = first + size
    inside = (first >= 0) & (last <= n_blocks)
    first, last = np.clip(first, 0, n_blocks), np.clip(last, 0, n_blocks)
    own, beside, n = (part[:, last] - part[:, first] for part in sums)
    n = np.where((n >= max(least, 1)) & inside, n, np.nan)
    softening = SOFTENING[parameter]
    return np.asarray(np.log(own / n + softening) - np.log(beside / n + softening))
