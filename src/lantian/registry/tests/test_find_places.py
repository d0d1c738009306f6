"""Where things are and who answers for them."""

import json
from datetime import date

import pytest

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
