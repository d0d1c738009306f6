"""An order goes to whoever stands in for its officer, while the leave lasts."""

from datetime import timedelta
from decimal import Decimal

import pytest

import build
from build import NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.models import Leave
from lantian.dispatch import actions, models, permissions, queries
from lantian.dispatch.rules import KindOfGoing


def test_the_stand_in_sees_the_order_has_it_on_the_day_and_arrives(cast: Cast) -> None:
    number = actions.issue(
        kind=KindOfGoing.PUBLIC_PATROL,
        grid_code="grid",
        officer_id=cast.officer.id,
        what=models.Purpose.objects.filter(wets_ground=False).first().code,
        hours=Decimal(2),
        clock="natural",
        by=cast.analyst,
        now=NOON,
    )
    build.an_organisation("town2", kind="township")
    other = build.an_actor("other", role="grid_officer", unit="town2")
    assert not permissions.visible_orders(other).exists()
    Leave.objects.create(
        person_id=cast.officer.id,
        stand_in_id=other.id,
        begins_at=NOON,
        ends_at=NOON + timedelta(hours=1),
        reason="leave",
        set_by_id=cast.leader.id,
        set_at=NOON,
    )
    late = accounts.actor(other.id, now=NOON + timedelta(hours=1))
    with pytest.raises(models.Order.DoesNotExist):
        actions.arrive(number=number, by=late, now=NOON + timedelta(hours=1))
    stand_in = accounts.actor(other.id, now=NOON)
    assert [need.number for need in queries.needs_me(stand_in, NOON)] == [number]
    order = models.Order.objects.get(number=number)
    assert queries.goes_now(order, stand_in) and not queries.goes_now(order, cast.grid_head)
    actions.arrive(number=number, by=stand_in, now=NOON)
    assert models.Order.objects.get(number=number).arrived_at == NOON
