"""The two clocks: weekends, holidays, make-up days, lunch, the edges of a shift."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantian.calendar import models, queries, rules

HERE = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


def test_the_natural_clock_never_stops() -> None:
    assert queries.due_at(start=at(21, 23, 30), hours=Decimal(1), clock="natural") == at(22, 0, 30)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(20, 9), 2, at(20, 11)),  # inside the morning of a Friday
        (at(20, 11), 2, at(20, 14, 30)),  # over lunch
        (at(20, 17), 1, at(23, 9)),  # over the weekend
        (at(21, 10), Decimal("7.5"), at(23, 17, 30)),  # from a Saturday: the whole Monday, to its last minute
        (at(20, 12, 30), 1, at(20, 14, 30)),  # started in the lunch break
        (at(20, 8, 30), Decimal("3.5"), at(20, 12)),  # to the last minute of the morning
    ],
)
def test_the_working_clock_runs_only_in_shifts(start: datetime, hours: Decimal, due: datetime) -> None:
    assert queries.due_at(start=start, hours=Decimal(hours), clock="working") == due


def test_published_holidays_stop_the_working_clock_and_make_up_days_run_it() -> None:
    assert not queries.is_working(date(2026, 10, 1))
    assert queries.is_working(date(2026, 10, 10)), "a Saturday worked for the October holidays"


def test_the_office_overrules_the_published_table() -> None:
    models.DayOverride.objects.create(day=date(2026, 11, 20), is_working=False, name_zh="停电")
    models.DayOverride.objects.create(day=date(2026, 11, 21), is_working=True, name_zh="补班")
    assert queries.due_at(start=at(20, 9), hours=Decimal(1), clock="working") == at(21, 9, 30)


def test_beyond_the_announced_years_only_weekends_are_known() -> None:
    assert queries.is_working(date(2039, 1, 3))
    assert not queries.is_working(date(2039, 1, 1)), "a Saturday"


def test_own_shifts_with_dates_replace_the_default() -> None:
    models.Shift.objects.create(starts_at="09:00", ends_at="10:00", valid_from=date(2026, 11, 23))
    assert queries.due_at(start=at(20, 17), hours=Decimal(1), clock="working") == at(23, 9, 30)


def test_what_is_left_is_negative_once_overdue() -> None:
    left = queries.remaining(now=at(23, 9), due=at(20, 17), clock="working")
    assert left == -timedelta(hours=1)
    assert queries.remaining(now=at(20, 17), due=at(23, 9), clock="working") == timedelta(hours=1)


def test_a_calendar_without_working_days_says_so() -> None:
    with pytest.raises(rules.NoWorkingTime, match="no working day"):
        rules.working_due(at(20, 9), length=timedelta(hours=1), zone=HERE, shifts_on=lambda day: ())


def _weekdays(day: date) -> rules.Shifts:
    return () if day.weekday() > 4 else queries.DEFAULT_SHIFTS


@given(st.integers(0, 20000), st.integers(1, 4000))
def test_time_run_until_the_due_moment_is_the_time_that_was_given(start_min: int, length_min: int) -> None:
    start = at(2, 0) + timedelta(minutes=start_min)
    length = timedelta(minutes=length_min)
    due = rules.working_due(start, length=length, zone=HERE, shifts_on=_weekdays)
    assert rules.working_time(start, due, zone=HERE, shifts_on=_weekdays) == length


def test_a_local_day_is_cut_at_local_midnight() -> None:
    begins, ends = queries.day_bounds(date(2026, 11, 21))
    assert (begins, ends) == (at(21, 0), at(22, 0))
    assert queries.local_day(at(21, 23, 59)) == date(2026, 11, 21)
