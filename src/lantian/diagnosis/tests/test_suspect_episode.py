"""Looking upwind: real wind of the hour, the register, a score with its reasons; or an honest nothing."""

from datetime import timedelta
from typing import Any

import pytest

from lantian.accounts.rules import Role
from lantian.assessment import actions as assessment
from lantian.assessment import models as assessed
from lantian.assessment.tests import build as air
from lantian.assessment.tests.build import CLEAN, NOON, Lake
from lantian.diagnosis import actions, models, queries
from lantian.diagnosis.queries import surveying
from lantian.diagnosis.tests import build
from lantian.diagnosis.tests.build import NOW
from lantian.kernel.models import Event

ANALYST = air.an_actor(Role.DUTY_ANALYST)


def suspect(number: str) -> queries.SuspicionView:
    made = actions.suspect(episode_number=number, now=NOW)
    assert made is not None
    return queries.suspicion(made, ANALYST)


def test_sources_upwind_are_candidates_with_scores_that_add_up_and_their_reasons(lake: Lake) -> None:
    number = build.an_episode(lake)
    build.a_source("NEAR", north_km=1.0)
    build.a_source("FAR", north_km=3.0)
    build.a_source("BEHIND", north_km=-1.0)
    build.a_source("BESIDE", north_km=0.5, east_km=2.0)
    build.a_source("BEYOND", north_km=5.1)
    seen = suspect(number)
    assert [one.code for one in seen.candidates] == ["NEAR", "FAR"]
    assert sum(one.score for one in seen.candidates) == pytest.approx(1)
    assert seen.candidates[0].score == pytest.approx(2 / 3, abs=0.001)  # 1/(1+1 km) against 1/(1+3 km)
    assert seen.candidates[0].distance_km == pytest.approx(1.0, abs=0.005)
    assert seen.candidates[0].reasons["distance"]["unit"] == "m"
    assert set(seen.candidates[0].reasons) == {"distance", "direction", "kind", "activity", "past"}
    assert seen.wedge is not None and seen.nearby == () and seen.note == ""
    assert (seen.wedge.wind_from, seen.wedge.half_angle, seen.wedge.far_km) == (0.0, 45.0, 5.0)


def test_the_wind_is_that_of_the_nearest_station_and_names_its_readings(lake: Lake) -> None:
    seen = suspect(build.an_episode(lake))
    assert (seen.wind_station, seen.wind_speed) == ("MS02", 2.0)
    assert seen.wind_addresses == (
        "observations.reading:MS02/wd/1h/2026-03-10T04:00:00Z@3",
        "observations.reading:MS02/ws/1h/2026-03-10T04:00:00Z@3",
    )


def test_a_wind_with_a_device_mark_is_not_taken(lake: Lake) -> None:
    seen = suspect(build.an_episode(lake, marks="wd=D"))
    assert seen.wind_station == "MS03" and seen.wedge is not None and seen.wedge.wind_from == 180.0


def test_in_calm_air_there_is_no_candidate_but_what_is_near_is_named_without_direction(lake: Lake) -> None:
    number = build.an_episode(lake, speed=0.9)
    build.a_source("NEAR", north_km=1.0)
    seen = suspect(number)
    assert (seen.note, seen.candidates, seen.wedge) == ("calm", (), None)
    assert [one.code for one in seen.nearby] == ["NEAR"] and seen.wind_speed == 0.9


def test_a_wind_too_weak_is_told_with_the_speed_it_would_have_needed(lake: Lake) -> None:
    seen = suspect(build.an_episode(lake, speed=0.9))
    assert seen.wind_speed is not None and seen.wind_speed < seen.least_speed == 1.0


def test_lines_of_episodes_cost_two_statements_and_say_what_the_whole_view_says(
    lake: Lake, django_assert_num_queries: Any
) -> None:
    number = build.an_episode(lake)
    build.a_source("NEAR", north_km=1.0)
    seen = suspect(number)
    with django_assert_num_queries(2):
        found = queries.lines_of_episodes([number, "SJ-2026-999999"], ANALYST)
    line = found[number]
    assert set(found) == {number}
    assert (line.number, line.state, line.candidates) == (seen.number, "open", seen.candidates)
    assert (line.wedge, line.wind_speed, line.note) == (seen.wedge, 2.0, "")


def test_alarms_name_where_the_value_that_was_seen_comes_from(lake: Lake) -> None:
    (alarm,) = suspect(build.an_episode(lake)).alarms
    assert alarm.address == "assessment.hour:station/MS01/2026-03-10T04:00Z/pm10@3"
    assert not alarm.is_index


def test_without_any_wind_it_says_so(lake: Lake) -> None:
    number = build.an_episode(lake, speed=None, direction=None)
    build.a_source("NEAR", north_km=1.0)
    seen = suspect(number)
    assert (seen.note, seen.candidates, seen.wind_station) == ("no_wind", (), "")


def test_an_empty_sector_says_so(lake: Lake) -> None:
    seen = suspect(build.an_episode(lake))
    assert seen.note == "no_source_in_sector" and seen.candidates == () and seen.wedge is not None


def test_a_source_confirmed_before_weighs_more(lake: Lake) -> None:
    number = build.an_episode(lake)
    build.a_source("ONE", north_km=2.0, east_km=-0.3)
    build.a_source("TWO", north_km=2.0, east_km=0.3)
    other = air.a_station("MS09", kind="micro", grid=build.a_grid())
    episode = assessed.Episode.objects.create(
        number="SJ-2026-000099", station=other, parameter="pm10", group="pm", kind="air",
        begins_at=NOON, last_at=NOON, raised_at=NOON,
    )  # fmt: skip
    earlier = models.Suspicion.objects.create(
        number="YS-2026-000099", episode=episode, begins_at=NOON, parameter="pm10", half_angle=45, near_km=0,
        far_km=5, position=1, made_at=NOON, rule=queries.sector_rule(NOON.date()),
    )  # fmt: skip
    actions.record_verdict(
        number=earlier.number, source_code="TWO", is_confirmed=True, visit_ref="inspections.visit:1", now=NOW
    )
    seen = suspect(number)
    assert [one.code for one in seen.candidates] == ["TWO", "ONE"]
    assert seen.candidates[0].reasons["past"]["factor"] == 1.25
    assert seen.candidates[0].score == pytest.approx(1.25 / 2.25)


def test_a_site_over_its_background_is_its_own_first_candidate_in_any_wind(lake: Lake) -> None:
    grid = build.a_grid()
    monitor = air.a_station("SS01", kind="site", grid=grid)
    air.a_station("ST01")
    air.a_source("OWN", lon=113.0, lat=35.0, grid=grid, monitor=monitor)
    build.a_source("NEAR", north_km=1.0)
    lake.add("SS01", NOON, {"pm10": 188.97})
    lake.add("ST01", NOON, {**CLEAN, "pm10": 23.5, "pm25": 10.0, "ws": 2.0, "wd": 0.0})
    assessment.assess_hours(since=NOON, until=NOON + timedelta(hours=1), now=NOW)
    assessment.raise_alarms(begins_at=NOON, now=NOW)
    seen = suspect(assessed.Episode.objects.get().number)
    assert [one.code for one in seen.candidates] == ["OWN", "NEAR"]
    assert seen.candidates[0].score == pytest.approx(2 / 3, abs=0.001)
    assert "own_monitor" in seen.candidates[0].reasons


def test_once_per_episode_however_often_it_is_asked(lake: Lake) -> None:
    number = build.an_episode(lake)
    first = actions.suspect(episode_number=number, now=NOW)
    assert actions.suspect(episode_number=number, now=NOW + timedelta(hours=1)) == first
    assert models.Suspicion.objects.count() == 1
    assert Event.objects.filter(name="diagnosis.suspicion_made").count() == 1


def test_several_episodes_of_an_hour_read_the_wind_and_the_register_once(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build.an_episode(lake)
    build.a_source("NEAR", north_km=1.0)
    alone = queries.survey(first, on=NOW.date())
    episode = assessed.Episode.objects.get()
    alarm = episode.alarms.get()
    beside = air.a_station("MS09", kind="micro", lat=35.0, grid=build.a_grid())
    episode.pk, episode.number, episode.station = None, "SJ-2026-000098", beside
    episode.save()
    alarm.pk, alarm.episode, alarm.station = None, episode, beside
    alarm.save()
    reads: list[object] = []
    counted = surveying.readings.counted_hours

    def counting(**asked: Any) -> Any:
        reads.append(asked)
        return counted(**asked)

    monkeypatch.setattr(surveying.readings, "counted_hours", counting)
    found = actions.suspect_each(episode_numbers=[first, episode.number, first], now=NOW)
    assert list(found) == [first, "SJ-2026-000098"] and len(reads) == 1
    assert alone is not None
    kept = [queries.suspicion(number, ANALYST) for number in found.values()]
    assert [one.code for one in kept[0].candidates] == [one.source.code for one in alone.candidates]
    assert kept[1].candidates[0].code == "NEAR" and kept[1].wind_station == "MS02"


def test_an_episode_that_points_to_no_source_is_not_suspected(lake: Lake) -> None:
    air.a_station("MS01", kind="micro")
    lake.add("MS01", NOON - timedelta(hours=1), {"pm10": 60.0})
    lake.add("MS01", NOON, {"pm10": 120.0})
    assessment.raise_alarms(begins_at=NOON, now=NOW)
    number = assessed.Episode.objects.get().number
    assert actions.suspect(episode_number=number, now=NOW) is None
    assert models.Suspicion.objects.count() == 0


def test_seeding_twice_enters_once(lake: Lake) -> None:
    assert actions.seed(now=NOON) == []
    assert models.SectorRule.objects.count() == 1
