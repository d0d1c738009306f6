"""What the phone sends by itself: photos in pieces, check-ins and findings sent later, and conflicts."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.dispatch import actions as dispatch
from lantian.field.offline import assets
from lantian.inspections.models import Evidence, Finding, Visit
from lantian.kernel import clock
from lantian.kernel.models import Event

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # Any: has no type
    settings.LANTIAN_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(clock, "now", lambda: build.NOON)
    return tmp_path


@pytest.fixture
def cast() -> build.Cast:
    build.a_house()
    return build.a_cast()


def phone(by: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=by.id), backend=BACKEND)
    return client


class Upload:
    """One photo on its way from one phone."""

    def __init__(self, client: Client, visit: Visit, content: bytes, **given: str) -> None:
        self.client, self.content, self.given = client, content, given
        self.key, self.sha256 = uuid4(), hashlib.sha256(content).hexdigest()
        self.url = f"/field/sent/visits/{visit.key}/photos/{self.key}/"

    def piece(self, begin: int, end: int, **changes: object) -> HttpResponse:
        fields = {"offset": begin, "total": len(self.content), "sha256": self.sha256, "name": "a.jpg"}
        piece = SimpleUploadedFile("piece", self.content[begin:end])
        return self.client.post(self.url, fields | self.given | changes | {"piece": piece})


def test_a_photo_in_pieces_is_on_the_server_only_with_its_last_piece(cast: build.Cast, home: Path) -> None:
    visit = build.a_visit(cast)
    photo = Upload(phone(cast.officer), visit, build.photo_bytes())
    before = Evidence.objects.count()
    assert photo.piece(0, 100).json() == {"offset": 100}
    assert photo.client.get(photo.url).json() == {"offset": 100}
    assert Evidence.objects.count() == before
    kept = photo.piece(100, 10**6).json()
    assert kept["sha256"] == photo.sha256
    assert Evidence.objects.get(key=photo.key).original_id == photo.sha256
    assert [path for path in (home / "pieces").rglob("*") if path.is_file()] == []


def test_a_piece_sent_twice_changes_nothing_and_says_where_to_go_on(cast: build.Cast) -> None:
    photo = Upload(phone(cast.officer), build.a_visit(cast), build.photo_bytes())
    photo.piece(0, 100)
    again = photo.piece(0, 100)
    assert (again.status_code, again.json()) == (409, {"offset": 100})
    first = photo.piece(100, 10**6).json()
    assert photo.piece(100, 10**6).json() == first, "the word that it is kept may be lost on the way"
    assert photo.client.get(photo.url).json() == first
    assert Evidence.objects.filter(key=photo.key).count() == 1


def test_a_photo_that_changed_on_the_way_is_asked_for_again(cast: build.Cast) -> None:
    photo = Upload(phone(cast.officer), build.a_visit(cast), build.photo_bytes())
    damaged = photo.piece(0, 10**6, sha256="0" * 64)
    assert (damaged.status_code, damaged.json()["offset"]) == (409, 0)
    assert "重新发送" in damaged.json()["trouble"]
    assert not Evidence.objects.filter(key=photo.key).exists()
    assert photo.piece(0, 10**6).json()["sha256"] == photo.sha256


def test_what_is_no_photo_says_why_and_an_unknown_item_holds_a_good_one(cast: build.Cast) -> None:
    visit, client = build.a_visit(cast), phone(cast.officer)
    for content, name in ((b"", "empty.jpg"), (b"this is text", "notes.jpg")):
        refused = Upload(client, visit, content, name=name).piece(0, 10**6)
        assert refused.status_code == 422 and name in refused.json()["trouble"]
        assert refused.json()["is_held"] is False
    photo = Upload(client, visit, build.photo_bytes())
    held = photo.piece(0, 10**6, item_id="999999")
    assert held.json()["is_held"] is True and "999999" in held.json()["trouble"]
    assert photo.piece(0, 10**6).status_code == 200
    assert Evidence.objects.get(key=photo.key).item is None


def test_a_photo_beyond_the_limit_is_refused_before_its_bytes_are_kept(
    cast: build.Cast, home: Path, settings: Any
) -> None:
    settings.LANTIAN_PHOTO_MAX_BYTES = 50
    photo = Upload(phone(cast.officer), build.a_visit(cast), build.photo_bytes())
    for total in (51, 10):
        assert photo.piece(0, 100, total=total).status_code == 422
    assert not (home / "pieces").exists()


def test_another_key_holder_and_a_stranger_leave_no_piece(cast: build.Cast, home: Path) -> None:
    visit = build.a_visit(cast)
    for by, status in ((cast.outsider, {403, 404}), (cast.unit_head, {403})):
        photo = Upload(phone(by), visit, build.photo_bytes())
        assert photo.piece(0, 100).status_code in status
    assert not (home / "pieces").exists()
    first = Upload(phone(cast.officer), visit, build.photo_bytes())
    first.piece(0, 10**6)
    first.content = build.photo_bytes()
    first.sha256 = hashlib.sha256(first.content).hexdigest()
    assert first.piece(0, 10**6).status_code == 422, "one key, two photos"


def late(cast: build.Cast, number: str, said_at: datetime, **changes: str) -> HttpResponse:
    given = {"key": str(uuid4()), "lon": "116.4", "lat": "39.9", "said_at": said_at.isoformat()}
    return phone(cast.officer).post(f"/field/sent/orders/{number}/check-in/", given | changes)


def test_a_check_in_sent_later_keeps_both_times(cast: build.Cast) -> None:
    said_at = build.NOON - timedelta(hours=2)
    number = build.an_order(cast)
    said = late(cast, number, said_at).json()
    visit = Visit.objects.get()
    assert said == {"visit": str(visit.key)}
    assert (visit.said_at, visit.checked_in_at) == (said_at, build.NOON)
    event = Event.objects.get(name="inspections.checked_in")
    assert datetime.fromisoformat(event.facts["said_at"]) == said_at
    page = phone(cast.officer).get(f"/field/visits/{visit.key}/").content.decode()
    assert "稍后发出" in page


def test_a_check_in_for_a_withdrawn_order_is_refused_with_what_stands_here(cast: build.Cast) -> None:
    number = build.an_order(cast)
    dispatch.withdraw(number=number, reason="rain", by=cast.analyst, now=build.NOON)
    refused = late(cast, number, build.NOON - timedelta(hours=1))
    assert refused.status_code == 422 and not Visit.objects.exists()
    assert "撤" in refused.json()["theirs"]


def test_a_check_in_where_somebody_was_faster_says_so(cast: build.Cast) -> None:
    visit = build.a_visit(cast)
    refused = late(cast, visit.order.number, build.NOON)
    assert refused.status_code == 422 and "已有人" in refused.json()["theirs"]
    assert Visit.objects.count() == 1


def test_a_finding_is_filed_once_and_another_one_is_shown_beside_it(cast: build.Cast) -> None:
    visit, client = build.a_visit(cast), phone(cast.officer)
    url = f"/field/sent/visits/{visit.key}/finding/"
    given = {"result": "nothing", "words": "一切正常", "category": "", "source_code": ""}
    early = client.post(url, given)
    assert early.status_code == 422 and early.json()["theirs"] == "", "answers are missing"
    build.answer_all(visit, "ok", by=cast.officer)
    for _ in range(2):
        assert client.post(url, given).json() == {"filed": str(visit.key)}
    other = client.post(url, given | {"words": "另一句话"})
    assert other.status_code == 422 and "一切正常" in other.json()["theirs"]
    assert Finding.objects.get().words == "一切正常"


def test_the_pages_of_today_are_named_and_each_of_them_opens(cast: build.Cast) -> None:
    visit, number, client = build.a_visit(cast), build.an_order(cast), phone(cast.officer)
    pages = client.get("/field/pages/").json()["pages"]
    assert f"/field/orders/{number}/ahead/finding/" in pages and f"/field/visits/{visit.key}/" in pages
    assert {client.get(page).status_code for page in pages} == {200}


def test_the_checklist_ahead_of_a_visit_has_no_key_and_all_questions(cast: build.Cast) -> None:
    number = build.an_order(cast)
    page = phone(cast.officer).get(f"/field/orders/{number}/ahead/").content.decode()
    visit = build.a_visit(cast, order=number)
    assert 'data-key=""' in page and page.count('class="it"') == visit.template.items.count()
    answer = phone(cast.officer).get(f"/field/orders/{number}/ahead/")
    assert (answer.status_code, answer["Location"]) == (302, f"/field/visits/{visit.key}/")


def test_the_worker_carries_its_version_and_files_that_exist(client: Client) -> None:
    script = client.get("/field/worker.js")
    assert script["Content-Type"].startswith("text/javascript") and script["Cache-Control"] == "no-cache"
    assert assets.version() in script.content.decode()
    assert all(assets.content(name) for name in (*assets.OURS, *assets.SHARED))
