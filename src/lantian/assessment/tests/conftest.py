"""A lake in memory in the place of the real one."""

import pytest

from lantian.assessment.tests.build import Lake
from lantian.observations import queries as observations


@pytest.fixture
def lake(db: None, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Readings that a test adds; the real lake is tried in test_assess_through_the_lake.py."""
    made = Lake()
    monkeypatch.setattr(observations, "hourly", made.hourly)
    monkeypatch.setattr(observations, "lake_position", made.position)
    monkeypatch.setattr(observations, "act_position", made.act_position)
    return made
