"""The timetable: each line once per period, a broken line stops no other."""

from datetime import UTC, datetime, timedelta

import pytest

from lantian.pipeline import models, schedule

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_line_runs_once_per_period() -> None:
    ran: list[datetime] = []
    lines = (schedule.Line(name="tick", every=timedelta(minutes=5), run=ran.append),)
    for minutes in (0, 1, 4, 5, 6, 20):
        schedule.run_due(lines, now=NOON + timedelta(minutes=minutes))
    assert ran == [NOON, NOON + timedelta(minutes=5), NOON + timedelta(minutes=20)]


def test_a_line_another_worker_has_taken_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[datetime] = []
    line = schedule.Line(name="tick", every=timedelta(minutes=5), run=ran.append)
    schedule.run_due((line,), now=NOON)
    later = NOON + timedelta(minutes=6)
    real = models.Beat.objects.get(name="tick")
    stale = models.Beat(pk=real.pk, name="tick", next_at=NOON)
    monkeypatch.setattr(models.Beat.objects, "get_or_create", lambda **words: (stale, False))
    assert schedule.run_due((line,), now=later) == 0
    assert ran == [NOON]


def test_a_broken_line_is_shown_and_stops_no_other() -> None:
    ran: list[datetime] = []

    def broken(now: datetime) -> None:
        raise OSError("no disk")

    lines = (
        schedule.Line(name="broken", every=timedelta(minutes=5), run=broken),
        schedule.Line(name="tick", every=timedelta(minutes=5), run=ran.append),
    )
    assert schedule.run_due(lines, now=NOON) == 2
    assert ran == [NOON]
    assert models.Beat.objects.get(name="broken").last_error == "OSError: no disk"
