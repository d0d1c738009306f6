"""Moments, hours and numbers are written as an office writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from lantian.ui import formats

NOON = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # 14:00 in Shanghai, a Saturday


@pytest.fixture(params=["zh-hans"], autouse=True)
def chinese(request):
    with translation.override(request.param), timezone.override(ZoneInfo("Asia/Shanghai")):
        yield


def english():
    return translation.override("en")


def test_a_moment_is_shown_in_local_time_and_office_order():
    assert formats.when(NOON) == "2026年11月21日 14:00"
    assert formats.when_short(NOON) == "11月21日 14:00"
    assert formats.when_weekday(NOON) == "2026年11月21日 周六 14:00"
    assert formats.clock_time(NOON) == "14:00"
    with english():
        assert formats.when(NOON) == "21 Nov 2026 14:00"


def test_another_time_zone_shows_another_day():
    with timezone.override(ZoneInfo("America/New_York")):
        assert formats.day(datetime(2026, 11, 21, 2, 0, tzinfo=UTC)) == "2026年11月20日"


def test_a_date_stays_the_date_it_is():
    assert formats.day(date(2026, 1, 2)) == "2026年1月2日"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(formats.NaiveMoment, match="no time zone"):
        formats.when(datetime(2026, 11, 21, 6, 0))  # noqa: DTZ001 - the case under test


def test_an_hour_is_named_by_the_interval_it_covers():
    assert formats.hour_label(NOON - timedelta(hours=1)) == "13–14 时"
    assert formats.hour_label(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)) == "23–24 时"
    with english():
        assert formats.hour_label(NOON - timedelta(hours=1)) == "13:00–14:00"


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(0), "0 分"),
        (timedelta(minutes=47), "47 分"),
        (timedelta(hours=1, minutes=52), "1 小时 52 分"),
        (timedelta(hours=2), "2 小时"),
        (timedelta(days=3, hours=4, minutes=5), "3 天 4 小时"),
    ],
)
def test_a_span_keeps_its_two_largest_units(length, shown):
    assert formats.span(length) == shown


@pytest.mark.parametrize(
    ("past", "shown"),
    [
        (timedelta(seconds=30), "刚刚"),
        (timedelta(minutes=8), "8 分钟前"),
        (timedelta(hours=23, minutes=59), "23 小时前"),
        (timedelta(hours=24), ""),
        (timedelta(minutes=-40), "40 分后"),
        (timedelta(hours=-24), ""),
    ],
)
def test_relative_time_is_said_only_within_a_day(past, shown):
    assert formats.ago(NOON - past, NOON) == shown


def test_the_age_of_the_data_counts_from_the_end_of_the_newest_hour():
    newest = NOON - timedelta(hours=1)
    assert formats.data_age(newest, NOON + timedelta(minutes=8)) == "数据到 13–14 时，8 分钟前"
    assert formats.data_age(newest, None) == "数据到 13–14 时"


def test_overdue_says_so():
    assert formats.remaining(timedelta(minutes=47)) == "剩 47 分"
    assert formats.remaining(timedelta(hours=-2)) == "超时 2 小时"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (186.5, "pm10", "186"),  # GB/T 8170: half goes to the even side
        (187.5, "pm10", "188"),
        (Decimal("1.25"), "co", "1.2"),
        (Decimal("1.35"), "co", "1.4"),
        (-3.06, "t", "−3.1"),
        (-0.2, "pm25", "0"),
        (12345, "", "12,345"),
        (0, "pm25", "0"),
        (None, "pm25", "—"),
        (float("nan"), "pm25", "—"),
        (float("inf"), "pm25", "—"),
    ],
)
def test_a_number_is_rounded_as_the_law_rounds_and_missing_is_never_zero(value, code, shown):
    assert formats.number(value, code) == shown


def test_units_and_names_follow_the_parameter():
    assert (formats.substance("pm25"), formats.unit("pm25")) == ("PM2.5", "µg/m³")
    assert (formats.substance("co"), formats.unit("co")) == ("CO", "mg/m³")
    assert formats.unit("ws") == "m/s"
    assert formats.unit("nonsense") == ""


@pytest.mark.parametrize(
    ("aqi", "level"),
    [
        (1, 1),
        (50, 1),
        (51, 2),
        (100, 2),
        (101, 3),
        (150, 3),
        (151, 4),
        (200, 4),
        (201, 5),
        (300, 5),
        (301, 6),
        (500, 6),
    ],
)
def test_every_breakpoint_of_the_index_falls_in_its_level(aqi, level):
    assert formats.aqi_level(aqi) == level
    assert formats.aqi_class(aqi) == f"aqi-{level}"


def test_no_index_has_no_level_and_no_colour():
    assert formats.aqi_level(None) is None
    assert formats.aqi_class(None) == "aqi-none"
    assert formats.aqi_word(None) == "—"
    assert formats.aqi_word(126) == "轻度污染"
