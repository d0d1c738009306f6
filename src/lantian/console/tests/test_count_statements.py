"""How many statements a page asks: no more for more places, stations and rows."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lantian.assessment.models import HourlyIndex
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.console.tests.test_rank_pages import a_city
from lantian.registry.models import Station

PAGES = (
    "/ranking/?group=cities",
    "/ranking/?group=districts",
    "/ranking/?group=micro",
    "/places/",
    "/places/A0/",
    "/quality/",
    "/explain/?a=assessment.rank:cities/composite/2026-11-01..2026-11-19/A0",
    "/prospects/cities/A0/",
    "/compare/?place=A0&place=A1",
)
MOST = 25
"""Of a list of places; the frame around it asks a dozen."""


@pytest.fixture
def client(client: Client, scene: Scene) -> Client:
    """The duty analyst, who sees it all."""
    return scenes.sign_in(client, scene.cast.analyst)


def more(letter: str) -> None:
    """Four more cities with their days and hours, three more micro-stations."""
    for number in range(4):
        code = f"{letter}{number}"
        a_city(code, pm10=50 + number)
        HourlyIndex.objects.create(
            subject_kind="region", subject=code, begins_at=scenes.LAST, edition="2026", aqi=80, level=2,
            values={"pm10": "70"}, completeness={"pm10": 1, "of": 1}, position=6, computed_at=scenes.NOON,
        )  # fmt: skip
    near = Station.objects.get(code="ST01")
    Station.objects.bulk_create(
        Station(
            code=f"M{letter}{number}", name_zh=f"微{letter}{number}", name_en=f"Micro {letter}{number}",
            kind="micro", region=near.region, grid=near.grid, lon=near.lon, lat=near.lat,
        )
        for number in range(3)
    )  # fmt: skip


def statements(client: Client, url: str) -> int:
    """How many statements a page asks once it has been asked before."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200, url
        return len(asked)


def counted(client: Client) -> Iterator[tuple[str, int]]:
    yield from ((url, statements(client, url)) for url in PAGES)


def test_a_page_asks_no_more_statements_for_twice_as_many_places_and_stations(client: Client) -> None:
    more("A")
    before = dict(counted(client))
    more("B")
    assert dict(counted(client)) == before


def test_the_ranking_and_the_places_ask_few_statements(client: Client) -> None:
    more("A")
    asked = {url: statements(client, url) for url in ("/ranking/?group=cities", "/places/")}
    assert {url: count for url, count in asked.items() if count >= MOST} == {}
