"""A made-up district around `HERE`: its region, grids, stations and sources."""

from build.people import an_organisation
from lantian.accounts.models import Organisation
from lantian.registry.models import Grid, Region, Source, Station

WEST, SOUTH, EAST, NORTH = 113.0, 35.0, 113.1, 35.1
SQUARE = (
    f'{{"type":"Polygon","coordinates":[[[{WEST},{SOUTH}],[{EAST},{SOUTH}],'
    f"[{EAST},{NORTH}],[{WEST},{NORTH}],[{WEST},{SOUTH}]]]}}"
)
HERE = (113.05, 35.05)
METRE = 1 / 111_195.0  # degrees of latitude


def a_region() -> Region:
    """Our district."""
    fields = {"name_zh": "区", "name_en": "district", "kind": "district", "is_ours": True, "geometry": SQUARE}
    return Region.objects.get_or_create(
        code="district", defaults=fields | {"organisation": an_organisation()}
    )[0]


def a_grid(code: str = "grid", *, unit: str = "town") -> Grid:
    """A patrol cell around `HERE`."""
    an_organisation(unit, kind="township")
    fields = {
        "name_zh": code,
        "name_en": code,
        "region": a_region(),
        "organisation": Organisation.objects.get(code=unit),
        "geometry": SQUARE,
    }
    return Grid.objects.get_or_create(code=code, defaults=fields)[0]


def a_station(code: str = "station", *, north_m: float = 2000.0, no_spray_radius_m: int = 0) -> Station:
    """A micro-station some metres north of `HERE`."""
    return Station.objects.create(
        code=code,
        name_zh=code,
        name_en=code,
        kind=Station.Kind.MICRO,
        region=a_region(),
        grid=a_grid(),
        lon=HERE[0],
        lat=HERE[1] + north_m * METRE,
        no_spray_radius_m=no_spray_radius_m,
    )


def a_source(
    code: str = "site", *, unit: str = "works", kind: str = "site", north_m: float = 0.0, **changes
) -> Source:
    """A site at `HERE` that a unit answers for."""
    fields = {
        "name_zh": code,
        "name_en": code,
        "kind": kind,
        "lon": HERE[0],
        "lat": HERE[1] + north_m * METRE,
        "grid": a_grid(),
        "answerable": an_organisation(unit),
    }
    return Source.objects.get_or_create(code=code, defaults=fields | changes)[0]
