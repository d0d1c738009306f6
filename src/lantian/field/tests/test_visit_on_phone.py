"""The officer's pages: my day, the check-in, answers kept one by one, the finding."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.inspections.models import Answer, Finding, Visit
from lantian.kernel import clock

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # Any: has no type
    settings.LANTIAN_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(clock, "now", lambda: build.NOON)


@pytest.fixture
def cast() -> build.Cast:
    build.a_house()
    return build.a_cast()


def phone(by: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=by.id), backend=BACKEND)
    return client


def begin(cast: build.Cast) -> Visit:
    return build.a_visit(cast)


def test_my_day_shows_the_order_and_an_empty_day_says_so(cast: build.Cast) -> None:
    assert "现在没有等您处理的事" in phone(cast.officer).get("/field/").content.decode()
    number = build.an_order(cast)
    page = phone(cast.officer).get("/field/").content.decode()
    assert f"/field/orders/{number}/" in page
    assert "有 1 件事等您处理" in page


def test_checking_in_opens_the_checklist_and_twice_is_once(cast: build.Cast) -> None:
    number, client, key = build.an_order(cast), phone(cast.officer), uuid4()
    given = {"key": str(key), "lon": "116.4", "lat": "39.9", "accuracy_m": "8"}
    for _ in range(2):
        answer = client.post(f"/field/orders/{number}/check-in/", given)
        assert (answer.status_code, answer["Location"]) == (302, f"/field/visits/{key}/")
    visit = Visit.objects.get()
    assert (visit.lon, visit.accuracy_m) == (116.4, 8.0)
    page = client.get(f"/field/visits/{key}/").content.decode()
    assert page.count('class="it"') == visit.template.items.count()
    assert "看不到" in page, "from public ground one cannot see everything"


def test_without_a_place_words_are_asked_for_and_the_page_stays(cast: build.Cast) -> None:
    number = build.an_order(cast)
    answer = phone(cast.officer).post(f"/field/orders/{number}/check-in/", {"key": str(uuid4())})
    assert answer.status_code == 200
    assert "手机" in answer.content.decode() and not Visit.objects.exists()


def test_each_answer_is_kept_at_once_and_says_how_many_are_left(cast: build.Cast) -> None:
    visit = begin(cast)
    item = visit.template.items.first()
    said = phone(cast.officer).post(
        f"/field/visits/{visit.key}/answers/", {"item_id": item.pk, "value": "mostly", "note": "北角"}
    )
    total = visit.template.items.count()
    assert said.json()["answered"] == 1 and said.json()["total"] == total
    assert f"还差 {total - 1} 项" in said.json()["act"]
    assert Answer.objects.values_list("value", "note").get() == ("mostly", "北角")


def test_an_answer_to_an_unknown_item_gets_a_sentence(cast: build.Cast) -> None:
    visit = begin(cast)
    given = {"item_id": "999999", "value": "ok", "note": ""}
    said = phone(cast.officer).post(f"/field/visits/{visit.key}/answers/", given)
    assert said.status_code == 422 and "999999" in said.json()["trouble"]


def test_a_finding_that_lacks_something_keeps_what_was_written(cast: build.Cast) -> None:
    visit, client = begin(cast), phone(cast.officer)
    given = {"result": "nothing", "words": "一切正常", "category": "", "source_code": ""}
    page = client.post(f"/field/visits/{visit.key}/finding/", given)
    assert page.status_code == 200 and "一切正常" in page.content.decode()
    assert not Finding.objects.exists()
    build.answer_all(visit, "ok", by=cast.officer)
    assert client.post(f"/field/visits/{visit.key}/finding/", given).status_code == 302
    assert Finding.objects.get().result == "nothing"
    filed = client.get(f"/field/visits/{visit.key}/").content.decode()
    assert "未发现问题" in filed or "没有发现问题" in filed


@pytest.mark.parametrize("who", ["outsider", "handler", "unit_head"])
def test_strangers_find_no_order_and_no_visit(cast: build.Cast, who: str) -> None:
    visit = begin(cast)
    stranger = phone(getattr(cast, who))
    urls = (
        f"/field/orders/{visit.order.number}/",
        f"/field/visits/{visit.key}/",
        f"/field/visits/{visit.key}/finding/",
    )
    assert {stranger.get(url).status_code for url in urls} <= {403, 404}
    item = visit.template.items.first().pk
    sent = stranger.post(f"/field/visits/{visit.key}/answers/", {"item_id": item, "value": "ok"})
    assert sent.status_code in {403, 404} and not Answer.objects.exists()


def test_who_has_not_signed_in_is_sent_to_the_door(cast: build.Cast) -> None:
    visit = begin(cast)
    for url in ("/field/", f"/field/visits/{visit.key}/"):
        answer = Client().get(url)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_the_english_page_is_english(cast: build.Cast) -> None:
    visit, client = begin(cast), phone(cast.officer)
    client.cookies["django_language"] = "en"
    page = client.get(f"/field/visits/{visit.key}/").content.decode()
    assert "Take a photo" in page and "拍照" not in page


def test_an_unknown_visit_is_told_to_the_script_in_a_sentence(cast: build.Cast) -> None:
    reply = phone(cast.officer).post(f"/field/visits/{uuid4()}/answers/", {"item_id": "1", "value": "ok"})
    assert (reply.status_code, reply["Content-Type"]) == (404, "application/json")
    assert "不归您" in reply.json()["trouble"]


def test_a_post_that_goes_on_no_visits_is_told_so_in_a_sentence(cast: build.Cast) -> None:
    reply = phone(cast.unit_head).post(f"/field/visits/{begin(cast).key}/answers/", {"item_id": "1"})
    assert (reply.status_code, reply["Content-Type"]) == (403, "application/json")
    assert "不外出检查" in reply.json()["trouble"]
