"""The contract holds: whatever is asked, the answer is one that it declares, and never a 500."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lantian.accounts import actions as accounting
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.api.front import contract
from lantian.api.tests.conftest import Caller
from lantian.assessment import actions as assessment
from lantian.assessment.models import Change
from lantian.assessment.tests.test_rank_places import days
from lantian.reporting.tests.district import EIGHT, MORNING

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
KNOWN: dict[str, list[Any]] = {
    "code": ["A", "M", "district", "NOBODY"],
    "subject": [["A"], ["district"], ["A", "M"], []],
    "station": [["A"], ["A", "M"]],
    "unit": ["lee", "lee", "A"],
    "kind": ["station", "region"],
    "group": ["districts", "districts", "stations"],
    "since": ["2026-11-19T16:00Z", "2026-11-20T00:00:00+08:00"],
    "until": ["2026-11-20T16:00Z", "2199-12-31T23:59:59Z"],
    "first": ["2026-11-20", "1990-01-01"],
    "last": ["2026-11-20", "2199-12-31"],
    "on": ["2026-11-20", "1990-01-01", "2199-12-31"],
    "today": ["2026-11-21", "1990-01-01", "2199-12-31"],
    "after": [
        "A~2026-11-20T00:00:00Z",
        "A~2026-11-20",
        "2026-11-20T00:00:00Z",
        "7",
        "~",
        "\x00~2026-11-20",
        "9" * 90,
    ],
    "address": [
        f"assessment.hour:station/A/{EIGHT:%Y-%m-%dT%H:%M}Z",
        "assessment.day:region/district/2026-11-20/pm10@99999999999999999999999",
        "assessment.composite:region/district/2026-11-01..2026-11-20",
        "assessment.rank:cities/composite/2026-11-20..2026-11-20/lee",
        f"observations.reading:A/pm10/1h/{EIGHT:%Y-%m-%dT%H:%M:%S}Z@1",
        "observations.packet:99999999999999999999999",
        "assessment.hour:region/\x00/2026-11-20T00:00Z",
    ],
}


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as Django's own client sees to."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.fixture
def schema(air: date, caller: Caller, one_connection: None) -> Any:  # Any: schemathesis' own type
    """The contract as it is served, asked with a token of the desk's."""
    caller()
    for code in ("district", "lee", "tie"):
        days(code, first=date(2026, 11, 1), count=19)
    asked = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "by": None, "now": MORNING}
    assessment.set_target(
        subject_kind="region", subject="lee", figure="pm10", value=Decimal(70), source="paper", **asked
    )
    listed = assessment.import_official(
        content="地区,PM10\nlee,61\n".encode(), name="r.csv", title="11月", authority="省厅", **asked
    )
    KNOWN["number"] = [listed.pk, 2**62]
    Change.objects.create(
        id=7, subject_kind="region", subject="lee", period="day", at="2026-11-02", figure="aqi", old="80",
        new="81", why="late", because_of=["lee1"], old_position=7, position=8, noted_at=MORNING,
    )  # fmt: skip
    text = accounting.make_token(title="test", by=accounts.actor_of(Person.objects.get()), now=MORNING)
    found = schemathesis.openapi.from_wsgi("/v1/openapi.json", get_wsgi_application())
    found.test_token = text
    return found


def test_no_question_breaks_and_every_answer_is_declared(schema: Any) -> None:
    statuses: dict[str, set[int]] = {}
    for operation in schema.get_all_operations():
        each = operation.ok()
        statuses[each.path] = set()
        _hold(each, schema.test_token, statuses[each.path])
    assert len(statuses) == 15
    assert [path for path, seen in statuses.items() if 200 not in seen] == []


def _hold(operation: Any, token: str, seen: set[int]) -> None:
    """Ask one question in many ways; most of its parameters are taken from what is known here."""
    known = {one.name: KNOWN[one.name] for one in operation.iter_parameters() if one.name in KNOWN}
    if "group" in known:
        known["kind"] = ["month", "day"]

    @settings(
        max_examples=20, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(), pick=st.randoms(use_true_random=False))
    def ask(case: Any, pick: Any) -> None:
        for name, values in known.items():
            where = case.path_parameters if f"{{{name}}}" in operation.path else case.query
            if where is not None and pick.random() < 0.7:
                where[name] = pick.choice(values)
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=CHECKS)
        seen.add(answer.status_code)

    ask()


def test_without_a_token_every_question_is_answered_with_401(schema: Any) -> None:
    for path in schema.raw_schema["paths"]:
        url = path.replace("{code}", "A").replace("{number}", "1")
        assert Client().get(url).status_code == 401, url


def test_every_question_and_parameter_is_told_in_both_languages(db: None) -> None:
    with translation.override("en"):
        english = contract.questions()
    with translation.override("zh-hans"):
        chinese = contract.questions()
    for ours, theirs in zip(english, chinese, strict=True):
        assert ours.summary != theirs.summary, ours.path
        for one, other in zip(ours.parameters, theirs.parameters, strict=True):
            assert one.description and one.description != other.description, (ours.path, one.name)


def test_every_answer_declares_its_refusals(db: None, home: Any) -> None:
    paths = Client().get("/v1/openapi.json").json()["paths"]
    for path, methods in paths.items():
        assert set(methods) == {"get"}, path
        assert set(methods["get"]["responses"]) == {"200", "401", "403", "404", "422"}, path
        assert methods["get"]["security"] == [{"ByToken": []}, {"BySession": []}], path
