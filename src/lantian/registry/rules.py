"""Plain geometry: distances on the sphere, for a few kilometres, and what lies in an outline."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from typing import Any

EARTH_RADIUS_M = 6_371_008.8


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance between two points [m] (haversine)."""
    north = radians(lat2 - lat1) / 2
    east = radians(lon2 - lon1) / 2
    chord = sin(north) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(chord))


def bearing(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Initial bearing from the first point to the second [degrees from north, 0–360)."""
    east = radians(lon2 - lon1)
    y = sin(east) * cos(radians(lat2))
    x = cos(radians(lat1)) * sin(radians(lat2)) - sin(radians(lat1)) * cos(radians(lat2)) * cos(east)
    return degrees(atan2(y, x)) % 360


Point = Sequence[float]
Outline = Mapping[str, Any]  # a GeoJSON Polygon or MultiPolygon, as json reads it


def covers(outline: Outline, lon: float, lat: float) -> bool:
    """Whether a point lies in an outline or on its line, and in none of its holes.

    Each side is judged in one direction, whichever way its polygon runs, so neighbours leave no gap.
    """
    is_inside = False
    for west, east in _sides(outline):
        turn = (east[0] - west[0]) * (lat - west[1]) - (east[1] - west[1]) * (lon - west[0])
        south, north = sorted((west[1], east[1]))
        if turn == 0 and west[0] <= lon <= east[0] and south <= lat <= north:
            return True
        # A side is crossed by the meridian northwards of the point.
        if west[0] <= lon < east[0] and turn < 0:
            is_inside = not is_inside
    return is_inside


def middle(outline: Outline) -> tuple[float, float]:
    """A point inside an outline: the middle of its widest stretch, half-way between two of its corners."""
    widest = (-1.0, 0.0, 0.0)
    for polygon in _polygons(outline):
        corners = sorted({corner[1] for corner in polygon[0]})
        centre = (corners[0] + corners[-1]) / 2
        south = max(lat for lat in corners[:-1] if lat <= centre)
        lat = (south + min(lat for lat in corners if lat > south)) / 2
        cuts = sorted(
            west[0] + (lat - west[1]) * (east[0] - west[0]) / (east[1] - west[1])
            for ring in polygon
            for west, east in pairwise(ring)
            if (west[1] > lat) != (east[1] > lat)
        )
        for west, east in zip(cuts[::2], cuts[1::2], strict=True):
            widest = max(widest, (east - west, (west + east) / 2, lat))
    return widest[1], widest[2]


def _polygons(outline: Outline) -> Sequence[Sequence[Sequence[Point]]]:
    coordinates: Any = outline["coordinates"]  # as deep as the type says
    parts: Mapping[str, Sequence[Sequence[Sequence[Point]]]]
    parts = {"Polygon": [coordinates], "MultiPolygon": coordinates}
    if outline["type"] not in parts:
        raise ValueError(f"{outline['type']} is no outline; Polygon or MultiPolygon is needed")
    return parts[outline["type"]]


def _sides(outline: Outline) -> Iterator[tuple[Point, Point]]:
    """The sides of every ring, each from its western end."""
    for polygon in _polygons(outline):
        for ring in polygon:
            for one, other in pairwise(ring):
                yield (one, other) if tuple(one) <= tuple(other) else (other, one)
