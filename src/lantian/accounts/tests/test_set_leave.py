"""Somebody on leave is replaced by one person who is there, and never by a chain or a circle of them."""

from datetime import UTC, datetime, timedelta

import pytest

import build
from lantian.accounts import actions, models, queries, rules
from lantian.accounts.rules import Actor, NotAllowed, Role, Verb

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
LATER = NOON + timedelta(days=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Actor:
    build.an_organisation("works")
    build.an_organisation("roads")
    for name, role, unit in (
        ("head", Role.UNIT_HEAD, "works"),
        ("deputy", Role.HANDLER, "works"),
        ("second", Role.HANDLER, "works"),
        ("other_head", Role.UNIT_HEAD, "roads"),
        ("stranger", Role.HANDLER, "roads"),
    ):
        build.a_person(name, role=role, unit=unit)
    return build.an_actor("admin", role=Role.ADMINISTRATOR)


def _leave(admin: Actor, person: str, stand_in: str, **changes: object) -> models.Leave:
    given = {"begins_at": NOON, "ends_at": LATER, "reason": "annual leave", "now": NOON}
    return actions.set_leave(username=person, stand_in=stand_in, by=admin, **given | changes)


def _acting(username: str, now: datetime = NOON) -> Actor:
    return queries.actor(models.Person.objects.get(username=username).pk, now=now)


def test_the_stand_in_does_the_work_of_the_post_while_the_leave_lasts(admin: Actor) -> None:
    assert not _acting("deputy").may(Verb.PLAN)
    _leave(admin, "head", "deputy")
    now = _acting("deputy")
    assert now.may(Verb.PLAN) and now.may(Verb.RECTIFY) and now.is_of("/hq/works/")
    assert now.ids == {now.id, models.Person.objects.get(username="head").pk}
    assert not _acting("deputy", now=LATER).may(Verb.PLAN)
    assert [event.facts["reason"] for event in build.events("accounts.leave_set")] == ["annual leave"]


def test_whoever_is_back_early_is_replaced_no_more(admin: Actor) -> None:
    leave = _leave(admin, "head", "deputy")
    actions.end_leave(leave_id=leave.pk, by=admin, now=NOON + timedelta(hours=1))
    assert not _acting("deputy", now=NOON + timedelta(hours=1)).may(Verb.PLAN)
    with pytest.raises(models.Leave.DoesNotExist):
        actions.end_leave(leave_id=leave.pk, by=admin, now=NOON + timedelta(hours=2))


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        (("deputy", "second"), ("head", "deputy"), rules.StandInUnfit),  # into nothing
        (("head", "deputy"), ("deputy", "head"), rules.StandInUnfit),  # a circle
        (("head", "deputy"), ("deputy", "second"), rules.StillStandsIn),  # a chain
        (("head", "deputy"), ("head", "second"), rules.LeaveOverlaps),
    ],
)
def test_no_chain_and_no_circle(
    admin: Actor, first: tuple[str, str], second: tuple[str, str], wrong: type[Exception]
) -> None:
    _leave(admin, *first)
    with pytest.raises(wrong):
        _leave(admin, *second, begins_at=NOON + timedelta(days=4), ends_at=LATER + timedelta(days=4))
    assert models.Leave.objects.count() == 1
    _leave(admin, *second, begins_at=LATER, ends_at=LATER + timedelta(days=1))  # one after the other


@pytest.mark.parametrize(("person", "stand_in"), [("head", "head"), ("head", "stranger"), ("admin", "head")])
def test_a_stand_in_has_the_same_role_or_the_same_area(admin: Actor, person: str, stand_in: str) -> None:
    with pytest.raises(rules.StandInUnfit):
        _leave(admin, person, stand_in)
    _leave(admin, "head", "other_head")


def test_a_closed_account_and_dates_that_run_backwards_are_refused(admin: Actor) -> None:
    models.Person.objects.filter(username="second").update(is_active=False)
    with pytest.raises(rules.StandInUnfit, match="account is closed"):
        _leave(admin, "head", "second")
    with pytest.raises(rules.LeaveBackwards):
        _leave(admin, "head", "deputy", ends_at=NOON)


def test_a_stand_in_is_neither_closed_nor_given_another_role(admin: Actor) -> None:
    _leave(admin, "head", "deputy")
    with pytest.raises(rules.StillStandsIn, match="head"):
        actions.close_account(username="deputy", by=admin, now=NOON)
    with pytest.raises(rules.StillStandsIn):
        actions.change_role(username="deputy", role=Role.GRID_OFFICER, by=admin, now=NOON)
    actions.close_account(username="deputy", by=admin, now=LATER)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_sets_a_leave(admin: Actor, role: Role) -> None:
    by = build.an_actor("somebody", role=role)
    with pytest.raises(NotAllowed):
        _leave(by, "head", "deputy")


def test_an_administrator_of_another_area_does_not_reach_them(admin: Actor) -> None:
    far = build.an_actor("far", role=Role.ADMINISTRATOR, unit="roads", area="roads")
    with pytest.raises(rules.OutsideArea):
        _leave(far, "head", "deputy")
    leave = _leave(admin, "head", "deputy")
    with pytest.raises(rules.OutsideArea):
        actions.end_leave(leave_id=leave.pk, by=far, now=NOON)
