"""A stand-in does the absent person's work on a case, and counts as involved like them."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.models import Leave
from lantian.accounts.rules import Actor, NotAllowed
from lantian.cases import actions, models, permissions, queries, rules
from lantian.cases.rules import answering
from lantian.cases.states import Level, MoveRefused, State


def _away(person: Actor, stand_in: Actor) -> Actor:
    Leave.objects.create(
        person_id=person.id,
        stand_in_id=stand_in.id,
        begins_at=NOON - timedelta(hours=1),
        ends_at=NOON + timedelta(days=3),
        reason="leave",
        set_by_id=person.id,
        set_at=NOON,
    )
    return accounts.actor(stand_in.id, now=NOON)


def test_the_stand_in_of_a_handler_has_their_needs_and_mends(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    stand_in = _away(cast.handler, cast.outsider)  # a handler of another unit
    [need] = queries.needs_me(stand_in, NOON)
    assert (need.number, need.act, need.stands_in_for.name_zh) == (number, "submit", "handler")
    assert permissions.visible_cases(stand_in).exists()
    actions.submit(number=number, work=build.a_mending(number, stand_in), by=stand_in, now=NOON)
    assert models.Rectification.objects.get().by_id == cast.outsider.id


def test_whoever_stands_in_for_somebody_involved_does_not_recheck(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    stand_in = _away(cast.handler, cast.outsider)
    with pytest.raises(rules.NotIndependent) as refused:
        actions.recheck_pass(number=number, look=build.a_look(stand_in), by=stand_in, now=NOON)
    assert refused.value.reason == rules.Dependence.STANDS_IN
    found = {one.person_id: one.reason for one in queries.who_can_recheck(number, now=NOON)}
    assert found[cast.outsider.id] == "stands_in"
    assert "stands_in" not in [
        one.reason for one in queries.who_can_recheck(number, now=NOON + timedelta(days=4))
    ]


def test_a_stand_in_who_mended_is_involved_after_the_leave_as_well(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    stand_in = _away(cast.handler, cast.outsider)
    actions.submit(number=number, work=build.a_mending(number, stand_in), by=stand_in, now=NOON)
    actions.pass_self_check(number=number, by=cast.unit_head, now=NOON)
    Leave.objects.update(ends_at=NOON)
    involvement = queries.involvement_in(models.Case.objects.get())
    assert queries.why_not(cast.outsider, involvement) == rules.Dependence.HANDLER


def test_the_head_who_stands_in_for_the_handler_does_not_sign_for_it(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    head = _away(cast.handler, cast.unit_head)
    with pytest.raises(rules.OwnWork):
        actions.pass_self_check(number=number, by=head, now=NOON)


def test_the_deputy_of_a_head_accepts_hands_down_and_signs(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    deputy = _away(cast.unit_head, cast.colleague)
    actions.accept(number=number, handler_id=cast.handler.id, by=deputy, now=NOON)
    actions.hand_down(number=number, unit_code="works_east", by=deputy, now=NOON)
    actions.hand_down(number=number, handler_id=cast.sub_colleague.id, by=deputy, now=NOON)
    case = models.Case.objects.get()
    assert (case.sub_unit.code, case.handler_id) == ("works_east", cast.sub_colleague.id)
    with pytest.raises(NotAllowed):  # without the leave a handler hands nothing down
        actions.hand_down(number=number, handler_id=cast.handler.id, by=cast.colleague, now=NOON)


def test_a_stand_in_does_not_sign_off_what_the_absent_ones_unit_mended(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED)
    stand_in = _away(cast.unit_head, cast.supervisor)
    with pytest.raises(NotAllowed):
        actions.close(number=number, by=stand_in, now=NOON)


def test_a_grave_case_parked_before_its_plan_is_planned_before_it_is_submitted(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ACCEPTED, level=Level.MAJOR)
    pause = rules.Pause(reason="frost", interim="net", minutes="12", review_at=NOON + timedelta(days=9))
    actions.park(number=number, pause=pause, by=cast.leader, now=NOON)
    actions.resume(number=number, by=cast.leader, now=NOON)
    work = build.a_mending(number, cast.handler)
    with pytest.raises(answering.PlanBeforePause):
        actions.submit(number=number, work=work, by=cast.handler, now=NOON)
    assert "plan" in [need.act for need in queries.needs_me(cast.unit_head, NOON)]
    given = {"target": "none bare", "by": cast.unit_head, "now": NOON}
    measures = [rules.Measure(what="net", by_on=NOON.date() + timedelta(days=1))]
    actions.plan(number=number, measures=measures, **given)
    with pytest.raises(MoveRefused):
        actions.plan(number=number, measures=measures, **given)
    actions.submit(number=number, work=work, by=cast.handler, now=NOON)


def test_a_request_for_more_time_ends_with_the_mending_it_was_for(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    until = models.Case.objects.get().due_at + timedelta(days=3)
    given = {"number": number, "letter": "rain", "by": cast.handler}
    actions.ask_extension(until=until, now=NOON, **given)
    build.walk(number, cast, state=State.SELF_CHECKED, since=State.RECTIFYING)
    assert models.Extension.objects.get().has_lapsed
    assert len(build.events("cases.extension_lapsed")) == 1
    look = build.a_look(cast.supervisor, has_passed=False)
    actions.recheck_fail(number=number, look=look, by=cast.supervisor, now=NOON)
    until = models.Case.objects.get().due_at + timedelta(days=3)
    actions.ask_extension(until=until, now=NOON, **given)
