"""A lake in memory, and the rules that ship."""

import pytest

from lantian.assessment import actions as assessment
from lantian.assessment.tests.build import NOON, Lake
from lantian.diagnosis import actions
from lantian.observations import queries as observations


@pytest.fixture
def lake(db: None, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Readings that a test adds."""
    made = Lake()
    monkeypatch.setattr(observations, "hourly", made.hourly)
    monkeypatch.setattr(observations, "lake_position", made.position)
    assessment.seed(now=NOON)
    actions.seed(now=NOON)
    return made
