"""The checks of quality are a line of the timetable, also in a home that has no station yet."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lantian.observations.models import Flag
from lantian.pipeline import timetable
from lantian.pipeline.models import Beat
from lantian.pipeline.schedule import run_due

NOW = datetime(2026, 3, 10, 5, 5, tzinfo=UTC)


def test_the_hours_are_looked_through_once_an_hour(db: None, settings: Any, tmp_path: Path) -> None:
    settings.LANTIAN_HOME = tmp_path
    (line,) = (line for line in timetable.LINES if line.name == "check_hours")
    assert [run_due([line], now=NOW + timedelta(minutes=m)) for m in (0, 30, 59, 60)] == [1, 0, 0, 1]
    assert Beat.objects.get(name="check_hours").last_error == ""
    assert not Flag.objects.exists()
