"""举一反三: every other place of a mended case's kind is looked at; it ends when all have answered."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed
from lantian.cases import models, rules
from lantian.cases.actions import sweeps
from lantian.cases.queries import sweeps as seen
from lantian.cases.rules import sweeping
from lantian.cases.states import State


@pytest.fixture
def swept(cast: Cast) -> str:
    """A sweep of three more sites: two in the officer's grid, one in another township's."""
    build.a_source("site2", north_m=500)
    build.a_source("site3", north_m=900)
    other = build.a_grid("grid2", unit="town2")
    build.a_source("site4", north_m=1500, grid=other)
    build.a_source("yard", kind="stockpile", north_m=700)
    number = build.a_case(cast, state=State.PASSED)
    return sweeps.order(number=number, words="bare soil?", by=cast.analyst, now=NOON)


def _answer(cast: Cast, sweep: str, source: str, who: str = "officer", **changes: object) -> str:
    place = models.SweepPlace.objects.get(source__code=source)
    given = {"outcome": "nothing", "words": "all netted", "now": NOON}
    return sweeps.answer(number=sweep, place_id=place.pk, by=getattr(cast, who), **given | changes)


def test_orders_one_task_a_grid_for_the_other_places_of_the_kind(cast: Cast, swept: str) -> None:
    found = seen.progress(swept, cast.analyst, now=NOON)
    places = {task.grid.code: [one.source.code for one in task.places.all()] for task in found.tasks}
    assert places == {"grid": ["site2", "site3"], "grid2": ["site4"]}
    assert (found.places, found.open, found.sweep.due_at > NOON) == (3, 3, True)
    assert [task.grid.code for task in seen.waiting(cast.officer, now=NOON)] == ["grid"]
    with pytest.raises(sweeping.SweepRuns, match=swept):
        sweeps.order(number=found.sweep.case.number, words="again", by=cast.leader, now=NOON)


def test_closes_only_when_all_are_answered_or_excused_with_a_reason(cast: Cast, swept: str) -> None:
    _answer(cast, swept, "site2")
    photo = str(build.a_photo(cast.officer, now=NOON).key)
    made = _answer(cast, swept, "site3", outcome="problem", words="bare again", photo_key=photo)
    case = models.Case.objects.get(number=made)
    assert (case.category, case.source.code, case.state) == ("bare_land", "site3", State.REPORTED)
    with pytest.raises(sweeping.PlacesOpen, match="1 places"):
        sweeps.close(number=swept, by=cast.analyst, now=NOON)
    task = models.SweepTask.objects.get(grid__code="grid2")
    with pytest.raises(rules.ReasonMissing):
        sweeps.excuse(number=swept, task_id=task.pk, reason="", by=cast.analyst, now=NOON)
    sweeps.excuse(number=swept, task_id=task.pk, reason="flooded", by=cast.analyst, now=NOON)
    sweeps.close(number=swept, by=cast.analyst, now=NOON)
    [event] = build.events("cases.sweep_closed")
    assert (event.facts["places"], event.facts["problems"]) == (3, 1)
    with pytest.raises(sweeping.SweepOver):
        sweeps.close(number=swept, by=cast.analyst, now=NOON)


def test_a_problem_may_be_a_case_there_is_but_of_the_same_kind(cast: Cast, swept: str) -> None:
    with pytest.raises(sweeping.CaseMissing):
        _answer(cast, swept, "site2", outcome="problem")
    other = build.a_case(cast, category="catering", source_code="site2", state=State.FILED)
    with pytest.raises(sweeping.OtherKind):
        _answer(cast, swept, "site2", outcome="problem", case_number=other)
    same = build.a_case(cast, source_code="site2", state=State.FILED)
    assert _answer(cast, swept, "site2", outcome="problem", case_number=same) == same
    with pytest.raises(sweeping.AnsweredAlready):
        _answer(cast, swept, "site2")


def test_only_those_of_the_grid_answer_and_another_townships_people_see_their_own_part(
    cast: Cast, swept: str
) -> None:
    with pytest.raises(NotAllowed):
        _answer(cast, swept, "site4")  # an officer of the other grid's neighbour
    with pytest.raises(NotAllowed):
        _answer(cast, swept, "site2", who="leader")
    stranger = build.an_actor("stranger", role="grid_officer", unit="town2")
    assert [task.grid.code for task in seen.progress(swept, stranger, now=NOON).tasks] == ["grid2"]
    build.an_organisation("elsewhere", kind="township")
    far = build.an_actor("far", role="grid_officer", unit="elsewhere")
    with pytest.raises(models.Sweep.DoesNotExist):
        seen.progress(swept, far, now=NOON)
    with pytest.raises(NotAllowed):
        sweeps.close(number=swept, by=stranger, now=NOON)


def test_a_sweep_follows_a_mending_and_finds_other_places(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    given = {"number": number, "words": "look", "now": NOON}
    with pytest.raises(sweeping.TooEarly):
        sweeps.order(by=cast.analyst, **given)
    with pytest.raises(NotAllowed):
        sweeps.order(by=cast.unit_head, **given)
    build.walk(number, cast, state=State.CLOSED, since=State.RECTIFYING)
    with pytest.raises(sweeping.NothingToSweep):
        sweeps.order(by=cast.analyst, **given)
    with pytest.raises(rules.DueInPast):
        sweeps.order(by=cast.analyst, due_at=NOON - timedelta(hours=1), **given)
