"""The ground around stations on which nothing is wetted, and how far a place is from one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from lantian.kernel.refusals import Refused, gettext_noop

METRES_PER_DEGREE = 111_195.08  # of latitude, on a sphere of 6 371 008.8 m

Point = tuple[float, float]


class SprayingNearStation(Refused):
    """Stations are not to be washed."""

    sentence = gettext_noop(
        "“{purpose}” wets the ground and the place is {clearance_m} m from station {station}, inside its "
        "{radius_m} m. No spraying or washing can be ordered there; ask for covering or sweeping instead."
    )

    def __init__(self, *, purpose: str, station: str, clearance_m: float, radius_m: int) -> None:
        self.purpose, self.station, self.radius_m = purpose, station, radius_m
        super().__init__(purpose=purpose, station=station, clearance_m=round(clearance_m), radius_m=radius_m)


class PlaceNeeded(Refused):
    """Something that wets the ground was asked for without saying where."""

    sentence = gettext_noop(
        "“{purpose}” wets the ground, so it must name the source it is meant for: "
        "only then can we see that no station is near."
    )

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        super().__init__(purpose=purpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryCircle:
    """The ground around a station on which nothing may be wetted."""

    station: str
    lon: float
    lat: float
    radius_m: int


def check_dry(purpose: str, *, place: Sequence[Point], circles: Iterable[DryCircle]) -> None:
    """Raise SprayingNearStation when any part of the place lies in a dry circle.

    The place is one point, or the corners of a line or a ring in order.
    """
    for circle in circles:
        clearance = clearance_m((circle.lon, circle.lat), place=place)
        if clearance <= circle.radius_m:
            raise SprayingNearStation(
                purpose=purpose, station=circle.station, clearance_m=clearance, radius_m=circle.radius_m
            )


def clearance_m(station: Point, *, place: Sequence[Point]) -> float:
    """Shortest distance from a station to a point, line or area [m]; 0 inside a closed ring.

    On a plane that touches the earth at the station: right to a metre within the few kilometres that matter.
    """
    flat = [_flat(station, corner) for corner in place]
    if len(flat) == 1:
        return hypot(*flat[0])
    if len(flat) > 3 and flat[0] == flat[-1] and _holds_origin(flat):
        return 0.0
    return min(_to_segment(a, b) for a, b in zip(flat, flat[1:], strict=False))


def _flat(station: Point, corner: Point) -> Point:
    east = (corner[0] - station[0]) * METRES_PER_DEGREE * cos(radians(station[1]))
    return east, (corner[1] - station[1]) * METRES_PER_DEGREE


def _to_segment(a: Point, b: Point) -> float:
    """Distance from the origin to a segment."""
    along = (b[0] - a[0], b[1] - a[1])
    length = along[0] ** 2 + along[1] ** 2
    share = 0.0 if length == 0 else max(0.0, min(1.0, -(a[0] * along[0] + a[1] * along[1]) / length))
    return hypot(a[0] + share * along[0], a[1] + share * along[1])


def _holds_origin(ring: Sequence[Point]) -> bool:
    """Whether the origin lies in a ring, by counting crossings of the ray to the east."""
    is_inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        if (ay > 0) != (by > 0) and ax + (0 - ay) * (bx - ax) / (by - ay) > 0:
            is_inside = not is_inside
    return is_inside
