"""What the board says of a sign of life."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from lantian.campaign import actions, models
from lantian.kernel.models import Event
from lantian.pipeline import handlers
from lantian.scoring import actions as scoring

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "facts", "said"),
    [
        ("scoring.scored", {"points": "-2.00", "rule": "late v1"}, "−2.0 · 逾期整改（每天）"),
        ("scoring.scored", {"points": "1.00", "rule": "gone v9"}, "+1.0 · gone v9"),
        ("cases.assigned", {"order_number": "JB-2026-000009"}, "JB-2026-000009"),
        ("cases.returned", {"reason": "不属本单位"}, "不属本单位"),
    ],
)
def test_the_board_says_what_happened(name: str, facts: dict[str, str], said: str) -> None:
    actions.seed(now=NOON)
    scoring.seed(now=NOON)
    handlers.note_progress(Event(uuid=uuid4(), name=name, at=NOON, about="cases.case:X", facts=facts))
    assert models.Progress.objects.get().words == said
