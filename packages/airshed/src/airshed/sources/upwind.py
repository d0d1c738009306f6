"""Registered sources in the sector the wind came from: a hint where to look first, not a verdict.

The score of a candidate is the product of five factors, divided by the sum over all candidates so that the
scores add up to 1. All factors are design defaults (none is published):

* distance: 1 / (1 + distance in km), nearer is likelier;
* direction: cos(90° × angle off the wind axis / half width of the sector), 1 on the axis and 0.1 at the
least; * kind: how much a source of this kind emits of the pollutant, from `KIND_WEIGHTS`;
* activity: the register's own weight, 1 for a usual day, 0 for a source at rest;
* past: 1 + 0.25 per earlier hit that was confirmed, at most 2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt
from types import MappingProxyType

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth; on it a distance of 5 km is off by at most 0.6 %. [m]"""

_KINDS = {
    # kind: so2 no2 co o3 pm10 pm25
    "construction_site": (0.0, 0.2, 0.1, 0.0, 1.0, 0.4),
    "road_segment": (0.0, 0.8, 0.6, 0.2, 0.8, 0.4),
    "bare_land": (0.0, 0.0, 0.0, 0.0, 0.8, 0.2),
    "stockyard": (0.0, 0.1, 0.0, 0.0, 1.0, 0.3),
    "plant": (1.0, 1.0, 1.0, 0.6, 0.7, 1.0),
    "boiler": (1.0, 0.8, 0.8, 0.1, 0.5, 0.8),
    "voc_plant": (0.0, 0.1, 0.1, 1.0, 0.1, 0.4),
    "open_burning": (0.2, 0.3, 1.0, 0.1, 0.6, 1.0),
    "coal_dealer": (0.6, 0.2, 0.6, 0.0, 0.5, 0.5),
    "restaurant": (0.0, 0.1, 0.2, 0.3, 0.2, 0.5),
    "gate": (0.0, 0.8, 0.6, 0.2, 0.5, 0.3),
}


def _kind_weights() -> Mapping[tuple[str, str], float]:
    """Return the weight of each kind of source for each pollutant (design default)."""
    codes = ("so2", "no2", "co", "o3", "pm10", "pm25")
    pairs = {
        (kind, code): weight for kind, row in _KINDS.items() for code, weight in zip(codes, row, strict=True)
    }
    return MappingProxyType(pairs)


KIND_WEIGHTS = _kind_weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map, WGS-84. [degrees]"""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wind:
    """Wind at the station: where it blows from, clockwise from north, and how fast. [degrees, m s⁻¹]"""

    from_direction: float
    speed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A registered source. ``activity`` is 1 on a usual day; ``past_hits`` were confirmed on the spot."""

    id: str
    kind: str
    lon: float
    lat: float
    activity: float = 1.0
    past_hits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """Where to look (design defaults): half width, nearest, farthest, least wind speed, weights of kinds."""

    half_width: float = 45.0
    min_distance_m: float = 1000.0
    max_distance_m: float = 5000.0
    min_speed: float = 1.0
    other_kind_weight: float = 0.3
    kind_weights: Mapping[tuple[str, str], float] = field(default_factory=lambda: KIND_WEIGHTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One factor of a score: its name, the quantity it came from with its unit, and the factor."""

    name: str
    value: float
    unit: str
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A source in the sector. ``bearing`` is from the station, ``angle`` off the wind axis. [m, degrees]"""

    source: Source
    score: float
    distance_m: float
    bearing: float
    angle: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upwind:
    """Candidates, likeliest first. ``calm`` when the wind had no direction; ``reason`` why there are none."""

    calm: bool
    reason: str | None
    candidates: tuple[Candidate, ...]


_SECTOR = Sector()


def candidates(
    *, station: Place, wind: Wind, sources: Sequence[Source], pollutant: str, sector: Sector = _SECTOR
) -> Upwind:
    """Sources in the sector the wind came from, likeliest first.

    Parameters
    ----------
    station : Place
        Where the alarm is.
    wind : Wind
        Wind of the same hour; below ``min_speed``, or NaN, it has no direction.
    sources : sequence of Source
        The register around the station.
    pollutant : str
        Code of the alarm; it chooses the weight of each kind.
    sector : Sector
        Half width, distances, least speed and weights.

    Returns
    -------
    Upwind
        Scores of all candidates add up to 1; equal scores stand in the order of distance, then id. Empty with
        a reason (``calm``, ``no_source_in_sector``, ``no_active_source``) otherwise.

    Notes
    -----
    A source that scores 0 (at rest, or of a kind that does not emit the pollutant) is left out. A hint, not a
    verdict: wind at one point and one hour says little about buildings, turning wind and sources nobody
    registered.

    Examples
    --------
    >>> here = Place(lon=113.0, lat=35.0)
    >>> site = Source(id="s1", kind="construction_site", lon=113.0, lat=35.018)
    >>> north = Wind(from_direction=0, speed=2)
    >>> found = candidates(station=here, wind=north, sources=[site], pollutant="pm10")
    >>> [(one.source.id, one.score, round(one.distance_m)) for one in found.candidates]
    [('s1', 1.0, 2002)]
    """
    if not wind.speed >= sector.min_speed or wind.from_direction != wind.from_direction:
        return Upwind(calm=True, reason="calm", candidates=())
    inside = [
        _candidate(one, station=station, wind=wind, pollutant=pollutant, sector=sector) for one in sources
    ]
    seen = [one for one in inside if one is not None]
    total = sum(one.score for one in seen)
    if total <= 0:
        return Upwind(calm=False, reason="no_active_source" if seen else "no_source_in_sector", candidates=())
    scored = [
        Candidate(
            source=one.source,
            score=one.score / total,
            distance_m=one.distance_m,
            bearing=one.bearing,
            angle=one.angle,
            reasons=one.reasons,
        )
        for one in seen
        if one.score > 0
    ]
    scored.sort(key=lambda one: (-one.score, one.distance_m, one.source.id))
    return Upwind(calm=False, reason=None, candidates=tuple(scored))


def distance_m(start: Place, end: Place) -> float:
    """Return the distance along the surface of a sphere of the Earth's mean radius. [m]"""
    lat_1, lat_2 = radians(start.lat), radians(end.lat)
    half_lat, half_lon = (lat_2 - lat_1) / 2, radians(end.lon - start.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat_1) * cos(lat_2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def bearing(start: Place, end: Place) -> float:
    """Return the direction from start to end, clockwise from north, 0 up to but not 360. [degrees]"""
    lat_1, lat_2, lon = radians(start.lat), radians(end.lat), radians(end.lon - start.lon)
    east = sin(lon) * cos(lat_2)
    north = cos(lat_1) * sin(lat_2) - sin(lat_1) * cos(lat_2) * cos(lon)
    return degrees(atan2(east, north)) % 360


def angle_between(one: float, other: float) -> float:
    """Return the smaller angle between two directions, 0 to 180. [degrees]"""
    return abs((one - other + 180) % 360 - 180)


def _candidate(
    source: Source, *, station: Place, wind: Wind, pollutant: str, sector: Sector
) -> Candidate | None:
    """Return a source with its unnormalised score, None outside the sector."""
    place = Place(lon=source.lon, lat=source.lat)
    distance = distance_m(station, place)
    direction = bearing(station, place)
    angle = angle_between(direction, wind.from_direction) if distance > 0 else 0.0
    if not sector.min_distance_m <= distance <= sector.max_distance_m or angle > sector.half_width:
        return None
    kind_weight = sector.kind_weights.get((source.kind, pollutant), sector.other_kind_weight)
    on_axis = max(0.1, cos(pi / 2 * angle / sector.half_width)) if sector.half_width > 0 else 1.0
    reasons = (
        Reason(name="distance", value=distance, unit="m", factor=1 / (1 + distance / 1000)),
        Reason(name="direction", value=angle, unit="degrees off the wind axis", factor=on_axis),
        Reason(
            name="kind",
            value=kind_weight,
            unit=f"weight of {source.kind} for {pollutant}",
            factor=kind_weight,
        ),
        Reason(
            name="activity", value=source.activity, unit="of a usual day", factor=max(0.0, source.activity)
        ),
        Reason(
            name="past",
            value=source.past_hits,
            unit="confirmed hits",
            factor=min(2.0, 1 + 0.25 * source.past_hits),
        ),
    )
    score = 1.0
    for reason in reasons:
        score *= reason.factor
    return Candidate(
        source=source, score=score, distance_m=distance, bearing=direction, angle=angle, reasons=reasons
    )
