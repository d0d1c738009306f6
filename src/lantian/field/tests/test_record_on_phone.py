"""The record of an inspection as the phone sends it, and the code at the gate as the camera opens it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import build
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Role
from lantian.cases.models import Case
from lantian.dispatch import actions as dispatch
from lantian.dispatch.models import Order
from lantian.dispatch.rules import Planned
from lantian.inspections.models import Record, Signature, Visit
from lantian.kernel import clock
from lantian.registry.models import Source

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TOLD = {
    "present_name": "在场甲",
    "present_post": "项目负责人",
    "order_words": "裸土覆盖",
    "order_due_on": "2026-11-23",
}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # Any: has no type
    settings.LANTIAN_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(clock, "now", lambda: build.NOON)


@pytest.fixture
def cast() -> build.Cast:
    return build.a_cast()


@pytest.fixture
def pair(cast: build.Cast) -> list[Actor]:
    people = [build.a_person(unit="group", role=Role.SUPERVISOR, certificate=f"执{n}") for n in (1, 2)]
    return [accounts.actor_of(one) for one in people]


@pytest.fixture
def visit(cast: build.Cast, pair: list[Actor]) -> Visit:
    order = build.an_order(
        cast,
        kind="statutory_inspection",
        what="inspect_site",
        officer_id=pair[0].id,
        companion_id=pair[1].id,
        planned=Planned(basis="大气污染防治法第二十九条", plan="2026年度检查计划"),
    )
    return build.a_visit(cast, order=order, by=pair[0], place_note="门口没有码牌")


def phone(by: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=by.id), backend=BACKEND)
    return client


def test_the_record_comes_with_its_signatures_and_twice_is_once(visit: Visit, pair: list[Actor]) -> None:
    drawn = {
        name: str(build.a_photo(pair[0], visit=visit).key) for name in ("signed_by_me", "signed_by_present")
    }
    url = f"/field/sent/visits/{visit.key}/record/"
    for _ in range(2):
        assert phone(pair[0]).post(url, TOLD | drawn).json() == {"kept": str(visit.key)}
    assert Record.objects.get().present_name == "在场甲"
    assert {one.person_id for one in Signature.objects.all()} == {pair[0].id, None}
    page = phone(pair[0]).get(f"/field/visits/{visit.key}/record/").content.decode()
    assert "2026-11-23" in page and page.count("已签名，已到服务器") == 2


def test_what_is_wrong_is_said_and_stays_on_the_phone(visit: Visit, pair: list[Actor]) -> None:
    reply = phone(pair[0]).post(f"/field/sent/visits/{visit.key}/record/", TOLD | {"present_name": ""})
    assert reply.status_code == 422 and "在场人员" in reply.json()["trouble"]
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("handler", 404), ("officer", 404), ("unit_head", 403), ("leader", 403)]
)
def test_others_write_no_record(cast: build.Cast, visit: Visit, who: str, status: int) -> None:
    client = phone(getattr(cast, who))
    assert client.post(f"/field/sent/visits/{visit.key}/record/", TOLD).status_code == status
    assert client.get(f"/field/visits/{visit.key}/record/").status_code == status
    assert not Record.objects.exists()


def test_a_filed_finding_with_an_order_is_a_case_before_the_page_is_back(
    visit: Visit, pair: list[Actor]
) -> None:
    client = phone(pair[0])
    client.post(f"/field/sent/visits/{visit.key}/record/", TOLD)
    build.a_photo(pair[0], visit=visit)
    Visit.objects.filter(pk=visit.pk).update(stage_code="earthwork")
    build.answer_all(visit, "ok", by=pair[0])
    for item in visit.template.items.all():
        build.a_photo(pair[0], visit=visit, item_id=item.pk)
    filed = {"result": "problem", "category": "bare_land", "words": "裸土", "source_code": "site"}
    reply = client.post(f"/field/sent/visits/{visit.key}/finding/", filed)
    assert reply.status_code == 200, reply.content.decode()
    assert "裸土覆盖" in Case.objects.get().words


def test_the_gate_lets_an_officer_patrol_and_shows_a_stranger_nothing(cast: build.Cast) -> None:
    code = dispatch.code_of(Source.objects.get(code="site"), now=build.NOON)
    officer = phone(cast.officer)
    assert "公共区域巡查" in officer.get(f"/field/at/{code}/").content.decode()
    reply = officer.post(f"/field/at/{code}/patrol/")
    assert reply.status_code == 302 and Order.objects.get().officer_id == cast.officer.id
    for stranger in (cast.handler, cast.outsider):
        assert phone(stranger).get(f"/field/at/{code}/").status_code == 404
        assert phone(stranger).post(f"/field/at/{code}/patrol/").status_code == 403
    assert officer.get("/field/at/NOTHING234/").status_code == 404
    assert officer.post(f"/field/at/{code}/scan/PD-0/").status_code == 404
    assert Order.objects.count() == 1
