"""A long stretch is looked through only where rows lie."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from lantian.observations import queries
from lantian.observations.tests import build
from lantian.observations.tests.build import NOON
from lantian.registry.models import Device

MAY = datetime(2026, 5, 31, 16, 30, tzinfo=UTC)  # in June by local time, in May by UTC
ALWAYS = {"since": datetime(1990, 1, 1, tzinfo=UTC), "until": datetime(2199, 1, 1, tzinfo=UTC)}


def test_only_months_with_rows_of_the_period_are_named(home: Path, device: Device) -> None:
    for at in (NOON, MAY):
        build.record(home, build.a_frame({"pm10": "1"}, at=at), received_at=at + timedelta(hours=1))
    march = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    may = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    assert queries.months_with_rows(**ALWAYS) == [march, may]
    assert queries.months_with_rows(**ALWAYS, period="10min") == []
    later = NOON + timedelta(hours=1)
    assert queries.months_with_rows(since=later, until=MAY) == [(later, march[1]), (may[0], MAY)]
    assert queries.months_with_rows(since=march[1], until=may[0]) == []


def test_a_lake_without_a_table_has_no_months(home: Path, db: None) -> None:
    assert queries.months_with_rows(**ALWAYS) == []
