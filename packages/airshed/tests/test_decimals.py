from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed import decimals


@given(st.decimals(-99_999, 99_999, places=6))
def test_decimals_of_six_places_are_whole_millionths(value: Decimal) -> None:
    found = decimals.millionths(np.array([float(value)]))
    assert (found.units[0], found.beside[0]) == (int(value * 10**6), 0)


@given(st.floats(-1e6, 1e6, allow_subnormal=False))
def test_the_side_a_finer_value_lies_on_is_known(value: float) -> None:
    found = decimals.millionths(np.array([value]))
    exact, nearest = decimals.fraction_of(value), Fraction(int(found.units[0]), 10**6)
    assert found.beside[0] == (exact > nearest) - (exact < nearest)


def test_missing_is_not_zero() -> None:
    found = decimals.millionths(np.array([np.nan, 0.0]))
    assert found.present.tolist() == [False, True]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_refuses_what_is_not_finite(value: object) -> None:
    with pytest.raises(decimals.NotFinite, match="a finite number is needed"):
        decimals.fraction_of(value)


def test_products_are_the_decimals_a_person_would_write() -> None:
    assert decimals.scaled(np.array([35.0, np.nan, 3.3]), factor=Decimal("1.88"))[[0, 2]].tolist() == [
        65.8,
        6.204,
    ]


@given(st.decimals(0, 5000, places=3), st.sampled_from(["0.001", "1.962", "2.62", "1000"]))
def test_products_are_the_nearest_float(value: Decimal, factor: str) -> None:
    found = decimals.scaled(np.array([float(value)]), factor=Decimal(factor))
    assert found[0] == float(value * Decimal(factor))


@given(st.lists(st.fractions(max_denominator=10_000)))
def test_whole_numbers_over_one_denominator_are_the_same_numbers(values: list[Fraction]) -> None:
    units, scale = decimals.on_one_scale(values)
    assert [Fraction(unit, scale) for unit in units] == values
    assert sorted(range(len(values)), key=units.__getitem__) == sorted(
        range(len(values)), key=values.__getitem__
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_stands_for_its_shortest_decimal(value: float) -> None:
    assert decimals.fraction_of(value) == Fraction(repr(value))
