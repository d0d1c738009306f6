"""What a case page shows, what each may do with it, and what waits for whom."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.assessment.events import EpisodeOver
from lantian.assessment.models import Episode
from lantian.cases import actions, models, permissions, queries, rules
from lantian.cases.states import Level, Move, State
from lantian.kernel import outbox


@pytest.mark.parametrize(
    ("state", "level", "who", "moves"),
    [
        (State.REPORTED, Level.MINOR, "analyst", [Move.FILE, Move.VOID, Move.MERGE]),
        (State.REPORTED, Level.MINOR, "officer", []),
        (State.FILED, Level.MINOR, "analyst", [Move.VOID, Move.MERGE, Move.ASSIGN]),
        (State.ASSIGNED, Level.MINOR, "unit_head", [Move.RETURN, Move.HAND_DOWN, Move.ACCEPT]),
        (State.ASSIGNED, Level.MINOR, "handler", [Move.ACCEPT]),
        (State.ACCEPTED, Level.MINOR, "handler", [Move.START, Move.ASK_EXTENSION]),
        (State.ACCEPTED, Level.MINOR, "colleague", []),
        (State.ACCEPTED, Level.MAJOR, "handler", [Move.ASK_EXTENSION]),
        (State.ACCEPTED, Level.MAJOR, "unit_head", [Move.HAND_DOWN, Move.PLAN]),
        (State.RECTIFYING, Level.MINOR, "handler", [Move.ASK_EXTENSION, Move.SUBMIT]),
        (State.RECTIFYING, Level.MINOR, "leader", [Move.PARK]),
        (State.PARKED, Level.MINOR, "leader", [Move.RESUME]),
        (State.SUBMITTED, Level.MINOR, "unit_head", [Move.PASS_SELF_CHECK, Move.FAIL_SELF_CHECK]),
        (State.SELF_CHECKED, Level.MINOR, "supervisor", [Move.RECHECK_PASS, Move.RECHECK_FAIL]),
        (State.PASSED, Level.MINOR, "grid_head", [Move.CLOSE]),
        (State.PASSED, Level.MINOR, "officer", []),
        (State.PASSED, Level.MAJOR, "supervisor", [Move.PUBLICISE]),
        (State.PASSED, Level.MAJOR, "leader", []),
        (State.IN_PUBLICITY, Level.MAJOR, "leader", [Move.CLOSE]),
        (State.CLOSED, Level.MINOR, "analyst", [Move.REOPEN]),
    ],
)
def test_shows_each_the_moves_that_are_theirs(
    cast: Cast, state: State, level: Level, who: str, moves: list[Move]
) -> None:
    number = build.a_case(cast, state=state, level=level)
    shown = queries.case(number, getattr(cast, who), now=NOON)
    assert [act.move for act in shown.acts] == moves


def test_says_beforehand_that_a_colleagues_recheck_would_be_refused(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    assert {act.refusal for act in queries.case(number, cast.colleague, now=NOON).acts} == {"same_unit"}
    assert {act.refusal for act in queries.case(number, cast.supervisor, now=NOON).acts} == {""}


def test_shows_rounds_rechecks_and_photos(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    shown = queries.case(number, cast.leader, now=NOON)
    assert (shown.state, shown.unit.name_en, shown.handler.name_en) == (State.CLOSED, "works", "handler")
    assert shown.rounds[0].before.sha256 != shown.rounds[0].after.sha256
    assert shown.rechecks[0].unit.name_en == "group"
    assert len(shown.photos) == 1
    assert shown.rechecks[0].photos


def test_the_history_runs_from_the_order_to_the_closing_sheet(cast: Cast) -> None:
    order = build.an_order(cast, suspicion=build.a_suspicion())
    visit = build.a_problem(cast, visit=build.a_visit(cast, order=order))
    number = actions.report_finding(visit_key=visit.key, now=NOON)
    build.walk(number, cast, state=State.CLOSED)
    lines = queries.history(number, cast.supervisor)
    assert [line.event for line in lines if line.event not in {"inspections.answered"}] == [
        "diagnosis.suspicion_ordered",
        "dispatch.order_issued",
        "dispatch.order_arrived",
        "inspections.checked_in",
        "inspections.photo_kept",
        "inspections.finding_filed",
        "dispatch.order_finished",
        "cases.reported",
        "cases.filed",
        "cases.responsibility_fixed",
        "cases.assigned",
        "cases.accepted",
        "cases.started",
        "cases.submitted",
        "cases.self_check_passed",
        "cases.recheck_passed",
        "cases.closed",
    ]
    assert lines[-1].by.name_en == "leader"


def test_the_unit_does_not_read_the_suspicion_in_the_history(cast: Cast) -> None:
    order = build.an_order(cast, suspicion=build.a_suspicion())
    visit = build.a_problem(cast, visit=build.a_visit(cast, order=order))
    number = actions.report_finding(visit_key=visit.key, now=NOON)
    build.walk(number, cast, state=State.ASSIGNED)
    lines = queries.history(number, cast.unit_head)
    assert lines
    assert not [line for line in lines if line.event.startswith(("diagnosis.", "assessment."))]


def test_photos_of_a_case_are_seen_with_the_case(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    shown = queries.case(number, cast.supervisor, now=NOON)
    for key in (shown.photos[0].key, shown.rounds[0].before.key, shown.rounds[0].after.key):
        for person in (cast.supervisor, cast.handler, cast.officer):
            assert str(queries.photo(key, person).key) == key
        assert not permissions.visible_evidence(cast.outsider).filter(key=key).exists()


@pytest.mark.parametrize(
    ("state", "level", "who", "act"),
    [
        (State.REPORTED, Level.MINOR, "analyst", "file"),
        (State.FILED, Level.MINOR, "analyst", "assign"),
        (State.RETURNED, Level.MINOR, "analyst", "assign"),
        (State.ASSIGNED, Level.MINOR, "unit_head", "accept"),
        (State.ACCEPTED, Level.MINOR, "handler", "start"),
        (State.ACCEPTED, Level.MAJOR, "unit_head", "plan"),
        (State.RECTIFYING, Level.MINOR, "handler", "submit"),
        (State.SUBMITTED, Level.MINOR, "unit_head", "self_check"),
        (State.SELF_CHECKED, Level.MINOR, "supervisor", "recheck"),
        (State.PASSED, Level.MINOR, "grid_head", "close"),
        (State.PASSED, Level.MAJOR, "supervisor", "publicise"),
    ],
)
def test_a_case_waits_for_whom_its_next_move_is(
    cast: Cast, state: State, level: Level, who: str, act: str
) -> None:
    number = build.a_case(cast, state=state, level=level)
    [need] = queries.needs_me(getattr(cast, who), NOON)
    assert (need.kind, need.number, need.act, need.is_overdue) == ("case", number, act, False)
    for stranger in (cast.outsider, cast.outside_head, cast.colleague):
        assert queries.needs_me(stranger, NOON) == []


def test_overdue_needs_come_first(cast: Cast) -> None:
    first = build.a_case(cast, state=State.RECTIFYING)
    late = build.a_case(cast, state=State.RECTIFYING)
    models.Case.objects.filter(number=late).update(assigned_at=None, due_at=NOON.replace(hour=1))
    needs = queries.needs_me(cast.handler, NOON)
    assert [(need.number, need.is_overdue) for need in needs] == [(late, True), (first, False)]


def test_more_time_waits_for_the_level_above_while_it_can_be_decided(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    case = models.Case.objects.get(number=number)
    until = case.due_at + timedelta(days=3)
    actions.ask_extension(number=number, letter="sold out", until=until, by=cast.handler, now=NOON)
    [need] = queries.needs_me(cast.supervisor, NOON)
    assert (need.number, need.act) == (number, "grant_extension")
    assert "grant_extension" not in {need.act for need in queries.needs_me(cast.unit_head, NOON)}
    actions.submit(
        number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=NOON
    )  # nothing to decide while the mending is being looked at
    assert queries.needs_me(cast.supervisor, NOON) == []


def test_a_parked_case_stays_on_the_leaders_page_until_its_review(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PARKED)
    case = models.Case.objects.get(number=number)
    [need] = queries.needs_me(cast.leader, NOON)
    assert (need.number, need.act, need.due_at) == (number, "resume", case.review_at)
    actions.resume_due(now=case.review_at)
    assert queries.needs_me(cast.leader, case.review_at) == []


def test_a_case_that_goes_on_without_a_handler_waits_for_the_head_to_name_one(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    pause = rules.Pause(
        reason="frost", interim="netted", minutes="minutes 12", review_at=NOON + timedelta(days=3)
    )
    actions.park(number=number, pause=pause, by=cast.leader, now=NOON)
    actions.resume(number=number, by=cast.leader, now=NOON)
    [need] = queries.needs_me(cast.unit_head, NOON)
    assert (need.number, need.act) == (number, "hand_down")
    actions.hand_down(number=number, handler_id=cast.handler.id, by=cast.unit_head, now=NOON)
    assert queries.needs_me(cast.unit_head, NOON) == []
    assert [need.act for need in queries.needs_me(cast.handler, NOON)] == ["submit"]


def test_objections_and_later_looks_wait_for_the_task_force(cast: Cast) -> None:
    public = build.a_case(cast, state=State.IN_PUBLICITY, level=Level.MAJOR)
    closed = build.a_case(cast, state=State.CLOSED, level=Level.MAJOR)
    assert queries.needs_me(cast.supervisor, NOON) == []
    actions.object_to(number=public, words="bare behind", by=cast.officer, now=NOON)
    due = models.LaterLook.objects.filter(case__number=closed).order_by("due_at")[0].due_at
    needs = {need.number: need.act for need in queries.needs_me(cast.supervisor, due)}
    assert needs == {public: "uphold_objection", closed: "recheck_later"}


def test_a_publicised_case_waits_for_the_leader_when_its_time_is_over(cast: Cast) -> None:
    number = build.a_case(cast, state=State.IN_PUBLICITY, level=Level.MAJOR)
    assert queries.needs_me(cast.leader, NOON) == []
    until = models.Case.objects.get().publicity_until
    assert [need.number for need in queries.needs_me(cast.leader, until)] == [number]


def test_the_history_stands_in_the_order_in_which_things_happened(cast: Cast) -> None:
    suspicion = build.a_suspicion()
    order = build.an_order(cast, suspicion=suspicion)
    visit = build.a_problem(cast, visit=build.a_visit(cast, order=order))
    number = actions.report_finding(visit_key=visit.key, now=NOON)
    build.walk(number, cast, state=State.CLOSED)
    episode = Episode.objects.get(suspicion__number=suspicion)
    before = NOON - timedelta(hours=1)  # the air was quiet before anybody went; it is written down last
    outbox.emit(
        EpisodeOver(
            about=f"assessment.episode:{episode.number}",
            by=None,
            at=before,
            number=episode.number,
            station="alarming",
            last_at=before,
        )
    )
    lines = [line.event for line in queries.history(number, cast.supervisor)]
    assert lines[0] == "assessment.episode_over"
    of_case = [event for event in lines if event.startswith("cases.")]  # all at noon: as they were written
    assert of_case[:2] == ["cases.reported", "cases.filed"]
    assert of_case[2:4] == ["cases.responsibility_fixed", "cases.assigned"]
    assert (of_case[-1], lines[-1]) == ("cases.closed", "cases.closed")
