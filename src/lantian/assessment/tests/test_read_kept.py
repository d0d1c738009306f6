"""Kept hours and days come page by page, none twice; changes come newest first, and only those in sight."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lantian.accounts.rules import Role
from lantian.assessment import actions, models
from lantian.assessment.queries import changes, handed, kept
from lantian.assessment.tests import build
from lantian.assessment.tests.build import NOW

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def hours(*subjects: str, count: int, edition: str = "2026") -> None:
    models.HourlyIndex.objects.bulk_create(
        models.HourlyIndex(
            subject_kind="station", subject=subject, begins_at=FIRST + ahead * HOUR, edition=edition,
            aqi=50, values={"pm10": "50"}, position=ahead, computed_at=NOW,
        )
        for subject in subjects
        for ahead in range(count)
    )  # fmt: skip


def a_change(subject: str, *, kind: str = "station", figure: str = "aqi", **fields: object) -> models.Change:
    known = {
        "period": "hour", "at": "2026-03-01T00:00Z", "old": "50", "new": "51", "why": "late",
        "because_of": [subject], "old_position": 3, "position": 9, "noted_at": NOW,
    }  # fmt: skip
    return models.Change.objects.create(subject_kind=kind, subject=subject, figure=figure, **known | fields)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
def test_every_hour_comes_once_whatever_the_page(limit: int, django_assert_max_num_queries) -> None:
    hours("A", "B", "C", count=4)
    hours("X", count=4)
    asked = {"kind": "station", "subjects": ["C", "A", "B"], "since": FIRST, "until": FIRST + 3 * HOUR}
    seen, after = [], None
    with django_assert_max_num_queries(10):
        while rows := list(kept.hours(**asked, after=after)[:limit]):
            seen += [(row.subject, row.begins_at) for row in rows]
            after = seen[-1]
    assert seen == [(code, FIRST + ahead * HOUR) for code in "ABC" for ahead in range(3)]


def test_days_have_both_ends_and_the_same_pages() -> None:
    models.DailyAssessment.objects.bulk_create(
        models.DailyAssessment(
            subject_kind="region", subject=code, day=date(2026, 3, day), edition="2026", position=1,
            computed_at=NOW,
        )
        for code in "AB"
        for day in range(1, 6)
    )  # fmt: skip
    asked = {"kind": "region", "subjects": ["A", "B"], "first": date(2026, 3, 2), "last": date(2026, 3, 4)}
    every = [(row.subject, row.day.day) for row in kept.days(**asked)]
    assert every == [(code, day) for code in "AB" for day in (2, 3, 4)]
    behind = kept.days(**asked, after=("A", date(2026, 3, 3)))
    assert [(row.subject, row.day.day) for row in behind] == every[2:]


def test_an_extent_says_rows_editions_and_the_newest_position() -> None:
    hours("A", count=3)
    hours("B", count=2, edition="2012")
    rows = kept.hours(kind="station", subjects=["A", "B"], since=FIRST, until=FIRST + 9 * HOUR)
    assert kept.extent(rows) == kept.Extent(rows=5, editions=("2012", "2026"), position=2)
    nothing = kept.hours(kind="region", subjects=["A"], since=FIRST, until=FIRST + HOUR)
    assert kept.extent(nothing) == kept.Extent(rows=0, editions=(), position=0)


def test_changes_come_newest_first_and_go_on_behind_an_id() -> None:
    build.a_station("A")
    rows = [a_change("A", noted_at=NOW + ahead * HOUR) for ahead in (0, 1, 1, 2)]
    by = build.an_actor(Role.LEADER)
    newest = [rows[3].pk, rows[2].pk, rows[1].pk, rows[0].pk]
    assert [one.id for one in changes.changes(by, limit=9)] == newest
    assert [one.id for one in changes.changes(by, limit=2, before=rows[2].pk)] == newest[2:]
    assert [one.id for one in changes.changes(by, limit=9, since=NOW + 2 * HOUR)] == newest[:1]


def test_a_change_names_both_numbers_by_their_addresses() -> None:
    a_change("D1", kind="region", figure="pm10", period="day", at="2026-03-01", new="")
    (one,) = changes.changes(build.an_actor(Role.LEADER), limit=9)
    assert (one.old, one.new, one.day, one.begins_at) == ("50", None, date(2026, 3, 1), None)
    assert one.old_address == "assessment.day:region/D1/2026-03-01/pm10@3"
    assert one.address == "assessment.day:region/D1/2026-03-01/pm10@9"


def test_a_stranger_sees_no_change_of_a_site_s_monitor() -> None:
    grid = build.a_grid(build.a_district())
    build.a_station("M", kind="site", grid=grid)
    a_change("M")
    a_change("D1", kind="region")
    seen = changes.changes(build.an_actor(Role.LEADER), limit=9)
    assert [one.subject for one in seen] == ["D1", "M"]
    stranger = build.an_actor(Role.HANDLER, area="/elsewhere/")
    assert [one.subject for one in changes.changes(stranger, limit=9)] == ["D1"]
    assert changes.changes(stranger, limit=9, kind="station", subject="M") == []


def test_targets_in_force_on_a_day() -> None:
    for last, value in ((date(2026, 3, 31), 60), (date(2026, 12, 31), 70), (date(2026, 12, 31), 65)):
        actions.set_target(
            subject_kind="region", subject="D1", figure="pm10", first=date(2026, 3, 1), last=last,
            value=Decimal(value), source="paper", by=None, now=NOW,
        )  # fmt: skip
    assert [one.value for one in handed.targets(subject="D1", on=date(2026, 3, 9))] == [60, 65]
    assert [one.value for one in handed.targets(kind="region", on=date(2026, 5, 1))] == [65]
    assert not handed.targets(kind="station").exists()
