"""Who sees which site or plant, and what its keepers see of cases and visits."""

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import Role
from lantian.cases import permissions as cases
from lantian.cases.states import Level, State
from lantian.dispatch import permissions as dispatch
from lantian.dispatch import queries as dispatch_queries
from lantian.dispatch.models import Order
from lantian.inspections.models import Visit
from lantian.registry.models import Keeper, Source
from lantian.sites import permissions, queries


def seen(by) -> set[str]:
    return set(permissions.visible_places(by).values_list("code", flat=True))


def test_keepers_see_their_own_the_office_its_area_and_strangers_nothing(cast: Cast, site: Source) -> None:
    other = build.a_site_on_duty("other")
    stranger = build.a_keeper("stranger", role=Role.PLANT_MANAGER, source=other)
    build.an_organisation("far")
    far = build.an_actor("far", role=Role.DUTY_ANALYST, unit="far", area="far")
    town = build.an_actor("next_town", unit=build.an_organisation("next_town").code)
    assert seen(cast.dust_officer) == seen(cast.manager) == {"site"}
    assert seen(stranger) == {"other"}
    assert seen(cast.analyst) == seen(cast.unit_head) == seen(cast.officer) == {"site", "other"}
    assert seen(far) == seen(town) == seen(cast.outside_head) == set()


def test_who_no_longer_keeps_a_site_sees_it_no_more(cast: Cast, site: Source) -> None:
    Keeper.objects.filter(person_id=cast.manager.id).update(valid_to=build.SINCE)
    assert seen(cast.manager) == set()
    assert not cases.visible_cases(cast.manager).exists()


@pytest.mark.parametrize(
    ("state", "is_seen"),
    [
        (State.REPORTED, False),
        (State.FILED, False),
        (State.ASSIGNED, True),
        (State.CLOSED, True),
    ],
)
def test_a_case_is_seen_from_the_moment_a_unit_has_it(
    cast: Cast, site: Source, state: State, is_seen: bool
) -> None:
    build.a_case(cast, state=state)
    other = build.a_site_on_duty("other")
    stranger = build.a_keeper("stranger", role=Role.PLANT_MANAGER, source=other)
    assert bool(queries.cases_of(site, cast.dust_officer)) is is_seen
    assert not cases.visible_cases(stranger).exists()


def test_what_is_asked_and_what_passed_is_told_but_not_who_told_us(cast: Cast, site: Source) -> None:
    number = build.a_case(cast, state=State.IN_PUBLICITY, level=Level.MAJOR)
    own = queries.case_of(site, number, cast.manager)
    assert own.standard
    assert [passed for _at, passed, _reasons in own.looks] == [True]
    assert not any(name in {"words", "reported_by", "contact"} for name in own.__slots__)


def test_an_order_that_has_not_begun_is_nowhere_and_a_visit_that_has_is_there(
    cast: Cast, site: Source
) -> None:
    build.an_order(cast)
    assert queries.visits_of(site) == []
    assert not dispatch.visible_orders(cast.manager).exists()
    visit = build.a_visit(cast)
    Visit.objects.filter(pk=visit.pk).update(source=site)
    [begun] = queries.visits_of(site)
    assert (begun.began_at, begun.score, begun.result) == (NOON, "", "")


def test_a_planned_inspection_is_not_counted_until_it_has_begun(cast: Cast, site: Source) -> None:
    order = Order.objects.get(number=build.an_order(cast))
    firm, _name = dispatch_queries.firm_of(site)
    planned = {"kind": "statutory_inspection", "firm": firm, "uses_cap": True, "planned_on": NOON.date()}
    Order.objects.filter(pk=order.pk).update(**planned)
    begun, cap = queries.begun_of_year(site, on=NOON.date())
    assert (begun, cap is None or cap > 0) == (0, True)
