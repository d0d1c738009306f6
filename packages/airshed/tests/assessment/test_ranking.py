from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import ranking


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
