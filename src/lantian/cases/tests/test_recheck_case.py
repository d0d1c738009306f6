"""Somebody independent looks again; whoever is not is refused, and the attempt is written down."""

from datetime import timedelta
from decimal import Decimal

import pytest

import build
from build import NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import NotAllowed, Role
from lantian.cases import actions, models, queries, rules
from lantian.cases.rules import Dependence
from lantian.cases.states import Level, MoveRefused, State
from lantian.inspections.models import Hint


def _share(value: str) -> None:
    models.Policy.objects.filter(code="remote_on_site_share").update(value=Decimal(value))


def test_passes_with_all_five_tests_answered(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    look = build.a_look(cast.supervisor, readings={"before": "53", "after": "13"})
    actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)
    case = models.Case.objects.get()
    recheck = case.rechecks.get()
    assert case.state == State.PASSED
    assert (recheck.has_passed, recheck.round, recheck.evidence.count()) == (True, 1, 1)
    assert recheck.readings == {"before": "53", "after": "13"}
    [event] = build.events("cases.recheck_passed")
    assert (event.by_id, event.facts["handler"]) == (cast.supervisor.id, cast.handler.id)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("handler", Dependence.HANDLER),
        ("colleague", Dependence.SAME_UNIT),
        ("unit_head", Dependence.SAME_UNIT),
    ],
)
@pytest.mark.parametrize("has_passed", [True, False])
def test_refuses_who_had_a_hand_in_it_and_keeps_a_line_and_nothing_else(
    cast: Cast, who: str, reason: Dependence, has_passed: bool
) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    before = models.Case.objects.values().get()
    act = actions.recheck_pass if has_passed else actions.recheck_fail
    person = getattr(cast, who)
    with pytest.raises(rules.NotIndependent) as refused:
        act(number=number, look=build.a_look(person, has_passed=has_passed), by=person, now=NOON)
    assert refused.value.reason is reason
    assert models.Case.objects.values().get() == before
    assert not models.Recheck.objects.exists()
    [event] = build.events("cases.recheck_refused")
    assert (event.by_id, event.facts["reason"]) == (person.id, reason)


def test_somebody_of_a_sub_unit_sees_the_case_only_when_sent_and_is_refused_even_then(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    person = build.an_actor("sub_officer", role=Role.GRID_OFFICER, unit="works_east")
    with pytest.raises(models.Case.DoesNotExist):
        actions.recheck_pass(number=number, look=build.a_look(person), by=person, now=NOON)
    assert not build.events("cases.recheck_refused")
    build.an_order(cast, officer_id=person.id, what="look_again", case_ref=number)
    with pytest.raises(rules.NotIndependent):
        actions.recheck_pass(number=number, look=build.a_look(person), by=person, now=NOON)
    assert len(build.events("cases.recheck_refused")) == 1


def test_the_parent_unit_that_answers_is_refused_when_a_sub_unit_mended(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    actions.accept(number=number, handler_id=cast.sub_colleague.id, by=cast.unit_head, now=NOON)
    actions.start(number=number, by=cast.sub_colleague, now=NOON)
    work = build.a_mending(number, cast.sub_colleague)
    actions.submit(number=number, work=work, by=cast.sub_colleague, now=NOON)
    actions.pass_self_check(number=number, by=cast.unit_head, now=NOON)
    with pytest.raises(rules.NotIndependent):
        actions.recheck_pass(number=number, look=build.a_look(cast.unit_head), by=cast.unit_head, now=NOON)


def test_a_head_who_signed_for_the_unit_is_refused_even_after_moving_to_another(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    actions.accept(number=number, handler_id=cast.handler.id, by=cast.unit_head, now=NOON)
    actions.start(number=number, by=cast.handler, now=NOON)
    actions.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=NOON)
    actions.pass_self_check(number=number, by=cast.unit_head, now=NOON)
    moved = Person.objects.get(pk=cast.unit_head.id)
    moved.organisation, moved.role = build.an_organisation("group", kind="bureau"), Role.SUPERVISOR
    moved.area = moved.organisation.parent
    moved.save()
    [row] = [r for r in queries.who_can_recheck(number, now=NOON) if r.person_id == moved.pk]
    assert row.reason is Dependence.SELF_CHECKED
    by = accounts.actor_of(moved)
    build.an_order(cast, officer_id=by.id, what="look_again", case_ref=number)
    with pytest.raises(rules.NotIndependent) as refused:
        actions.recheck_pass(number=number, look=build.a_look(by), by=by, now=NOON)
    assert refused.value.reason is Dependence.SELF_CHECKED
    assert models.Case.objects.get().state == State.SELF_CHECKED


def test_the_refusal_stands_in_the_history_and_each_attempt_is_a_line(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    for _ in range(2):
        with pytest.raises(rules.NotIndependent):
            look = build.a_look(cast.colleague)
            actions.recheck_pass(number=number, look=look, by=cast.colleague, now=NOON)
    lines = [line.event for line in queries.history(number, cast.supervisor)]
    assert lines[-2:] == ["cases.recheck_refused"] * 2


@pytest.mark.django_db(transaction=True)
def test_the_refused_line_is_committed_although_the_action_raises() -> None:
    cast = build.a_cast()
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(rules.NotIndependent):
        look = build.a_look(cast.colleague)
        actions.recheck_pass(number=number, look=look, by=cast.colleague, now=NOON)
    assert len(build.events("cases.recheck_refused")) == 1


def test_another_unit_that_was_sent_may_recheck_and_one_that_was_not_sees_no_case(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    other_town = build.an_organisation("other_town", kind="township")
    officer = build.an_actor("other_officer", unit=other_town.code)
    with pytest.raises(models.Case.DoesNotExist):
        actions.recheck_pass(number=number, look=build.a_look(officer), by=officer, now=NOON)
    build.an_order(cast, officer_id=officer.id, what="look_again", case_ref=number)
    actions.recheck_pass(number=number, look=build.a_look(officer), by=officer, now=NOON)
    assert models.Case.objects.get().state == State.PASSED


@pytest.mark.parametrize("who", ["analyst", "leader"])
def test_the_desk_and_leaders_do_not_recheck(cast: Cast, who: str) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.recheck_pass(
            number=number, look=rules.Look(answers=build.YES, is_on_site=False), by=person, now=NOON
        )
    assert not build.events("cases.recheck_refused")


def test_a_minor_case_may_be_rechecked_from_the_paired_photos(cast: Cast) -> None:
    _share("0")
    number = build.a_case(cast, state=State.SELF_CHECKED)
    look = rules.Look(answers=build.YES, is_on_site=False)
    actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)
    assert not models.Recheck.objects.get().is_on_site


def test_a_drawn_share_of_minor_cases_is_rechecked_on_site(cast: Cast) -> None:
    _share("1")
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(rules.OnSiteNeeded) as refused:
        look = rules.Look(answers=build.YES, is_on_site=False)
        actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)
    assert refused.value.reason == "drawn"


@pytest.mark.parametrize("level", [Level.SERIOUS, Level.MAJOR, Level.SUPERIOR])
def test_a_graver_case_is_rechecked_on_site(cast: Cast, level: Level) -> None:
    _share("0")
    number = build.a_case(cast, state=State.SELF_CHECKED, level=level)
    with pytest.raises(rules.OnSiteNeeded):
        look = rules.Look(answers=build.YES, is_on_site=False)
        actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)
    actions.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON)


def test_on_site_needs_a_photo_of_ones_own(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    theirs = build.a_photo(cast.handler)
    with pytest.raises(rules.PhotoUnknown):
        look = build.a_look(cast.supervisor, photo_keys=(str(theirs.key),))
        actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)


def test_a_photo_of_an_earlier_look_shows_nothing_now(cast: Cast) -> None:
    first = build.a_case(cast, state=State.SELF_CHECKED)
    look = build.a_look(cast.supervisor)
    actions.recheck_pass(number=first, look=look, by=cast.supervisor, now=NOON)
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(rules.PhotoUnknown):
        actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)
    assert models.Case.objects.get(number=number).state == State.SELF_CHECKED


def test_refuses_an_unanswered_test_and_leaves_no_trace(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(rules.AnswersMissing):
        look = build.a_look(cast.supervisor, answers={"measures_done": "yes"})
        actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)
    assert models.Case.objects.get().state == State.SELF_CHECKED
    assert not build.events("cases.recheck_passed")


def test_nobody_rechecks_what_is_not_submitted_or_was_rechecked(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED)
    with pytest.raises(MoveRefused):
        actions.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON)
    assert len(build.events("cases.recheck_passed")) == 1


def test_a_failed_recheck_goes_back_with_reasons_and_a_new_deadline(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    old_due = models.Case.objects.get().due_at
    later = NOON + timedelta(days=3)
    look = build.a_look(cast.supervisor, has_passed=False)
    actions.recheck_fail(number=number, look=look, by=cast.supervisor, now=later)
    case = models.Case.objects.get()
    assert (case.state, case.failed_rechecks) == (State.RECTIFYING, 1)
    assert case.due_at > max(old_due, later)
    [event] = build.events("cases.recheck_failed")
    assert (event.facts["reasons"], event.facts["rung"]) == ("north corner is bare again", "")


def test_a_failed_recheck_needs_reasons_and_a_deadline_to_come(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(rules.ReasonMissing):
        look = build.a_look(cast.supervisor, has_passed=False, reasons="")
        actions.recheck_fail(number=number, look=look, by=cast.supervisor, now=NOON)
    with pytest.raises(rules.DueInPast):
        look = build.a_look(cast.supervisor, has_passed=False)
        actions.recheck_fail(number=number, look=look, by=cast.supervisor, now=NOON, due_at=NOON)
    assert models.Case.objects.get().state == State.SELF_CHECKED


def test_the_second_failure_drafts_the_next_rung(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    for _ in range(2):
        look = build.a_look(cast.supervisor, has_passed=False)
        actions.recheck_fail(number=number, look=look, by=cast.supervisor, now=NOON)
        work = build.a_mending(number, cast.handler)
        actions.submit(number=number, work=work, by=cast.handler, now=NOON)
        actions.pass_self_check(number=number, by=cast.unit_head, now=NOON)
    rung = models.Rung.objects.get()
    assert (rung.kind, rung.reason, rung.taken_at) == ("remind", "second_failure", None)
    assert [e.facts["rung"] for e in build.events("cases.recheck_failed")] == ["", "remind"]
    assert models.Rectification.objects.count() == 3


def test_who_can_recheck_says_who_and_why_not(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    rows = {row.person_id: row for row in queries.who_can_recheck(number, now=NOON)}
    assert rows[cast.colleague.id].reason == "same_unit"
    assert rows[cast.handler.id].reason == "handler"
    assert rows[cast.supervisor.id].is_allowed
    assert next(iter(rows)) == cast.supervisor.id


def test_a_view_after_that_was_not_accepted_proves_nothing_from_afar(cast: Cast) -> None:
    _share("0")
    number = build.a_case(cast, state=State.SELF_CHECKED)
    models.Case.objects.update(level=Level.MINOR)
    after = models.Rectification.objects.get().after
    Hint.objects.create(
        evidence=after,
        code="reused",
        raised_at=NOON,
        decision="not_accepted",
        reason="the heap of May",
        decided_by_id=cast.supervisor.id,
        decided_at=NOON,
    )
    look = rules.Look(answers=build.YES, is_on_site=False)
    with pytest.raises(rules.OnSiteNeeded) as refused:
        actions.recheck_pass(number=number, look=look, by=cast.supervisor, now=NOON)
    assert refused.value.reason == "photo_not_accepted"
    actions.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON)
    assert models.Rectification.objects.get().after == after
