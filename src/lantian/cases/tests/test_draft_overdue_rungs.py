"""The clock drafts a rung for an overdue case; a person takes it."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.cases import actions, models
from lantian.cases.states import State


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ACCEPTED, State.RECTIFYING])
def test_drafts_one_rung_at_once_and_another_a_day_later(cast: Cast, state: State) -> None:
    number = build.a_case(cast, state=state)
    due_at = models.Case.objects.get().due_at
    assert actions.draft_overdue_rungs(now=due_at) == []
    assert actions.draft_overdue_rungs(now=due_at + timedelta(minutes=1)) == [number]
    assert actions.draft_overdue_rungs(now=due_at + timedelta(hours=23)) == []
    assert actions.draft_overdue_rungs(now=due_at + timedelta(hours=25)) == [number]
    assert list(models.Rung.objects.order_by("pk").values_list("kind", flat=True)) == ["remind", "supervise"]
    events = build.events("cases.rung_drafted")
    assert [(e.by_id, e.facts["kind"]) for e in events] == [(None, "remind"), (None, "supervise")]
    assert models.Case.objects.get().state == state


def test_catches_up_in_one_run_after_days_without_a_clock(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    due_at = models.Case.objects.get().due_at
    back = due_at + timedelta(days=2, minutes=1)
    assert actions.draft_overdue_rungs(now=back) == [number] * 3
    assert actions.draft_overdue_rungs(now=back + timedelta(minutes=5)) == []
    kinds = list(models.Rung.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["remind", "supervise", "circular"]
    assert [e.facts["kind"] for e in build.events("cases.rung_drafted")] == kinds


def test_after_a_year_without_a_clock_the_ladder_still_has_five_rungs(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    due_at = models.Case.objects.get().due_at
    assert actions.draft_overdue_rungs(now=due_at + timedelta(days=365)) == [number] * 5


def test_the_ladder_ends_and_the_clock_goes_on(cast: Cast) -> None:
    build.a_case(cast, state=State.RECTIFYING)
    due_at = models.Case.objects.get().due_at
    drafted = [actions.draft_overdue_rungs(now=due_at + timedelta(days=n, minutes=1)) for n in range(8)]
    assert [len(numbers) for numbers in drafted] == [1, 1, 1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("state", [State.FILED, State.SUBMITTED, State.PASSED, State.CLOSED])
def test_a_case_that_waits_for_nobodys_mending_is_left_alone(cast: Cast, state: State) -> None:
    build.a_case(cast, state=state)
    assert actions.draft_overdue_rungs(now=NOON + timedelta(days=300)) == []
