"""After the mending: the unit's own check, objections while it is public, later looks after closing."""

from datetime import timedelta
from decimal import Decimal

import pytest

import build
from build import NOON
from build.office import Cast
from lantian.accounts.rules import NotAllowed, Role
from lantian.cases import actions, models, rules
from lantian.cases.rules import Dependence
from lantian.cases.states import Level, MoveRefused, State

DAY = timedelta(days=1)


def _case(number: str) -> models.Case:
    return models.Case.objects.get(number=number)


def test_nobody_rechecks_what_the_unit_has_not_signed(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    with pytest.raises(MoveRefused):
        actions.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON)
    for by in (cast.handler, cast.outside_head):
        with pytest.raises((NotAllowed, models.Case.DoesNotExist)):
            actions.pass_self_check(number=number, by=by, now=NOON)
    actions.pass_self_check(number=number, by=cast.unit_head, now=NOON)
    case = _case(number)
    assert (case.state, case.self_check_due_at) == (State.SELF_CHECKED, None)
    assert set(case.scopes.values_list("deadline", flat=True)) == {case.recheck_due_at}


def test_the_unit_sends_its_own_mending_back(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    due_at = _case(number).due_at
    with pytest.raises(rules.ReasonMissing):
        actions.fail_self_check(number=number, reason="", by=cast.unit_head, now=NOON)
    actions.fail_self_check(number=number, reason="north corner bare", by=cast.unit_head, now=NOON)
    assert (_case(number).state, _case(number).due_at) == (State.RECTIFYING, due_at)
    work = build.a_mending(number, cast.handler)
    actions.submit(number=number, work=work, by=cast.handler, now=NOON)
    actions.pass_self_check(number=number, by=cast.unit_head, now=NOON)
    assert list(models.SelfCheck.objects.values_list("round", "has_passed")) == [(1, False), (2, True)]


def test_handing_down_leaves_the_unit_answerable(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    actions.hand_down(
        number=number,
        unit_code="works_east",
        handler_id=cast.sub_colleague.id,
        by=cast.unit_head,
        now=NOON,
    )
    case = _case(number)
    assert (case.unit.code, case.sub_unit.code, case.handler_id) == (
        "works",
        "works_east",
        cast.sub_colleague.id,
    )
    assert "works_east" in set(case.scopes.values_list("ancestor__code", flat=True))
    with pytest.raises(rules.OutsideUnit):
        actions.hand_down(number=number, unit_code="roads", by=cast.unit_head, now=NOON)
    with pytest.raises(rules.HandlerUnfit):
        actions.hand_down(number=number, handler_id=cast.outsider.id, by=cast.unit_head, now=NOON)
    with pytest.raises(rules.NobodyNamed):
        actions.hand_down(number=number, by=cast.unit_head, now=NOON)


def _public(cast: Cast) -> str:
    return build.a_case(cast, state=State.IN_PUBLICITY, level=Level.MAJOR)


def _object(number: str, cast: Cast) -> int:
    return actions.object_to(number=number, words="the back is bare", by=cast.officer, now=NOON)


def test_an_open_objection_keeps_a_case_from_closing(cast: Cast) -> None:
    number = _public(cast)
    one = _object(number, cast)
    over = _case(number).publicity_until
    with pytest.raises(rules.ObjectionsOpen, match="1"):
        actions.close(number=number, by=cast.leader, now=over)
    assert _case(number).state == State.IN_PUBLICITY
    actions.dismiss_objection(
        number=number, objection=one, decision="another plot", by=cast.supervisor, now=NOON
    )
    with pytest.raises(rules.ObjectionDecided):
        actions.dismiss_objection(number=number, objection=one, decision="x", by=cast.supervisor, now=NOON)
    actions.close(number=number, by=cast.leader, now=over)
    assert _case(number).state == State.CLOSED


def test_after_an_upheld_objection_a_third_person_looks(cast: Cast) -> None:
    number = _public(cast)
    one = _object(number, cast)
    said = {"decision": "it is bare", "by": cast.supervisor, "now": NOON}
    actions.uphold_objection(number=number, objection=one, **said)
    assert _case(number).state == State.SELF_CHECKED
    with pytest.raises(rules.NotIndependent) as refused:
        actions.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON)
    assert refused.value.reason is Dependence.LOOKED_BEFORE
    third = build.an_actor("third", role=Role.SUPERVISOR, unit="group")
    actions.recheck_pass(number=number, look=build.a_look(third), by=third, now=NOON)
    assert list(models.Recheck.objects.values_list("round", "turn")) == [(1, 0), (1, 1)]


def test_objections_are_for_cases_in_public(cast: Cast) -> None:
    with pytest.raises(rules.NotInPublicity):
        _object(build.a_case(cast, state=State.PASSED), cast)
    with pytest.raises(rules.ObjectionMissing):
        actions.object_to(number=_public(cast), words=" ", by=cast.officer, now=NOON)


def test_grave_cases_are_looked_at_three_times_after_closing(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED, level=Level.MAJOR)
    closed_at = _case(number).closed_at
    planned = models.LaterLook.objects.order_by("due_at").all
    assert [(row.days, row.why) for row in planned()] == [(7, "grave"), (30, "grave"), (90, "grave")]
    look = build.a_look(cast.supervisor)
    actions.recheck_later_ok(number=number, look=look, by=cast.supervisor, now=closed_at + 7 * DAY)
    assert _case(number).state == State.CLOSED
    assert [row.holds for row in planned()] == [True, None, None]
    with pytest.raises(rules.NotIndependent):
        actions.recheck_later_ok(
            number=number, look=build.a_look(cast.colleague), by=cast.colleague, now=closed_at + 30 * DAY
        )


def test_a_later_look_that_finds_it_undone_opens_the_case_one_level_higher(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED, level=Level.MAJOR)
    look = build.a_look(cast.supervisor, has_passed=False)
    actions.reopen_after_look(number=number, look=look, by=cast.supervisor, now=NOON + 40 * DAY)
    case = _case(number)
    assert (case.state, case.level) == (State.REOPENED, Level.SUPERIOR)
    rebound = models.Rebound.objects.get()
    assert (rebound.finding, rebound.later_look.holds) == (None, False)
    assert build.events("cases.reopened")[0].facts["reason"] == "later_look"


def test_a_share_of_minor_cases_is_drawn_and_nobody_can_choose(cast: Cast) -> None:
    bounds = rules.Bounds(
        **{name: 0 for name in rules.Bounds.__dataclass_fields__}
        | {"later_look_share": Decimal("0.1"), "later_look_days": 30}
    )
    drawn = [n for n in range(2000) if rules.later_looks(is_grave=False, seed=f"QX-{n}", bounds=bounds)]
    assert 150 < len(drawn) < 250
    assert drawn == [
        n for n in range(2000) if rules.later_looks(is_grave=False, seed=f"QX-{n}", bounds=bounds)
    ]


def test_a_case_without_a_planned_look_has_none_to_make(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    models.LaterLook.objects.all().delete()
    with pytest.raises(rules.NoLaterLook):
        actions.recheck_later_ok(
            number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON
        )
