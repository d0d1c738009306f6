"""What a checklist is worth and when a finding is complete, pure."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantian.inspections import rules
from lantian.inspections.rules import Answered


def _answer(
    value: str | None, *, needs_photo: bool = True, has_photo: bool = False, weight: int = 1
) -> Answered:
    return Answered(
        code=f"item_{value}",
        text=f"item {value}",
        category="bare_land",
        weight=weight,
        photo=rules.NOT_MET if needs_photo else rules.NEVER,
        value=value,
        has_photo=has_photo,
    )


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ([(15, "ok"), (15, "ok")], "100.00"),
        ([(15, "ok"), (15, "no")], "50.00"),
        ([(15, "mostly"), (15, "mostly")], "85.00"),
        ([(15, "na"), (15, "no")], "50.00"),  # not applicable counts in full
        ([(15, "unseen"), (15, "ok")], "100.00"),  # what was not seen does not count
        ([(15, "unseen"), (15, "no")], "0.00"),
        ([(90, "ok"), (10, "mostly")], "98.50"),
        ([(15, "unseen")], None),
        ([(15, None)], None),
        ([], None),
    ],
)
def test_points_of_a_checklist(answers: list[tuple[int, str | None]], points: str | None) -> None:
    assert rules.score(answers) == (None if points is None else Decimal(points))


@given(st.lists(st.tuples(st.integers(1, 100), st.sampled_from([*rules.VALUES, None]))))
def test_points_lie_between_nothing_and_a_hundred(answers: list[tuple[int, str | None]]) -> None:
    points = rules.score(answers)
    assert points is None or 0 <= points <= 100


def _check(
    result: str,
    answers: list[Answered],
    *,
    words: str = "",
    category: str = "bare_land",
    has_photo: bool = True,
):
    rules.check_finding(result=result, answers=answers, words=words, category=category, has_photo=has_photo)


def test_a_finding_needs_every_answer() -> None:
    for result in ("problem", "nothing"):
        with pytest.raises(rules.AnswersMissing) as refused:
            _check(result, [_answer("ok"), _answer(None)])
        assert refused.value.items == ("item None",)


def test_unseen_needs_words_and_no_answers() -> None:
    _check("unseen", [_answer(None)], words="the road is closed", has_photo=False)
    with pytest.raises(rules.WordsMissing):
        _check("unseen", [_answer(None)], has_photo=False)


def test_what_is_not_met_needs_its_photo() -> None:
    with pytest.raises(rules.PhotoMissing) as refused:
        _check("problem", [_answer("no")])
    assert refused.value.items == ("item no",)
    _check("problem", [_answer("no", has_photo=True)])
    _check("problem", [_answer("no", needs_photo=False)])
    with pytest.raises(rules.ProblemWithoutPhoto):
        _check("problem", [_answer("mostly")], has_photo=False)


def test_a_problem_that_no_answer_shows_needs_words_and_a_category() -> None:
    with pytest.raises(rules.WordsMissing):
        _check("problem", [_answer("ok")])
    with pytest.raises(rules.CategoryMissing):
        _check("problem", [_answer("ok")], words="smoke behind the fence", category="")
    _check("problem", [_answer("ok")], words="smoke behind the fence", category="open_burning")


def test_nothing_found_contradicts_an_item_that_is_not_met() -> None:
    with pytest.raises(rules.ResultContradicts):
        _check("nothing", [_answer("no", has_photo=True)])
    _check("nothing", [_answer("ok"), _answer("mostly"), _answer("na"), _answer("unseen")])


def test_the_heaviest_item_that_is_not_met_names_the_problem() -> None:
    light = Answered(code="a", text="a", category="road_dust", weight=1, value="no", has_photo=False)
    heavy = Answered(code="b", text="b", category="stockpile", weight=9, value="no", has_photo=False)
    assert rules.gravest_category([light, heavy]) == "stockpile"
    assert rules.gravest_category([_answer("ok")]) == ""


@pytest.mark.parametrize(
    ("local", "is_night"), [(time(18), True), (time(5, 59), True), (time(6), False), (time(17, 59), False)]
)
def test_night_is_from_six_to_six(local: time, is_night: bool) -> None:
    assert rules.is_night(local) is is_night


def test_hints_name_what_a_person_should_look_at() -> None:
    today = date(2026, 11, 20)
    plain = {"is_reused": False, "taken_on": today, "visited_on": today, "is_late": False}
    assert rules.photo_hints(**plain) == []
    assert rules.photo_hints(**plain | {"taken_on": None}) == []
    assert rules.photo_hints(**plain | {"taken_on": date(2026, 11, 19)}) == ["other_day"]
    assert rules.photo_hints(**plain | {"is_reused": True, "is_late": True}) == ["reused", "late"]


def test_a_place_is_given_or_explained() -> None:
    rules.check_place(lon=113.0, lat=35.0, place_note="")
    rules.check_place(lon=None, lat=None, place_note="under the bridge")
    with pytest.raises(rules.PlaceUnexplained, match="Turn on location"):
        rules.check_place(lon=None, lat=None, place_note=" ")


def _item(code: str, value: str | None = "ok", **changes: object) -> Answered:
    plain = {"text": code, "category": "bare_land", "weight": 10, "has_photo": False}
    return Answered(**plain | {"code": code, "value": value} | changes)


def test_items_of_another_stage_and_of_a_condition_not_met_count_as_not_applicable() -> None:
    items = [
        _item("a", "no"),
        _item("b", "no", stages=("earthwork",)),
        _item("c", "no", asked_if="a", asked_if_values=("mostly",)),
        _item("d", "no", asked_if="c", asked_if_values=("no",)),  # what it hangs on is not asked
    ]
    assert rules.asked(items, stage="decoration") == {"a"}
    assert rules.outcome(items, stage="decoration").points == Decimal("75.00")
    assert rules.asked(items, stage="earthwork") == {"a", "b"}
    assert rules.asked(items, stage="") == {"a", "b"}


def test_a_red_line_fails_the_visit_whatever_the_points_and_only_when_it_is_not_met() -> None:
    rest = [_item(f"r{n}") for n in range(9)]
    red = rules.outcome([_item("red", "no", is_red_line=True, weight=0), *rest], stage="")
    assert (red.points, red.failed) == (Decimal("100.00"), ("red",))
    for value in ("mostly", "na", "unseen", None):
        assert rules.outcome([_item("red", value, is_red_line=True), *rest], stage="").failed == ()
    elsewhere = _item("red", "no", is_red_line=True, stages=("earthwork",))
    assert rules.outcome([elsewhere, *rest], stage="idle").failed == ()


@pytest.mark.parametrize(
    ("partial", "points", "lost"),
    [("0.85", "95.00", "5.00"), ("0.5", "83.33", "16.67"), ("0", "66.67", "33.33"), ("1", "100.00", None)],
)
def test_what_mostly_is_worth_is_the_list_s_own(partial: str, points: str, lost: str | None) -> None:
    items = [_item("a", "mostly"), _item("b"), _item("c")]
    came_to = rules.outcome(items, stage="", partial=Decimal(partial))
    assert came_to.points == Decimal(points)
    assert came_to.lost == ({} if lost is None else {"a": Decimal(lost)})


def test_points_are_rounded_half_to_even_from_the_exact_value() -> None:
    # 1/32 of 100 is 3.125: the even neighbour is 3.12; 3/32 is 9.375, its even neighbour 9.38
    assert rules.score([(1, "ok"), (31, "no")]) == Decimal("3.12")
    assert rules.score([(3, "ok"), (29, "no")]) == Decimal("9.38")


def test_a_photo_that_is_always_needed_is_needed_of_what_was_seen() -> None:
    for value in ("ok", "mostly", "no"):
        assert rules.wants_photo(_item("a", value, photo=rules.ALWAYS))
    for value in ("na", "unseen"):
        assert not rules.wants_photo(_item("a", value, photo=rules.ALWAYS))
    assert not rules.wants_photo(_item("a", "no", photo=rules.NEVER))
    with pytest.raises(rules.PhotoMissing):
        _check("nothing", [_item("a", "ok", photo=rules.ALWAYS)])
    _check("nothing", [_item("a", "ok", photo=rules.ALWAYS, has_photo=True)])


def test_the_pace_is_believed_after_enough_answers_and_long_walks_are_left_out() -> None:
    assert rules.pace_of([10.0] * 19) is None
    assert rules.pace_of([10.0] * 12 + [12.0] * 12 + [3600.0] * 30 + [0.0] * 30) == Decimal("11.0")
