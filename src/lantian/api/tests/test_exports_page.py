"""The page that takes numbers out: files by a form, tokens shown once, and what programs may ask."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lantian.accounts.models import Token
from lantian.accounts.rules import Role
from lantian.api.tests.conftest import Caller

GIVEN = {
    "what": "days",
    "whose": "region:district",
    "first": "2026-11-20",
    "last": "2026-11-20",
    "format": "csv",
}
EXPORTS, FILE, MAKE = "/exports/", "/exports/file/", "/exports/tokens/"


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("what", "whose", "leads_to"),
    [
        ("days", "region:district", "/v1/days?kind=region&subject=district&first=2026-11-20"),
        ("hours", "station:A", "/v1/hours?kind=station&subject=A&since=2026-11-19T16%3A00%3A00Z"),
        ("readings", "station:A", "/v1/readings?station=A&since=2026-11-19T16%3A00%3A00Z"),
        ("readings", "station:", "/v1/readings?since=2026-11-19T16%3A00%3A00Z"),
        ("days", "region:", "/v1/days?kind=region&first=2026-11-20&last=2026-11-20"),
    ],
)
def test_the_form_leads_to_the_file(air: date, caller: Caller, what: str, whose: str, leads_to: str) -> None:
    client = caller()
    answer = client.get(FILE, GIVEN | {"what": what, "whose": whose})
    assert answer.status_code == 302 and answer["Location"].startswith(leads_to)
    file = client.get(answer["Location"])
    assert file.status_code == 200 and file["Content-Type"].startswith("text/csv")
    assert len(b"".join(file.streaming_content).splitlines()) > 10  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last": "2026-11-19"}, "The stretch ends before it begins"),
        ({"what": "readings"}, "Readings come from stations"),
        ({"first": "0026-11-20"}, "A year from 1990 to 2199 is needed."),
        ({"whose": "station:M0"}, "Select a valid choice"),
    ],
)
def test_a_wrong_choice_is_said_beside_its_field(
    air: date, caller: Caller, wrong: dict[str, str], sentence: str
) -> None:
    answer = caller().get(FILE, GIVEN | wrong)
    assert answer.status_code == 422 and sentence in text_of(answer)


def test_a_stranger_cannot_choose_a_site_s_monitor(air: date, caller: Caller) -> None:
    assert "station:M" in caller().get(EXPORTS).content.decode()
    stranger = caller(Role.HANDLER, unit="strangers")
    assert "station:M" not in stranger.get(EXPORTS).content.decode()
    assert stranger.get(FILE, GIVEN | {"what": "hours", "whose": "station:M"}).status_code == 422


def test_a_token_is_shown_once_and_works(air: date, caller: Caller) -> None:
    client = caller()
    answer = client.post(MAKE, {"title": "monthly report"})
    (text,) = re.findall(r"lt_[\w-]{40,}", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    program = Client(headers={"authorization": f"Bearer {text}"})
    assert program.get("/v1/stations").status_code == 200
    page = client.get(EXPORTS).content.decode()
    assert text not in page and "monthly report" in page
    assert client.post(reverse("api:token-revoke", args=[Token.objects.get().pk])).status_code == 302
    assert program.get("/v1/stations").status_code == 401


def test_a_token_says_what_it_is_for_and_nobody_revokes_another_s(air: date, caller: Caller) -> None:
    client = caller()
    assert client.post(MAKE, {"title": ""}).status_code == 422
    client.post(MAKE, {"title": "report"})
    url = reverse("api:token-revoke", args=[Token.objects.get().pk])
    assert caller(Role.LEADER).post(url).status_code == 404
    assert Token.objects.get().revoked_at is None
    assert client.get(url).status_code == 405


def test_one_too_many_is_refused_with_a_sentence(air: date, caller: Caller) -> None:
    client = caller()
    for number in range(10):
        client.post(MAKE, {"title": f"program {number}"})
    answer = client.post(MAKE, {"title": "one more"})
    assert answer.status_code == 422 and "10 tokens are in force already" in text_of(answer)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_contract_is_told_on_a_page_that_loads_nothing_from_elsewhere(
    air: date, caller: Caller, language: str
) -> None:
    answer = caller(language=language).get("/v1/")
    html = answer.content.decode()
    assert answer.status_code == 200
    for path in ("/v1/hours", "/v1/explain", "/v1/official/{number}"):
        assert path in html
    assert not re.search(r'(src|href)="(https?:)?//', html)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", html)
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_nobody_unknown_comes_in(db: None, home: object) -> None:
    for url in (EXPORTS, FILE, "/v1/"):
        assert Client().get(url).status_code == 302
    assert Client().post(MAKE, {"title": "x"}).status_code == 302


def test_the_navigation_leads_here(air: date, caller: Caller) -> None:
    assert f'href="{EXPORTS}"' in caller().get(reverse("console:explain")).content.decode()
