"""A shift takes so many orders for at once; beyond that somebody else is offered, or a reason is kept."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.dispatch import queries, rules
from lantian.dispatch.models import AlarmBudget, Order
from lantian.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(cast: Cast) -> Cast:
    """The officer has had two of two orders."""
    AlarmBudget.objects.update(most_a_shift=2)
    for _ in range(2):
        build.an_order(cast)
    return cast


def test_an_order_beyond_the_budget_is_refused_and_somebody_else_is_offered(full: Cast) -> None:
    events = Event.objects.count()
    with pytest.raises(rules.OverBudget) as refused:
        build.an_order(full, over_reason="  ")
    assert refused.value.facts["others"] == ("grid_head",)
    assert (refused.value.got, refused.value.most) == (2, 2)
    assert Order.objects.count() == 2
    assert Event.objects.count() == events


def test_a_reason_is_kept_with_the_order_and_in_its_event(full: Cast) -> None:
    order = Order.objects.get(number=build.an_order(full, over_reason="school next door"))
    assert order.over_reason == "school next door"
    assert Event.objects.get(about=f"dispatch.order:{order.number}").facts["over_reason"] == order.over_reason


def test_within_the_budget_no_reason_is_kept(cast: Cast) -> None:
    assert Order.objects.get(number=build.an_order(cast, over_reason="habit")).over_reason == ""


def test_fire_always_goes_and_says_why(full: Cast) -> None:
    number = build.an_order(full, what="look_for_burning", source=None)
    assert Order.objects.get(number=number).over_reason == rules.URGENT


def test_the_next_shift_begins_with_nothing(full: Cast) -> None:
    build.an_order(full, now=NOON + timedelta(hours=12))
    with pytest.raises(rules.OverBudget):
        build.an_order(full, now=NOON + timedelta(minutes=1))


def test_a_visit_planned_for_a_later_day_is_no_alarm(full: Cast) -> None:
    planned = rules.Planned(on=(NOON + timedelta(days=2)).date())
    build.an_order(full, planned=planned)
    budget = queries.shift_budget(on=NOON.date())
    assert budget is not None
    assert queries.loads(budget, now=NOON)[1] == {full.officer.id: 2}


def test_without_a_row_in_force_nothing_is_counted(full: Cast) -> None:
    AlarmBudget.objects.update(valid_to=NOON.date() - timedelta(days=1))
    assert build.an_order(full)


@pytest.mark.parametrize(
    ("at", "begun"), [("07:59", "20:00"), ("08:00", "08:00"), ("19:59", "08:00"), ("23:10", "20:00")]
)
def test_a_shift_begins_at_its_hours_also_before_midnight(cast: Cast, at: str, begun: str) -> None:
    budget = queries.shift_budget(on=NOON.date())
    assert budget is not None
    hour, minute = (int(part) for part in at.split(":"))
    local = NOON.replace(hour=hour, minute=minute)
    assert f"{budget.begins(local):%H:%M}" == begun
    assert budget.begins(local) <= local


def test_night_runs_over_midnight(cast: Cast) -> None:
    budget = queries.shift_budget(on=NOON.date())
    assert budget is not None
    wakes = [hour for hour in range(24) if budget.wakes(NOON.replace(hour=hour).time())]
    assert wakes == [0, 1, 2, 3, 4, 5, 22, 23]
