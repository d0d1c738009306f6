"""Weights of stations: exact, known as of a position, and only the days they touch are assessed again."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from airshed.standards import gbt8170
from lantian.accounts.models import Person
from lantian.accounts.rules import Role
from lantian.assessment import actions, models, queries
from lantian.assessment.queries import addresses
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, Lake
from lantian.assessment.tests.conftest import lake
from lantian.assessment.tests.test_assess_days import DAY, MIDNIGHT
from lantian.kernel.models import Event
from lantian.pipeline import handlers
from lantian.registry.models import Membership, Station

__all__ = ["lake"]
HOUR = timedelta(hours=1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
NOW = MIDNIGHT + timedelta(days=3, hours=2)
PM10 = {"A": 60.0, "B": 90.0, "C": 75.0}


@pytest.fixture
def three(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Three stations of one district over three days, all alike by weight."""
    monkeypatch.setattr(handlers.clock, "now", lambda: NOW)
    for code, pm10 in PM10.items():
        build.a_station(code)
        lake.fill([code], since=MIDNIGHT - 24 * HOUR, hours=72, values={**CLEAN, "pm10": pm10})
    in_time = MIDNIGHT + timedelta(days=2, hours=1)
    actions.assess_hours(since=MIDNIGHT - 24 * HOUR, until=MIDNIGHT + 48 * HOUR, now=in_time)
    actions.assess_days(days=[BEFORE, DAY, AFTER], now=in_time)
    return lake


def weigh(code: str, weight: str, *, first: date = DAY, last: date | None = DAY) -> None:
    unit = build.an_organisation("d1", kind="district")
    person, _ = Person.objects.get_or_create(
        username="admin",
        defaults={"name_zh": "管", "name_en": "admin", "role": "administrator"}
        | {"organisation": unit, "area": unit},
    )
    actions.set_membership(
        region="D1", station=code, weight=Decimal(weight), first=first, last=last, reason="按人口",
        by=build.an_actor(Role.ADMINISTRATOR, number=person.pk), now=NOW,
    )  # fmt: skip
    handlers.assess_members(Event.objects.filter(name="registry.membership_set").latest("id"))


def pm10(day: date) -> str:
    return str(models.DailyAssessment.objects.get(subject="D1", day=day).values.get("pm10"))


def test_a_weight_moves_its_day_and_its_hours_and_no_other(three: Lake) -> None:
    kept = {row.pk: row.position for row in models.DailyAssessment.objects.all()}
    weigh("B", "3")
    assert (pm10(BEFORE), pm10(DAY), pm10(AFTER)) == ("75", "81", "75")  # (60 + 3·90 + 75) / 5
    moved = [row for row in models.DailyAssessment.objects.all() if row.position != kept[row.pk]]
    assert [(row.subject, row.day) for row in moved] == [("D1", DAY)]
    hours = models.HourlyIndex.objects.filter(subject="D1").order_by("begins_at")
    weighed = [row for row in hours if "weights" in row.parameters]
    assert [row.begins_at for row in weighed] == [MIDNIGHT + ahead * HOUR for ahead in range(24)]
    assert {row.values["pm10"] for row in weighed} == {"81"}


def test_what_moved_is_kept_with_its_reason(three: Lake) -> None:
    weigh("B", "3")
    day = models.Change.objects.get(subject="D1", period="day", figure="pm10")
    assert (day.old, day.new, day.why, day.because_of, day.basis) == ("75", "81", "weight", ["B"], "按人口")
    assert models.Change.objects.filter(subject="D1", period="hour", figure="pm10").count() == 24
    assert not models.Change.objects.exclude(subject="D1").exists()


def test_each_address_explains_the_number_by_the_weights_of_its_position(three: Lake) -> None:
    weigh("B", "3")
    day = models.Change.objects.get(period="day", figure="pm10")
    for value, position in ((day.old, day.old_position), (day.new, day.position)):
        address = addresses.of_day("region", "D1", DAY, figure="pm10", position=position)
        assert queries.explain(address).value == value
    found = queries.explain(f"assessment.hour:region/D1/2026-03-09T04:00Z/pm10@{day.position}")
    assert (found.formula, found.agrees) == ("C = ΣwᵢCᵢ / Σwᵢ", True)
    assert [(one.label[0], one.value, one.weight) for one in found.inputs] == [
        ("A", "60", "1"), ("B", "90", "3"), ("C", "75", "1"),
    ]  # fmt: skip
    assert [(step.label, step.before, step.after) for step in found.steps] == [
        ("stations", "3 / 3", "≥ 2"),
        ("mean", "(1×60 + 3×90 + 1×75) / 5", "81"),
        ("rounded", "81", "81"),
    ]
    old = queries.explain(f"assessment.hour:region/D1/2026-03-09T04:00Z/pm10@{day.old_position}")
    assert (old.value, old.formula, {one.weight for one in old.inputs}) == ("75", "C = ΣCᵢ / n", {""})


def test_a_station_that_counts_no_more_leaves_its_days_to_the_others(three: Lake) -> None:
    weigh("B", "0", first=DAY, last=None)
    assert (pm10(BEFORE), pm10(DAY), pm10(AFTER)) == ("75", "68", "68")  # 67.5, half to even
    for code in ("A", "C"):
        weigh(code, "0", first=DAY, last=None)
    row = models.DailyAssessment.objects.get(subject="D1", day=DAY)
    assert (row.aqi, row.values, row.missing["pm10"]) == (None, {}, "no_stations")
    assert pm10(BEFORE) == "75"


def test_whether_enough_stations_have_a_value_is_counted_by_heads(three: Lake) -> None:
    build.a_station("D")
    three.fill(["D"], since=MIDNIGHT, hours=24, values={**CLEAN, "pm10": 99.0})
    for code in ("B", "C"):
        for ahead in range(24):
            three.add(code, MIDNIGHT + ahead * HOUR, CLEAN, marks="pm10=D", is_rev=True)
    weigh("A", "97")
    row = models.DailyAssessment.objects.get(subject="D1", day=DAY)
    assert "pm10" not in row.values, "two of four stations are not three quarters, whatever they weigh"


def test_doubling_every_weight_moves_no_number(three: Lake) -> None:
    before = {day: pm10(day) for day in (BEFORE, DAY, AFTER)}
    for code in PM10:
        weigh(code, "2", last=None, first=BEFORE)
    assert {day: pm10(day) for day in before} == before
    row = models.DailyAssessment.objects.get(subject="D1", day=DAY)
    assert "weights" not in row.parameters
    assert Membership.objects.filter(ended_position__isnull=True, weight=2).count() == 3


values = st.tuples(st.decimals(0, 300, places=1), st.decimals("0.001", 9, places=3))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(values, min_size=3, max_size=3))
def test_a_day_by_weights_is_the_oracle_s(lake: Lake, table: list[tuple[Decimal, Decimal]]) -> None:
    Membership.objects.all().delete()
    for code, (value, weight) in zip("ABC", table, strict=True):
        station = Station.objects.filter(code=code).first() or build.a_station(code, counts_from=None)
        Membership.objects.create(
            station=station, region=build.a_district(), weight=weight, valid_from=date(2020, 1, 1)
        )
        lake.fill([code], since=MIDNIGHT, hours=24, values={**CLEAN, "pm10": float(value)})
    actions.assess_days(days=[DAY], now=NOW)
    mean = sum(Fraction(v) * Fraction(w) for v, w in table) / sum(Fraction(w) for _, w in table)
    assert pm10(DAY) == f"{gbt8170.round_to(mean, digits=0):f}"
