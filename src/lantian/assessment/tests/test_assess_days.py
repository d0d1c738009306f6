"""Local days: means of enough hours, the O3 maximum 8 h, districts from their hours, months, places."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lantian.assessment import actions, models, queries
from lantian.assessment.queries import places
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOW, Lake
from lantian.calendar import queries as calendar
from lantian.kernel.models import Event

HOUR = timedelta(hours=1)
DAY = date(2026, 3, 9)
MIDNIGHT = calendar.day_bounds(DAY)[0]


def assess(*days: date) -> list[str]:
    return actions.assess_days(days=list(days) or [DAY], now=NOW)


def row(subject: str, day: date = DAY) -> models.DailyAssessment:
    return models.DailyAssessment.objects.get(subject=subject, day=day)


def test_a_day_is_the_mean_of_its_local_hours_rounded_once(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=MIDNIGHT, hours=12, values={**CLEAN, "pm25": 35.0})
    lake.fill(["ST01"], since=MIDNIGHT + 12 * HOUR, hours=12, values={**CLEAN, "pm25": 36.0})
    lake.add("ST01", MIDNIGHT - HOUR, {**CLEAN, "pm25": 500.0})
    lake.add("ST01", MIDNIGHT + 24 * HOUR, {**CLEAN, "pm25": 500.0})
    assess()
    found = row("ST01")
    assert (found.values["pm25"], found.completeness["pm25"]) == ("36", 24)  # 35.5, half to even
    assert (found.values["o3_8h"], found.completeness["o3_8h"], found.aqi) == ("80", 17, 58)
    assert found.edition == "2026" and found.is_statutory and found.missing == {}


@pytest.mark.parametrize(("hours", "value", "why"), [(20, "60", None), (19, None, "too_few_hours")])
def test_a_mean_needs_twenty_valid_hours(lake: Lake, hours: int, value: str | None, why: str | None) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=MIDNIGHT, hours=hours, values=CLEAN)
    for ahead in range(hours, 24):
        lake.add("ST01", MIDNIGHT + ahead * HOUR, CLEAN, marks="pm10=C")
    assess()
    assert (row("ST01").values.get("pm10"), row("ST01").missing.get("pm10")) == (value, why)
    assert (row("ST01").aqi is None) == (value is None)


def test_a_late_hour_moves_its_day_and_its_district_s_day_and_nothing_else(lake: Lake) -> None:
    for code in ("ST01", "ST02"):
        build.a_station(code)
    next_day = DAY + timedelta(days=1)
    lake.fill(["ST01", "ST02"], since=MIDNIGHT, hours=48, values=CLEAN)
    assess(DAY, next_day)
    lake.add("ST01", MIDNIGHT, {**CLEAN, "pm10": 300.0}, is_rev=True)
    written = actions.assess_days(days=[DAY, next_day], now=NOW, stations=["ST01"])
    assert [address.split("@")[0] for address in written] == [
        "assessment.day:station/ST01/2026-03-09",
        "assessment.day:region/D1/2026-03-09",
    ]
    changed = Event.objects.filter(name="assessment.days_assessed").latest("id").facts["changed"]
    assert [(c["subject"], c["figure"], c["old"], c["new"], c["why"]) for c in changed] == [
        ("station/ST01", "aqi", 58, 65, "revision"),
        ("station/ST01", "pm10", "60", "70", "revision"),
        ("region/D1", "aqi", 58, 61, "revision"),
        ("region/D1", "pm10", "60", "65", "revision"),
    ]


def test_a_second_run_of_days_leaves_no_trace(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=MIDNIGHT, hours=24, values=CLEAN)
    assess()
    events = Event.objects.count()
    assert assess() == [] and Event.objects.count() == events


def three_districts(lake: Lake) -> None:
    """D1 and D2 alike, D3 worse, D4 without enough hours."""
    for number, pm10 in ((1, 60.0), (2, 60.0), (3, 90.0), (4, 50.0)):
        region = build.a_district(f"D{number}", is_ours=number == 1)
        build.a_station(f"ST0{number}", region=region)
        lake.fill(
            [f"ST0{number}"], since=MIDNIGHT, hours=24 if number < 4 else 3, values={**CLEAN, "pm10": pm10}
        )
    assess()


def test_equal_districts_share_a_place_and_the_one_without_data_stands_apart_with_its_reason(
    lake: Lake,
) -> None:
    three_districts(lake)
    found = queries.ranking(group="districts", by="pm10", day=DAY)
    assert [(one.place, one.code, one.value, one.is_tied) for one in found.places] == [
        (1, "D1", Decimal(60), True),
        (1, "D2", Decimal(60), True),
        (3, "D3", Decimal(90), False),
    ]
    assert [(one.code, one.reason) for one in found.unranked] == [("D4", "too_few_hours")]
    assert [one.behind for one in found.places] == [None, Decimal(0), Decimal(30)]


def test_districts_are_ranked_by_the_composite_index_of_a_period(lake: Lake) -> None:
    three_districts(lake)
    found = queries.ranking(group="districts", by="composite", first=DAY, last=DAY)
    assert [(one.place, one.code) for one in found.places] == [(1, "D1"), (1, "D2"), (3, "D3")]
    # so2 5/60, no2 20/40, co 0.4/4, o3 80/160, pm10 60/60, pm25 30/30, each to two places
    assert found.places[0].value == Decimal("3.18")


def test_stations_of_our_district_are_ranked_by_aqi_of_a_day(lake: Lake) -> None:
    three_districts(lake)
    assert [one.code for one in queries.ranking(group="stations", by="aqi", day=DAY).places] == ["ST01"]


@pytest.mark.parametrize(
    ("group", "by", "span"), [("towns", "aqi", 0), ("stations", "wind", 0), ("stations", "aqi", 1)]
)
def test_what_is_not_ranked_is_refused_with_what_is(lake: Lake, group: str, by: str, span: int) -> None:
    build.a_district()
    with pytest.raises(places.NoSuchRanking):
        places.measure(
            group=group, kind="station", by=by, units=[], first=DAY, last=DAY + timedelta(days=span)
        )


def test_a_month_to_date_is_provisional_and_counts_its_days(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=MIDNIGHT - 24 * HOUR, hours=48, values=CLEAN)
    assess(DAY - timedelta(days=1), DAY)
    found = queries.month_to_date("station", "ST01", DAY)
    assert found.is_provisional and (found.days["pm10"], found.of) == (2, 9)
    assert found.index.total == Decimal("3.18") and found.good.good == 2
    assert found.denominators.values["pm25"] == 30


def test_a_whole_month_asks_the_law_s_number_of_days(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=MIDNIGHT, hours=24, values=CLEAN)
    assess()
    found = queries.composite("station", "ST01", date(2026, 3, 1), date(2026, 3, 31))
    assert not found.is_provisional and found.index.total is None
    assert found.missing["pm10"] == "too_few_days"
