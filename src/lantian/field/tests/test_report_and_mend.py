"""What the phone reports and mends: photos that belong to no visit, then the words that name them."""

import hashlib
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
from lantian.cases.models import Case, Rectification
from lantian.cases.states import State
from lantian.inspections.models import Evidence
from lantian.kernel import clock

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


def send_photo(client: Client, content: bytes) -> tuple[str, HttpResponse]:
    key = str(uuid4())
    said = {
        "offset": 0,
        "total": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "name": "a.jpg",
    }
    piece = SimpleUploadedFile("piece", content)
    return key, client.post(f"/field/sent/photos/{key}/", said | {"piece": piece})


def report(client: Client, key: str, shown: list[str], **changes: object) -> HttpResponse:
    source = build.a_source()
    said = {
        "category": "construction_dust",
        "words": "出入口带泥",
        "photos": ",".join(shown),
        "lon": source.lon,
        "lat": source.lat,
        "said_at": build.NOON.isoformat(),
    }
    return client.post(f"/field/sent/reports/{key}/", said | changes)


def test_a_report_the_phone_kept_becomes_one_case_however_often_it_is_sent(cast: build.Cast) -> None:
    client, key = phone(cast.officer), str(uuid4())
    photo, kept = send_photo(client, build.photo_bytes())
    assert kept.json()["sha256"] == Evidence.objects.get(key=photo).original_id
    first, again = report(client, key, [photo]), report(client, key, [photo])
    assert first.json() == again.json()
    case = Case.objects.get(number=first.json()["number"])
    assert (case.state, case.words, case.channel) == (State.REPORTED, "出入口带泥", "patrol_day")
    assert [str(row.evidence.key) for row in case.evidence.all()] == [photo]
    assert case.happened_at == build.NOON


def test_a_known_place_stands_where_the_phone_found_none(cast: build.Cast) -> None:
    client, source = phone(cast.officer), build.a_source()
    photo, _ = send_photo(client, build.photo_bytes())
    said = report(client, str(uuid4()), [photo], lon="", lat="", source_code=source.code)
    case = Case.objects.get(number=said.json()["number"])
    assert (case.lon, case.lat, case.source) == (source.lon, source.lat, source)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"lon": "", "lat": ""}, "定位"),
        ({"category": ""}, "哪类问题"),
        ({"category": "nonsense"}, "nonsense"),
        ({"photos": ""}, "照片"),
        ({"photos": "not-a-key"}, "照片"),
        ({"lon": 10.0, "lat": 10.0}, "网格"),
        ({"lon": 400.0}, "180"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_made(
    cast: build.Cast, changes: dict[str, object], word: str
) -> None:
    client = phone(cast.officer)
    photo, _ = send_photo(client, build.photo_bytes())
    said = report(client, str(uuid4()), [photo], **changes)
    assert said.status_code == 422
    assert word in said.json()["trouble"]
    assert not Case.objects.exists()


def test_somebody_elses_photo_shows_nothing(cast: build.Cast) -> None:
    photo, _ = send_photo(phone(cast.handler), build.photo_bytes())
    said = report(phone(cast.officer), str(uuid4()), [photo])
    assert said.status_code == 422
    assert not Case.objects.exists()


def test_who_may_neither_report_nor_mend_leaves_no_photo(cast: build.Cast) -> None:
    _, said = send_photo(phone(cast.leader), build.photo_bytes())
    assert said.status_code == 403
    assert not Evidence.objects.filter(by_id=cast.leader.id).exists()
    assert phone(cast.leader).get("/field/report/").status_code == 403


def test_without_a_script_the_page_takes_the_photos_itself(cast: build.Cast) -> None:
    client, source = phone(cast.officer), build.a_source()
    file = SimpleUploadedFile("a.jpg", build.photo_bytes(), content_type="image/jpeg")
    said = {"category": "smoke", "source_code": source.code, "files": [file]}
    assert client.post("/field/report/", said).status_code == 302
    assert Case.objects.get().evidence.count() == 1


def test_a_mending_the_phone_kept_is_handed_in_once(cast: build.Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    client = phone(cast.handler)
    page = client.get(f"/field/cases/{number}/mend/").content.decode()
    before = page.split('name="before_key" value="')[1].split('"')[0]
    after, _ = send_photo(client, build.photo_bytes())
    said = {"before_key": before, "after_key": after, "what_was_done": "已清扫", "cost_yuan": "120.50"}
    url = f"/field/sent/cases/{number}/mending/"
    assert client.post(url, said).json() == client.post(url, said).json()
    work = Rectification.objects.get(case__number=number)
    assert (str(work.after.key), work.cost_fen) == (after, 12050)
    assert Case.objects.get(number=number).state == State.SUBMITTED


def test_a_mending_of_a_case_that_went_on_says_what_stands_there(cast: build.Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    client = phone(cast.handler)
    after, _ = send_photo(client, build.photo_bytes())
    said = {"before_key": str(uuid4()), "after_key": after, "what_was_done": "又做了一次"}
    answer = client.post(f"/field/sent/cases/{number}/mending/", said)
    assert answer.status_code == 422
    assert answer.json()["theirs"]
    assert Rectification.objects.filter(case__number=number).count() == 1


def test_nobody_but_the_handler_mends(cast: build.Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    for other in (cast.officer, cast.unit_head, cast.analyst, cast.supervisor, cast.colleague):
        assert phone(other).get(f"/field/cases/{number}/mend/").status_code in {403, 404}


def test_near_are_places_of_ones_own_grids_and_open_cases_one_may_see(cast: build.Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    page = phone(cast.officer).get("/field/nearby/").content.decode()
    assert f"/cases/{number}/" in page
    assert f"/field/report/?at={build.a_source().code}" in page
    assert phone(cast.leader).get("/field/nearby/").status_code == 403


def test_todays_pages_hold_the_report_and_the_mending(cast: build.Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    assert "/field/report/" in phone(cast.officer).get("/field/pages/").json()["pages"]
    assert f"/field/cases/{number}/mend/" in phone(cast.handler).get("/field/pages/").json()["pages"]
