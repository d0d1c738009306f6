"""The demo's district is put into an empty home only, and the culprit stays out of the database."""

import json

import pytest
from django.db import connection
from shapely import from_geojson

from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Role
from lantian.kernel.models import Event
from lantian.registry import queries as registry
from lantian.registry.models import Device, Duty, Grid, Membership, Region, Source, Station
from lantian.simulate import kept, words
from lantian.simulate.district import loading
from lantian.simulate.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_fills_an_empty_home_with_a_whole_district() -> None:
    loaded = loading.load(now=NOW)
    assert (loaded.stations, loaded.sources) == (31, 24)
    assert Station.objects.filter(kind="micro").count() == 14
    assert Device.objects.count() == 31
    assert {p.code for p in registry.members(registry.our_district(), on=NOW.date())} == {
        "ST01",
        "ST02",
        "ST03",
    }
    assert Membership.objects.count() == 12 + 17
    assert Region.objects.filter(kind="township").count() == 7
    assert set(Person.objects.values_list("role", flat=True)) == {str(role) for role in Role}
    assert Event.objects.filter(name="simulate.demo_loaded").count() == 1


def test_marks_everything_as_demo() -> None:
    loading.load(now=NOW)
    for model in (Organisation, Person, Region, Grid, Station, Device, Source):
        assert not model._default_manager.filter(is_demo=False).exists(), model


def test_every_post_signs_in_with_the_password_told_once() -> None:
    loaded = loading.load(now=NOW)
    for person in Person.objects.filter(username__in=loaded.usernames[:3]):
        assert person.check_password(loaded.password)
    kept_files = "".join(path.read_text() for path in kept.folder().iterdir())
    assert loaded.password not in kept_files


def test_every_grid_has_an_officer_and_a_head() -> None:
    loading.load(now=NOW)
    for grid in Grid.objects.all():
        officer = registry.officer_of(grid, on=NOW.date())
        assert officer is not None
        assert officer.role == Role.GRID_OFFICER
        assert officer.organisation_id == grid.organisation_id
        assert Duty.objects.filter(grid=grid, is_head=True).count() == 1


def test_grids_tile_the_district_without_gap_or_overlap() -> None:
    loading.load(now=NOW)
    district = from_geojson(registry.our_district().geometry)
    grids = [from_geojson(grid.geometry) for grid in Grid.objects.all()]
    towns = [from_geojson(r.geometry) for r in Region.objects.filter(kind="township")]
    for parts in (grids, towns):
        assert sum(shape.area for shape in parts) == pytest.approx(district.area, rel=1e-9)
        assert all(district.buffer(1e-9).covers(shape) for shape in parts)


def test_places_stand_where_the_register_says() -> None:
    loading.load(now=NOW)
    for source in Source.objects.select_related("grid"):
        assert registry.grid_at(source.lon, source.lat) == source.grid
    for station in Station.objects.exclude(grid=None).select_related("grid"):
        assert registry.grid_at(station.lon, station.lat) == station.grid
    assert Station.objects.filter(kind__in=["micro", "site"], grid=None).count() == 0


def test_says_of_every_station_where_its_readings_come_from() -> None:
    loaded = loading.load(now=NOW)
    real = Station.objects.filter(kind="national")
    assert all("UCI Beijing Multi-Site" in station.provenance for station in real)
    assert all(f"{loaded.source_hour:%Y-%m-%d}" in station.provenance for station in real)
    assert all("模拟烟羽" in s.provenance for s in Station.objects.exclude(kind__in=["national", "feed"]))


def test_refuses_a_home_that_holds_something_and_leaves_it_alone() -> None:
    loading.load(now=NOW)
    before = (Person.objects.count(), kept.state())
    with pytest.raises(loading.HomeNotEmpty, match="LANTIAN_HOME"):
        loading.load(now=NOW, seed=5)
    assert (Person.objects.count(), kept.state()) == before


def test_writes_no_truth_into_the_database() -> None:
    loading.load(now=NOW)
    schedule = kept.schedule()
    told = ""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            told += str(cursor.fetchall())
    assert "SC01" in told
    for plume in schedule.plumes:
        assert plume.begins_at.isoformat() not in told
        assert f"{plume.begins_at:%Y-%m-%d %H:%M:%S}" not in told
    assert "strengths" not in told
    facts = [json.dumps(event.facts) for event in Event.objects.all()]
    assert not any(plume.source in fact for plume in schedule.plumes for fact in facts)


def test_thanks_the_source_in_both_languages() -> None:
    for language in words.LANGUAGES:
        assert "10.24432/C5RK5G" in words.attribution(language)
        assert "CC BY 4.0" in words.attribution(language)
        assert words.real(language) != words.made(language)
