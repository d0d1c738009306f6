"""Who counts for a region: a statement stands until another takes its place, and stays readable."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.kernel.models import Event
from lantian.registry import actions, models, queries

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 9)
pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> models.Region:
    region = models.Region.objects.create(code="D", name_zh="区", name_en="D", kind="district")
    for code, kind in (("A", "national"), ("B", "provincial"), ("M", "micro")):
        station = models.Station.objects.create(
            code=code, name_zh=code, name_en=code, kind=kind, region=region, lon=113, lat=35
        )
        if kind != "micro":
            models.Membership.objects.create(station=station, region=region, valid_from=date(2020, 1, 1))
    return region


def somebody(role: Role) -> Actor:
    unit, _ = Organisation.objects.get_or_create(
        code="hq", defaults={"name_zh": "办", "name_en": "HQ", "kind": "office", "path": "/hq/"}
    )
    person, _ = Person.objects.get_or_create(
        username=role.value,
        defaults={"name_zh": "岗", "name_en": "post", "role": role.value, "organisation": unit, "area": unit},
    )
    return Actor(
        id=person.pk, name_zh="岗", name_en="post", role=role, organisation_id=unit.pk,
        organisation_path="/hq/", area_path="/hq/",
    )  # fmt: skip


def state(station: str = "A", weight: str = "2", **more: object) -> None:
    given = {"first": FIRST, "last": LAST, "reason": "按面积", "position": 50, "now": NOW}
    given |= {"by": somebody(Role.ADMINISTRATOR)} | more
    actions.set_membership(region="D", station=station, weight=Decimal(weight), **given)


def weights(day: date, *, as_of: int | None = None) -> dict[str, str]:
    region = models.Region.objects.get(code="D")
    found = queries.weights_by_day(region, first=day, last=day, as_of=as_of)[day]
    return {code: f"{weight.normalize():f}" for code, weight in found.items()}


def test_a_weight_holds_for_its_days_and_the_days_around_keep_theirs(district: models.Region) -> None:
    state()
    assert weights(date(2026, 2, 28)) == {"A": "1", "B": "1"}
    assert weights(FIRST) == weights(LAST) == {"A": "2", "B": "1"}
    assert weights(date(2026, 3, 10)) == {"A": "1", "B": "1"}


def test_what_was_known_before_the_statement_stays_known(district: models.Region) -> None:
    state()
    state(weight="3", position=60)
    assert [weights(FIRST, as_of=at)["A"] for at in (0, 49, 50, 59, 60)] == ["1", "1", "2", "2", "3"]
    assert weights(FIRST)["A"] == "3"


def test_a_weight_of_nought_means_that_a_station_counts_no_more(district: models.Region) -> None:
    state(weight="0", last=None)
    assert weights(date(2026, 2, 28)) == {"A": "1", "B": "1"} and weights(LAST) == {"B": "1"}
    assert queries.members(district, on=LAST) == [models.Station.objects.get(code="B")]
    state("B", "0", last=None, first=date(2020, 1, 1), position=51)
    state("A", "0", last=None, first=date(2020, 1, 1), position=52)
    assert not queries.counted_regions().exists()
    assert queries.counted_regions(as_of=51).get() == district


def test_a_statement_tells_who_said_it_and_why_and_is_an_event(district: models.Region) -> None:
    state(weight="0.125", last=None)
    row = queries.memberships(district).get(station__code="A", valid_from=FIRST)
    assert (row.reason, row.set_by.username, row.set_at) == ("按面积", "administrator", NOW)
    facts = Event.objects.get(name="registry.membership_set").facts
    assert (facts["weight"], facts["first"], facts["last"], facts["reason"]) == (
        "0.125", "2026-03-01", None, "按面积",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reason": "  "}, actions.NoReason),
        ({"weight": "-1"}, actions.NoWeight),
        ({"weight": "1000"}, actions.NoWeight),
        ({"weight": "0.0001"}, actions.NoWeight),
        ({"weight": "NaN"}, actions.NoWeight),
        ({"first": LAST, "last": FIRST}, actions.Backward),
        ({"station": "M"}, actions.NeverCounts),
        ({"station": "X"}, actions.NeverCounts),
        ({"weight": "1"}, actions.NothingNew),
        ({"weight": "0", "first": date(2019, 1, 1), "last": date(2019, 12, 31)}, actions.NothingNew),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_changes(
    district: models.Region, given: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        state(**given)
    assert list(models.Membership.objects.values_list("ended_position", flat=True)) == [None, None]
    assert not Event.objects.filter(name="registry.membership_set").exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_states_it(district: models.Region, role: Role) -> None:
    with pytest.raises(NotAllowed):
        state(by=somebody(role))
