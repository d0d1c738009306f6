"""The desk sends somebody independent to look again; whoever is not is refused when they are named."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.calendar import queries as calendar
from lantian.cases import actions, models, queries, rules
from lantian.cases.rules import Dependence
from lantian.cases.states import MoveRefused, State
from lantian.dispatch import actions as dispatch
from lantian.dispatch import rules as dispatch_rules
from lantian.dispatch.models import Order


@pytest.fixture
def neighbour(cast: Cast) -> Actor:
    """A grid officer of another township."""
    build.an_organisation("other_town", kind="township")
    return build.an_actor("neighbour", unit="other_town")


def test_whoever_is_sent_sees_the_case_has_it_before_them_and_may_recheck(
    cast: Cast, neighbour: Actor
) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    before = models.Case.objects.values().get()
    with pytest.raises(models.Case.DoesNotExist):
        queries.case(number, neighbour, now=NOON)
    sent = actions.send_to_recheck(number=number, officer_id=neighbour.id, by=cast.analyst, now=NOON)
    order = Order.objects.get(number=sent)
    assert (order.case_ref, order.what.code, order.officer_id) == (number, "look_again", neighbour.id)
    assert models.Case.objects.values().get() == before
    [event] = build.events("dispatch.order_issued", about=f"dispatch.order:{sent}")
    assert event.facts["case"] == number
    assert [(need.number, need.act) for need in queries.needs_me(neighbour, NOON)] == [(number, "recheck")]
    actions.recheck_pass(number=number, look=build.a_look(neighbour), by=neighbour, now=NOON)
    assert models.Case.objects.get().state == State.PASSED


def test_the_order_is_due_with_the_recheck_and_stands_in_the_history(cast: Cast, neighbour: Actor) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    sent = actions.send_to_recheck(number=number, officer_id=neighbour.id, by=cast.analyst, now=NOON)
    case, order = models.Case.objects.get(), Order.objects.get(number=sent)
    assert (order.due_at, order.clock) == (case.recheck_due_at, case.recheck_clock)
    last = queries.history(number, cast.unit_head)[-1]
    assert (last.event, last.about) == ("dispatch.order_issued", f"dispatch.order:{sent}")


def test_once_the_limit_is_over_looking_again_has_a_time_of_its_own(cast: Cast, neighbour: Actor) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    late = NOON + timedelta(days=30)
    sent = actions.send_to_recheck(number=number, officer_id=neighbour.id, by=cast.analyst, now=late)
    order = Order.objects.get(number=sent)
    assert order.due_at == calendar.due_at(start=late, hours=order.what.hours, clock=order.what.clock)


@pytest.mark.parametrize("unit", ["works", "works_east"])
def test_refuses_to_send_a_colleague_and_leaves_no_trace(cast: Cast, unit: str) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    officer = build.an_actor("colleague_on_patrol", unit=unit)
    with pytest.raises(rules.RecheckerUnfit, match="Send somebody of another unit") as refused:
        actions.send_to_recheck(number=number, officer_id=officer.id, by=cast.analyst, now=NOON)
    assert refused.value.reason is Dependence.SAME_UNIT
    assert not Order.objects.exclude(case_ref="").exists()
    assert not build.events("cases.recheck_refused")


def test_refuses_who_handled_an_earlier_round(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    Person.objects.filter(pk=cast.handler.id).update(
        role=Role.GRID_OFFICER, organisation=build.an_organisation("roads")
    )
    with pytest.raises(rules.RecheckerUnfit) as refused:
        actions.send_to_recheck(number=number, officer_id=cast.handler.id, by=cast.analyst, now=NOON)
    assert refused.value.reason is Dependence.HANDLER


def test_sends_one_at_a_time_and_somebody_else_after_the_order_is_withdrawn(
    cast: Cast, neighbour: Actor
) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    first = actions.send_to_recheck(number=number, officer_id=neighbour.id, by=cast.analyst, now=NOON)
    with pytest.raises(rules.AlreadySent, match=first):
        actions.send_to_recheck(number=number, officer_id=cast.supervisor.id, by=cast.analyst, now=NOON)
    dispatch.withdraw(number=first, reason="ill", by=cast.analyst, now=NOON)
    with pytest.raises(models.Case.DoesNotExist):
        queries.case(number, neighbour, now=NOON)
    actions.send_to_recheck(number=number, officer_id=cast.supervisor.id, by=cast.analyst, now=NOON)


@pytest.mark.parametrize("state", [State.RECTIFYING, State.PASSED, State.CLOSED])
def test_sends_nobody_to_what_does_not_wait_for_a_recheck(cast: Cast, neighbour: Actor, state: State) -> None:
    number = build.a_case(cast, state=state)
    with pytest.raises(MoveRefused):
        actions.send_to_recheck(number=number, officer_id=neighbour.id, by=cast.analyst, now=NOON)


@pytest.mark.parametrize("who", ["supervisor", "leader", "unit_head", "officer"])
def test_only_the_desk_sends(cast: Cast, neighbour: Actor, who: str) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(NotAllowed):
        actions.send_to_recheck(number=number, officer_id=neighbour.id, by=getattr(cast, who), now=NOON)


def test_a_desk_of_elsewhere_meets_no_such_case(cast: Cast, neighbour: Actor) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    stranger = build.an_actor(role=Role.DUTY_ANALYST, unit="other_town", area="other_town")
    with pytest.raises(models.Case.DoesNotExist):
        actions.send_to_recheck(number=number, officer_id=neighbour.id, by=stranger, now=NOON)
    assert not Order.objects.exclude(case_ref="").exists()


def test_nobody_is_sent_whose_role_does_not_go_out(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(dispatch_rules.OfficerUnfit):
        actions.send_to_recheck(number=number, officer_id=cast.outsider.id, by=cast.analyst, now=NOON)
