"""The code at a gate: who may use it, what it proves, what it lets begin."""

from dataclasses import replace

import pytest

import build
from build import HERE, NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.dispatch import actions, models, queries, rules
from lantian.registry.models import Source

PAPERS = rules.Planned(basis="大气污染防治法第二十九条", plan="2026年度检查计划", on=NOON.date())
PLACE = {"lon": HERE[0], "lat": HERE[1], "accuracy_m": 8.0}


@pytest.fixture
def pair(cast: Cast) -> list[Actor]:
    people = [build.a_person(unit="group", role=Role.SUPERVISOR, certificate=f"执{n}") for n in (1, 2)]
    return [accounts.actor_of(one) for one in people]


@pytest.fixture
def order(cast: Cast, pair: list[Actor]) -> str:
    return build.an_order(
        cast,
        kind="statutory_inspection",
        what="inspect_site",
        officer_id=pair[0].id,
        companion_id=pair[1].id,
        planned=PAPERS,
    )


def code(name: str = "site") -> str:
    return actions.code_of(Source.objects.get(code=name), now=NOON)


def test_a_place_keeps_its_code(cast: Cast) -> None:
    build.a_source("other")
    assert code() == code() != code("other")
    assert not set(code()) & set("O0I1L")


def test_an_inspection_begins_with_the_scan_or_with_words(cast: Cast, order: str, pair: list[Actor]) -> None:
    with pytest.raises(rules.NotScanned):
        build.a_visit(cast, order=order, by=pair[0])
    actions.scan_in(number=order, code=code(), by=pair[1], now=NOON, **PLACE)
    actions.scan_in(number=order, code=code(), by=pair[1], now=NOON, **PLACE)
    assert len(build.events("dispatch.scanned_in")) == 1
    build.a_visit(cast, order=order, by=pair[0])


def test_far_from_the_place_one_says_why(cast: Cast, order: str, pair: list[Actor]) -> None:
    actions.scan_in(number=order, code=code(), by=pair[0], now=NOON, **PLACE)
    far = {"lon": HERE[0] + 0.02, "lat": HERE[1]}
    with pytest.raises(rules.TooFarAway, match="up to 300 m"):
        build.a_visit(cast, order=order, by=pair[0], **far)
    assert build.a_visit(cast, order=order, by=pair[0], place_note="北门在施工，从东侧进场", **far)


def test_a_patrol_from_public_ground_needs_no_scan(cast: Cast) -> None:
    assert build.a_visit(cast)


@pytest.mark.parametrize("who", ["handler", "officer", "supervisor"])
def test_nobody_scans_in_for_others(cast: Cast, order: str, who: str) -> None:
    with pytest.raises((NotAllowed, models.Order.DoesNotExist)):
        actions.scan_in(number=order, code=code(), by=getattr(cast, who), now=NOON, **PLACE)
    assert not models.ScanIn.objects.exists()


def test_the_code_of_another_place_proves_nothing(cast: Cast, order: str, pair: list[Actor]) -> None:
    build.a_source("other")
    with pytest.raises(models.PlaceCode.DoesNotExist):
        actions.scan_in(number=order, code=code("other"), by=pair[0], now=NOON, **PLACE)


def test_an_officer_begins_a_patrol_oneself_once(cast: Cast) -> None:
    number = actions.go_oneself(code=code(), by=cast.officer, now=NOON)
    order = models.Order.objects.get(number=number)
    assert (order.kind, order.officer_id, order.issued_by_id) == (
        "public_patrol",
        cast.officer.id,
        cast.officer.id,
    )
    assert actions.go_oneself(code=code(), by=cast.officer, now=NOON) == number


def test_who_does_not_patrol_begins_none(cast: Cast) -> None:
    for who in (cast.handler, cast.unit_head, cast.leader):
        with pytest.raises(NotAllowed):
            actions.go_oneself(code=code(), by=who, now=NOON)
    far = build.an_actor(role=Role.GRID_OFFICER, unit="roads")
    with pytest.raises(models.PlaceCode.DoesNotExist):
        actions.go_oneself(code=code(), by=far, now=NOON)
    assert not models.Order.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_at_once_only_as_many_visits_are_planned_as_the_firm_has_left() -> None:
    cast = build.a_cast()
    people = [build.a_person(unit="group", role=Role.SUPERVISOR, certificate=f"执{n}") for n in (1, 2)]
    fields = {
        "kind": "statutory_inspection",
        "what": "inspect_site",
        "officer_id": people[0].pk,
        "companion_id": people[1].pk,
        "planned": replace(PAPERS),
    }
    for _ in range(3):
        build.an_order(cast, **fields)
    outcomes = build.second_while_first(
        lambda: build.an_order(cast, **fields), lambda: build.an_order(cast, **fields)
    )
    assert sum(isinstance(one, rules.CapReached) for one in outcomes) == 1, outcomes
    site = Source.objects.get(code="site")
    assert queries.allowance(site, kind="statutory_inspection", on=NOON.date()).used == 4


def test_only_those_who_go_find_the_order_at_the_gate(cast: Cast, order: str, pair: list[Actor]) -> None:
    site = Source.objects.get(code="site")
    assert [one.number for one in queries.orders_here(pair[1], site)] == [order]
    for overseer in (cast.supervisor, cast.analyst, cast.leader):
        assert not queries.orders_here(overseer, site).exists()
