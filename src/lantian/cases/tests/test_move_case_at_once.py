"""Of two people who act on one case at once exactly one wins, on real connections."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

import build
from build import NOON
from lantian.accounts.rules import Role
from lantian.cases import actions, models, rules
from lantian.cases.actions import moving
from lantian.cases.states import CaseMoved, State

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(monkeypatch: pytest.MonkeyPatch, acts: list[Callable[[], object]]) -> list[object]:
    """Run acts in threads that all have read the case before any of them writes; their outcomes."""
    barrier = threading.Barrier(len(acts), timeout=20)
    read = moving.load

    def load_and_wait(*args: object) -> models.Case:
        case = read(*args)
        barrier.wait()
        return case

    monkeypatch.setattr(moving, "load", load_and_wait)
    outcomes: list[object] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            outcomes[place] = acts[place]() or "won"
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    return outcomes


def _one_won(outcomes: list[object]) -> bool:
    moved = [outcome for outcome in outcomes if isinstance(outcome, CaseMoved)]
    return outcomes.count("won") == 1 and len(moved) == len(outcomes) - 1


def test_two_handlers_accept_one_case(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build.a_cast()
    number = build.a_case(cast, state=State.ASSIGNED)
    outcomes = _at_once(
        monkeypatch,
        [
            lambda: actions.accept(number=number, by=cast.handler, now=NOON),
            lambda: actions.accept(number=number, by=cast.colleague, now=NOON),
        ],
    )
    assert _one_won(outcomes), outcomes
    winner = [cast.handler, cast.colleague][outcomes.index("won")]
    assert models.Case.objects.get().handler_id == winner.id
    [event] = build.events("cases.accepted")
    assert event.by_id == winner.id


def test_one_returns_while_the_other_accepts(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build.a_cast()
    number = build.a_case(cast, state=State.ASSIGNED)
    outcomes = _at_once(
        monkeypatch,
        [
            lambda: actions.accept(number=number, by=cast.handler, now=NOON),
            lambda: actions.return_(number=number, reason="not ours", by=cast.unit_head, now=NOON),
        ],
    )
    assert _one_won(outcomes), outcomes
    assert len(build.events("cases.accepted")) + len(build.events("cases.returned")) == 1
    assert "Reload the page" in str(next(o for o in outcomes if isinstance(o, CaseMoved)))


def test_one_passes_what_another_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build.a_cast()
    second = build.an_actor("second", role=Role.SUPERVISOR, unit="group")
    number = build.a_case(cast, state=State.SELF_CHECKED)
    good, bad = build.a_look(cast.supervisor), build.a_look(second, has_passed=False)
    outcomes = _at_once(
        monkeypatch,
        [
            lambda: actions.recheck_pass(number=number, look=good, by=cast.supervisor, now=NOON),
            lambda: actions.recheck_fail(number=number, look=bad, by=second, now=NOON),
        ],
    )
    assert _one_won(outcomes), outcomes
    assert models.Recheck.objects.count() == 1
    assert set(models.CaseScope.objects.values_list("state", flat=True)) == {models.Case.objects.get().state}


def test_one_report_sent_twice_at_once_is_one_case(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build.a_cast()
    visit = build.a_problem(cast)
    outcomes = _together(lambda: actions.report_finding(visit_key=visit.key, now=NOON), times=3)
    assert models.Case.objects.count() == 1, outcomes
    assert len(build.events("cases.reported")) == 1


def test_many_cases_at_once_have_numbers_of_their_own() -> None:
    cast = build.a_cast()
    photo = str(build.a_photo(cast.officer).key)

    def report() -> object:
        problem = rules.Problem(
            category="bare_land", title="t", lon=build.HERE[0], lat=build.HERE[1], photo_keys=(photo,)
        )
        return actions.report(key=uuid4(), problem=problem, by=cast.officer, now=NOON)

    outcomes = _together(report, times=6)
    assert sorted(map(str, outcomes)) == [f"QX-2026-{n:06d}" for n in range(1, 7)]


def _together(act: Callable[[], object], *, times: int) -> list[object]:
    barrier = threading.Barrier(times, timeout=20)
    outcomes: list[object] = []

    def run() -> None:
        barrier.wait()
        try:
            outcomes.append(act())
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    return outcomes
