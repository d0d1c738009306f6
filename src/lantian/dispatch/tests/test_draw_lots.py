"""Random draws: reproducible, without conflicts, secret until the visit, published afterwards."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from build import NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.rules import NotAllowed, Role
from lantian.dispatch import actions, models, permissions, queries, rules
from lantian.dispatch.rules import Inspector, Object
from lantian.registry.models import Source

TODAY = NOON.date()
SHARES = {"key": Fraction(1, 4), "general": Fraction(1, 20)}
PEOPLE = tuple(Inspector(username=f"p{n}", unit_path="/hq/group/") for n in range(4))


def places(number: int, object_class: str = "key", unit: str = "/hq/works/") -> tuple[Object, ...]:
    return tuple(
        Object(code=f"{object_class}{n}", object_class=object_class, unit_path=unit) for n in range(number)
    )


@given(seed=st.text(min_size=1, max_size=40), key=st.integers(0, 30), general=st.integers(0, 45))
def test_the_same_seed_gives_the_same_draw_whatever_the_order_of_the_lists(
    seed: str, key: int, general: int
) -> None:
    objects = places(key) + places(general, "general")
    once = rules.draw(seed=seed, shares=SHARES, objects=objects, inspectors=PEOPLE)
    again = rules.draw(seed=seed, shares=SHARES, objects=objects[::-1], inspectors=PEOPLE[::-1])
    assert once == again
    assert len(once) == -(-key // 4) + -(-general // 20)
    assert all(len(set(pick.pair)) == 2 for pick in once)


def test_another_seed_draws_others() -> None:
    drawn = {
        tuple(p.code for p in rules.draw(seed=f"s{n}", shares=SHARES, objects=places(40), inspectors=PEOPLE))
        for n in range(20)
    }
    assert len(drawn) > 15


def test_nobody_inspects_a_place_of_their_own_unit_and_the_work_is_spread() -> None:
    own = tuple(Inspector(username=f"own{n}", unit_path="/hq/works/east/") for n in range(3))
    picks = rules.draw(seed="s", shares=SHARES, objects=places(16), inspectors=own + PEOPLE)
    named = [name for pick in picks for name in pick.pair]
    assert not any(name.startswith("own") for name in named)
    assert {named.count(one.username) for one in PEOPLE} == {2}


def test_a_place_without_a_pair_says_so() -> None:
    own = tuple(Inspector(username=f"own{n}", unit_path="/hq/works/") for n in range(2))
    [pick] = rules.draw(seed="s", shares=SHARES, objects=places(1), inspectors=own)
    assert (pick.pair, pick.missing) == ((), "no_pair")


def test_who_is_left_out_is_not_drawn_but_counts_in_the_share() -> None:
    objects = places(3) + (replace(places(4)[3], excluded="at_cap"),)
    assert rules.wanted(SHARES, objects)["key"] == 1
    for n in range(20):
        [pick] = rules.draw(seed=str(n), shares=SHARES, objects=objects, inspectors=PEOPLE)
        assert pick.code != "key3"


@pytest.fixture
def drawn(cast: Cast) -> str:
    """A draw over the site and three plants, all key, by two supervisors."""
    for n in range(3):
        build.a_source(f"plant{n}", kind="plant", north_m=100.0 * n)
    for code in ("site", "plant0", "plant1", "plant2"):
        actions.set_class(source_code=code, object_class="key", by=cast.analyst, now=NOON)
    for n in (1, 2):
        build.a_person(f"inspector{n}", unit="group", role=Role.SUPERVISOR, certificate=f"执{n}")
    return draw(cast)


def draw(cast: Cast, **changes: object) -> str:
    fields = {
        "what": "inspect_site",
        "plan": "2026年双随机计划",
        "basis": "大气污染防治法第二十九条",
        "until": TODAY + timedelta(days=14),
        "by": cast.analyst,
        "now": NOON,
    }
    return actions.draw(**fields | changes)


def test_a_draw_is_recorded_and_drawn_again_comes_to_the_same(cast: Cast, drawn: str) -> None:
    found = models.Draw.objects.get(number=drawn)
    again = queries.drawn_again(found)
    assert again.is_same and again.digest == found.digest
    [event] = build.events("dispatch.drawn")
    assert (event.facts["seed"], event.facts["picks"]) == (found.seed, 1)
    models.Draw.objects.filter(pk=found.pk).update(seed="0" * 32)
    assert not queries.drawn_again(models.Draw.objects.get(number=drawn)).is_same


def test_what_was_drawn_is_an_unannounced_visit_that_the_units_do_not_see(cast: Cast, drawn: str) -> None:
    [order] = models.Order.objects.filter(draw__number=drawn)
    assert (order.mode, order.kind) == ("unannounced", "statutory_inspection")
    assert {order.officer.username, order.companion.username} == {"inspector1", "inspector2"}
    for blind in (cast.unit_head, cast.handler, cast.officer, cast.outside_head):
        assert not permissions.visible_orders(blind).exists()
        assert not permissions.visible_draws(blind).exists()
    assert permissions.visible_draws(cast.supervisor).exists()


def test_the_same_places_are_not_drawn_twice_in_a_quarter(cast: Cast, drawn: str) -> None:
    first = {pick["code"] for pick in models.Draw.objects.get(number=drawn).picks_json}
    for _ in range(3):
        second = models.Draw.objects.get(number=draw(cast))
        assert not first & {pick["code"] for pick in second.picks_json}
        first |= {pick["code"] for pick in second.picks_json}
    with pytest.raises(rules.NothingToDraw):
        draw(cast)
    assert models.Draw.objects.count() == 4


@pytest.mark.parametrize("who", ["supervisor", "leader", "officer", "unit_head", "handler"])
def test_only_the_desk_draws_and_sets_classes(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        draw(cast, by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        actions.set_class(source_code="site", object_class="key", by=getattr(cast, who), now=NOON)
    assert not models.Draw.objects.exists()


def test_a_place_outside_the_area_gets_no_class(cast: Cast) -> None:
    stranger = build.an_actor(role=Role.DUTY_ANALYST, unit="roads", area="roads")
    with pytest.raises(Source.DoesNotExist):
        actions.set_class(source_code="site", object_class="key", by=stranger, now=NOON)


def test_without_two_certificates_nothing_is_drawn(cast: Cast) -> None:
    with pytest.raises(rules.TooFewInspectors, match="has 0 people"):
        draw(cast)


def test_the_result_is_published_after_the_visits(cast: Cast, drawn: str) -> None:
    with pytest.raises(rules.DrawUntold, match="1 visits"):
        actions.publish(number=drawn, by=cast.analyst, now=NOON)
    [order] = models.Order.objects.filter(draw__number=drawn)
    actions.arrive(number=order.number, by=accounts.actor(order.officer_id), now=NOON)
    actions.finish(number=order.number, by_id=None, now=NOON)
    actions.publish(number=drawn, by=cast.analyst, now=NOON)
    actions.publish(number=drawn, by=cast.analyst, now=NOON)
    assert len(build.events("dispatch.draw_published")) == 1
    assert permissions.visible_draws(cast.unit_head).filter(number=drawn).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_that_draw_at_once_neither_draws_the_places_of_the_other() -> None:
    cast = build.a_cast()
    build.a_source("plant0", kind="plant")
    for n in (1, 2):
        build.a_person(f"inspector{n}", unit="group", role=Role.SUPERVISOR, certificate=f"执{n}")
    outcomes = build.second_while_first(lambda: draw(cast), lambda: draw(cast))
    assert all(isinstance(one, str) for one in outcomes), outcomes
    one, other = ({p["code"] for p in d.picks_json} for d in models.Draw.objects.all())
    assert one and other and not one & other
