"""A batch's event says which stretches it touched; one of before it could is read as it was meant."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lantian.assessment import actions as assessment
from lantian.assessment.tests.build import NOON, NOW
from lantian.kernel.models import Event
from lantian.pipeline import handlers

HOUR = timedelta(hours=1)
RESET = datetime(2000, 1, 1, tzinfo=UTC)
FACTS = {
    "position": 7, "stations": ["ST01"], "periods": ["1h"], "rows": 2,
    "first_begins_at": "2000-01-01T00:00:00Z", "last_begins_at": "2026-03-10T04:00:00Z",
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:  # Any: arguments as they came
    """What the assessment was asked for."""
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(assessment, "assess_batch", lambda **said: seen.append(said))
    return seen


@pytest.mark.parametrize(
    ("more", "stretches"),
    [
        ({}, [(RESET, NOON)]),
        ({"stretches": []}, [(RESET, NOON)]),
        (
            {
                "stretches": [
                    ["2000-01-01T00:00:00Z", "2000-01-01T00:00:00Z"],
                    ["2026-03-10T03:00:00Z", "2026-03-10T04:00:00Z"],
                ]
            },
            [(RESET, RESET), (NOON - HOUR, NOON)],
        ),
    ],
)
def test_the_stretches_of_an_event_are_assessed(
    asked: list[dict[str, Any]], more: dict[str, object], stretches: list[tuple[datetime, datetime]]
) -> None:
    handlers.assess_batch(Event(name="observations.batch_recorded", at=NOW, facts=FACTS | more))
    assert [(said["stretches"], said["position"], said["stations"]) for said in asked] == [
        (stretches, 7, ("ST01",))
    ]


def test_a_batch_without_hours_is_left_alone(asked: list[dict[str, Any]]) -> None:
    facts = FACTS | {"periods": ["10min"]}
    handlers.assess_batch(Event(name="observations.batch_recorded", at=NOW, facts=facts))
    assert not asked
