"""The cities beside the district: real hours moved by whole weeks, brought in as a file, each hour once."""

from datetime import timedelta

import pytest

from lantian.observations import queries as observations
from lantian.observations.recorder import run as recorder
from lantian.registry.models import Region, Station
from lantian.simulate import cities
from lantian.simulate.district import loading
from lantian.simulate.offset import AFTER
from lantian.simulate.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_seventeen_cities_are_counted_by_their_published_feed_alone() -> None:
    loading.load(now=NOW)
    assert Region.objects.filter(kind="city", parent__kind="province").count() == 17
    for feed in Station.objects.filter(kind="feed"):
        assert [one.region_id for one in feed.memberships.all()] == [feed.region_id]
        assert feed.is_demo
        assert "真实小时" in feed.provenance


def test_the_shift_is_whole_weeks_and_leaves_a_month_to_come() -> None:
    weeks = cities.weeks_behind(NOW)
    last = cities.real_hours()["label"].max() + timedelta(weeks=weeks)
    local = (NOW + timedelta(hours=8)).replace(tzinfo=None)
    assert AFTER <= last - local < AFTER + timedelta(weeks=1)


def test_no_value_is_altered_and_the_end_label_becomes_the_start(settings) -> None:
    loading.load(now=NOW)
    taken = cities.bring_in(now=NOW)
    recorder.drain()
    weeks = cities.weeks_behind(NOW)
    told = cities.hours(now=NOW, weeks=weeks)
    assert taken == told.height > 70_000
    one = told.filter(station="C410800").row(-1, named=True)
    kept = observations.hourly(stations=["C410800"], since=NOW - timedelta(hours=3), until=NOW).row(
        -1, named=True
    )
    assert {name: kept[name] for name in cities.POLLUTANTS} == {name: one[name] for name in cities.POLLUTANTS}
    ends = kept["begins_at"] + timedelta(hours=9)  # the hour's end on the feed's clock
    assert f"{ends:%Y-%m-%dT%H:%M}" == one["time"]


def test_what_is_in_is_not_brought_in_again() -> None:
    loading.load(now=NOW)
    cities.bring_in(now=NOW)
    assert cities.bring_in(now=NOW) == 0
    assert 0 < cities.bring_in(now=NOW + timedelta(hours=1)) <= 17


def test_a_crash_while_noting_how_far_it_came_leaves_the_old_note_whole(monkeypatch) -> None:
    loading.load(now=NOW)
    kept = cities._path().read_text(encoding="utf-8")

    def crash(fresh, path) -> None:
        raise OSError("power cut")

    monkeypatch.setattr("os.replace", crash)
    with pytest.raises(OSError, match="power cut"):
        cities._keep(cities.Played(weeks=1, until="2026-01-01T00:00"))
    assert cities._path().read_text(encoding="utf-8") == kept


def test_a_home_without_cities_is_left_alone() -> None:
    assert cities.bring_in(now=NOW) == 0
