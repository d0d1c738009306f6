"""Planning visits, drawing lots and printing codes on the desk's pages."""

import pytest
from django.test import Client

import build
from build import NOON, Cast
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Role
from lantian.dispatch.models import Draw, Order

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def pair(scene) -> list[Person]:
    return [
        build.a_person(f"inspector{n}", unit="group", role=Role.SUPERVISOR, certificate=f"执{n}")
        for n in (1, 2)
    ]


def desk_of(by: Actor | Person) -> Client:
    client = Client()
    pk = by.id if isinstance(by, Actor) else by.pk
    client.force_login(Person.objects.get(pk=pk), backend=BACKEND)
    return client


def given(pair: list[Person], **changes: str) -> dict[str, str]:
    fields = {
        "kind": "statutory_inspection",
        "mode": "unannounced",
        "source_code": "site",
        "what": "inspect_site",
        "on": "2026-12-05",
        "officer_id": str(pair[0].pk),
        "companion_id": str(pair[1].pk),
        "basis": "大气污染防治法第二十九条",
        "plan": "年度计划",
    }
    return fields | changes


def test_an_unannounced_visit_is_on_no_page_of_the_checked_unit(scene, pair: list[Person]) -> None:
    cast: Cast = scene.cast
    reply = desk_of(cast.analyst).post("/orders/new/", given(pair))
    assert reply.status_code == 302, reply.content.decode()[-3000:]
    [order] = Order.objects.filter(mode="unannounced")
    for blind in (cast.unit_head, cast.handler, cast.officer):
        client = desk_of(blind)
        for url in ("/", "/orders/", f"/orders/{order.number}/", "/situation/", "/draws/", "/field/"):
            page = client.get(url, follow=True).content.decode()
            assert order.number not in page, (blind.role, url)
        assert client.get(f"/orders/{order.number}/").status_code in {403, 404}
        assert client.get(f"/field/orders/{order.number}/").status_code in {403, 404}
    assert order.number in desk_of(pair[0]).get("/field/").content.decode()


def test_a_day_of_notice_is_refused_and_what_was_entered_stays(scene, pair: list[Person]) -> None:
    reply = desk_of(scene.cast.analyst).post("/orders/new/", given(pair, notified_on="2026-12-01"))
    said = reply.content.decode()
    assert reply.status_code == 422 and "不得事先告知" in said and "年度计划" in said
    assert not Order.objects.filter(mode="unannounced").exists()


def test_the_page_says_how_many_visits_of_the_year_remain(scene, pair: list[Person]) -> None:
    client = desk_of(scene.cast.analyst)
    for _ in range(4):
        client.post("/orders/new/", given(pair, mode="announced"))
    said = client.get("/orders/new/?source_code=site&on=2026-12-06").content.decode()
    assert "已用 4 次，还剩 0 次" in said and "加密公共区域巡查" in said
    reply = client.post("/orders/new/", given(pair, mode="announced"))
    assert reply.status_code == 422 and "上限 4 次" in reply.content.decode()


def test_lots_are_drawn_drawn_again_and_the_list_is_secret(scene, pair: list[Person]) -> None:
    client = desk_of(scene.cast.analyst)
    form = {"what": "inspect_site", "until": "2026-12-05", "basis": "依据", "plan": "计划"}
    reply = client.post("/draws/", form)
    assert reply.status_code == 302
    draw = Draw.objects.get()
    assert "完全一致" in client.get(f"/draws/{draw.number}/?again=1").content.decode()
    assert draw.seed in client.get(f"/draws/{draw.number}/file/").content.decode()
    for blind in (scene.cast.unit_head, scene.cast.handler, scene.cast.officer):
        other = desk_of(blind)
        assert other.get(f"/draws/{draw.number}/").status_code == 404
        assert other.get(f"/draws/{draw.number}/file/").status_code == 404
        assert draw.number not in other.get("/draws/").content.decode()
        assert other.post("/draws/", form).status_code == 200
    assert Draw.objects.count() == 1


def test_a_code_is_printed_and_opened_by_those_who_go(scene, pair: list[Person]) -> None:
    client = desk_of(scene.cast.analyst)
    client.post("/orders/new/", given(pair, mode="announced", on=f"{NOON:%Y-%m-%d}"))
    sheet = client.get("/codes/site/").content.decode()
    code = Order.objects.latest("pk").source.place_code.code
    assert code in sheet and "<svg" in sheet
    assert "/scan/" in desk_of(pair[0]).get(f"/field/at/{code}/").content.decode()
    assert desk_of(scene.cast.handler).get(f"/field/at/{code}/").status_code == 404
    assert desk_of(scene.cast.unit_head).get("/codes/").status_code == 403
