from dataclasses import replace
from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.sources import upwind
from airshed.sources.upwind import Place, Sector, Source, Wind

HERE = Place(lon=113.0, lat=35.0)
SECTOR = Sector()
NORTH = Wind(from_direction=0, speed=2.0)
DEGREE_M = 111_195.0  # of latitude, on a sphere of the Earth's mean radius


def source(
    km: float, towards: float, *, name: str = "s", kind: str = "construction_site", **more: float
) -> Source:
    """A source at a distance and bearing from here."""
    north, east = km * 1000 * cos(radians(towards)), km * 1000 * sin(radians(towards))
    lat = HERE.lat + north / DEGREE_M
    lon = HERE.lon + east / (DEGREE_M * cos(radians(HERE.lat + north / DEGREE_M / 2)))
    return Source(id=name, kind=kind, lon=lon, lat=lat, **more)


def found(
    *sources: Source, wind: Wind = NORTH, pollutant: str = "pm10", sector: Sector = SECTOR
) -> list[str]:
    """Ids of the candidates, likeliest first."""
    answer = upwind.candidates(station=HERE, wind=wind, sources=sources, pollutant=pollutant, sector=sector)
    return [one.source.id for one in answer.candidates]


@pytest.mark.parametrize(
    ("km", "towards", "is_seen"),
    [
        (2, 0, True),
        (2, 44, True),
        (2, 316, True),
        (2, 46, False),
        (2, 180, False),
        (0.9, 0, False),
        (5.1, 0, False),
    ],
)
def test_only_the_sector_the_wind_came_from_is_seen(km: float, towards: float, is_seen: bool) -> None:
    assert bool(found(source(km, towards))) == is_seen


def test_the_sector_closes_over_north() -> None:
    assert found(source(2, 350), wind=Wind(from_direction=10, speed=2)) == ["s"]
    assert found(source(2, 20), wind=Wind(from_direction=350, speed=2)) == ["s"]


def test_near_sources_can_be_let_in() -> None:
    assert found(source(0.3, 0), sector=Sector(min_distance_m=0)) == ["s"]
    on_top = Source(id="s", kind="construction_site", lon=HERE.lon, lat=HERE.lat)
    assert found(on_top, sector=Sector(min_distance_m=0)) == ["s"]


@pytest.mark.parametrize(
    "wind", [Wind(from_direction=0, speed=0.9), Wind(from_direction=0, speed=float("nan"))]
)
def test_calm_air_has_no_direction(wind: Wind) -> None:
    answer = upwind.candidates(station=HERE, wind=wind, sources=[source(2, 0)], pollutant="pm10")
    assert (answer.calm, answer.reason, answer.candidates) == (True, "calm", ())
    assert found(source(2, 0), wind=replace(NORTH, speed=1.0)) == ["s"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"km": 1.5, "towards": 0}, {"km": 3, "towards": 0}),
        ({"km": 2, "towards": 5}, {"km": 2, "towards": 30}),
        ({"km": 2, "towards": 0}, {"km": 2, "towards": 0, "kind": "restaurant"}),
        ({"km": 2, "towards": 0}, {"km": 2, "towards": 0, "activity": 0.5}),
        ({"km": 2, "towards": 0, "past_hits": 1}, {"km": 2, "towards": 0}),
    ],
)
def test_each_reason_moves_the_score(better: dict, worse: dict) -> None:
    assert found(source(**worse, name="worse"), source(**better, name="better")) == ["better", "worse"]


def test_kinds_matter_by_pollutant() -> None:
    site, boiler = source(2, 10, name="site"), source(2, 350, name="boiler", kind="boiler")
    assert found(site, boiler, pollutant="pm10") == ["site", "boiler"]
    assert found(site, boiler, pollutant="so2") == ["boiler"]
    assert found(source(2, 0, kind="never heard of")) == ["s"]


def test_says_why_there_is_nobody() -> None:
    ask = {"station": HERE, "wind": NORTH, "pollutant": "pm10"}
    assert upwind.candidates(sources=[], **ask).reason == "no_source_in_sector"
    assert upwind.candidates(sources=[source(2, 0, activity=0)], **ask).reason == "no_active_source"


@given(
    st.lists(st.tuples(st.floats(0, 6), st.floats(0, 360), st.floats(0, 3)), max_size=8), st.floats(0, 360)
)
def test_scores_add_up_to_one_and_are_the_product_of_their_reasons(places, towards: float) -> None:
    sources = [source(km, angle, name=str(k), activity=act) for k, (km, angle, act) in enumerate(places)]
    wind = Wind(from_direction=towards, speed=3)
    answer = upwind.candidates(station=HERE, wind=wind, sources=sources, pollutant="pm25")
    if not answer.candidates:
        assert answer.reason
        return
    assert sum(one.score for one in answer.candidates) == pytest.approx(1)
    assert [one.score for one in answer.candidates] == sorted(
        (one.score for one in answer.candidates), reverse=True
    )
    products = []
    for one in answer.candidates:
        product = 1.0
        for reason in one.reasons:
            product *= reason.factor
        products.append(product)
        assert one.angle <= 45
    assert [one.score * sum(products) for one in answer.candidates] == pytest.approx(products)


def test_distance_and_bearing_on_the_sphere() -> None:
    east = Place(lon=113.1, lat=35.0)
    assert upwind.distance_m(HERE, Place(lon=113.0, lat=36.0)) == pytest.approx(DEGREE_M, abs=1)  # [m]
    assert upwind.distance_m(HERE, east) == pytest.approx(9108.5, abs=1)  # [m]
    assert upwind.bearing(HERE, east) == pytest.approx(90, abs=0.05)  # [degrees]
    assert upwind.angle_between(350, 10) == 20
