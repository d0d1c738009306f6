"""Data levels: on stated grounds, only of days that are over, only of statutory stations."""

from datetime import date

import pytest

from lantian.accounts.rules import NotAllowed, Role
from lantian.assessment import actions, models
from lantian.assessment.actions import levels
from lantian.assessment.queries import levels as queries_of
from lantian.assessment.tests.build import NOW, a_station, an_actor
from lantian.kernel.models import Event
from lantian.registry.models import Membership

pytestmark = pytest.mark.django_db


def declared(**more) -> None:
    given = {
        "stations": ["A"], "first": date(2026, 2, 1), "last": date(2026, 2, 28), "level": "reviewed",
        "basis": "二月数据审核表", "by": None, "today": date(2026, 3, 10), "now": NOW,
    }  # fmt: skip
    actions.declare_level(**given | more)


def test_a_level_is_kept_with_its_grounds() -> None:
    a_station("A")
    declared()
    row = models.DataLevel.objects.get()
    assert (row.station.code, row.level, row.basis) == ("A", "reviewed", "二月数据审核表")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"basis": ""}, levels.NoBasis),
        ({"last": date(2026, 3, 10)}, levels.NotOver),
        ({"stations": ["A", "M"]}, levels.NoSuchStation),
        ({"stations": []}, levels.NoStations),
        ({"level": "nonsense"}, levels.NoSuchLevel),
        ({"first": date(2026, 2, 28), "last": date(2026, 2, 1)}, levels.Backward),
    ],
)
def test_refuses_and_leaves_no_trace(more, refusal) -> None:
    a_station("A")
    a_station("M", kind="micro")
    with pytest.raises(refusal):
        declared(**more)
    assert not models.DataLevel.objects.exists()
    assert not Event.objects.exists()


def test_a_stranger_declares_nothing() -> None:
    a_station("A")
    with pytest.raises(NotAllowed):
        declared(by=an_actor(Role.GRID_OFFICER))
    assert not models.DataLevel.objects.exists()


def test_the_newest_declaration_counts_and_a_mixture_says_so() -> None:
    a_station("A")
    a_station("B")
    declared()
    declared(level="verified", first=date(2026, 2, 15))
    found = queries_of.of_stations(["A", "B"], first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert found.days == {"real_time": 28, "reviewed": 14, "verified": 14}
    assert (found.is_mixed, found.lowest) == (True, "real_time")
    own = queries_of.of_stations(["A"], first=date(2026, 2, 15), last=date(2026, 2, 28))
    assert (own.is_mixed, own.lowest) == (False, "verified")


def test_a_station_counts_only_on_the_days_it_belongs_to_the_region() -> None:
    stayed, left = a_station("A"), a_station("B")
    region = stayed.region
    Membership.objects.filter(region=region).delete()
    Membership.objects.create(station=stayed, region=region, valid_from=date(2020, 1, 1))
    Membership.objects.create(
        station=left, region=region, valid_from=date(2020, 1, 1), valid_to=date(2026, 2, 10)
    )
    declared(level="verified")
    declared(stations=["B"], last=date(2026, 2, 10), level="verified")
    found = queries_of.of_region(region, first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert (found.days, found.is_mixed) == ({"verified": 38}, False)
    declared(stations=["B"], first=date(2026, 2, 10), level="reviewed")
    found = queries_of.of_region(region, first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert found.days == {"reviewed": 1, "verified": 37}


def test_several_subjects_together_say_whether_their_figure_mixes_levels() -> None:
    first = a_station("A")
    a_station("B")
    declared()
    days = {"first": date(2026, 2, 27), "last": date(2026, 2, 28)}
    both = queries_of.of_subjects("station", ["A", "B"], **days)
    assert (both.days, both.is_mixed) == ({"real_time": 2, "reviewed": 2}, True)
    assert queries_of.of_subjects("region", [first.region.code], **days).days == both.days
    assert queries_of.of_subjects("region", ["nowhere"], **days).days == {}
