"""Whoever was sent to recheck is done when the recheck is, and not before."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.cases import actions as cases
from lantian.cases import permissions
from lantian.cases.states import State
from lantian.dispatch import queries as orders
from lantian.dispatch.models import Order
from lantian.inspections import actions as inspections
from lantian.pipeline import handlers

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    return build.a_cast()


def _react(name: str) -> None:
    """The reactions to the last event of a name, twice, as deliveries may come."""
    event = build.events(name)[-1]
    for _ in range(2):
        for react in handlers.HANDLERS[name]:
            if react in {handlers.end_sending, handlers.answer_suspicion}:
                react(event)


def _sent(cast: Cast) -> tuple[str, str]:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    return number, cases.send_to_recheck(number=number, officer_id=cast.officer.id, by=cast.analyst, now=NOON)


@pytest.mark.parametrize("has_passed", [True, False])
def test_a_recheck_ends_the_order_for_it_whoever_made_it(cast: Cast, has_passed: bool) -> None:
    number, order = _sent(cast)
    act = cases.recheck_pass if has_passed else cases.recheck_fail
    look = build.a_look(cast.supervisor, has_passed=has_passed)
    act(number=number, look=look, by=cast.supervisor, now=LATER)
    _react("cases.recheck_passed" if has_passed else "cases.recheck_failed")
    assert (Order.objects.get(number=order).state, Order.objects.get(number=order).done_at) == ("done", LATER)
    assert orders.cases_to_recheck(cast.officer.id) == []
    assert permissions.visible_cases(cast.officer).filter(number=number).exists()
    assert len(build.events("dispatch.order_finished", about=f"dispatch.order:{order}")) == 1


def test_a_visit_alone_does_not_end_it(cast: Cast) -> None:
    number, order = _sent(cast)
    visit = build.a_visit(cast, order=order)
    build.answer_all(visit, "ok", by=cast.officer)
    inspections.file_finding(
        visit_key=visit.key, result="nothing", category="", words="covered", source_code="site",
        by=cast.officer, now=NOON,
    )  # fmt: skip
    _react("inspections.finding_filed")
    assert Order.objects.get(number=order).state == "arrived"
    assert orders.cases_to_recheck(cast.officer.id) == [number]


def test_a_recheck_nobody_was_sent_for_ends_nothing(cast: Cast) -> None:
    build.a_case(cast, state=State.PASSED)
    _react("cases.recheck_passed")
    assert not build.events("dispatch.order_finished")
