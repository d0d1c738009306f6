"""Plain geometry on the sphere, for distances of a few kilometres."""

from math import asin, atan2, cos, degrees, radians, sin, sqrt

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
