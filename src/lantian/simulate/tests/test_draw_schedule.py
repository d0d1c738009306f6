"""The truth is drawn from the seed, and the plume of now can be seen."""

from datetime import timedelta

import pytest

from lantian.simulate import kept
from lantian.simulate.district.places import sources
from lantian.simulate.schedule import LOUD, Plume, Schedule
from lantian.simulate.tests.conftest import NOW

HOUR = timedelta(hours=1)
THIS_HOUR = NOW.replace(minute=0)


def current(schedule: Schedule) -> Plume:
    """The plume of now."""
    (found,) = [p for p in schedule.plumes if p.begins_at < THIS_HOUR < p.ends_at]
    return found


def test_draws_the_same_from_the_same_seed_and_another_from_another() -> None:
    assert kept.begin(now=NOW, seed=1) == kept.begin(now=NOW, seed=1)
    assert kept.begin(now=NOW, seed=1)[1].plumes != kept.begin(now=NOW, seed=2)[1].plumes


def test_has_six_to_ten_plumes_in_the_month_behind() -> None:
    _, schedule = kept.begin(now=NOW, seed=1)
    behind = [p for p in schedule.plumes if p.begins_at < THIS_HOUR]
    assert 6 <= len(behind) <= 10
    assert all(p.begins_at > THIS_HOUR - timedelta(days=30) for p in behind)
    assert len({p.source for p in behind}) >= 4


@pytest.mark.parametrize("days", range(0, 360, 60))
def test_has_a_plume_now_that_its_own_monitor_shows(days: int) -> None:
    now = NOW + timedelta(days=days, hours=days % 24)
    this_hour = now.replace(minute=0)
    state, schedule = kept.begin(now=now, seed=1)
    (sure,) = [p for p in schedule.plumes if p.begins_at < this_hour < p.ends_at]
    (place,) = [s for s in sources() if s.code == sure.source]
    air = kept.air_of(state, schedule)
    seen = air.look(place, this_hour - HOUR, this_hour)
    assert this_hour - 4 * HOUR <= sure.begins_at <= this_hour - 2 * HOUR
    assert seen.monitors[place.monitor] * sure.strengths["pm10"] >= LOUD


def test_shows_the_plume_of_now_at_two_micro_stations_in_most_hours() -> None:
    shared = 0
    for number in range(10):
        now = NOW + timedelta(hours=37 * number)
        state, schedule = kept.begin(now=now, seed=1)
        this_hour = now.replace(minute=0)
        (sure,) = [p for p in schedule.plumes if p.begins_at < this_hour < p.ends_at]
        (place,) = [s for s in sources() if s.code == sure.source]
        seen = kept.air_of(state, schedule).look(place, sure.begins_at, this_hour)
        shared += seen.second_micro * sure.strengths["pm10"] >= 25
    assert shared >= 7


def test_spares_the_stations_that_see_the_plume_of_now_from_broken_devices() -> None:
    state, schedule = kept.begin(now=NOW, seed=1)
    sure = current(schedule)
    (place,) = [s for s in sources() if s.code == sure.source]
    seen = kept.air_of(state, schedule).look(place, sure.begins_at, THIS_HOUR)
    loudest = sorted(seen.micro, key=lambda code: -seen.micro[code])[:2]
    assert not set(loudest) & {q.station for q in schedule.quirks}
    assert [q.kind for q in schedule.quirks] == ["silent", "stuck", "late", "corrected"]
    assert schedule.quirks[0].begins_at == THIS_HOUR - 2 * HOUR


def test_survives_being_written_down() -> None:
    state, schedule = kept.begin(now=NOW, seed=1)
    kept.keep(state, schedule)
    assert (kept.state(), kept.schedule()) == (state, schedule)


def test_says_that_a_home_without_demo_has_none() -> None:
    with pytest.raises(kept.NoDemo, match="lantian demo"):
        kept.state()
