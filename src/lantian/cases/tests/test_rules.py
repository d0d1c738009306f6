"""The guards, pure."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import NOON
from lantian.cases import rules


def test_all_five_acceptance_tests_must_be_answered() -> None:
    answers = dict.fromkeys(rules.ACCEPTANCE, rules.YES)
    rules.check_answers(answers, has_passed=True)
    with pytest.raises(rules.AnswersMissing) as missing:
        rules.check_answers(answers | {"source_treated": ""}, has_passed=True)
    assert missing.value.tests == ("source_treated",)
    with pytest.raises(rules.AnswersMissing):
        rules.check_answers({}, has_passed=False)


def test_a_no_fails_and_no_no_passes() -> None:
    answers = dict.fromkeys(rules.ACCEPTANCE, rules.NA)
    with pytest.raises(rules.AnswersContradict):
        rules.check_answers(answers | {"measures_done": rules.NO}, has_passed=True)
    with pytest.raises(rules.AnswersContradict):
        rules.check_answers(answers, has_passed=False)


def test_a_photo_of_the_same_bytes_is_not_an_after_photo() -> None:
    work = rules.Mending(what_was_done="net laid", before_key="a", after_key="b")
    rules.check_mending(work, after_sha256="2", known_sha256={"1"}, is_violation=False)
    with pytest.raises(rules.SamePhoto):
        rules.check_mending(work, after_sha256="1", known_sha256={"1"}, is_violation=False)


def test_a_mending_says_what_was_done_and_a_violation_names_its_penalty() -> None:
    with pytest.raises(rules.WorkMissing):
        silent = rules.Mending(what_was_done=" ", before_key="a", after_key="b")
        rules.check_mending(silent, after_sha256="2", known_sha256=set(), is_violation=False)
    with pytest.raises(rules.PenaltyMissing):
        unpunished = rules.Mending(what_was_done="net laid", before_key="a", after_key="b")
        rules.check_mending(unpunished, after_sha256="2", known_sha256=set(), is_violation=True)


@pytest.mark.parametrize(("returns", "is_refused"), [(0, False), (1, False), (2, True)])
def test_fewer_than_two_returns_are_allowed(returns: int, is_refused: bool) -> None:
    def ask() -> None:
        rules.check_return(returns=returns, allowed=Decimal(2), until=NOON, now=NOON)

    if is_refused:
        with pytest.raises(rules.TooManyReturns):
            ask()
    else:
        ask()


def test_a_case_is_returned_inside_the_window_only() -> None:
    with pytest.raises(rules.ReturnWindowOver):
        rules.check_return(returns=0, allowed=Decimal(2), until=NOON, now=NOON + timedelta(seconds=1))


def test_a_deadline_at_this_very_moment_is_in_the_past() -> None:
    rules.check_due(due_at=NOON + timedelta(seconds=1), now=NOON)
    with pytest.raises(rules.DueInPast, match="is not after"):
        rules.check_due(due_at=NOON, now=NOON)


@pytest.mark.parametrize(
    ("days", "kind", "place", "refusal"),
    [
        (0, True, True, None),
        (90, True, True, None),
        (90.001, True, True, "window"),
        (-0.001, True, True, "window"),
        (1, False, True, "kind"),
        (1, True, False, "place"),
    ],
)
def test_a_case_comes_back_at_the_same_place_of_the_same_kind_inside_the_window(
    days: float, kind: bool, place: bool, refusal: str | None
) -> None:
    said = rules.rebound_refusal(
        is_same_kind=kind,
        is_same_place=place,
        closed_at=NOON,
        found_at=NOON + timedelta(days=days),
        window_days=Decimal(90),
    )
    assert said == refusal


@pytest.mark.parametrize(
    ("ids", "metres", "is_same"),
    [((1, 1), 900.0, True), ((1, 2), 50.0, True), ((1, 2), 50.1, False), ((None, None), 900.0, False)],
)
def test_the_same_place_is_the_same_source_or_fifty_metres(
    ids: tuple[int | None, int | None], metres: float, is_same: bool
) -> None:
    assert rules.is_same_place(source_ids=ids, distance_m=metres, radius_m=Decimal(50)) is is_same


def test_a_grave_or_drawn_recheck_is_on_site_with_a_photo() -> None:
    remote = rules.Look(answers={}, is_on_site=False)
    rules.check_on_site(remote, reason=None)
    for reason in ("level", "drawn"):
        with pytest.raises(rules.OnSiteNeeded):
            rules.check_on_site(remote, reason=reason)
    with pytest.raises(rules.OnSiteNeeded):
        rules.check_on_site(rules.Look(answers={}, is_on_site=True), reason=None)


def test_the_draw_takes_its_share_and_cannot_be_repeated_for_another_outcome() -> None:
    numbers = [f"QX-2026-{n:06d}/1" for n in range(5000)]
    drawn = [number for number in numbers if rules.is_drawn(number, share=Decimal("0.2"))]
    assert 900 < len(drawn) < 1100
    assert drawn == [number for number in numbers if rules.is_drawn(number, share=Decimal("0.2"))]


@given(st.text())
def test_nobody_is_drawn_from_nothing_and_everybody_from_the_whole(seed: str) -> None:
    assert not rules.is_drawn(seed, share=Decimal(0))
    assert rules.is_drawn(seed, share=Decimal(1))


def test_the_ladder_is_climbed_rung_by_rung_and_ends() -> None:
    climbed: list[str] = []
    while (rung := rules.next_rung(climbed)) is not None:
        climbed.append(rung)
    assert climbed == ["remind", "supervise", "circular", "interview", "transfer"]


@pytest.mark.parametrize(("hours", "rungs"), [(0, 0), (0.1, 1), (23.9, 1), (24, 2), (49, 3)])
def test_an_overdue_case_earns_a_rung_at_once_and_one_a_day(hours: float, rungs: int) -> None:
    now = NOON + timedelta(hours=hours)
    assert rules.rungs_due(due_at=NOON, now=now, rung_hours=Decimal(24)) == rungs


@pytest.mark.parametrize(("hours", "days"), [(-1, 0), (0, 0), (0.1, 1), (24, 1), (24.1, 2)])
def test_begun_days_count_as_late(hours: float, days: int) -> None:
    assert rules.days_late(due_at=NOON, at=NOON + timedelta(hours=hours)) == days


@pytest.mark.parametrize(
    ("target", "what", "by_on", "missing"),
    [
        (" ", "net", date(2026, 11, 30), "the target"),
        ("no bare soil", "", date(2026, 11, 30), "what is to be done"),
        ("no bare soil", "net", date(2026, 11, 19), "a day to come for each measure"),
    ],
)
def test_a_plan_has_a_target_and_measures_with_days_to_come(
    target: str, what: str, by_on: date, missing: str
) -> None:
    with pytest.raises(rules.PlanIncomplete) as refused:
        rules.check_plan(
            target=target, measures=[rules.Measure(what=what, by_on=by_on)], today=date(2026, 11, 20)
        )
    assert refused.value.missing == missing
    with pytest.raises(rules.PlanIncomplete):
        rules.check_plan(target="no bare soil", measures=[], today=date(2026, 11, 20))
