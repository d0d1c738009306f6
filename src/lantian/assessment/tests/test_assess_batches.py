"""What a batch touched is assessed and nothing between; what moved is a change where the number was out."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from lantian.assessment import actions, models
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, NOW, Lake
from lantian.calendar import queries as calendar
from lantian.observations import queries as observations

HOUR = timedelta(hours=1)
DAY = date(2026, 3, 9)
MIDNIGHT = calendar.day_bounds(DAY)[0]
HISTORY = calendar.day_bounds(date(2024, 5, 1))[0]
RESET = datetime(2000, 1, 1, tzinfo=UTC)  # what a clock without its battery says


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    actions.seed(now=NOW)


def assess(
    lake: Lake, *stretches: tuple[datetime, datetime], station: str = "ST01", now: datetime = NOW
) -> None:
    actions.assess_batch(stretches=stretches, stations=[station], position=lake.position(), now=now)


def pm10(subject: str, day: date) -> str:
    return str(models.DailyAssessment.objects.get(subject=subject, day=day).values["pm10"])


def test_one_frame_of_a_reset_clock_assesses_its_day_and_today_not_the_years_between(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.a_station("ST01")
    since = NOON - 24 * 50 * HOUR
    lake.fill(["ST01"], since=since, hours=24 * 50, values=CLEAN)
    actions.assess_hours(since=since, until=NOON, now=NOON)
    kept = models.HourlyIndex.objects.count()
    lake.add("ST01", NOON, CLEAN)
    lake.add("ST01", RESET, CLEAN)
    asked: list[timedelta] = []

    def hourly(*, since: datetime, until: datetime, **said: object) -> pl.DataFrame:
        asked.append(until - since)
        return lake.hourly(since=since, until=until, **said)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(observations, "hourly", hourly)
    assess(lake, (RESET, RESET), (NOON, NOON))
    days = {row.day for row in models.DailyAssessment.objects.all()}
    assert days == {date(2000, 1, 1), calendar.local_day(NOON)}
    assert models.HourlyIndex.objects.count() == kept + 2, "the station's hour and the district's"
    assert asked and max(asked) <= timedelta(days=1)


def test_an_hour_kept_long_ago_is_assessed_again_and_others_of_that_time_are_not_kept(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=HISTORY, hours=3, values=CLEAN)
    actions.assess_hours(since=HISTORY + HOUR, until=HISTORY + 2 * HOUR, now=HISTORY + 3 * HOUR)
    lake.fill(["ST01"], since=HISTORY, hours=2, values={**CLEAN, "pm10": 90.0})
    assess(lake, (HISTORY, HISTORY + HOUR))
    rows = models.HourlyIndex.objects.filter(subject="ST01")
    assert [(row.begins_at, row.values["pm10"]) for row in rows] == [(HISTORY + HOUR, "90")]


@pytest.mark.parametrize("together", [True, False])
def test_days_are_cut_by_the_time_kept_on_each_of_them(lake: Lake, together: bool) -> None:
    """In July 1991 clocks in China were at UTC+9; a frame so dated moves no day of today."""
    build.a_station("ST01", counts_from=date(1990, 1, 1))
    lake.fill(["ST01"], since=MIDNIGHT, hours=24, values=CLEAN)
    lake.add("ST01", MIDNIGHT - HOUR, {**CLEAN, "pm10": 1500.0})
    actions.assess_days(days=[DAY], now=NOW)
    summer = calendar.day_bounds(date(1991, 7, 1))
    lake.fill(["ST01"], since=summer[0], hours=24, values={**CLEAN, "pm10": 70.0})
    lake.add("ST01", summer[0] - HOUR, {**CLEAN, "pm10": 1500.0})
    lake.add("ST01", summer[1], {**CLEAN, "pm10": 1500.0})
    last = MIDNIGHT + 23 * HOUR
    if together:
        assess(lake, (summer[0], last))
    else:
        assess(lake, (summer[0], summer[1] - HOUR), (last, last))
    for subject in ("ST01", "D1"):
        assert (pm10(subject, DAY), pm10(subject, date(1991, 7, 1))) == ("60", "70")
    assert not models.Change.objects.exists()


def test_days_on_which_the_clocks_were_turned_take_no_hour_of_their_neighbours(lake: Lake) -> None:
    build.a_station("ST01")
    for day, value, hours in ((date(1991, 4, 14), 70.0, 23), (date(1991, 9, 15), 80.0, 25)):
        begins, ends = calendar.day_bounds(day)
        assert (ends - begins) / HOUR == hours
        lake.fill(["ST01"], since=begins - 24 * HOUR, hours=24, values={**CLEAN, "pm10": 900.0})
        lake.fill(["ST01"], since=begins, hours=hours, values={**CLEAN, "pm10": value})
        lake.fill(["ST01"], since=ends, hours=24, values={**CLEAN, "pm10": 900.0})
        actions.assess_days(days=[day + timedelta(days=step) for step in (-1, 0, 1)], now=NOW)
        assert pm10("ST01", day) == f"{value:.0f}"
        assert pm10("ST01", day - timedelta(days=1)) == pm10("ST01", day + timedelta(days=1)) == "900"


def test_history_brought_in_station_by_station_moves_no_number_anybody_saw(lake: Lake) -> None:
    stretch = (HISTORY, HISTORY + 239 * HOUR)
    for code, dust, after in (("ST01", 60.0, 0), ("ST02", 90.0, 3)):
        build.a_station(code)
        lake.fill([code], since=HISTORY, hours=240, values={**CLEAN, "pm10": dust})
        assess(lake, stretch, station=code, now=NOW + after * HOUR)
    assert pm10("D1", date(2024, 5, 1)) == "75"
    assert not models.Change.objects.exists()
    lake.fill(["ST02"], since=HISTORY, hours=24, values={**CLEAN, "pm10": 100.0})
    assess(lake, (HISTORY, HISTORY + 23 * HOUR), station="ST02", now=NOW + timedelta(days=2))
    days = models.Change.objects.filter(figure="pm10", period="day").order_by("subject")
    found = days.values_list("subject", "at", "old")
    assert list(found) == [("D1", "2024-05-01", "75"), ("ST02", "2024-05-01", "90")], "it stood for two days"


def test_a_late_reading_of_yesterday_moves_numbers_that_were_out(lake: Lake) -> None:
    for code in ("ST01", "ST02"):
        build.a_station(code)
    lake.fill(["ST01"], since=MIDNIGHT, hours=24, values=CLEAN)
    lake.fill(["ST02"], since=MIDNIGHT, hours=23, values={**CLEAN, "pm10": 90.0})
    last = MIDNIGHT + 23 * HOUR
    for code in ("ST01", "ST02"):
        assess(lake, (MIDNIGHT, last), station=code, now=MIDNIGHT + 24 * HOUR + timedelta(minutes=5))
    assert not models.Change.objects.exists(), "not out yet"
    lake.add("ST02", last, {**CLEAN, "pm10": 900.0})
    assess(lake, (last, last), station="ST02", now=NOW)
    found = models.Change.objects.filter(figure="pm10", subject="D1").order_by("period")
    assert [(row.period, row.why, row.because_of) for row in found] == [
        ("day", "late", ["ST02"]),
        ("hour", "late", ["ST02"]),
        *[("span", "late", ["ST02"])] * 2,
    ], "the month's value and the quarter's, which is the year's so far"
