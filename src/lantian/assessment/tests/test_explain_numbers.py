"""Where a number comes from: computed again as of its position, every rounding shown, down to readings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lantian.assessment import actions, models, queries
from lantian.assessment.rules.keys import BadKey
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, NOW, Lake
from lantian.assessment.tests.test_assess_days import DAY, MIDNIGHT, three_districts
from lantian.kernel.references import BadAddress

HOUR = timedelta(hours=1)


def assess() -> None:
    actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOW)


def test_an_index_shows_each_rounding_and_the_readings_it_came_from(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, {**CLEAN, "pm25": 60.6})
    assess()
    found = queries.explain("assessment.hour:station/ST01/2026-03-10T04:00Z@1")
    assert (found.value, found.stored, found.agrees, found.edition) == ("101", "101", True, "2026")
    steps = {step.label: step for step in found.steps}
    assert (steps["pm25:rounded"].before, steps["pm25:rounded"].after) == ("60.6", "61")
    assert steps["pm25:sub_index"].before == "(150 − 100) / (115 − 60) × (61 − 60) + 100 = 100.90909091…"
    assert steps["pm25:sub_index"].after == "101" and "4.2.6" in steps["pm25:sub_index"].clause
    assert steps["index"].after == "101"
    pm25 = next(one for one in found.inputs if one.label == "pm25")
    assert pm25.address == "observations.reading:ST01/pm25/1h/2026-03-10T04:00:00Z@1"


def test_a_district_s_value_shows_its_stations_and_the_one_rounding(lake: Lake) -> None:
    for number, pm10 in ((1, 60.0), (2, 61.0), (3, None)):
        build.a_station(f"ST0{number}")
        lake.add(f"ST0{number}", NOON, {**CLEAN, "pm10": pm10}, marks="pm10=D" if pm10 is None else "")
    assess()
    found = queries.explain("assessment.hour:region/D1/2026-03-10T04:00Z/pm10")
    assert (found.value, found.as_of, found.agrees) == ("60", 3, True)
    assert [(step.label, step.before, step.after) for step in found.steps] == [
        ("stations", "2 / 3", "≥ 2"),
        ("mean", "Σ/2", "60.5"),
        ("rounded", "60.5", "60"),
    ]
    assert [(one.value, one.note) for one in found.inputs] == [("60", ""), ("61", ""), (None, "mark:D")]


def test_as_of_its_position_the_number_comes_out_as_it_was_and_says_it_was_superseded(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, CLEAN)
    assess()
    lake.add("ST01", NOON, {**CLEAN, "pm10": 100.0}, is_rev=True)
    assess()
    old = queries.explain("assessment.hour:station/ST01/2026-03-10T04:00Z/pm10@1")
    new = queries.explain("assessment.hour:station/ST01/2026-03-10T04:00Z/pm10")
    assert (old.value, old.is_superseded, old.agrees) == ("60", True, None)
    assert (new.value, new.as_of, new.agrees) == ("100", 2, True)


def test_a_number_kept_wrongly_is_found_out(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, CLEAN)
    assess()
    models.HourlyIndex.objects.filter(subject="ST01").update(aqi=12)
    found = queries.explain("assessment.hour:station/ST01/2026-03-10T04:00Z@1")
    assert (found.value, found.stored, found.agrees) == ("58", "12", False)


def test_a_withheld_index_says_by_which_clause(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, {**CLEAN, "co": None})
    assess()
    found = queries.explain("assessment.hour:station/ST01/2026-03-10T04:00Z")
    assert found.value is None and found.steps[-1].after == "NA" and found.clause == "HJ 633-2026 5.3.1"
    assert found.missing == {"co": "missing", "aqi": "incomplete"} and found.agrees


@pytest.mark.parametrize("figure", ["pm10", "o3_8h", "o3_1h_max", "co", "aqi"])
@pytest.mark.parametrize("subject", ["station/ST01", "region/D1"])
def test_a_day_s_steps_end_in_its_value(lake: Lake, subject: str, figure: str) -> None:
    for code in ("ST01", "ST02"):
        build.a_station(code)
    lake.fill(["ST01"], since=MIDNIGHT, hours=24, values=CLEAN)
    lake.fill(["ST02"], since=MIDNIGHT, hours=22, values={**CLEAN, "pm10": 61.0, "o3": 91.0})
    actions.assess_days(days=[DAY], now=NOW)
    tail = "" if figure == "aqi" else f"/{figure}"
    found = queries.explain(f"assessment.day:{subject}/2026-03-09{tail}")
    assert found.agrees and found.value is not None and found.steps[-1].after == found.value
    assert all(one.address for one in found.inputs)


def test_the_way_down_can_be_walked_address_by_address(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=MIDNIGHT, hours=24, values=CLEAN)
    actions.assess_hours(since=MIDNIGHT, until=MIDNIGHT + 24 * HOUR, now=NOW)
    actions.assess_days(days=[DAY], now=NOW)
    place = queries.ranking(group="districts", by="composite", first=DAY, last=DAY).places[0]
    address, walked = place.address, []
    while address.startswith("assessment."):
        found = queries.explain(address)
        assert found.agrees, address
        walked.append(found.kind)
        address = next(one.address for one in found.inputs if one.value is not None)
    assert walked == ["rank", "composite", "composite", "day", "hour"]
    assert address.startswith("observations.reading:ST01/so2/1h/")


def test_a_place_names_the_units_that_have_none(lake: Lake) -> None:
    three_districts(lake)
    found = queries.explain(f"assessment.rank:districts/pm10/{DAY}..{DAY}/D3")
    assert (found.value, found.agrees, found.missing) == ("3", True, {"D4": "too_few_hours"})
    assert [(step.label, step.after) for step in found.steps] == [("D1", "1"), ("D2", "1"), ("D3", "3")]


def test_a_composite_shows_each_single_index(lake: Lake) -> None:
    build.a_station("ST01")
    lake.fill(["ST01"], since=MIDNIGHT, hours=24, values=CLEAN)
    actions.assess_days(days=[DAY], now=NOW)
    found = queries.explain("assessment.composite:region/D1/2026-03-09..2026-03-09")
    steps = {step.label: step for step in found.steps}
    assert (steps["so2:single"].before, steps["so2:single"].after) == ("5 / 60 = 0.08333333…", "0.08")
    assert found.value == steps["index"].after == "3.18" and found.agrees
    percentile = queries.explain("assessment.composite:region/D1/2026-03-09..2026-03-09/o3")
    assert percentile.formula == "P90(C)" and percentile.value == "80"


@pytest.mark.parametrize(
    "address", ["cases.case:QX-2026-000001", "assessment.mood:station/ST01/2026-03-10T04:00Z", "nonsense"]
)
def test_an_address_of_something_else_is_refused(lake: Lake, address: str) -> None:
    with pytest.raises(BadAddress):
        queries.explain(address)


@pytest.mark.parametrize("key", ["station/ST01", "station/ST01/yesterday", "station//2026-03-10T04:00Z"])
def test_a_key_that_names_no_hour_is_refused_with_what_is_needed(lake: Lake, key: str) -> None:
    with pytest.raises(BadKey):
        queries.explain(f"assessment.hour:{key}")


def test_an_hour_without_any_reading_has_nothing_to_explain(lake: Lake) -> None:
    build.a_station("ST01")
    with pytest.raises(queries.NothingToExplain):
        queries.explain("assessment.hour:station/ST01/2026-03-10T04:00Z@9")


@pytest.mark.parametrize(
    "key",
    [
        "hour:station/ST01/0001-01-01T00:00Z",
        "day:station/ST01/9999-12-31",
        "composite:region/D1/2026-01-01..9999-12-31",
    ],
)
def test_a_year_that_can_be_none_of_the_air_s_is_named(key: str) -> None:
    with pytest.raises(BadKey, match="a year from 1990 to 2199 is needed"):
        queries.explain(f"assessment.{key}")


@pytest.mark.parametrize(
    ("value", "stored", "is_superseded", "agrees"),
    [
        ("60", "60", False, True),
        ("60", "60", True, True),  # kept anew since, the same number
        ("60", "61", True, None),  # kept anew since, and moved
        ("60", "61", False, False),
        ("60", None, True, None),  # nothing is kept
        (None, None, True, None),
        (None, None, False, True),  # kept as having none
    ],
)
def test_a_number_agrees_with_what_is_kept_however_new_that_is(
    lake: Lake, value: str | None, stored: str | None, is_superseded: bool, agrees: bool | None
) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, CLEAN)
    assess()
    found = queries.explain("assessment.hour:station/ST01/2026-03-10T04:00Z@1")
    assert replace(found, value=value, stored=stored, is_superseded=is_superseded).agrees is agrees
