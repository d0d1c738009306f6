"""Heads of record, other names and ways to reach people: kept by the administrator, with dates."""

from datetime import UTC, date, datetime

import pytest

import build
from lantian.accounts import actions, models, queries, rules
from lantian.accounts.rules import Actor, NotAllowed, Role

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Actor:
    build.an_organisation("works")
    build.an_organisation("roads")
    for name, unit in (("party", "works"), ("mayor", "works"), ("deputy", "works"), ("other", "roads")):
        build.a_person(name, role=Role.UNIT_HEAD, unit=unit)
    return build.an_actor("admin", role=Role.ADMINISTRATOR)


def _head(admin: Actor, who: str, seat: str, **changes: object) -> models.Head:
    given = {"unit": "works", "valid_from": JANUARY, "by": admin, "now": NOON}
    return actions.set_head(username=who, seat=seat, **given | changes)


def test_a_unit_has_a_head_of_the_party_one_of_the_government_and_deputies(admin: Actor) -> None:
    _head(admin, "party", "party")
    _head(admin, "mayor", "government")
    _head(admin, "deputy", "deputy", domains=["road_dust", "bare_land"])
    unit = models.Organisation.objects.get(code="works")
    found = [(row.seat, row.person.username, row.domains) for row in queries.heads_on([unit.pk], on=MARCH)]
    assert found == [
        ("party", "party", []),
        ("government", "mayor", []),
        ("deputy", "deputy", ["bare_land", "road_dust"]),
    ]
    assert queries.heads_on([unit.pk], on=date(2025, 12, 31)) == []


def test_one_in_each_seat_and_the_next_after_the_last_day(admin: Actor) -> None:
    first = _head(admin, "party", "party")
    with pytest.raises(rules.SeatTaken, match="party"):
        _head(admin, "mayor", "party")
    with pytest.raises(rules.DatesBackwards):
        actions.end_head(head_id=first.pk, last=date(2025, 12, 31), by=admin, now=NOON)
    actions.end_head(head_id=first.pk, last=date(2026, 2, 28), by=admin, now=NOON)
    _head(admin, "mayor", "party", valid_from=MARCH)
    unit = models.Organisation.objects.get(code="works")
    held = {on: queries.heads_on([unit.pk], on=on)[0].person.username for on in (date(2026, 2, 28), MARCH)}
    assert held == {date(2026, 2, 28): "party", MARCH: "mayor"}


def test_a_deputy_without_domains_and_somebody_of_another_unit_are_refused(admin: Actor) -> None:
    with pytest.raises(rules.DomainMissing):
        _head(admin, "deputy", "deputy")
    with pytest.raises(rules.HeadOutside):
        _head(admin, "other", "party")
    assert not models.Head.objects.exists()


def test_another_name_counts_in_its_time(admin: Actor) -> None:
    given = {"unit": "works", "by": admin, "now": NOON}
    actions.add_alias(name="示范区城建局", valid_from=JANUARY, valid_to=date(2026, 2, 28), **given)
    works = models.Organisation.objects.get(code="works")
    assert queries.organisation_named("示范区城建局", on=date(2026, 2, 1)) == works
    assert queries.organisation_named("示范区城建局", on=MARCH) is None
    assert queries.names_of_unit(works, on=date(2026, 2, 1)) == ["示范区城建局"]
    with pytest.raises(rules.AliasTaken):
        actions.add_alias(name="roads", valid_from=JANUARY, **given)
    with pytest.raises(rules.NameMissing):
        actions.add_alias(name=" ", valid_from=JANUARY, **given)


@pytest.mark.parametrize(
    ("kind", "address", "is_good"),
    [
        ("phone", "0391-123 4567", True),
        ("phone", "call me", False),
        ("mail", "a@b.cn", True),
        ("mail", "a@b", False),
    ],
)
def test_a_way_to_reach_somebody_looks_like_one(admin: Actor, kind: str, address: str, is_good: bool) -> None:
    if is_good:
        actions.add_means(username="party", kind=kind, address=address, by=admin, now=NOON)
        actions.add_means(username="party", kind=kind, address=address, by=admin, now=NOON)
        [kept] = models.Means.objects.all()
        assert address not in str([event.facts for event in build.events("accounts.means_added")])
        actions.confirm_means(means_id=kept.pk, by=admin, now=NOON)
        assert models.Means.objects.get().confirmed_at == NOON
        actions.end_means(means_id=kept.pk, by=admin, now=NOON)
        assert queries.means_of([kept.person_id]) == {}
    else:
        with pytest.raises(rules.AddressBad, match=address.split("@")[0]):
            actions.add_means(username="party", kind=kind, address=address, by=admin, now=NOON)


def test_only_the_desk_and_the_administrator_note_that_somebody_was_reached(admin: Actor) -> None:
    actions.add_means(username="party", kind="phone", address="123456", by=admin, now=NOON)
    [kept] = models.Means.objects.all()
    for role in (Role.LEADER, Role.SUPERVISOR, Role.UNIT_HEAD, Role.GRID_OFFICER):
        with pytest.raises(NotAllowed):
            actions.confirm_means(means_id=kept.pk, by=build.an_actor(role=role), now=NOON)
    far = build.an_actor(role=Role.DUTY_ANALYST, unit="roads", area="roads")
    with pytest.raises(models.Means.DoesNotExist):
        actions.confirm_means(means_id=kept.pk, by=far, now=NOON)


def test_only_the_administrator_of_the_area_keeps_units(admin: Actor) -> None:
    far = build.an_actor("far", role=Role.ADMINISTRATOR, unit="roads", area="roads")
    with pytest.raises(models.Organisation.DoesNotExist):
        actions.set_command(unit="works", is_under_command=False, by=far, now=NOON)
    with pytest.raises(NotAllowed):
        actions.set_command(
            unit="works", is_under_command=False, by=build.an_actor(role=Role.LEADER), now=NOON
        )
    actions.set_command(unit="works", is_under_command=False, by=admin, now=NOON)
    assert not models.Organisation.objects.get(code="works").is_under_command
