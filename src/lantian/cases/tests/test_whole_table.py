"""Every state, every verb, every role: whoever the table does not name is refused and nothing changes."""

import pytest
from django.db import transaction

import build
from build import NOON, Cast
from lantian.accounts.rules import MAY, NotAllowed, Role
from lantian.cases import actions, models
from lantian.cases.permissions import visible_cases
from lantian.cases.states import TABLE, VERBS, Level, Move, MoveRefused, State, target
from lantian.cases.tests.whole_table import ACTS, DAY, EVENTS, prepare, right_people, suits
from lantian.kernel.models import Event
from lantian.kernel.refusals import Refused

MOVES = [move for move in Move if move is not Move.REPORT]
SOURCES = {row.verb: row.sources for row in TABLE}
GRAVE_TOO = {State.ACCEPTED, State.PASSED, State.CLOSED}  # where it matters how grave a case is
WALKED = [(state, Level.MINOR) for state in State if state is not State.IN_PUBLICITY]
WALKED += [(state, Level.MAJOR) for state in State if state in {State.IN_PUBLICITY, *GRAVE_TOO}]


def _walked(cast: Cast, state: State, level: Level) -> models.Case:
    channel = {"channel": "12345"} if state is State.VERIFYING else {}
    number = build.a_case(cast, state=state, level=level, **channel)
    models.LaterLook.objects.filter(case__number=number, case__level=Level.MINOR).delete()
    return models.Case.objects.get(number=number)


def _snapshot(case: models.Case) -> tuple[object, ...]:
    """Everything of a case that a refused act might have changed."""
    rows = models.Case.objects.filter(pk=case.pk).values_list().get()
    scopes = tuple(case.scopes.order_by("pk").values_list())
    told = Event.objects.filter(about=f"cases.case:{case.number}").count()
    return rows, scopes, told, case.evidence.count()


@pytest.mark.parametrize(("state", "level"), WALKED)
def test_only_who_the_table_names_moves_a_case_from_a_state(cast: Cast, state: State, level: Level) -> None:
    people = right_people(cast)
    case = _walked(cast, state, level)
    before = _snapshot(case)
    seen_by = {by.id for by in people.values() if visible_cases(by).exists()}
    now = case.publicity_until or case.closed_at or NOON
    allowed = []
    for move in MOVES:
        for role in Role:
            by = people[move, role]
            if role not in MAY[VERBS[move]]:
                with pytest.raises(NotAllowed):
                    ACTS[move](case, by, now)
            elif state not in SOURCES[move]:
                with pytest.raises(MoveRefused if by.id in seen_by else models.Case.DoesNotExist):
                    ACTS[move](case, by, now)
            elif not suits(move, role, state=state, level=level):
                with pytest.raises((Refused, NotAllowed)) as refused:
                    ACTS[move](case, by, now)
                assert not isinstance(refused.value, MoveRefused)
            else:
                allowed.append((move, by))
    assert _snapshot(case) == before
    for move, by in allowed:
        with transaction.atomic():
            _moves(case, move, by, cast=cast, now=now)
            transaction.set_rollback(True)
    assert _snapshot(case) == before


def _moves(case: models.Case, move: Move, by, *, cast: Cast, now) -> None:
    """One verb by the right person: it leads where the table says, once, and leaves one line."""
    if move is Move.MERGE:
        build.a_case(cast, now=now)
    if move is Move.REOPEN:
        now += DAY
        build.a_problem(cast, now=now)
    prepare(move, case, cast, now=now)
    read = models.Case.objects.get(pk=case.pk)
    lines = Event.objects.filter(about=f"cases.case:{case.number}", name__in=EVENTS.values())
    told = lines.count()
    ACTS[move](read, by, now)
    after = models.Case.objects.get(pk=case.pk)
    assert after.state == target(move, State(case.state)), move
    assert after.revision == read.revision + 1, move
    assert lines.count() == told + 1
    line = lines.latest("id")
    assert (line.name, line.by_id, line.at) == (EVENTS[move], by.id, now)
    assert set(after.scopes.values_list("state", flat=True)) == {after.state}


@pytest.mark.parametrize("state", [State.RECTIFYING, State.CLOSED])
def test_nobody_of_the_next_district_moves_a_case(cast: Cast, state: State) -> None:
    case = _walked(cast, state, Level.MINOR)
    before = _snapshot(case)
    build.an_organisation("far")
    models.CaseScope.objects.filter(ancestor__code="far").delete()
    strangers = {role: build.an_actor(f"far_{role}", role=role, unit="far", area="far") for role in Role}
    for move in MOVES:
        for role in MAY[VERBS[move]]:
            with pytest.raises(models.Case.DoesNotExist):
                ACTS[move](case, strangers[role], NOON)
    assert _snapshot(case) == before


def test_a_role_that_may_not_report_or_object_is_refused(cast: Cast) -> None:
    people = right_people(cast)
    number = build.a_case(cast, state=State.IN_PUBLICITY, level=Level.MAJOR)
    objected = 0
    for role in Role:
        by = people[Move.VERIFY, role]
        if role is Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed):
                actions.object_to(number=number, words="bare", by=by, now=NOON)
        else:
            actions.object_to(number=number, words="bare", by=by, now=NOON)
            objected += 1
    assert models.Objection.objects.count() == objected == len(Role) - 1


def test_only_the_clock_and_the_leader_let_a_parked_case_go_on(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PARKED)
    review_at = models.Case.objects.get(number=number).review_at
    assert actions.resume_due(now=review_at - DAY) == []
    assert actions.resume_due(now=review_at) == [number]
    [line] = build.events("cases.resumed")
    assert line.by_id is None
