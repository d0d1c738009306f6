"""Stations and regions: what there is to ask about."""

import json
from typing import Any

from ninja import Path, Router, Schema
from pydantic import Field

from lantian.api.entry import Caller
from lantian.api.v1 import shapes
from lantian.api.v1.asking import Asked, Code, NotThere, answers
from lantian.assessment import permissions
from lantian.calendar import queries as calendar
from lantian.kernel.refusals import gettext_noop
from lantian.registry import queries as registry
from lantian.registry.models import Region, Station

router = Router(tags=["places"])


class Named(Asked):
    """One station or region."""

    code: Code


class StationShape(Schema):
    """A place where air is measured; WGS-84."""

    code: str
    names: shapes.Names
    kind: str
    is_statutory: bool = Field(description="Whether its readings count in official figures.")
    region: str = Field(description="Code of the region it stands in.")
    lon: float
    lat: float
    provenance: str = Field(description="Where its readings really come from.")


class RegionShape(Schema):
    """A district, township or city."""

    code: str
    names: shapes.Names
    kind: str
    parent: str | None
    is_ours: bool = Field(description="The district this office answers for.")
    is_counted: bool = Field(description="Whether stations count for it, so that it has indices.")


class OneRegion(RegionShape):
    """A region with its boundary and the stations that count for it today."""

    members: list[str]
    geometry: dict[str, Any] | None = Field(description="GeoJSON, WGS-84.")  # Any: GeoJSON


@answers(router, "/stations", list[StationShape], summary=gettext_noop("Stations"))
def stations(request: Caller) -> list[dict[str, object]]:
    """Every station in sight."""
    found = permissions.visible_stations(request.actor).select_related("region").order_by("kind", "code")
    return [_station(one) for one in found]


@answers(router, "/stations/{code}", StationShape, summary=gettext_noop("One station"))
def station(request: Caller, named: Path[Named]) -> dict[str, object]:
    """One station by its code."""
    found = (
        permissions.visible_stations(request.actor).select_related("region").filter(code=named.code).first()
    )
    if found is None:
        raise NotThere("station", named.code)
    return _station(found)


@answers(router, "/regions", list[RegionShape], summary=gettext_noop("Regions"))
def regions(request: Caller) -> list[dict[str, object]]:
    """Every region we know."""
    counted = set(registry.counted_regions().values_list("code", flat=True))
    return [_region(one, is_counted=one.code in counted) for one in registry.regions()]


@answers(router, "/regions/{code}", OneRegion, summary=gettext_noop("One region"))
def region(request: Caller, named: Path[Named]) -> dict[str, object]:
    """One region by its code, with its boundary."""
    found = registry.regions().filter(code=named.code).first()
    if found is None:
        raise NotThere("region", named.code)
    members = registry.members(found, on=calendar.local_day(request.now))
    seen = set(permissions.visible_stations(request.actor).values_list("code", flat=True))
    is_counted = registry.counted_regions().filter(code=named.code).exists()
    return {
        **_region(found, is_counted=is_counted),
        "members": [one.code for one in members if one.code in seen],
        "geometry": json.loads(found.geometry) if found.geometry else None,
    }


def _station(one: Station) -> dict[str, object]:
    return {
        "code": one.code,
        "names": {"zh": one.name_zh, "en": one.name_en},
        "kind": one.kind,
        "is_statutory": one.kind in registry.COUNTED,
        "region": one.region.code,
        "lon": one.lon,
        "lat": one.lat,
        "provenance": one.provenance,
    }


def _region(one: Region, *, is_counted: bool) -> dict[str, object]:
    return {
        "code": one.code,
        "names": {"zh": one.name_zh, "en": one.name_en},
        "kind": one.kind,
        "parent": one.parent.code if one.parent else None,
        "is_ours": one.is_ours,
        "is_counted": is_counted,
    }
