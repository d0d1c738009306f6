"""Where the wind of an hour is taken from, and what a sector looks like. Pure.

The wind is that of the nearest station of the district that has both speed and direction for the hour, the
alarming station itself first. One station is taken, not a mean over the district: the plume that reached
this place travelled with the wind beside it, and one reading can be traced to its packet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

from airshed.sources import upwind

NO_WIND = "no_wind"
CALM = "calm"
OWN_MONITOR = "own_monitor"
DIRECTION_ROUND = 360.0

# Any: the sector's parameters are JSON, written by an office and read by name below.
Parameters = Mapping[str, Any]


class Anemometer(NamedTuple):
    """One station's wind of an hour: how far away, how fast, from where. [m, m/s, degrees]"""

    station: str
    distance_m: float
    speed: float | None
    direction: float | None


class WindReading(NamedTuple):
    """The wind that was used, and at which station it blew. [m/s, degrees from which it blows]"""

    station: str
    speed: float
    direction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wedge:
    """The sector as a map draws it: apex, axis and half angle [degrees], near and far edge [km]."""

    lon: float
    lat: float
    wind_from: float
    half_angle: float
    near_km: float
    far_km: float


def nearest_wind(anemometers: Sequence[Anemometer]) -> WindReading | None:
    """The wind of the nearest station that has both speed and direction; ties go by code."""
    for one in sorted(anemometers, key=lambda one: (one.distance_m, one.station)):
        if _is_known(one.speed) and _is_known(one.direction):
            assert one.speed is not None and one.direction is not None
            return WindReading(one.station, one.speed, one.direction % DIRECTION_ROUND)
    return None


def sector(parameters: Parameters, *, pollutant: str) -> upwind.Sector:
    """The sector that a rule describes, with the weight of each kind of source for a pollutant."""
    weights = {(kind, pollutant): float(row.get(pollutant, 0)) for kind, row in parameters["kinds"].items()}
    return upwind.Sector(
        half_width=float(parameters["half_angle"]),
        min_distance_m=float(parameters["near_km"]) * 1000,
        max_distance_m=float(parameters["far_km"]) * 1000,
        min_speed=float(parameters["min_speed"]),
        other_kind_weight=float(parameters["other_kind_weight"]),
        kind_weights=weights,
    )


def _is_known(value: float | None) -> bool:
    return value is not None and isfinite(value)
