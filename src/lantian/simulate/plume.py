"""How dust and smoke from a known place spread: the simulator's own forward model. Pure.

A Gaussian plume over a reflecting ground with the urban dispersion of Briggs (1973, as printed in Hanna,
Briggs and Hosker 1982, table 4.5), widened by the wander of the wind within the hour, and blended with a
plume spread evenly over all directions when the wind is weak. It shares no code with what looks for sources.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

RECEPTOR_M = 3.0  # inlets hang about this high
RELEASE_M = 3.0
FIRST_DEPTH_M = 8.0  # wheels, diggers and warm smoke mix this deep at once
WEAKEST_WIND = 0.5  # m/s; below it dispersion would grow without bound
STEADY_WIND = 1.5  # m/s; from here on the wind has one direction
NEAREST_M = 10.0


class Wind(NamedTuple):
    """Speed [m/s], degrees from which it blows (None when nobody measured it), and the stability class."""

    speed: float
    blows_from: float | None
    stability: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What dust comes from: points in metres east and north of an origin, each as wide as `spread_m`."""

    east: FloatArray
    north: FloatArray
    spread_m: float


# Briggs' urban curves: sigma = a·x·(1 + b·x)^c, for y and z, x in metres.
_CURVES = {
    "A": ((0.32, 0.0004, -0.5), (0.24, 0.001, 0.5)),
    "C": ((0.22, 0.0004, -0.5), (0.20, 0.0, 1.0)),
    "D": ((0.16, 0.0004, -0.5), (0.14, 0.0003, -0.5)),
    "E": ((0.11, 0.0004, -0.5), (0.08, 0.0015, -0.5)),
}


def stability(*, wind_speed: float, local_hour: int) -> str:
    """Pasquill class from wind and time of day: A (with B), C, D, or E (with F).

    After Turner's table with a moderate sun by day and half-clear nights, as nothing is known of clouds.
    """
    if 9 <= local_hour < 16:
        return "A" if wind_speed < 2 else "C" if wind_speed < 5 else "D"
    if 7 <= local_hour < 18:
        return "D"
    return "E" if wind_speed < 3 else "D"


def disk(*, east_m: float, north_m: float, radius_m: float) -> Ground:
    """Nineteen points spread evenly over a round piece of ground."""
    rings = [(0.0, 1), (0.4, 6), (0.8, 12)]
    polar = [(radius_m * share, 2 * math.pi * k / n) for share, n in rings for k in range(n)]
    points = [(east_m + r * math.cos(angle), north_m + r * math.sin(angle)) for r, angle in polar]
    east, north = np.array(points).T
    return Ground(east=east, north=north, spread_m=radius_m / 4)


def strip(points: Sequence[tuple[float, float]], *, step_m: float = 100.0) -> Ground:
    """Points along a road, a step apart."""
    found = []
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
        steps = max(1, round(math.hypot(x2 - x1, y2 - y1) / step_m))
        found += [(x1 + (x2 - x1) * k / steps, y1 + (y2 - y1) * k / steps) for k in range(steps)]
    east, north = np.array([*found, points[-1]]).T
    return Ground(east=east, north=north, spread_m=step_m / 3)


def excess(ground: Ground, *, strength: float, east: FloatArray, north: FloatArray, wind: Wind) -> FloatArray:
    """What a source adds at receptors.

    Parameters
    ----------
    ground : Ground
        Where it comes from; the strength is shared evenly by its points. [m]
    strength : float
        Emission of the whole source. [g s⁻¹]
    east, north : ndarray, shape (n,)
        Receptors in the ground's metres. [m]
    wind : Wind
        Wind of the hour; without a direction it counts as calm.

    Returns
    -------
    ndarray, shape (n,)
        Concentration above the background, never NaN. [µg m⁻³]
    """
    to_east = east[:, None] - ground.east[None, :]
    to_north = north[:, None] - ground.north[None, :]
    speed = max(wind.speed, WEAKEST_WIND)
    wander = 1.0 if wind.blows_from is None else min(1.0, max(0.0, (STEADY_WIND - wind.speed) / 1.0))
    per_point = strength * 1e6 / ground.east.size
    spread = np.zeros_like(to_east)
    if wander < 1:
        spread += (1 - wander) * _along_wind(to_east, to_north, wind, first_m=ground.spread_m)
    if wander > 0:
        spread += wander * _all_around(to_east, to_north, wind, first_m=ground.spread_m)
    return np.asarray(per_point / speed * spread.sum(axis=1), dtype=np.float64)


def _along_wind(to_east: FloatArray, to_north: FloatArray, wind: Wind, *, first_m: float) -> FloatArray:
    """Crosswind times vertical density of a plume that follows the wind [m⁻²]; nothing upwind."""
    towards = math.radians((wind.blows_from or 0.0) + 180)
    down = to_east * math.sin(towards) + to_north * math.cos(towards)
    across = to_east * math.cos(towards) - to_north * math.sin(towards)
    far = np.maximum(down, NEAREST_M)
    wander_m = far * _wander_angle(wind.speed)
    sideways = np.sqrt(_sigma(far, wind.stability, 0) ** 2 + wander_m**2 + first_m**2)
    beside = np.exp(-0.5 * (across / sideways) ** 2) / (math.sqrt(2 * math.pi) * sideways)
    return np.where(down > 0, beside * _upright(far, wind.stability), 0.0)


def _all_around(to_east: FloatArray, to_north: FloatArray, wind: Wind, *, first_m: float) -> FloatArray:
    """The same for dust that goes every way alike [m⁻²]."""
    far = np.sqrt(to_east**2 + to_north**2 + first_m**2)
    return np.asarray(_upright(far, wind.stability) / (2 * math.pi * far), dtype=np.float64)


def _upright(far: FloatArray, stability_class: str) -> FloatArray:
    """Vertical density at the receptor, ground reflecting [m⁻¹]."""
    deep = np.sqrt(_sigma(far, stability_class, 1) ** 2 + FIRST_DEPTH_M**2)
    direct = np.exp(-0.5 * ((RECEPTOR_M - RELEASE_M) / deep) ** 2)
    reflected = np.exp(-0.5 * ((RECEPTOR_M + RELEASE_M) / deep) ** 2)
    return np.asarray((direct + reflected) / (math.sqrt(2 * math.pi) * deep), dtype=np.float64)


def _sigma(far: FloatArray, stability_class: str, axis: int) -> FloatArray:
    a, b, c = _CURVES[stability_class][axis]
    return np.asarray(a * far * (1 + b * far) ** c, dtype=np.float64)


def _wander_angle(speed: float) -> float:
    """How far the wind wanders within an hour [rad]: less the stronger it blows. A design default."""
    return min(0.6, max(0.1, 0.35 / max(speed, WEAKEST_WIND)))
