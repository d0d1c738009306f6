"""What it takes: the gap, the allowance, the control value and the path, each holding when it is tried."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lantian.assessment import actions, models
from lantian.assessment.queries import prospects
from lantian.assessment.tests.build import NOW
from lantian.assessment.tests.test_rank_places import a_city, days

MARCH, TODAY = date(2026, 3, 1), date(2026, 3, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture
def three_cities() -> None:
    for code, pm10 in (("A", "60"), ("B", "70"), ("C", "90")):
        a_city(code)
        days(code, first=MARCH, count=21, pm10=pm10)


def a_target(figure: str, value: int) -> None:
    actions.set_target(
        subject_kind="region", subject="B", figure=figure, first=MARCH, last=date(2026, 3, 31),
        value=Decimal(value), source="月度目标", by=None, now=NOW,
    )  # fmt: skip


def seen() -> prospects.Prospects:
    return prospects.prospects(unit="B", group="cities", kind="month", today=TODAY)


def test_the_gap_names_what_passes_and_what_the_rest_must_be(three_cities: None) -> None:
    found = seen()
    assert (found.gap.place, found.gap.above.units, found.remaining) == (2, ("A",), 10)
    rise = found.to_pass["pm10"]
    assert (rise.step.change, rise.step.place) == (Decimal(-11), 1)
    level = rise.rest.level
    assert round((21 * 70 + 10 * level) / 31) == 59


def test_supposing_the_step_gains_the_place_and_one_less_does_not(three_cities: None) -> None:
    found = seen().standings
    enough = prospects.suppose(found, unit="B", changes={"pm10": Decimal(-11)})
    assert next(one.place for one in enough.after.places if one.unit == "B") == 1
    short = prospects.suppose(found, unit="B", changes={"pm10": Decimal(-9)})
    assert next(one.place for one in short.after.places if one.unit == "B") == 2
    unchanged = prospects.suppose(found, unit="B", changes={})
    assert unchanged.after == unchanged.before


def test_the_weak_pollutant_is_named_against_peers_and_target(three_cities: None) -> None:
    for code in ("D", "E"):
        a_city(code)
        days(code, first=MARCH, count=21, pm10="50")
    a_target("pm10", 60)
    found = seen()
    assert found.weakness.worst[0] == "pm10"
    assert found.gap_shares["pm10"] == 100


def test_a_target_says_what_the_remaining_days_may_be(three_cities: None) -> None:
    a_target("pm10", 66)
    target = seen().targets[0]
    assert (target.now, target.value, target.source) == (70, 66, "月度目标")
    exact = (21 * 70 + 10 * target.rest.level) / 31
    assert exact <= Decimal("66.5") < (21 * 70 + 10 * target.rest.level + 1) / 31


def test_a_years_target_is_no_months(three_cities: None) -> None:
    actions.set_target(
        subject_kind="region", subject="B", figure="pm10", first=date(2026, 1, 1), last=date(2026, 3, 31),
        value=Decimal(40), source="季度目标", by=None, now=NOW,
    )  # fmt: skip
    assert seen().targets == ()


def test_on_the_first_of_a_month_nothing_is_told_yet(three_cities: None) -> None:
    with pytest.raises(prospects.NotRanked, match="no_whole_day"):
        prospects.prospects(unit="B", group="cities", kind="month", today=date(2026, 3, 1))


def test_good_days_still_to_lose_are_counted(three_cities: None) -> None:
    a_target("good_days", 29)
    assert seen().classes.allowed[3] == 2


def test_a_unit_without_a_place_says_why(three_cities: None) -> None:
    a_city("Z")
    with pytest.raises(prospects.NotRanked, match="Z"):
        prospects.prospects(unit="Z", group="cities", kind="month", today=TODAY)


def test_the_path_goes_by_month_to_the_years_end(three_cities: None) -> None:
    found = seen()
    assert len(found.path) == 11
    better = prospects.recover(
        unit="B", group="cities", today=TODAY, stated={"pm10": Decimal(20)}, made=found.composition
    )
    assert better[-1].place == 1 < found.path[-1].place


def test_todays_control_value_holds_the_month(three_cities: None) -> None:
    a_target("pm10", 66)
    midnight = datetime(2026, 3, 21, 16, tzinfo=UTC)
    models.HourlyIndex.objects.bulk_create(
        models.HourlyIndex(
            subject_kind="region", subject="B", begins_at=midnight + timedelta(hours=hour),
            edition="2026", values={"pm10": "60"}, position=1, computed_at=NOW,
        )
        for hour in range(12)
    )  # fmt: skip
    views = prospects.control_values(unit="B", now=midnight + timedelta(hours=12, minutes=5))
    pm10 = next(one for one in views if one.pollutant == "pm10")
    assert pm10.month_target == 66
    assert pm10.for_month.n_so_far == 12
    assert (pm10.for_month.target, pm10.for_month.level) == (59, 58)  # 59.5 would round to 60
    assert pm10.for_day.level == 181  # 120.5 rounds to 120
