"""The demo's district on the maps of the desk: crowded stations keep their numbers and names apart."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.assessment.models import HourlyIndex
from lantian.console import air, maps
from lantian.console.stations import listing
from lantian.registry.models import Source, Station
from lantian.simulate.district import loading
from lantian.simulate.tests.conftest import NOW
from lantian.ui.figures import scene
from lantian.ui.tests import reading

pytestmark = pytest.mark.django_db
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
SCREENS = ("fig-at-wide", "fig-at-narrow")


@pytest.fixture
def analyst() -> Actor:
    """Somebody at the desk of a loaded district whose stations all have an hour."""
    loading.load(now=NOW)
    HourlyIndex.objects.bulk_create(
        HourlyIndex(
            subject_kind="station", subject=code, begins_at=NOW, edition="2026", aqi=107, level=3,
            values={"pm10": "150"}, position=1, computed_at=NOW,
        )
        for code in Station.objects.values_list("code", flat=True)
    )  # fmt: skip
    return accounts.actor_of(Person.objects.get(username="duty-a"))


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Names are longer in English."""
    with translation.override(request.param):
        yield request.param


def screens(drawn: str) -> dict[str, str]:
    """The drawings of one map, by the screen they are for."""
    found = SVG.findall(drawn)
    assert len(found) == len(SCREENS)
    return {screen: next(one for one in found if f'class="{screen}"' in one) for screen in SCREENS}


def test_no_text_stands_on_another_on_the_map_of_all_stations(analyst: Actor, language: str) -> None:
    shown = screens(listing.compose(analyst, with_map=True).map)
    assert {screen: reading.collisions(drawn) for screen, drawn in shown.items()} == dict.fromkeys(
        SCREENS, []
    )
    numbers = {screen: reading.texts(drawn).count("107") for screen, drawn in shown.items()}
    assert numbers == dict.fromkeys(SCREENS, 22)
    for drawn in shown.values():
        for official in Station.objects.filter(code__in=["ST01", "ST02", "ST03"]):
            name = official.name_zh if language == "zh-hans" else official.name_en
            assert name in reading.texts(drawn)


@pytest.mark.parametrize("code", ["CS01", "CS02", "MS06", "MS12", "ST01", "ST03"])
def test_no_text_stands_on_another_on_the_map_of_a_suspicion(
    analyst: Actor, language: str, code: str
) -> None:
    region = maps.our_district()
    assert region is not None
    seen = air.of_district(air.visible_stations(analyst), region)
    drawn = [one for one in seen if one.kind in air.STATUTORY or one.code in {code, "MS01", "MS06", "MS12"}]
    at = {row.subject: row for row in HourlyIndex.objects.all()}
    candidates = {one.code: "to check" for one in Source.objects.order_by("code")[:8]}
    shown = screens(
        maps.draw(
            scene.DistrictMap(
                label="suspicion",
                words=maps.legend_words(),
                townships=maps.townships(region),
                stations=maps.stations(drawn, at, main=code, alarms={"MS01": "rising"}),
                sources=maps.sources(Source.objects.order_by("code"), candidates=candidates),
                no_spray=maps.no_spray(drawn),
                wind=maps.wind(90.0, 2.0),
            )
        )
    )
    assert {screen: reading.collisions(one) for screen, one in shown.items()} == dict.fromkeys(SCREENS, [])
    main = next(one for one in drawn if one.code == code)
    name = main.name_zh if language == "zh-hans" else main.name_en
    assert all(f"{name} 150" in reading.texts(one) for one in shown.values())
