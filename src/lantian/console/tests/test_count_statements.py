"""How many statements a page asks: no more for more places, stations and rows."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import build
from lantian.assessment.models import Change, HourlyIndex
from lantian.cases.states import State
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.console.tests.test_rank_pages import a_city
from lantian.diagnosis.models import Suspicion
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
WORK = (
    "/situation/",
    "/suspicions/",
    "/orders/",
    "/cases/",
    "/cases/?tab=all",
    "/cases/board/",
    "/cases/map/",
    "/changes/",
    "/stations/?as=map",
)
MINE = ("/field/", "/situation/")
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


def counted(client: Client, pages: Iterable[str] = PAGES) -> dict[str, int]:
    """The statements of some pages."""
    return {url: statements(client, url) for url in pages}


def more_work(scene: Scene) -> None:
    """Six suspicions without a wind, three cases, three numbers that moved."""
    for _ in range(6):
        number = build.a_suspicion()
        Suspicion.objects.filter(number=number).update(wind_from=None, note="calm")
    for _ in range(3):
        build.a_case(scene.cast)
    Change.objects.bulk_create(
        Change(
            subject_kind="station", subject="ST01", period="day", at="2026-11-18", figure="pm10", old="71",
            new=f"{72 + number}", why="late", old_position=1, position=2, noted_at=scenes.NOON,
        )
        for number in range(3)
    )  # fmt: skip


def test_a_page_asks_no_more_statements_for_twice_as_many_places_and_stations(client: Client) -> None:
    more("A")
    before = counted(client)
    more("B")
    assert counted(client) == before


def test_a_page_asks_no_more_statements_for_twice_as_much_work(client: Client, scene: Scene) -> None:
    more_work(scene)
    before = counted(client, WORK)
    more_work(scene)
    assert counted(client, WORK) == before


@pytest.mark.parametrize("who", ["handler", "grid_head", "unit_head"])
def test_my_day_asks_no_more_statements_for_twice_as_many_cases(
    client: Client, scene: Scene, who: str
) -> None:
    person = getattr(scene.cast, who)
    client = scenes.sign_in(client, person)
    for state in (State.RECTIFYING, State.ASSIGNED, State.PASSED):
        build.a_case(scene.cast, state=state)
    before = counted(client, MINE)
    for state in (State.RECTIFYING, State.ASSIGNED, State.PASSED):
        build.a_case(scene.cast, state=state)
        build.a_case(scene.cast, state=state)
    assert counted(client, MINE) == before


def test_the_ranking_and_the_places_ask_few_statements(client: Client) -> None:
    more("A")
    asked = {url: statements(client, url) for url in ("/ranking/?group=cities", "/places/")}
    assert {url: count for url, count in asked.items() if count >= MOST} == {}
