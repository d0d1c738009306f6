"""Asking somebody to go."""

from datetime import timedelta
from decimal import Decimal

import pytest

import build
from build import HERE, METRE, NOON, Cast
from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import NotAllowed, Role
from lantian.diagnosis.models import Suspicion
from lantian.dispatch import actions, models, permissions, queries, rules
from lantian.dispatch.rules import KindOfGoing
from lantian.dispatch.states import State
from lantian.registry.models import Grid, Source


def test_issues_an_order_with_number_deadline_and_event(cast: Cast) -> None:
    suspicion = build.a_suspicion()
    number = build.an_order(cast, suspicion=suspicion)
    order = models.Order.objects.get()
    assert (number, order.state) == ("PD-2026-000001", State.ISSUED)
    assert order.due_at == NOON + timedelta(hours=1)
    assert Suspicion.objects.get().state == "ordered"
    [event] = build.events("dispatch.order_issued")
    assert (event.about, event.by_id) == (f"dispatch.order:{number}", cast.analyst.id)
    assert (event.facts["what"], event.facts["suspicion"]) == ("look_at_site_dust", suspicion)


def test_a_working_clock_stands_still_at_the_weekend(cast: Cast) -> None:
    build.an_order(cast, hours=Decimal("7.5"), clock="working")
    assert models.Order.objects.get().due_at == NOON + timedelta(days=3)


@pytest.mark.parametrize("hours", [Decimal(0), Decimal(-1)])
def test_refuses_a_deadline_in_the_past_and_leaves_no_trace(cast: Cast, hours: Decimal) -> None:
    with pytest.raises(rules.DueInPast, match="Choose a later one; nothing was issued"):
        build.an_order(cast, hours=hours)
    assert not models.Order.objects.exists()
    assert not build.events("dispatch.order_issued")


@pytest.mark.parametrize("who", ["officer", "handler", "leader", "supervisor"])
def test_only_the_desk_issues(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        build.an_order(cast, by=getattr(cast, who))


def test_a_grid_outside_the_area_is_not_served(cast: Cast) -> None:
    stranger = build.an_actor(role=Role.DUTY_ANALYST, unit="roads", area="roads")
    with pytest.raises(NotAllowed):
        build.an_order(cast, by=stranger)
    with pytest.raises(Grid.DoesNotExist):
        build.an_order(cast, grid_code="nowhere")


def test_nobody_from_outside_the_area_is_sent(cast: Cast) -> None:
    town_desk = build.an_actor(role=Role.DUTY_ANALYST, unit="town", area="town")
    stranger = build.a_person("stranger", unit="roads")
    with pytest.raises(NotAllowed, match="outside the area"):
        build.an_order(cast, by=town_desk, officer_id=stranger.pk)
    with pytest.raises(NotAllowed, match="outside the area"):
        build.an_order(cast, by=town_desk, companion_id=stranger.pk)
    assert not models.Order.objects.exists()


def test_a_source_outside_the_area_is_not_served(cast: Cast) -> None:
    roads = Organisation.objects.get(code="roads")
    site = Source.objects.get(code="site")
    Grid.objects.create(
        code="far", name_zh="far", name_en="far", organisation=roads, region=site.grid.region, geometry="{}"
    )
    Source.objects.filter(pk=site.pk).update(grid=Grid.objects.get(code="far"))
    town_desk = build.an_actor(role=Role.DUTY_ANALYST, unit="town", area="town")
    with pytest.raises(NotAllowed, match="source site is outside the area"):
        build.an_order(cast, by=town_desk, source_code="site")
    assert not models.Order.objects.exists()


def test_nobody_may_enter_a_firm_without_two_certificates(cast: Cast) -> None:
    papers = rules.Planned(basis="大气污染防治法第二十九条", plan="2026年度检查计划")
    inspection = {"kind": KindOfGoing.STATUTORY_INSPECTION, "what": "inspect_site", "planned": papers}
    with pytest.raises(rules.PapersMissing):
        build.an_order(cast, **inspection)
    first, second = (build.a_person(unit="town", certificate=f"执{n}") for n in (1, 2))
    with pytest.raises(rules.PapersMissing):
        build.an_order(cast, officer_id=first.pk, **inspection)
    number = build.an_order(cast, officer_id=first.pk, companion_id=second.pk, **inspection)
    assert models.Order.objects.get(number=number).companion == second


def test_nobody_is_their_own_companion(cast: Cast) -> None:
    one = build.a_person(unit="town", certificate="执1")
    with pytest.raises(rules.OfficerUnfit):
        build.an_order(cast, officer_id=one.pk, companion_id=one.pk)


def test_a_closed_account_and_a_handler_are_not_sent(cast: Cast) -> None:
    with pytest.raises(rules.OfficerUnfit):
        build.an_order(cast, officer_id=cast.handler.id)
    Person.objects.filter(pk=cast.officer.id).update(is_active=False)
    with pytest.raises(rules.OfficerUnfit):
        build.an_order(cast)


def test_a_purpose_goes_with_its_kind_of_going(cast: Cast) -> None:
    with pytest.raises(rules.PurposeUnfit):
        build.an_order(cast, what="inspect_site")


@pytest.mark.parametrize(("north_m", "is_refused"), [(150, True), (400, False)])
def test_no_spraying_is_ordered_inside_the_circle_of_a_station(
    cast: Cast, north_m: float, is_refused: bool
) -> None:
    build.a_station("national", north_m=north_m, no_spray_radius_m=300)
    if is_refused:
        with pytest.raises(rules.SprayingNearStation) as refused:
            build.an_order(cast, what="urge_spraying")
        assert refused.value.station == "national"
        assert not models.Order.objects.exists()
        build.an_order(cast, what="urge_covering")
    else:
        build.an_order(cast, what="urge_spraying")


def test_a_road_that_passes_a_station_is_not_washed(cast: Cast) -> None:
    build.a_station("national", north_m=1000, no_spray_radius_m=300)
    lat = HERE[1] + 900 * METRE
    line = f'{{"type":"LineString","coordinates":[[{HERE[0] - 0.05},{lat}],[{HERE[0] + 0.05},{lat}]]}}'
    build.a_source("road", kind="road", north_m=-3000, geometry=line)
    with pytest.raises(rules.SprayingNearStation):
        build.an_order(cast, source="road", what="urge_road_washing")


def test_wetting_must_say_where(cast: Cast) -> None:
    with pytest.raises(rules.PlaceNeeded):
        build.an_order(cast, source=None, what="urge_spraying")


def test_what_is_forbidden_is_not_even_offered(cast: Cast) -> None:
    site = build.a_source()
    kind, today = KindOfGoing.PUBLIC_PATROL, NOON.date()
    offered = {p.code for p in queries.purposes_for(kind=kind, source=site, on=today)}
    assert "urge_spraying" in offered
    build.a_station("national", north_m=100, no_spray_radius_m=300)
    offered = {p.code for p in queries.purposes_for(kind=kind, source=site, on=today)}
    assert not any(p.wets_ground for p in models.Purpose.objects.filter(code__in=offered))


def test_one_suspicion_has_one_running_order(cast: Cast) -> None:
    suspicion = build.a_suspicion()
    first = build.an_order(cast, suspicion=suspicion)
    with pytest.raises(rules.AlreadySent) as refused:
        build.an_order(cast, suspicion=suspicion)
    assert refused.value.order == first
    assert len(build.events("dispatch.order_issued")) == 1
    actions.withdraw(number=first, reason="wrong officer", by=cast.analyst, now=NOON)
    build.an_order(cast, suspicion=suspicion)


def test_proposes_the_officer_of_the_grid_in_which_the_first_candidate_stands(cast: Cast) -> None:
    draft = queries.draft_for(suspicion_number=build.a_suspicion(), now=NOON)
    assert draft.kind is KindOfGoing.PUBLIC_PATROL
    assert draft.officer.username == "officer"
    assert (draft.grid.code, draft.source.code, draft.what.code) == ("grid", "site", "look_at_site_dust")
    assert (draft.clock, draft.due_at) == ("natural", NOON + timedelta(minutes=60))


def test_proposes_the_stations_own_grid_without_a_candidate(cast: Cast) -> None:
    draft = queries.draft_for(suspicion_number=build.a_suspicion(source=None), now=NOON)
    assert draft.source is None
    assert (draft.grid.code, draft.what.code) == ("grid", "patrol_grid")


def test_the_seeds_are_laid_down_once(cast: Cast) -> None:
    assert actions.seed(now=NOON) == 0
    assert models.Purpose.objects.filter(wets_ground=True).count() == 2


def test_each_sees_their_own_orders_and_overseers_those_of_their_area(cast: Cast) -> None:
    number = build.an_order(cast)
    for person in (cast.officer, cast.analyst, cast.supervisor, cast.leader):
        assert permissions.visible_orders(person).filter(number=number).exists(), person.role
    for stranger in (cast.grid_head, cast.handler, cast.unit_head, cast.outside_head):
        with pytest.raises(models.Order.DoesNotExist):
            queries.order(number, stranger)
