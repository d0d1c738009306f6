"""A case is signed off, after publicity where it is grave, and comes back one level higher."""

from datetime import timedelta

import pytest

import build
from build import HERE, METRE, NOON, Cast
from lantian.accounts.models import Organisation
from lantian.accounts.rules import NotAllowed, Role
from lantian.cases import actions, models, queries, rules
from lantian.cases.states import Level, MoveRefused, State


@pytest.mark.parametrize(
    ("who", "signer"), [("grid_head", "grid_head"), ("supervisor", "task_force"), ("leader", "leader")]
)
def test_a_minor_case_is_signed_off_by_the_grid_head_or_higher(cast: Cast, who: str, signer: str) -> None:
    number = build.a_case(cast, state=State.PASSED)
    actions.close(number=number, by=getattr(cast, who), now=NOON)
    case = models.Case.objects.get()
    assert (case.state, case.closed_at) == (State.CLOSED, NOON)
    [event] = build.events("cases.closed")
    assert event.facts["signer"] == signer
    assert event.facts["is_on_time"] is True
    assert (event.facts["rounds"], event.facts["failed_rechecks"]) == (1, 0)


def test_a_serious_case_needs_the_task_force(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED, level=Level.SERIOUS)
    for too_low in (cast.grid_head, cast.officer):
        with pytest.raises(NotAllowed):
            actions.close(number=number, by=too_low, now=NOON)
    actions.close(number=number, by=cast.supervisor, now=NOON)


def test_an_officer_who_does_not_head_the_grid_signs_nothing(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED)
    with pytest.raises(NotAllowed):
        actions.close(number=number, by=cast.officer, now=NOON)
    with pytest.raises(NotAllowed):
        actions.close(number=number, by=cast.handler, now=NOON)
    assert not build.events("cases.closed")


def test_nobody_signs_off_or_is_asked_to_what_their_own_unit_mended(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED)
    town = Organisation.objects.get(code="town")
    models.Case.objects.update(unit=town)
    assert queries.needs_me(cast.grid_head, NOON) == []
    with pytest.raises(NotAllowed):
        actions.close(number=number, by=cast.grid_head, now=NOON)
    actions.close(number=number, by=cast.supervisor, now=NOON)


@pytest.mark.parametrize("level", [Level.MAJOR, Level.SUPERIOR])
def test_a_grave_case_closes_only_after_its_time_in_public(cast: Cast, level: Level) -> None:
    number = build.a_case(cast, state=State.PASSED, level=level)
    with pytest.raises(rules.PublicityNeeded):
        actions.close(number=number, by=cast.leader, now=NOON)
    actions.publicise(number=number, by=cast.supervisor, now=NOON)
    until = models.Case.objects.get().publicity_until
    with pytest.raises(rules.PublicityRunning):
        actions.close(number=number, by=cast.leader, now=until - timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        actions.close(number=number, by=cast.supervisor, now=until)
    actions.close(number=number, by=cast.leader, now=until)
    assert models.Case.objects.get().state == State.CLOSED
    assert len(build.events("cases.publicised")) == 1


def test_only_a_grave_case_is_publicised_and_only_once_by_the_task_force(cast: Cast) -> None:
    minor = build.a_case(cast, state=State.PASSED)
    with pytest.raises(rules.PublicityNotNeeded):
        actions.publicise(number=minor, by=cast.supervisor, now=NOON)
    major = build.a_case(cast, state=State.PASSED, level=Level.MAJOR)
    with pytest.raises(NotAllowed):
        actions.publicise(number=major, by=cast.leader, now=NOON)
    actions.publicise(number=major, by=cast.supervisor, now=NOON)
    with pytest.raises(MoveRefused):
        actions.publicise(number=major, by=cast.supervisor, now=NOON)


def test_nobody_closes_twice_or_before_the_recheck(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    with pytest.raises(MoveRefused):
        actions.close(number=number, by=cast.leader, now=NOON)
    actions.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON)
    actions.close(number=number, by=cast.leader, now=NOON)
    with pytest.raises(MoveRefused):
        actions.close(number=number, by=cast.leader, now=NOON)
    assert len(build.events("cases.closed")) == 1


def test_a_leader_of_elsewhere_meets_no_such_case(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED)
    build.an_organisation("elsewhere")
    stranger = build.an_actor(role=Role.LEADER, unit="elsewhere", area="elsewhere")
    with pytest.raises(models.Case.DoesNotExist):
        actions.close(number=number, by=stranger, now=NOON)


def test_a_late_round_is_not_on_time(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    late = models.Case.objects.get().due_at + timedelta(hours=1)
    actions.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=late)
    actions.pass_self_check(number=number, by=cast.unit_head, now=late)
    actions.recheck_pass(number=number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=late)
    actions.close(number=number, by=cast.leader, now=late)
    assert build.events("cases.closed")[0].facts["is_on_time"] is False


def test_reopens_one_level_higher_with_the_new_finding(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    later = NOON + timedelta(days=30)
    visit = build.a_problem(cast, now=later)
    actions.reopen(number=number, visit_key=visit.key, by=cast.analyst, now=later)
    case = models.Case.objects.get()
    assert (case.state, case.level, case.reopened) == (State.REOPENED, Level.SERIOUS, 1)
    assert (case.handler, case.due_at, case.closed_at, case.returns) == (None, None, None, 0)
    assert case.evidence.count() == 2
    assert case.rebounds.get().finding.visit_id == visit.pk
    [event] = build.events("cases.reopened")
    assert (event.facts["before"], event.facts["level"]) == ("minor", "serious")
    assert event.facts["handler"] == cast.handler.id
    assert event.facts["rung"] == ""


def test_at_the_top_the_level_stays_and_the_next_rung_is_drafted(cast: Cast) -> None:
    number = build.a_case(cast, state=State.REOPENED, level=Level.SUPERIOR)
    assert models.Case.objects.get(number=number).level == Level.SUPERIOR
    rung = models.Rung.objects.get()
    assert (rung.kind, rung.reason) == ("remind", "top_level_rebound")
    assert build.events("cases.reopened")[0].facts["rung"] == "remind"


def test_a_case_that_rose_to_major_is_no_dead_end(cast: Cast) -> None:
    number = build.a_case(cast, state=State.REOPENED, level=Level.SERIOUS)
    case = models.Case.objects.get()
    assert case.level == Level.MAJOR
    monday = NOON + timedelta(days=3)
    actions.assign(number=number, by=cast.analyst, now=monday)
    actions.accept(number=number, by=cast.handler, now=monday)
    build.walk(number, cast, since=State.ACCEPTED, state=State.CLOSED, level=Level.MAJOR, now=monday)
    assert models.Case.objects.get().state == State.CLOSED


@pytest.mark.parametrize(("days", "reason"), [(91, "window"), (-1, "window")])
def test_nothing_reopens_outside_the_window(cast: Cast, days: int, reason: str) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    visit = build.a_problem(cast, now=NOON + timedelta(days=days))
    with pytest.raises(rules.NotRebound) as refused:
        actions.reopen(number=number, visit_key=visit.key, by=cast.analyst, now=NOON + timedelta(days=100))
    assert refused.value.reason == reason
    assert models.Case.objects.get().state == State.CLOSED
    assert not build.events("cases.reopened")


def test_another_place_or_kind_reopens_nothing(cast: Cast) -> None:
    build.a_source("site_north", north_m=200)
    place = {"lat": HERE[1] + 200 * METRE, "source_code": "site_north"}
    elsewhere = build.a_case(cast, state=State.CLOSED, **place)
    other_kind = build.a_case(cast, state=State.CLOSED, category="road_dust")
    visit = build.a_problem(cast, now=NOON + timedelta(days=1))
    for number, reason in ((elsewhere, "place"), (other_kind, "kind")):
        with pytest.raises(rules.NotRebound) as refused:
            actions.reopen(number=number, visit_key=visit.key, by=cast.analyst, now=NOON + timedelta(days=1))
        assert refused.value.reason == reason


def test_only_finders_and_the_desk_reopen_and_only_once(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    later = NOON + timedelta(days=1)
    visit = build.a_problem(cast, now=later)
    with pytest.raises(NotAllowed):
        actions.reopen(number=number, visit_key=visit.key, by=cast.unit_head, now=later)
    actions.reopen(number=number, visit_key=visit.key, by=cast.officer, now=later)
    with pytest.raises(MoveRefused):
        actions.reopen(number=number, visit_key=visit.key, by=cast.analyst, now=later)
    assert len(build.events("cases.reopened")) == 1
