"""Recent hours are looked through for faults: what is doubtful is proposed, gaps and notes are not."""

import math
import random
from datetime import timedelta

from lantian.assessment import actions
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, Lake
from lantian.observations.models import Flag

HOUR = timedelta(hours=1)
NOW = NOON + timedelta(minutes=5)
SINCE = NOON - 72 * HOUR


def fill(lake: Lake, codes: list[str], *, stuck: str = "") -> None:
    """Stations under one sky, each with its own noise; one may repeat its PM10 in the last nine hours."""
    chance = random.Random(4)
    sky = [1 + 0.6 * math.sin(hour / 9) + 0.2 * math.sin(hour / 2.3) for hour in range(72)]
    for code in codes:
        for hour, factor in enumerate(sky):
            air = {
                name: round(value * (0.6 + factor) * chance.gauss(1, 0.08), 2)
                for name, value in CLEAN.items()
            }
            is_stuck = code == stuck and hour >= 72 - 9
            lake.add(code, SINCE + hour * HOUR, {**air, "pm10": 61.0} if is_stuck else air)


def test_a_stuck_instrument_is_proposed_once_with_its_numbers(lake: Lake) -> None:
    codes = [build.a_station(f"ST0{number}").code for number in range(1, 5)]
    fill(lake, codes, stuck="ST02")
    assert actions.check_hours(now=NOW) == (1, 0)
    flag = Flag.objects.get()
    assert (flag.station.code, flag.parameter, flag.check_name, flag.state, flag.kind) == (
        "ST02", "pm10", "flatline", "proposed", "suspect",
    )  # fmt: skip
    assert (flag.first_begins_at, flag.last_begins_at) == (NOON - 9 * HOUR, NOON - HOUR)
    assert flag.evidence["observed"] == 9.0 and flag.evidence["reference"] == 61.0
    assert "61" in flag.evidence["seen_en"] and flag.reason == flag.evidence["seen_zh"]
    assert flag.check_version and flag.check_parameters["hours"] == 5
    assert actions.check_hours(now=NOW) == (0, 0), "the same hours leave no trace"


def test_a_micro_station_is_looked_at_and_a_site_is_not(lake: Lake) -> None:
    for kind in ("micro", "site"):
        codes = [build.a_station(f"{kind}{number}", kind=kind).code for number in range(4)]
        fill(lake, codes, stuck=codes[1])
    actions.check_hours(now=NOW)
    assert [flag.station.code for flag in Flag.objects.all()] == ["micro1"]


def test_gaps_and_what_a_device_marked_itself_are_not_proposed(lake: Lake) -> None:
    codes = [build.a_station(f"ST0{number}").code for number in range(1, 5)]
    fill(lake, codes)
    for back in range(9, 0, -1):
        at = NOON - back * HOUR
        row = next(row for row in lake.rows if (row["station"], row["begins_at"]) == ("ST01", at))
        lake.add(
            "ST01", at, {**{name: row[name] for name in CLEAN}, "pm10": 9000.0, "so2": None}, marks="pm10=M"
        )
    actions.check_hours(now=NOW)
    assert not Flag.objects.exists()


def test_an_empty_home_has_nothing_to_propose(lake: Lake) -> None:
    assert actions.check_hours(now=NOW) == (0, 0)


def test_what_needs_weeks_is_proposed_once_a_day_and_not_by_the_hour(lake: Lake) -> None:
    chance = random.Random(7)
    for number in range(1, 6):
        code = build.a_station(f"ST0{number}").code
        for hour in range(24 * 30):
            sky = 1 + 0.5 * math.sin(hour / 37)
            factor = 2.0 if number == 1 and 24 * 10 <= hour < 24 * 20 else 1.0
            value = round(60 * sky * factor * chance.gauss(1, 0.1), 1)
            lake.add(code, NOON - 24 * 30 * HOUR + hour * HOUR, {"pm10": value})
    actions.check_hours(now=NOW)
    assert not Flag.objects.filter(check_name="step").exists()
    actions.check_weeks(now=NOW)
    flag = Flag.objects.get(check_name="step")
    assert (flag.station.code, flag.parameter, flag.severity) == ("ST01", "pm10", "doubtful")
    assert abs(flag.first_begins_at - (NOON - 24 * 20 * HOUR)) <= 24 * HOUR
    count = Flag.objects.count()
    assert actions.check_weeks(now=NOW) == (0, 0) and Flag.objects.count() == count


def test_a_hint_at_tampering_is_proposed_although_it_is_a_note(lake: Lake) -> None:
    chance = random.Random(8)
    code = build.a_station("ST01").code
    for hour in range(24 * 30):
        value = min(40.0 + chance.randrange(100), 100.0)
        lake.add(code, NOON - 24 * 30 * HOUR + hour * HOUR, {"pm25": value})
    actions.check_weeks(now=NOW)
    assert [(flag.check_name, flag.severity) for flag in Flag.objects.all()] == [("cut_off", "note")]
