"""Where things are and who answers for them."""

import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from lantian.accounts.models import Organisation, Person
from lantian.registry import models, queries, rules

pytestmark = pytest.mark.django_db


def _box(west: float, south: float, east: float, north: float) -> str:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


@pytest.fixture
def grids() -> list[models.Grid]:
    unit = Organisation.objects.create(code="hq", name_zh="办", name_en="HQ", kind="office", path="/hq/")
    region = models.Region.objects.create(code="D", name_zh="区", name_en="D", kind="district", is_ours=True)
    return [
        models.Grid.objects.create(
            code=f"G{n}",
            name_zh=f"网格{n}",
            name_en=f"G{n}",
            region=region,
            organisation=unit,
            geometry=_box(116 + n / 10, 39, 116.1 + n / 10, 39.1),
        )
        for n in range(2)
    ]


def test_a_point_is_in_the_grid_around_it_and_nowhere_outside(grids: list[models.Grid]) -> None:
    assert queries.grid_at(116.05, 39.05) == grids[0]
    assert queries.grid_at(116.15, 39.05) == grids[1]
    assert queries.grid_at(117.0, 39.05) is None
    assert queries.grid_at(116.1, 39.05) in grids, "on the line between two"


def test_a_hole_and_the_other_parts_of_an_outline_count() -> None:
    box = json.loads(_box(0, 0, 10, 10))["coordinates"]
    hole = json.loads(_box(2, 2, 4, 4))["coordinates"]
    far = json.loads(_box(20, 0, 40, 1))["coordinates"]
    outline = {"type": "MultiPolygon", "coordinates": [[*box, *hole], far]}
    asked = [(1, 1), (3, 3), (2, 3), (10, 10), (10, 10.1), (30, 0.5), (15, 0.5)]
    assert [rules.covers(outline, *point) for point in asked] == [True, False, True, True, False, True, False]
    assert rules.middle(outline) == (30.0, 0.5), "in its widest part"
    assert rules.covers(outline, *rules.middle(outline))


def test_what_is_no_outline_is_named() -> None:
    with pytest.raises(ValueError, match="LineString is no outline"):
        rules.covers({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, 0, 0)


@st.composite
def stars(draw: st.DrawFn) -> list[tuple[float, float]]:
    """The corners of a polygon around the origin, each as far from it as it likes."""
    count = draw(st.integers(3, 12))
    reach = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    return [
        (far * math.cos(2 * math.pi * n / count), far * math.sin(2 * math.pi * n / count))
        for n, far in enumerate(reach)
    ]


@given(stars(), st.floats(-30, 30), st.floats(-30, 30))
def test_outlines_agree_with_shapely(corners: list[tuple[float, float]], lon: float, lat: float) -> None:
    outline = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    polygon = shape(outline)
    if polygon.exterior.distance(Point(lon, lat)) > 1e-9:
        assert rules.covers(outline, lon, lat) == polygon.covers(Point(lon, lat))
    assert all(rules.covers(outline, *corner) for corner in corners), "its line belongs to it"
    assert polygon.contains(Point(rules.middle(outline)))


@given(stars(), st.floats(-1, 1), st.floats(-1, 1))
def test_halves_cut_from_one_leave_no_gap(corners: list[tuple[float, float]], lon: float, lat: float) -> None:
    cut = len(corners) // 2
    first, last = corners[: cut + 1], [*corners[cut:], corners[0]]
    halves = [{"type": "Polygon", "coordinates": [[(0.0, 0.0), *half, (0.0, 0.0)]]} for half in (first, last)]
    whole = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    if rules.covers(whole, lon, lat):
        assert any(rules.covers(half, lon, lat) for half in halves)


def test_duty_follows_its_dates_and_an_officer_comes_before_the_head(grids: list[models.Grid]) -> None:
    people = [
        Person.objects.create(
            username=name,
            name_zh=name,
            name_en=name,
            role="grid_officer",
            organisation=grids[0].organisation,
            area=grids[0].organisation,
        )
        for name in ("head", "old", "new")
    ]
    for person, is_head, first, last in (
        (people[0], True, date(2026, 1, 1), None),
        (people[1], False, date(2026, 1, 1), date(2026, 6, 30)),
        (people[2], False, date(2026, 7, 1), None),
    ):
        models.Duty.objects.create(
            person=person, grid=grids[0], is_head=is_head, valid_from=first, valid_to=last
        )
    found = [queries.officer_of(grids[0], on=day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert found == [people[1], people[2]]
    Person.objects.filter(pk=people[2].pk).update(is_active=False)
    assert queries.officer_of(grids[0], on=date(2026, 7, 1)) == people[0]
    assert queries.officer_of(grids[1], on=date(2026, 7, 1)) is None


def test_distance_and_bearing_agree_with_known_values() -> None:
    # one degree of latitude on a sphere of 6,371,008.8 m is 111,195.08 m
    assert rules.distance_m(116, 39, 116, 40) == pytest.approx(111_195.08, abs=0.01)
    assert rules.bearing(116, 39, 116, 40) == pytest.approx(0)
    assert rules.bearing(116, 39, 117, 39) == pytest.approx(89.685, abs=0.001)


def test_tells_the_kinds_that_count_and_those_of_our_district(grids: list[models.Grid]) -> None:
    city = models.Region.objects.create(code="C", name_zh="市", name_en="City", kind="city")
    of_region = {"city": city, "micro": grids[0].region}
    found = {
        code: models.Station.objects.create(
            code=code, name_zh=code, name_en=code, kind="micro" if code == "micro" else "feed",
            region=region, lon=113, lat=35,
        )
        for code, region in of_region.items()
    }  # fmt: skip
    models.Membership.objects.create(station=found["city"], region=city, valid_from=date(2026, 1, 1))
    assert queries.counted_kinds() == {"city"}
    assert queries.kinds_of_ours() == {"micro"}
