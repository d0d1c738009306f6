"""Two people or two workers at once, on real connections: one wins, the other is told."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from build import second_while_first
from lantian.assessment import actions, models
from lantian.assessment.actions.lists import ListThere
from lantian.assessment.rules.targets import SetMeanwhile
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, NOW, Lake

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def test_a_new_hour_that_two_workers_keep_is_the_newer_one(lake: Lake) -> None:
    build.a_station("ST01")
    older = lake.add("ST01", NOON, {**CLEAN, "pm25": 40})
    newer = lake.add("ST01", NOON, {**CLEAN, "pm25": 60}, is_rev=True)

    def assess(position: int) -> Callable[[], object]:
        return lambda: actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOW, as_of=position)

    outcomes = second_while_first(assess(newer), assess(older))
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    row = models.HourlyIndex.objects.get(subject="ST01")
    assert (row.position, row.values["pm25"]) == (newer, "60")


def test_a_new_day_that_two_workers_keep_is_the_newer_one(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=NOON - 12 * HOUR, hours=24, values={**CLEAN, "pm25": 40})
    older = lake.position()
    newer = lake.add("ST01", NOON, {**CLEAN, "pm25": 160}, is_rev=True)
    day = date(2026, 3, 10)

    def assess(position: int) -> Callable[[], object]:
        return lambda: actions.assess_days(days=[day], now=NOW, as_of=position)

    outcomes = second_while_first(assess(newer), assess(older))
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    row = models.DailyAssessment.objects.get(subject="ST01")
    assert (row.position, row.values["pm25"]) == (newer, "45")


def set_target(value: str) -> Callable[[], object]:
    return lambda: actions.set_target(
        subject_kind="region", subject="D1", figure="pm25", first=date(2026, 1, 1), last=date(2026, 12, 31),
        value=Decimal(value), source="a paper", by=None, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("has_earlier", [False, True])
def test_of_two_targets_at_once_one_stands_and_nobody_meets_a_breakage(has_earlier: bool) -> None:
    if has_earlier:
        set_target("50")()
    first, second = second_while_first(set_target("40"), set_target("42"))
    assert isinstance(first, models.Target)
    [standing] = models.Target.objects.filter(withdrawn_at__isnull=True)
    if connection.vendor == "postgresql":
        assert isinstance(second, SetMeanwhile) and standing.value == 40
    else:  # SQLite lets one write begin after the other: the second sets the first aside
        assert isinstance(second, models.Target) and standing.value == 42


CONTENT = "地区,日期\nD1,2026-03-09\n".encode()


def import_list() -> models.ImportedList:
    return actions.import_exceptional(
        content=CONTENT, name="dust.csv", title="one", authority="province", by=None, now=NOW
    )


def test_the_same_list_taken_twice_at_once_is_taken_once(settings, tmp_path) -> None:
    settings.LANTIAN_HOME = tmp_path
    build.a_district()
    first, second = second_while_first(import_list, import_list)
    assert isinstance(first, models.ImportedList), first
    assert isinstance(second, ListThere) and "one" in str(second)
    assert models.ImportedList.objects.count() == models.ExceptionalDay.objects.count() == 1
