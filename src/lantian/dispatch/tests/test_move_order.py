"""Arriving, finishing, withdrawing; and what waits for whom."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

import build
from build import NOON, Cast
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.dispatch import actions, models, permissions, queries, rules
from lantian.dispatch.states import MoveRefused, OrderMoved, State


def test_arrives_and_says_whether_in_time(cast: Cast) -> None:
    number = build.an_order(cast)
    actions.arrive(number=number, by=cast.officer, now=NOON + timedelta(minutes=30))
    order = models.Order.objects.get()
    assert (order.state, order.arrived_at) == (State.ARRIVED, NOON + timedelta(minutes=30))
    [event] = build.events("dispatch.order_arrived")
    assert event.facts["is_on_time"] is True


def test_nobody_arrives_for_somebody_else_or_twice(cast: Cast) -> None:
    number = build.an_order(cast)
    with pytest.raises(NotAllowed):
        actions.arrive(number=number, by=cast.supervisor, now=NOON)
    with pytest.raises(models.Order.DoesNotExist):
        actions.arrive(number=number, by=cast.grid_head, now=NOON)
    with pytest.raises(models.Order.DoesNotExist):
        actions.arrive(number=number, by=cast.handler, now=NOON)
    with pytest.raises(NotAllowed):
        actions.arrive(number=number, by=cast.unit_head, now=NOON)
    actions.arrive(number=number, by=cast.officer, now=NOON)
    with pytest.raises(MoveRefused):
        actions.arrive(number=number, by=cast.officer, now=NOON)
    assert len(build.events("dispatch.order_arrived")) == 1


def test_finishing_is_once_and_only_after_arriving(cast: Cast) -> None:
    number = build.an_order(cast)
    with pytest.raises(MoveRefused):
        actions.finish(number=number, by_id=None, now=NOON)
    actions.arrive(number=number, by=cast.officer, now=NOON)
    for _ in range(2):
        actions.finish(number=number, by_id=cast.officer.id, now=NOON)
    assert models.Order.objects.get().state == State.DONE
    assert len(build.events("dispatch.order_finished")) == 1


def test_the_desk_withdraws_with_a_reason_before_anybody_arrives(cast: Cast) -> None:
    number = build.an_order(cast)
    with pytest.raises(rules.ReasonMissing):
        actions.withdraw(number=number, reason=" ", by=cast.analyst, now=NOON)
    with pytest.raises(NotAllowed):
        actions.withdraw(number=number, reason="no", by=cast.officer, now=NOON)
    actions.withdraw(number=number, reason="air is clean again", by=cast.analyst, now=NOON)
    order = models.Order.objects.get()
    assert (order.state, order.withdrawn_reason) == (State.WITHDRAWN, "air is clean again")
    with pytest.raises(MoveRefused):
        actions.withdraw(number=number, reason="again", by=cast.analyst, now=NOON)
    assert build.events("dispatch.order_withdrawn")[0].facts["reason"] == "air is clean again"


def test_an_order_with_somebody_there_is_not_withdrawn(cast: Cast) -> None:
    number = build.an_order(cast)
    actions.arrive(number=number, by=cast.officer, now=NOON)
    with pytest.raises(MoveRefused):
        actions.withdraw(number=number, reason="no", by=cast.analyst, now=NOON)


def test_a_desk_of_elsewhere_meets_no_such_order(cast: Cast) -> None:
    number = build.an_order(cast)
    stranger = build.an_actor(role=Role.DUTY_ANALYST, unit="roads", area="roads")
    with pytest.raises(models.Order.DoesNotExist):
        actions.withdraw(number=number, reason="no", by=stranger, now=NOON)


def test_an_order_waits_for_its_officer_and_when_late_for_the_desk(cast: Cast) -> None:
    number = build.an_order(cast)
    [need] = queries.needs_me(cast.officer, NOON)
    assert (need.kind, need.number, need.act, need.is_overdue) == ("order", number, "arrive", False)
    assert queries.needs_me(cast.analyst, NOON) == []
    [late] = queries.needs_me(cast.analyst, NOON + timedelta(hours=2))
    assert (late.kind, late.is_overdue) == ("late_order", True)
    assert queries.needs_me(cast.grid_head, NOON) == []


@pytest.mark.django_db(transaction=True)
def test_one_arrives_while_another_withdraws(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build.a_cast()
    number = build.an_order(cast)
    barrier = threading.Barrier(2, timeout=20)
    read = permissions.visible_orders

    def read_and_wait(by: Actor):
        found = read(by)

        class Waiting:
            def select_related(self, *names: str):
                return self

            def get(self, **wanted: str) -> models.Order:
                order = found.select_related("suspicion").get(**wanted)
                barrier.wait()
                return order

        return Waiting()

    monkeypatch.setattr(permissions, "visible_orders", read_and_wait)
    outcomes: list[object] = []

    def run(act) -> None:
        try:
            act()
            outcomes.append("won")
        except OrderMoved as error:
            outcomes.append(error)
        finally:
            connection.close()

    acts = [
        lambda: actions.arrive(number=number, by=cast.officer, now=NOON),
        lambda: actions.withdraw(number=number, reason="no", by=cast.analyst, now=NOON),
    ]
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["OrderMoved", "str"]
    assert len(build.events("dispatch.order_arrived") + build.events("dispatch.order_withdrawn")) == 1


def test_an_order_about_a_case_waits_as_the_case_and_ends_without_arriving(cast: Cast) -> None:
    number = build.an_order(cast, what="look_again", case_ref="QX-2026-000001")
    assert queries.needs_me(cast.officer, NOON) == []
    assert queries.cases_to_recheck(cast.officer.id) == queries.cases_shown_to(cast.officer.id)
    actions.finish(number=number, by_id=cast.officer.id, now=NOON)
    assert models.Order.objects.get().state == State.DONE
    assert queries.cases_to_recheck(cast.officer.id) == []
    assert queries.cases_shown_to(cast.officer.id) == ["QX-2026-000001"]
