"""From longitude and latitude to the figure: equirectangular, true to scale at the middle of the district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from lantian.ui.figures.svg import Point

# Length of a degree on the WGS-84 ellipsoid at 35° N [km]. Between 22° and 45° N and 30 km from the middle
# the drawn distance stays within 1 % of the true one.
KM_PER_DEGREE_LAT = 110.94
KM_PER_DEGREE_LON_AT_EQUATOR = 111.41
SMALLEST_VIEW_KM = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of the figure."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0

    def outside(self, frame: Box) -> float:
        """The part of this rectangle's area that lies outside the frame."""
        return self.area - self.overlap(frame)

    @property
    def area(self) -> float:
        """Its area."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A view: which place is in the middle of which rectangle, and how many units a kilometre has."""

    lon: float
    lat: float
    x: float
    y: float
    units_per_km: float

    def point(self, lon: float, lat: float) -> Point:
        """Where the place lies in the figure."""
        east_km = (lon - self.lon) * KM_PER_DEGREE_LON_AT_EQUATOR * cos(radians(self.lat))
        north_km = (lat - self.lat) * KM_PER_DEGREE_LAT
        return self.x + east_km * self.units_per_km, self.y - north_km * self.units_per_km

    def off(self, start: Point, *, bearing: float, km: float) -> Point:
        """The point that lies so many kilometres from `start` towards the bearing [degrees from north]."""
        length = km * self.units_per_km
        return start[0] + length * sin(radians(bearing)), start[1] - length * cos(radians(bearing))


def fit(places: Sequence[Point], frame: Box) -> Projection:
    """The largest view in which every place (lon, lat) lies inside the frame."""
    west, east = min(lon for lon, _ in places), max(lon for lon, _ in places)
    south, north = min(lat for _, lat in places), max(lat for _, lat in places)
    lon, lat = (west + east) / 2, (south + north) / 2
    width_km = max((east - west) * KM_PER_DEGREE_LON_AT_EQUATOR * cos(radians(lat)), SMALLEST_VIEW_KM)
    height_km = max((north - south) * KM_PER_DEGREE_LAT, SMALLEST_VIEW_KM)
    scale = min((frame.right - frame.left) / width_km, (frame.bottom - frame.top) / height_km)
    return Projection(
        lon=lon,
        lat=lat,
        x=(frame.left + frame.right) / 2,
        y=(frame.top + frame.bottom) / 2,
        units_per_km=scale,
    )


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Whether the point lies within the ring (even-odd rule)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def centre(ring: Sequence[Point]) -> Point:
    """The ring's centre of area; of its corners when it has none."""
    area = across = down = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        across += (x1 + x2) * cross
        down += (y1 + y2) * cross
    if abs(area) < 1e-9:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    return across / (3 * area), down / (3 * area)
