"""Who comes in at /v1/: whoever has signed in, or a program with a token; they read and change nothing."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lantian.accounts import actions
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import TOKEN_LIFE, Role
from lantian.api.tests.conftest import Caller
from lantian.reporting.tests.district import MORNING

URL = "/v1/stations"


def a_token(role: Role = Role.DUTY_ANALYST) -> str:
    person = Person.objects.filter(role=role).first()
    assert person is not None
    return actions.make_token(title="report", by=accounts.actor_of(person), now=MORNING)


def with_token(text: str) -> Client:
    return Client(headers={"authorization": f"Bearer {text}"})


def test_without_a_sign_in_nothing_is_said_but_how_to_come_in(air: date) -> None:
    answer = Client().get(URL)
    assert answer.status_code == 401
    assert answer.json()["error"].startswith("sign in, or send a token of your own")
    assert answer.json()["request"] == answer["X-Request-Id"]


def test_a_session_and_a_token_read_the_same(air: date, caller: Caller) -> None:
    signed_in = caller()
    by_token = with_token(a_token())
    assert by_token.get(URL).json() == signed_in.get(URL).json()
    assert len(by_token.get(URL).json()) == 5


@pytest.mark.parametrize("text", ["", "lt_wrong", "x" * 500, "é"])
def test_a_wrong_token_opens_nothing(air: date, text: str) -> None:
    assert with_token(text).get(URL).status_code == 401


def test_a_token_ends_with_its_time_its_person_or_its_revoking(
    air: date, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller()
    person = Person.objects.get(role=Role.DUTY_ANALYST)
    client = with_token(a_token())
    assert client.get(URL).status_code == 200
    Person.objects.update(is_active=False)
    assert client.get(URL).status_code == 401
    Person.objects.update(is_active=True)
    by = accounts.actor_of(person)
    actions.revoke_token(token_id=accounts.tokens_of(by, now=MORNING).get().pk, by=by, now=MORNING)
    assert client.get(URL).status_code == 401
    late = with_token(a_token())
    monkeypatch.setattr("lantian.kernel.clock.now", lambda: MORNING + TOKEN_LIFE)
    assert late.get(URL).status_code == 401


def test_a_program_says_which_language_its_people_read(air: date, caller: Caller) -> None:
    caller()
    client = with_token(a_token())
    given = {"kind": "region", "first": "2026-11-20", "last": "2026-11-20", "format": "csv"}
    titles = {"en": "# Daily indices and values", "zh-CN": "# 日指数与日值", "": "# 日指数与日值"}
    for language, title in titles.items():
        answer = client.get("/v1/days", given, headers={"accept-language": language} if language else {})
        first = next(iter(answer.streaming_content))  # type: ignore[attr-defined]  # Django's own, untyped
        assert first.decode("utf-8-sig").startswith(title), language


def test_a_token_opens_no_page(air: date, caller: Caller) -> None:
    caller()
    client = with_token(a_token())
    for page in ("console:situation", "api:exports", "console:people"):
        assert client.get(reverse(page)).status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_reading_is_known(air: date, caller: Caller, method: str) -> None:
    caller()
    assert getattr(with_token(a_token()), method)(URL).status_code == 405


def test_what_breaks_is_answered_in_json_and_written_down(
    air: date, caller: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("lantian.assessment.queries.hours.latest_hour", lambda: 1 / 0)
    answer = caller().get("/v1/latest")
    assert (answer.status_code, answer.json()["error"][:15]) == (500, "something broke")
    assert answer.json()["request"] in caplog.text and "ZeroDivisionError" in caplog.text


def test_the_contract_is_read_without_a_sign_in(db: None, home: object) -> None:
    answer = Client().get("/v1/openapi.json")
    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")


def test_an_address_that_asks_nothing_says_where_the_contract_is(db: None, home: object) -> None:
    answer = Client().get("/v1/nothing/at/all")
    assert answer.status_code == 404
    assert (
        answer.json()["error"] == "/v1/nothing/at/all asks nothing; /v1/openapi.json lists what may be asked"
    )
