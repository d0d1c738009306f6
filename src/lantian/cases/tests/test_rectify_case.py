"""A mending starts, with a plan where it is grave, and is reported with the views before and after."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed
from lantian.cases import actions, models, rules
from lantian.cases.states import Level, MoveRefused, State

MEASURES = [rules.Measure(what="net over all bare soil", by_on=NOON.date())]


def test_the_handler_starts(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ACCEPTED)
    actions.start(number=number, by=cast.handler, now=NOON)
    assert models.Case.objects.get().state == State.RECTIFYING
    assert len(build.events("cases.started")) == 1


def test_only_the_named_handler_starts_and_only_once(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ACCEPTED)
    for other in (cast.colleague, cast.unit_head):
        with pytest.raises(NotAllowed):
            actions.start(number=number, by=other, now=NOON)
    with pytest.raises(models.Case.DoesNotExist):
        actions.start(number=number, by=cast.outsider, now=NOON)
    actions.start(number=number, by=cast.handler, now=NOON)
    with pytest.raises(MoveRefused):
        actions.start(number=number, by=cast.handler, now=NOON)
    assert len(build.events("cases.started")) == 1


@pytest.mark.parametrize("level", [Level.MAJOR, Level.SUPERIOR])
def test_a_grave_case_starts_with_a_plan(cast: Cast, level: Level) -> None:
    number = build.a_case(cast, state=State.ACCEPTED, level=level)
    with pytest.raises(rules.PlanNeeded):
        actions.start(number=number, by=cast.handler, now=NOON)
    actions.plan(number=number, target="no bare soil", measures=MEASURES, by=cast.unit_head, now=NOON)
    case = models.Case.objects.get()
    assert case.state == State.RECTIFYING
    assert case.plans.get().measures == [{"what": "net over all bare soil", "by_on": "2026-11-20"}]
    [event] = build.events("cases.planned")
    assert event.facts["measures"] == 1


def test_a_plan_is_the_heads_and_only_for_a_grave_case(cast: Cast) -> None:
    minor = build.a_case(cast, state=State.ACCEPTED)
    with pytest.raises(rules.PlanNotNeeded):
        actions.plan(number=minor, target="t", measures=MEASURES, by=cast.unit_head, now=NOON)
    major = build.a_case(cast, state=State.ACCEPTED, level=Level.MAJOR)
    with pytest.raises(NotAllowed):
        actions.plan(number=major, target="t", measures=MEASURES, by=cast.handler, now=NOON)
    with pytest.raises(models.Case.DoesNotExist):
        actions.plan(number=major, target="t", measures=MEASURES, by=cast.outside_head, now=NOON)
    with pytest.raises(rules.PlanIncomplete):
        actions.plan(number=major, target="t", measures=[], by=cast.unit_head, now=NOON)
    assert not build.events("cases.planned")
    actions.plan(number=major, target="t", measures=MEASURES, by=cast.unit_head, now=NOON)
    with pytest.raises(MoveRefused):
        actions.plan(number=major, target="t", measures=MEASURES, by=cast.unit_head, now=NOON)


def test_submits_with_before_and_after_and_starts_the_rechecks_clock(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    work = build.a_mending(number, cast.handler)
    actions.submit(number=number, work=work, by=cast.handler, now=NOON)
    case = models.Case.objects.get()
    row = case.rectifications.get()
    assert (case.state, row.round, row.cost_fen) == (State.SUBMITTED, 1, 120_000)
    assert str(row.before.key) == work.before_key
    assert str(row.after.key) == work.after_key
    assert row.is_on_time
    assert case.self_check_due_at > NOON
    assert set(case.scopes.values_list("deadline", flat=True)) == {case.self_check_due_at}
    [event] = build.events("cases.submitted")
    assert (event.facts["is_on_time"], event.facts["days_late"]) == (True, 0)


def test_a_late_submission_says_how_late(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    late = models.Case.objects.get().due_at + timedelta(hours=30)
    actions.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=late)
    [event] = build.events("cases.submitted")
    assert (event.facts["is_on_time"], event.facts["days_late"]) == (False, 2)


def test_refuses_the_same_photo_sent_again_under_another_key(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    content = build.photo_bytes()
    before, after = (build.a_photo(cast.handler, content=content) for _ in range(2))
    work = build.a_mending(number, cast.handler, before_key=str(before.key), after_key=str(after.key))
    with pytest.raises(rules.SamePhoto):
        actions.submit(number=number, work=work, by=cast.handler, now=NOON)
    assert models.Case.objects.get().state == State.RECTIFYING
    assert not models.Rectification.objects.exists()


def test_refuses_the_photo_of_an_earlier_round(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    old = models.Rectification.objects.get().after
    look = build.a_look(cast.supervisor, has_passed=False)
    actions.recheck_fail(number=number, look=look, by=cast.supervisor, now=NOON)
    work = build.a_mending(number, cast.handler, after_key=str(old.key))
    with pytest.raises(rules.SamePhoto):
        actions.submit(number=number, work=work, by=cast.handler, now=NOON)


def test_refuses_a_photo_of_somebody_elses_case(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    foreign = build.a_photo(cast.outsider)
    work = build.a_mending(number, cast.handler, after_key=str(foreign.key))
    with pytest.raises(rules.PhotoUnknown):
        actions.submit(number=number, work=work, by=cast.handler, now=NOON)


def test_refuses_ones_own_photo_of_another_case(cast: Cast) -> None:
    build.a_case(cast, state=State.SUBMITTED)
    used = models.Rectification.objects.get()
    number = build.a_case(cast, state=State.RECTIFYING)
    for photos in ({"after_key": str(used.after.key)}, {"before_key": str(used.before.key)}):
        with pytest.raises(rules.PhotoUnknown):
            work = build.a_mending(number, cast.handler, **photos)
            actions.submit(number=number, work=work, by=cast.handler, now=NOON)
    assert models.Case.objects.get(number=number).state == State.RECTIFYING


def test_refuses_somebody_elses_photo_as_the_view_after(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    theirs = build.a_photo(cast.colleague)
    with pytest.raises(rules.PhotoUnknown):
        work = build.a_mending(number, cast.handler, after_key=str(theirs.key))
        actions.submit(number=number, work=work, by=cast.handler, now=NOON)


def test_a_violation_needs_its_penalty_record(cast: Cast) -> None:
    number = build.a_case(cast)
    actions.file(
        number=number, level="minor", standard_code="大气法69", is_violation=True, by=cast.analyst, now=NOON
    )
    actions.assign(number=number, by=cast.analyst, now=NOON)
    actions.accept(number=number, by=cast.handler, now=NOON)
    actions.start(number=number, by=cast.handler, now=NOON)
    with pytest.raises(rules.PenaltyMissing):
        work = build.a_mending(number, cast.handler)
        actions.submit(number=number, work=work, by=cast.handler, now=NOON)
    work = build.a_mending(number, cast.handler, penalty_record="罚2026-1")
    actions.submit(number=number, work=work, by=cast.handler, now=NOON)
    assert models.Rectification.objects.get().penalty_record == "罚2026-1"


def test_only_the_handler_submits_and_only_once(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    for other in (cast.colleague, cast.supervisor):
        with pytest.raises(NotAllowed):
            actions.submit(number=number, work=build.a_mending(number, other), by=other, now=NOON)
    actions.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=NOON)
    with pytest.raises(MoveRefused):
        actions.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=NOON)
    assert len(build.events("cases.submitted")) == 1
