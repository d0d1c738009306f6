"""District maps from the register and one hour's indices."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.assessment.models import HourlyIndex
from lantian.console import words
from lantian.registry import queries as registry
from lantian.registry.models import Region, Source, Station
from lantian.ui import formats
from lantian.ui.figures import district, scene
from lantian.ui.figures.legend import MapWords
from lantian.ui.figures.svg import Point

KEPT_SECONDS = 3600
PHONE = (326, 344)  # what a card leaves of 390 px, so that words keep their size


def draw(figure: scene.DistrictMap) -> str:
    """The map as SVG text, once for wide screens and once for a phone; empty without a single place.

    The same map gives the same bytes, and placing its names takes longer than the rest of a page: it is kept.
    """
    key = f"map-{hashlib.sha256(repr(figure).encode()).hexdigest()}"
    return str(cache.get_or_set(key, lambda: _drawn(figure), KEPT_SECONDS))


def _drawn(figure: scene.DistrictMap) -> str:
    width, height = PHONE
    phone = replace(figure, screen="narrow", key=f"{figure.key}-narrow", width=width, height=height)
    try:
        return district.district_map(replace(figure, screen="wide")) + district.district_map(phone)
    except district.NothingToMap:
        return ""


def legend_words(*, with_levels: bool = True, hatched: str = "") -> MapWords:
    """The legend in the reader's language; without the levels where no station is drawn."""
    levels = (
        _("Exc. ≤50"), _("Good ≤100"), _("Light ≤150"), _("Mod. ≤200"), _("Heavy ≤300"), _("Severe >300"),
    )  # fmt: skip
    return MapWords(
        levels=levels if with_levels else (),
        kinds={code: str(word) for code, word in words.SOURCE_KINDS_SHORT.items()},
        sector=_("suspected sector"),
        no_spray=_("no spraying"),
        hatched=hatched,
    )


def townships(region: Region) -> tuple[scene.Township, ...]:
    """The parts of a district, or the district itself where it has none."""
    parts = list(region.parts.exclude(geometry="").order_by("code")) or [region]
    return tuple(
        scene.Township(name=words.name(part) if part != region else "", rings=rings(part.geometry))
        for part in parts
        if part.geometry
    )


def rings(geometry: str) -> tuple[tuple[Point, ...], ...]:
    """The outer rings of a polygon or of several."""
    shape: Any = json.loads(geometry)  # Any: GeoJSON
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return tuple(tuple((float(lon), float(lat)) for lon, lat, *_height in polygon[0]) for polygon in polygons)


def stations(
    found: Iterable[Station],
    hours: Mapping[str, HourlyIndex],
    *,
    main: str = "",
    parameter: str = "pm10",
    alarms: Mapping[str, str] | None = None,
) -> tuple[scene.Station, ...]:
    """Stations as discs: AQI inside, name outside; the main one also says its value.

    `alarms`, by station: what alarms there; it is read on hover and keeps the name on a crowded map.
    """
    shown = []
    for station in found:
        hour = hours.get(station.code)
        value = hour.values.get(parameter) if hour else None
        shown.append(
            scene.Station(
                name=words.name(station),
                lon=station.lon,
                lat=station.lat,
                aqi=hour.aqi if hour else None,
                level=hour.level if hour else None,
                note=_note(station, hour, value, main=main),
                detail=_detail(station, hour, value, parameter, alarm=(alarms or {}).get(station.code, "")),
                rank=_importance(station, alarms or {}),
                is_main=station.code == main,
                url=reverse("console:station", args=[station.code]),
            )
        )
    return tuple(shown)


def _note(station: Station, hour: HourlyIndex | None, value: str | None, *, main: str) -> str:
    if hour is None or hour.aqi is None:
        return _("no data")
    return formats.number(float(value)) if station.code == main and value is not None else ""


def _detail(
    station: Station, hour: HourlyIndex | None, value: str | None, parameter: str, *, alarm: str
) -> str:
    aqi = hour.aqi if hour and hour.aqi is not None else formats.MISSING
    shown = formats.number(float(value), parameter) if value is not None else formats.MISSING
    kind = words.word(words.STATION_KINDS, station.kind)
    said = [
        words.name(station),
        kind,
        f"AQI {aqi}",
        f"{formats.substance(parameter)} {shown} {formats.unit(parameter)}",
        _("alarm: %(rules)s") % {"rules": alarm} if alarm else "",
    ]
    return " · ".join(part for part in said if part)


def _importance(station: Station, alarms: Mapping[str, str]) -> int:
    """Whose name stays when the map is crowded: official stations, then what alarms, then the others."""
    if station.kind in registry.STATUTORY:
        return 0
    return 1 if station.code in alarms else 2


def sources(
    found: Iterable[Source], *, candidates: Mapping[str, str], with_links: bool = False
) -> tuple[scene.Source, ...]:
    """Registered sources; candidates, by code, carry the word for their standing."""
    return tuple(
        scene.Source(
            name=words.name(one),
            lon=one.lon,
            lat=one.lat,
            kind=one.kind,
            standing=candidates.get(one.code, ""),
            is_candidate=one.code in candidates,
        )
        for one in found
    )


def of_places(found: Sequence[Source], named: Mapping[str, str], *, key: str) -> str:
    """Places on a phone's map, those in `named` (by code) with what is said of them; empty without any."""
    region = our_district()
    if region is None or not found:
        return ""
    width, height = PHONE
    figure = scene.DistrictMap(
        label=words.name(region),
        words=legend_words(),
        townships=townships(region),
        sources=sources(found, candidates=named),
        key=key,
        width=width,
        height=height,
    )
    return district.district_map(figure)


CALM_BELOW = 0.3  # m/s; force 0 of GB/T 28591-2012


def wind(blows_from: float | None, speed: float | None) -> scene.Wind | None:
    """The wind's arrow; none where it was not measured."""
    if speed is None:
        return None
    if speed < CALM_BELOW:
        blows_from = None
    name = (
        _("%(direction)s wind") % {"direction": words.direction(blows_from)}
        if blows_from is not None
        else _("calm")
    )
    return scene.Wind(blows_from=blows_from, name=name, speed=f"{formats.number(speed, 'ws')} m/s")


def no_spray(found: Sequence[Station]) -> tuple[scene.NoSpray, ...]:
    """The rings inside which nothing is wetted."""
    return tuple(
        scene.NoSpray(lon=one.lon, lat=one.lat, radius_km=one.no_spray_radius_m / 1000)
        for one in found
        if one.no_spray_radius_m
    )


def our_district() -> Region | None:
    """The district on the map; none in an empty home."""
    return registry.our_district() if registry.has_district() else None
