"""What pages show of an hour, a series and episodes, and what a stranger does not get."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from lantian.accounts.rules import Role
from lantian.assessment import actions, models, permissions, queries
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, NOW, Lake
from lantian.observations.models import Latest
from lantian.registry import queries as registry

HOUR = timedelta(hours=1)
ANALYST = build.an_actor(Role.DUTY_ANALYST)


def heard(code: str, at: Any) -> None:
    station = models.Station.objects.get(code=code)
    Latest.objects.create(station=station, period="1h", begins_at=at, received_at=at + HOUR, position=1)


def a_rising_micro_station(lake: Lake) -> None:
    """MS01 rises for three hours to 187; MS02 and MS03 stay at 120 and 130; MS04 is silent since noon."""
    actions.seed(now=NOON)
    for code in ("MS01", "MS02", "MS03", "MS04"):
        build.a_station(code, kind="micro")
    for back, value in zip((3, 2, 1, 0), (118.0, 120.0, 150.0, 187.0), strict=True):
        at = NOON - back * HOUR
        lake.add("MS01", at, {"pm10": value})
        lake.add("MS02", at, {"pm10": 120.0})
        lake.add("MS03", at, {"pm10": 130.0})
    lake.add("MS04", NOON - HOUR, {"pm10": 90.0})
    actions.assess_hours(since=NOON - 3 * HOUR, until=NOON + HOUR, now=NOW)
    heard("MS04", NOON - HOUR)


def test_the_headline_names_who_stands_out_by_how_much_and_for_how_long(lake: Lake) -> None:
    a_rising_micro_station(lake)
    found = queries.headline(NOON, by=ANALYST)
    assert found is not None
    assert (found.station, found.parameter, found.value, found.peers_mean) == ("MS01", "pm10", 187, 125)
    assert (found.difference, found.peers, found.rises) == (Decimal(62), 2, 3)
    assert (found.reporting, found.stations, found.offline) == (3, 4, ("MS04",))
    assert found.address == "assessment.hour:station/MS01/2026-03-10T04:00Z/pm10@13"


def test_nothing_to_compare_is_no_headline(lake: Lake) -> None:
    build.a_station("MS01", kind="micro")
    assert queries.headline(NOON, by=ANALYST) is None and queries.latest_hour() is None


def test_an_hour_shows_every_station_and_since_when_the_missing_are_silent(
    lake: Lake, django_assert_num_queries: Any
) -> None:
    a_rising_micro_station(lake)
    build.a_station("ST09")
    with django_assert_num_queries(3):
        found = {one.code: one for one in queries.hour_of(NOON, by=ANALYST)}
    assert queries.latest_hour() == NOON
    assert found["MS01"].values == {"pm10": Decimal(187)} and found["MS01"].level is not None
    assert (found["MS04"].offline_since, found["MS04"].missing) == (NOON, {"aqi": "no_packet"})
    assert found["ST09"].missing == {"aqi": "never_heard"} and found["ST09"].is_statutory


def test_a_series_shows_the_peers_mean_and_how_complete_it_is(lake: Lake) -> None:
    a_rising_micro_station(lake)
    station = models.Station.objects.get(code="MS01")
    found = queries.series(station, figure="pm10", last=NOON)
    assert (found.n, found.of, len(found.points), found.unit) == (4, 24, 24, "µg/m³")
    assert (found.points[-1].value, found.points[-1].peers_mean, found.points[-1].peers) == (187, 125, 2)
    assert (found.points[0].value, found.points[0].reason) == (None, "no_packet")


def test_the_company_of_a_station_are_its_peers_whatever_way_they_are_asked_for(lake: Lake) -> None:
    other = build.a_district("D2", is_ours=False)
    for code, kind in (("ST01", "national"), ("ST02", "provincial"), ("MS01", "micro"), ("MS02", "micro")):
        build.a_station(code, kind=kind)
    build.a_station("ST09", region=other)
    build.a_station("SS01", kind="site")
    company = registry.company()
    for station in registry.stations():
        assert company[station.code].peers == tuple(one.code for one in registry.peers_of(station))
    assert company["SS01"].background == ("ST01", "ST02") and company["ST09"].peers == ()


def test_the_day_so_far_counts_its_hours(lake: Lake) -> None:
    a_rising_micro_station(lake)
    found = queries.day_so_far("station", "MS01", NOON.date(), last=NOON)
    assert (found.values, found.hours["pm10"], found.of) == ({"pm10": Decimal(144)}, 4, 13)


def test_the_ozone_of_a_running_day_is_its_highest_8_h_average_so_far(lake: Lake) -> None:
    build.a_station("MS01")
    midnight = NOON - 12 * HOUR
    for hour in range(10):
        if hour != 3:
            lake.add("MS01", midnight + hour * HOUR, {"o3": 100.0 + hour})
    actions.assess_hours(since=midnight, until=NOON, now=NOW)
    early = queries.day_so_far("station", "MS01", NOON.date(), last=midnight + 6 * HOUR)
    assert ("o3" in early.values, early.windows, early.hours["o3"], early.of) == (False, 0, 6, 7)
    found = queries.day_so_far("station", "MS01", NOON.date(), last=midnight + 9 * HOUR)
    assert (found.values["o3"], found.windows) == (Decimal(106), 3), "741 / 7 of 2:00 to 10:00"
    late = queries.day_so_far("station", "MS01", NOON.date(), last=midnight + 11 * HOUR)
    assert (late.values["o3"], late.windows, late.of) == (Decimal(106), 5, 12), "the last two are not in yet"


def test_today_s_episodes_carry_their_alarms_and_rules(lake: Lake) -> None:
    a_rising_micro_station(lake)
    actions.raise_alarms(begins_at=NOON, now=NOW)
    found = queries.episodes_today(ANALYST, now=NOW)
    assert [one.station for one in found] == ["MS01"]
    assert found[0].rules == ("R1_above_peers", "R2_rising")
    assert (found[0].peak, found[0].state) == ("187", "open")
    assert queries.episodes_today(ANALYST, now=NOW + 24 * HOUR) == []


def site_with_episode(lake: Lake) -> str:
    """A site of a firm, 165.47 over its background."""
    actions.seed(now=NOON)
    grid = build.a_grid(build.a_district())
    monitor = build.a_station("SS01", kind="site", grid=grid)
    build.a_source("SC01", lon=113.0, lat=35.0, grid=grid, monitor=monitor)
    build.a_station("ST01")
    lake.add("SS01", NOON, {"pm10": 188.97})
    lake.add("ST01", NOON, {**CLEAN, "pm10": 23.5, "pm25": 10.0})
    actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOW)
    actions.raise_alarms(begins_at=NOON, now=NOW)
    return models.Episode.objects.get().number


def test_a_site_s_monitor_is_seen_by_the_area_and_by_its_own_unit(lake: Lake) -> None:
    number = site_with_episode(lake)
    own = build.an_actor(Role.UNIT_HEAD, unit="/d1/town-g1/firm-sc01/")
    officer = build.an_actor(Role.GRID_OFFICER, area="/d1/town-g1/")
    for by in (ANALYST, own, officer):
        assert queries.episode(number, by).number == number
        assert permissions.may_see_subject(by, kind="station", subject="SS01")


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.UNIT_HEAD, "/d1/town-g1/firm-other/"),
        (Role.HANDLER, "/d1/town-g1/firm-other/"),
        (Role.GRID_OFFICER, "/d1/town-g2/"),
        (Role.DUTY_ANALYST, "/d2/"),
    ],
)
def test_a_stranger_sees_neither_the_site_nor_its_episode(lake: Lake, role: Role, place: str) -> None:
    number = site_with_episode(lake)
    by = build.an_actor(role, area=place, unit=place)
    with pytest.raises(models.Episode.DoesNotExist):
        queries.episode(number, by)
    assert queries.episodes_today(by, now=NOW) == []
    assert {one.code for one in queries.hour_of(NOON, by=by)} == {"ST01"}
    assert not permissions.may_see_subject(by, kind="station", subject="SS01")
