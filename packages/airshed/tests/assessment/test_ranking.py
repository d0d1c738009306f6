from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import ranking
from airshed.indices import composite


def test_ties_share_a_place_and_the_next_counts_on() -> None:
    found = ranking.rank({"c": Decimal("3.40"), "b": 3.4, "a": 3.1, "d": 3.5})
    assert [(one.place, one.unit, one.tied) for one in found.places] == [
        (1, "a", False), (2, "b", True), (2, "c", True), (4, "d", False),
    ]  # fmt: skip
    assert [one.place for one in ranking.rank({"a": 1, "b": 1, "c": 2}).places] == [1, 1, 3]


def test_units_without_a_value_stand_apart_with_a_reason() -> None:
    found = ranking.rank({"b": float("nan"), "a": None, "c": 2}, reasons={"b": "too_few_days"})
    assert [(one.unit, one.reason) for one in found.unranked] == [("a", "no_values"), ("b", "too_few_days")]
    assert [one.place for one in found.places] == [1]


def test_nobody_to_rank_is_an_empty_ranking() -> None:
    assert ranking.rank({}) == ranking.Ranking(places=(), unranked=())


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 9)))
def test_a_place_is_one_more_than_the_units_that_are_better(values: dict[str, int]) -> None:
    for one in ranking.rank(values).places:
        assert one.place == 1 + sum(value < values[one.unit] for value in values.values())


def test_change_is_in_per_cent_of_the_earlier_value() -> None:
    assert ranking.change(3.96, before=4.4) == Decimal("-10.00")
    with pytest.raises(ranking.NothingToCompare, match="above 0"):
        ranking.change(1, before=0)


def test_the_largest_value_may_be_best() -> None:
    found = ranking.rank({"a": 80.0, "b": 93.3, "c": 93.3}, best=ranking.Best.LARGEST)
    assert [(one.place, one.unit) for one in found.places] == [(1, "b"), (1, "c"), (3, "a")]
    assert found.place_of("a") == ranking.Place(place=3, unit="a", value=80.0, tied=False)
    assert found.place_of("z") is None


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [("100.005", 100, "0.00"), ("100.015", 100, "0.02"), ("99.985", 100, "-0.02"), ("3.97", "3.96", "0.25")],
)
def test_a_change_has_two_places_and_a_half_goes_to_the_even(now: str, before: float, expected: str) -> None:
    assert ranking.change(Decimal(now), before=Decimal(before)) == Decimal(expected)


def test_groups_are_ranked_by_themselves_and_every_unit_has_one() -> None:
    found = ranking.rank_by_groups(
        {"a": 2, "b": 1, "c": None, "d": 1}, groups=dict(zip("abcd", "yxyx", strict=True))
    )
    assert [(group, [one.place for one in part.places]) for group, part in found.items()] == [
        ("x", [1, 1]), ("y", [1]),
    ]  # fmt: skip
    assert [one.unit for one in found["y"].unranked] == ["c"]
    with pytest.raises(ranking.NoGroup, match="'b' belongs to no group"):
        ranking.rank_by_groups({"a": 1, "b": 2}, groups={"a": "x"})


AT_LIMITS = {"so2": 60, "no2": 40, "co": 4, "o3": 160, "pm10": 70, "pm25": 35}


@pytest.mark.parametrize("code", list(AT_LIMITS))
def test_within_limits_means_all_six_and_not_above(code: str) -> None:
    limits = composite.denominators_2012()
    assert ranking.within_limits(AT_LIMITS, limits=limits)
    for over in (AT_LIMITS[code] + 0.1, None, float("nan")):
        assert not ranking.within_limits(AT_LIMITS | {code: over}, limits=limits)
    assert not ranking.within_limits({}, limits=limits)


def test_changes_rank_the_largest_fall_first_and_the_worsened_the_largest_rise() -> None:
    now = {"a": 4.0, "b": 6, "c": 3, "d": 5, "e": 5, "f": None, "g": 2, "h": 1}
    before = {"a": 5, "b": 5, "c": 2, "d": 4, "e": 4, "f": 4, "h": 0}
    found = ranking.rank_changes(now, before=before, within=["c"], reasons={"f": "too_few_days"})
    assert [(one.place, one.unit, str(one.value)) for one in found.ranking.places] == [
        (1, "a", "-20.00"), (2, "b", "20.00"), (3, "d", "25.00"), (3, "e", "25.00"), (5, "c", "50.00"),
    ]  # fmt: skip
    assert [(one.place, one.unit) for one in found.worsened.places] == [(1, "d"), (1, "e"), (3, "b")]
    assert found.spared == ("c",)
    assert [(one.unit, one.reason) for one in found.ranking.unranked] == [
        ("f", "too_few_days"), ("g", "no_earlier_value"), ("h", "no_earlier_value"),
    ]  # fmt: skip


def test_a_unit_at_its_old_value_is_not_named_as_worsened() -> None:
    assert ranking.rank_changes({"a": 5}, before={"a": 5}).worsened.places == ()


def test_movements_name_those_that_came_and_those_that_left() -> None:
    now, earlier = ranking.rank({"a": 1, "b": 1, "new": 2}), ranking.rank({"b": 1, "a": 2, "old": 3})
    found = ranking.movements(now, earlier=earlier).values()
    assert [(one.unit, one.place, one.earlier, one.up) for one in found] == [
        ("a", 1, 2, 1), ("b", 1, 1, 0), ("new", 3, None, None), ("old", None, 3, None),
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 4)))
def test_places_gained_and_lost_come_from_both_rankings(values: dict[str, int]) -> None:
    now, earlier = ranking.rank(values), ranking.rank({unit: -value for unit, value in values.items()})
    for unit, moved in ranking.movements(now, earlier=earlier).items():
        assert moved.up == earlier.place_of(unit).place - now.place_of(unit).place
    assert all(moved.up == 0 for moved in ranking.movements(now, earlier=now).values())
