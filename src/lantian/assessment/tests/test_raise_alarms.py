"""Alarms: each rule on hand-made hours, merged into episodes, withdrawn when their ground is gone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lantian.assessment import actions, models
from lantian.assessment.actions import alarms
from lantian.assessment.queries import judged
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, Lake
from lantian.kernel.models import Event
from lantian.observations.models import Latest

HOUR = timedelta(hours=1)
LATER = NOON + HOUR + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def seeded(db: None) -> None:
    actions.seed(now=NOON)


def micro(*codes: str) -> None:
    for code in codes:
        build.a_station(code, kind="micro")


def judge(at: datetime = NOON, *, now: datetime | None = None) -> list[tuple[str, str, str]]:
    moment = now or at + HOUR + timedelta(minutes=5)
    actions.assess_hours(since=at, until=at + HOUR, now=moment)
    raised = actions.raise_alarms(begins_at=at, now=moment)
    return [(alarm.rule.code, alarm.station.code, alarm.parameter) for alarm in raised]


def names(prefix: str = "assessment.") -> list[str]:
    return list(Event.objects.filter(name__startswith=prefix).order_by("id").values_list("name", flat=True))


def test_a_station_well_above_its_peers_alarms_with_the_numbers_it_rests_on(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    lake.add("MS01", NOON, {"pm10": 187.0})
    lake.add("MS02", NOON, {"pm10": 120.0})
    lake.add("MS03", NOON, {"pm10": 130.0})
    assert judge() == [("R1_above_peers", "MS01", "pm10")]
    alarm = models.Alarm.objects.get()
    assert (alarm.observed, alarm.reference, alarm.threshold, alarm.peers) == ("187", "125", "1.2", 2)
    assert alarm.severity == "notice" and alarm.position == 3
    facts = Event.objects.get(name="assessment.alarm_raised").facts
    assert facts["points_to_source"] and facts["number"] == alarm.episode.number


def test_hours_of_which_nothing_was_read_alarm_nobody(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    assert actions.raise_alarms(begins_at=NOON, now=LATER) == []  # nothing was ever read
    lake.add("MS01", NOON - 24 * HOUR, CLEAN)
    assert actions.raise_alarms(begins_at=NOON, now=LATER) == []  # nothing of these hours


def test_at_half_again_the_mean_it_is_red(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    for code, value in (("MS01", 150.0), ("MS02", 100.0), ("MS03", 100.0)):
        lake.add(code, NOON, {"pm10": value})
    judge()
    assert models.Alarm.objects.get().severity == models.Episode.objects.get().severity == "red"


def test_just_below_either_bound_nobody_is_alarmed(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    for code, value in (("MS01", 119.99), ("MS02", 100.0), ("MS03", 100.0)):
        lake.add(code, NOON, {"pm10": value})
    assert judge() == []


def test_peers_are_not_judged_while_the_hour_is_still_coming_in(lake: Lake) -> None:
    codes = [f"MS0{n}" for n in range(1, 7)]
    micro(*codes)
    lake.fill(codes, since=NOON - HOUR, hours=1, values={"pm10": 100.0})
    for code, value in (("MS01", 187.0), ("MS02", 120.0), ("MS03", 130.0)):
        lake.add(code, NOON, {"pm10": value})
    assert "R1_above_peers" not in {rule for rule, _, _ in judge()}
    for code in ("MS04", "MS05"):
        lake.add(code, NOON, {"pm10": 120.0})
    assert ("R1_above_peers", "MS01", "pm10") in judge()


def test_a_value_with_a_device_mark_alarms_nobody_and_counts_for_no_mean(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03", "MS04")
    lake.add("MS01", NOON, {"pm10": 500.0}, marks="pm10=D")
    for code in ("MS02", "MS03", "MS04"):
        lake.add(code, NOON, {"pm10": 100.0})
    assert judge() == []


def test_three_rises_of_thirty_per_cent_in_all_alarm(lake: Lake) -> None:
    micro("MS01")
    for back, value in zip((3, 2, 1, 0), (100.0, 110.0, 120.0, 130.0), strict=True):
        lake.add("MS01", NOON - back * HOUR, {"pm10": value})
    assert judge() == [("R2_rising", "MS01", "pm10")]


def test_a_missing_hour_breaks_the_rise(lake: Lake) -> None:
    micro("MS01")
    for back, value in zip((4, 3, 1, 0), (100.0, 110.0, 120.0, 130.0), strict=True):
        lake.add("MS01", NOON - back * HOUR, {"pm10": value})
    assert judge() == []


def test_a_jump_of_half_and_thirty_alarms(lake: Lake) -> None:
    micro("MS01")
    lake.add("MS01", NOON - HOUR, {"pm10": 60.0})
    lake.add("MS01", NOON, {"pm10": 90.0})
    assert judge() == [("R3_jump", "MS01", "pm10")]


def test_site_dust_is_held_against_the_mean_of_the_statutory_stations(lake: Lake) -> None:
    build.a_station("SS01", kind="site")
    build.a_station("ST01")
    build.a_station("ST02", kind="provincial")
    micro("MS01")
    lake.add("SS01", NOON, {"pm10": 188.97})
    lake.add("ST01", NOON, {**CLEAN, "pm10": 22.0, "pm25": 10.0})
    lake.add("ST02", NOON, {**CLEAN, "pm10": 25.0, "pm25": 10.0})
    lake.add("MS01", NOON, {"pm10": 90.0})
    assert judge() == [("R7_site_dust", "SS01", "pm10")]
    alarm = models.Alarm.objects.get()
    assert (alarm.observed, alarm.reference, alarm.threshold) == ("188.97", "23.5", "80")
    assert alarm.peers == 2 and alarm.severity == "red"  # 165.47 over the background


def test_site_dust_at_the_limit_itself_is_no_alarm(lake: Lake) -> None:
    build.a_station("SS01", kind="site")
    build.a_station("ST01")
    lake.add("SS01", NOON, {"pm10": 103.5})
    lake.add("ST01", NOON, {**CLEAN, "pm10": 23.5, "pm25": 10.0})
    assert judge() == []


def test_the_limit_rule_takes_the_edition_of_the_day_and_only_statutory_stations(lake: Lake) -> None:
    build.a_station("ST01")
    micro("MS01")
    for code in ("ST01", "MS01"):
        lake.add(code, NOON, {**CLEAN, "o3": 201.0})
    assert judge() == [("R5_over_limit", "ST01", "o3")]


def test_the_worst_two_for_three_bad_hours_alarm_as_last_places(lake: Lake) -> None:
    codes = [f"ST0{n}" for n in range(1, 7)]
    for code in codes:
        build.a_station(code)
    for back in (2, 1, 0):
        for number, code in enumerate(codes):
            lake.add(code, NOON - back * HOUR, {**CLEAN, "pm10": 150.0 + number + back})
    actions.assess_hours(since=NOON - 2 * HOUR, until=NOON, now=LATER)
    worst = {station for rule, station, _ in judge() if rule == "R4_last_places"}
    assert worst == {"ST05", "ST06"}


def test_a_flat_line_and_an_inversion_are_device_episodes_without_a_parameter(lake: Lake) -> None:
    micro("MS01")
    lake.fill(["MS01"], since=NOON - 5 * HOUR, hours=6, values={"pm10": 77.0, "pm25": 80.0})
    assert judge() == [
        ("R6_device", "MS01", "pm10"),
        ("R6_device", "MS01", "pm25"),
        ("R6_device", "MS01", "inverted"),
    ]
    episode = models.Episode.objects.get()
    assert (episode.kind, episode.parameter, episode.group, episode.peak) == ("device", "", "device", "")


@pytest.mark.parametrize(("gap", "episodes"), [(1, 1), (3, 1), (4, 2)])
def test_alarms_within_the_window_are_one_episode_and_the_window_includes_its_end(
    lake: Lake, gap: int, episodes: int
) -> None:
    micro("MS01", "MS02", "MS03")
    for ahead in (0, gap):
        for code, value in (("MS01", 187.0 + ahead), ("MS02", 120.0), ("MS03", 130.0)):
            lake.add(code, NOON + ahead * HOUR, {"pm10": value})
    judge()
    judge(NOON + gap * HOUR)
    assert models.Episode.objects.count() == episodes
    newest = models.Episode.objects.latest("pk")
    assert newest.last_at == NOON + gap * HOUR and newest.peak == str(187 + gap)
    assert [e.state for e in models.Episode.objects.order_by("pk")] == ["over"] * (episodes - 1) + ["open"]


def test_particles_of_one_place_are_one_episode_and_a_gas_is_another(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON - HOUR, {**CLEAN, "pm10": 60.0, "pm25": 30.0})
    lake.add("ST01", NOON, {**CLEAN, "pm10": 120.0, "pm25": 60.0, "o3": 201.0})
    judge()
    assert set(models.Episode.objects.values_list("group", flat=True)) == {"pm", "o3"}
    assert models.Alarm.objects.filter(episode__group="pm").count() == 2


def test_judging_twice_raises_once(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    for code, value in (("MS01", 187.0), ("MS02", 120.0), ("MS03", 130.0)):
        lake.add(code, NOON, {"pm10": value})
    judge()
    before = names()
    assert judge() == [] and names() == before
    assert before.count("assessment.episode_opened") == before.count("assessment.alarm_raised") == 1


def test_a_correction_that_takes_the_ground_away_withdraws_the_alarm_and_voids_the_episode(
    lake: Lake,
) -> None:
    micro("MS01", "MS02", "MS03")
    for code, value in (("MS01", 187.0), ("MS02", 120.0), ("MS03", 130.0)):
        lake.add(code, NOON, {"pm10": value})
    judge()
    lake.add("MS01", NOON, {"pm10": 125.0}, is_rev=True)
    assert judge() == []
    assert models.Alarm.objects.get().withdrawn_at is not None
    assert models.Episode.objects.get().state == "void"
    assert names()[-2:] == ["assessment.alarm_withdrawn", "assessment.episode_voided"]


def test_an_hour_too_long_ago_alarms_nobody(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    for code, value in (("MS01", 187.0), ("MS02", 120.0), ("MS03", 130.0)):
        lake.add(code, NOON, {"pm10": value})
    assert judge(now=NOON + 25 * HOUR + timedelta(seconds=1)) == []
    assert judge(now=NOON + 25 * HOUR) != []


def test_a_late_reading_asks_for_the_hours_that_look_back_at_it(lake: Lake) -> None:
    micro("MS01")
    lake.fill(["MS01"], since=NOON, hours=3, values={"pm10": 50.0})
    actions.assess_hours(since=NOON, until=NOON + 3 * HOUR, now=LATER)
    asked = judged.hours_to_judge(first=NOON, last=NOON, now=NOON + 3 * HOUR)
    assert asked == [NOON, NOON + HOUR, NOON + 2 * HOUR]


def heard(code: str, at: datetime) -> None:
    station = models.Station.objects.get(code=code)
    Latest.objects.create(station=station, period="1h", begins_at=at, received_at=at + HOUR, position=7)


def test_silence_is_judged_by_the_clock_once_and_goes_on_as_one_episode(lake: Lake) -> None:
    micro("MS01")
    heard("MS01", NOON)
    assert actions.watch_devices(now=NOON + 3 * HOUR - timedelta(seconds=1)) == []
    raised = actions.watch_devices(now=NOON + 3 * HOUR)
    assert [(alarm.parameter, alarm.observed, alarm.threshold) for alarm in raised] == [("", "2", "2")]
    assert actions.watch_devices(now=NOON + 9 * HOUR) == []
    episode = models.Episode.objects.get()
    assert (episode.begins_at, episode.last_at) == (NOON + HOUR, NOON + 8 * HOUR)
    assert actions.close_quiet_episodes(now=NOON + 9 * HOUR) == []


def test_a_station_never_heard_is_no_silence(lake: Lake) -> None:
    micro("MS01")
    assert actions.watch_devices(now=NOON) == []


def test_an_episode_is_over_when_it_was_quiet_long_enough_and_told_once(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    for code, value in (("MS01", 187.0), ("MS02", 120.0), ("MS03", 130.0)):
        lake.add(code, NOON, {"pm10": value})
    judge()
    number = models.Episode.objects.get().number
    assert actions.close_quiet_episodes(now=NOON + 7 * HOUR - timedelta(seconds=1)) == []
    assert actions.close_quiet_episodes(now=NOON + 7 * HOUR) == [number]
    assert actions.close_quiet_episodes(now=NOON + 8 * HOUR) == []
    assert names().count("assessment.episode_over") == 1


def test_the_parameters_are_those_of_the_row_in_force(lake: Lake) -> None:
    old = models.AlarmRule.objects.get(code="R1_above_peers")
    models.AlarmRule.objects.create(
        code=old.code, version=2, name_zh=old.name_zh, name_en=old.name_en, source="ours",
        parameters={**old.parameters, "ratio": "1.6", "red_ratio": "2"}, valid_from=NOON.date(),
    )  # fmt: skip
    micro("MS01", "MS02", "MS03")
    for code, value in (("MS01", 187.0), ("MS02", 120.0), ("MS03", 130.0)):
        lake.add(code, NOON, {"pm10": value})
        lake.add(code, NOON - 14 * HOUR, {"pm10": value})
    assert judge() == []
    assert judge(NOON - 14 * HOUR) == [("R1_above_peers", "MS01", "pm10")]


def test_seeding_twice_enters_once_and_touches_nothing() -> None:
    models.AlarmRule.objects.filter(code="R2_rising").update(name_en="Ours")
    assert actions.seed(now=NOON) == []
    assert models.AlarmRule.objects.get(code="R2_rising").name_en == "Ours"
    assert names().count("assessment.alarm_rules_seeded") == 1


def test_hours_judged_together_raise_what_they_raise_one_by_one(lake: Lake) -> None:
    micro("MS01", "MS02", "MS03")
    for ahead, value in ((0, 187.0), (1, 190.0), (2, 120.0), (3, 250.0)):
        for code in ("MS01", "MS02", "MS03"):
            lake.add(code, NOON + ahead * HOUR, {"pm10": value if code == "MS01" else 120.0})
    hours = [NOON + ahead * HOUR for ahead in range(4)]
    actions.assess_hours(since=NOON, until=NOON + 4 * HOUR, now=LATER + 3 * HOUR)
    together = alarms.raise_alarms_of(hours=hours, now=LATER + 3 * HOUR)
    found = [(alarm.rule.code, alarm.begins_at, alarm.peers) for alarm in together]
    models.Alarm.objects.all().delete()
    models.Episode.objects.all().delete()
    alone = [alarm for at in hours for alarm in actions.raise_alarms(begins_at=at, now=LATER + 3 * HOUR)]
    assert found == [(alarm.rule.code, alarm.begins_at, alarm.peers) for alarm in alone]
    assert [at for rule, at, _ in found if rule == "R1_above_peers"] == [hours[0], hours[1], hours[3]]


def test_judging_five_hours_asks_as_many_statements_as_judging_one(
    lake: Lake, django_assert_num_queries: Any
) -> None:
    micro("MS01", "MS02", "MS03")
    lake.fill(["MS01", "MS02", "MS03"], since=NOON, hours=5, values={"pm10": 100.0})
    with CaptureQueriesContext(connection) as one:
        alarms.raise_alarms_of(hours=[NOON], now=NOON + 5 * HOUR)
    with django_assert_num_queries(len(one)):
        alarms.raise_alarms_of(hours=[NOON + ahead * HOUR for ahead in range(5)], now=NOON + 5 * HOUR)
