"""A case reaches its unit, which takes it or gives it back."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.models import Person
from lantian.accounts.rules import NotAllowed
from lantian.calendar import queries as calendar
from lantian.cases import actions, models, rules
from lantian.cases.states import Level, MoveRefused, State


def test_assigns_to_the_unit_that_answers_for_the_source_on_the_working_clock(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    actions.assign(number=number, by=cast.analyst, now=NOON)
    case = models.Case.objects.get(number=number)
    assert (case.state, case.unit.code, case.order_number) == (State.ASSIGNED, "works", "JB-2026-000001")
    assert case.clock == "working"
    # Friday 12:00 + 15 h of shifts (4 + 7.5 + 3.5), the weekend stands still
    assert case.due_at.astimezone(calendar.local_zone()).strftime("%a %H:%M") == "Tue 12:00"
    assert set(case.scopes.values_list("ancestor__code", flat=True)) == {"hq", "town", "works"}
    assert set(case.scopes.values_list("deadline", flat=True)) == {case.due_at}
    [event] = build.events("cases.assigned")
    assert event.facts["order_number"] == "JB-2026-000001"
    assert event.facts["route"] == "table"


def test_burning_runs_on_the_natural_clock(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED, category="open_burning")
    actions.assign(number=number, by=cast.analyst, now=NOON)
    case = models.Case.objects.get()
    assert (case.clock, case.due_at) == ("natural", NOON + timedelta(hours=2))
    assert case.unit.code == "town"  # the place answers first


def test_a_case_without_a_source_goes_to_the_unit_of_its_grid(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED, source_code="")
    actions.assign(number=number, by=cast.analyst, now=NOON)
    assert models.Case.objects.get().unit.code == "town"


def test_the_desk_may_choose_unit_and_deadline(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    due_at = NOON + timedelta(hours=3)
    actions.assign(
        number=number, unit_code="roads", due_at=due_at, clock="natural", by=cast.analyst, now=NOON
    )
    case = models.Case.objects.get()
    assert (case.unit.code, case.due_at, case.clock) == ("roads", due_at, "natural")


def test_refuses_a_deadline_in_the_past_and_leaves_no_trace(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    with pytest.raises(rules.DueInPast, match="Choose a later one; nothing was changed"):
        actions.assign(number=number, due_at=NOON - timedelta(minutes=1), by=cast.analyst, now=NOON)
    assert models.Case.objects.get().state == State.FILED
    assert not build.events("cases.assigned")


def test_a_unit_outside_our_command_gets_a_letter(cast: Cast) -> None:
    build.an_organisation("railway", kind="resident", is_under_command=False)
    number = build.a_case(cast, state=State.FILED)
    with pytest.raises(rules.OutsideCommand, match="letter"):
        actions.assign(number=number, unit_code="railway", by=cast.analyst, now=NOON)


def test_a_unit_above_everybody_would_leave_nobody_to_recheck(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    with pytest.raises(rules.UnitTooHigh):
        actions.assign(number=number, unit_code="hq", by=cast.analyst, now=NOON)


def test_only_the_desk_assigns_and_only_once(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    with pytest.raises(NotAllowed):
        actions.assign(number=number, by=cast.leader, now=NOON)
    actions.assign(number=number, by=cast.analyst, now=NOON)
    with pytest.raises(MoveRefused):
        actions.assign(number=number, by=cast.analyst, now=NOON)
    assert len(build.events("cases.assigned")) == 1


def test_the_unit_returns_what_is_not_its_own(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    actions.return_(number=number, reason="not our site", by=cast.unit_head, now=NOON)
    case = models.Case.objects.get()
    assert (case.state, case.returns) == (State.RETURNED, 1)
    [event] = build.events("cases.returned")
    assert (event.facts["reason"], event.facts["returns"]) == ("not our site", 1)


def test_a_case_is_returned_twice_and_no_third_time(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RETURNED)
    actions.assign(number=number, by=cast.analyst, now=NOON)
    actions.return_(number=number, reason="still not ours", by=cast.unit_head, now=NOON)
    actions.assign(number=number, by=cast.analyst, now=NOON)
    with pytest.raises(rules.TooManyReturns):
        actions.return_(number=number, reason="never ours", by=cast.unit_head, now=NOON)
    assert models.Case.objects.get().state == State.ASSIGNED


def test_a_case_is_not_returned_after_the_window_or_without_a_reason(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    with pytest.raises(rules.ReasonMissing):
        actions.return_(number=number, reason=" ", by=cast.unit_head, now=NOON)
    with pytest.raises(rules.ReturnWindowOver):
        actions.return_(number=number, reason="no", by=cast.unit_head, now=NOON + timedelta(days=3))


def test_only_the_head_of_the_unit_returns_and_not_twice(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    with pytest.raises(NotAllowed):
        actions.return_(number=number, reason="no", by=cast.handler, now=NOON)
    with pytest.raises(models.Case.DoesNotExist):
        actions.return_(number=number, reason="no", by=cast.outside_head, now=NOON)
    actions.return_(number=number, reason="no", by=cast.unit_head, now=NOON)
    with pytest.raises(MoveRefused):
        actions.return_(number=number, reason="no", by=cast.unit_head, now=NOON)
    assert len(build.events("cases.returned")) == 1


def test_the_unit_accepts_and_names_a_handler(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    actions.accept(number=number, handler_id=cast.sub_colleague.id, by=cast.unit_head, now=NOON)
    case = models.Case.objects.get()
    assert (case.state, case.handler_id) == (State.ACCEPTED, cast.sub_colleague.id)
    [event] = build.events("cases.accepted")
    assert event.facts["handler"] == cast.sub_colleague.id


def test_a_handler_accepts_for_themselves_and_for_nobody_else(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    with pytest.raises(NotAllowed):
        actions.accept(number=number, handler_id=cast.colleague.id, by=cast.handler, now=NOON)
    actions.accept(number=number, by=cast.handler, now=NOON)
    assert models.Case.objects.get().handler_id == cast.handler.id


@pytest.mark.parametrize(("who", "reason"), [("outsider", "of another unit"), ("unit_head", "not a handler")])
def test_the_handler_is_a_handler_of_the_unit(cast: Cast, who: str, reason: str) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    with pytest.raises(rules.HandlerUnfit) as refused:
        actions.accept(number=number, handler_id=getattr(cast, who).id, by=cast.unit_head, now=NOON)
    assert refused.value.reason == reason
    assert models.Case.objects.get().state == State.ASSIGNED


def test_a_closed_account_handles_nothing(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    Person.objects.filter(pk=cast.handler.id).update(is_active=False)
    with pytest.raises(rules.HandlerUnfit):
        actions.accept(number=number, handler_id=cast.handler.id, by=cast.unit_head, now=NOON)


def test_another_unit_does_not_see_the_case_and_nobody_accepts_twice(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    with pytest.raises(models.Case.DoesNotExist):
        actions.accept(number=number, by=cast.outsider, now=NOON)
    actions.accept(number=number, by=cast.handler, now=NOON)
    with pytest.raises(MoveRefused):
        actions.accept(number=number, by=cast.colleague, now=NOON)
    assert len(build.events("cases.accepted")) == 1


def test_a_serious_case_has_more_time(cast: Cast) -> None:
    minor = models.Case.objects.get(number=build.a_case(cast, state=State.ASSIGNED))
    serious = models.Case.objects.get(number=build.a_case(cast, state=State.ASSIGNED, level=Level.SERIOUS))
    assert serious.due_at > minor.due_at
