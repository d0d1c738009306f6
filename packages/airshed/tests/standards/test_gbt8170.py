from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.standards import gbt8170


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        ("12.1498", 0, "12"),  # GB/T 8170-2008, 3.2.1
        ("12.1498", 1, "12.1"),
        ("10.5002", 0, "11"),  # 3.2.3: something behind the five
        ("1.050", 1, "1.0"),  # 3.2.4
        ("0.35", 1, "0.4"),
        ("2500", -3, "2000"),
        ("3500", -3, "4000"),
        ("-355", -1, "-360"),  # 3.2.5
        ("-325", -1, "-320"),
        ("-365", -1, "-360"),
        ("-0.0365", 3, "-0.036"),
        ("15.4546", 0, "15"),  # 3.3.1: once, not 15.455 → 15.46 → 15.5 → 16
    ],
)
def test_examples_of_the_standard(value: str, digits: int, rounded: str) -> None:
    assert gbt8170.round_to(Decimal(value), digits=digits) == Decimal(rounded)


def test_a_float_goes_by_its_shortest_decimal() -> None:
    assert gbt8170.round_to(2.675, digits=2) == Decimal("2.68")  # the float lies below 2.675
    assert gbt8170.round_to(0.15, digits=1) == Decimal("0.2")


@pytest.mark.parametrize(
    ("value", "figures", "rounded"), [(8.53459, 3, "8.53"), (0.0012345, 2, "0.0012"), (0, 2, "0")]
)
def test_significant_figures(value: float, figures: int, rounded: str) -> None:
    assert gbt8170.round_significant(value, figures=figures) == Decimal(rounded)


@given(st.decimals(-10_000, 10_000, places=5), st.integers(0, 4))
def test_agrees_with_half_even_on_decimals(value: Decimal, digits: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    assert gbt8170.round_to(value, digits=digits) == expected
    assert gbt8170.round_to(-value, digits=digits) == -expected


@given(st.lists(st.integers(-(10**15), 10**15), max_size=30), st.integers(1, 10**6))
def test_arrays_agree_with_integers(numerators: list[int], denominator: int) -> None:
    found = gbt8170.half_even_array(np.array(numerators, dtype=np.int64), denominator)
    assert found.tolist() == [gbt8170.half_even(numerator, denominator) for numerator in numerators]


def test_a_tie_is_decided_by_the_side_the_value_lies_on() -> None:
    beside = np.array([-1, 0, 1], dtype=np.int8)
    assert gbt8170.half_even_array(np.array([5, 5, 5]), 10, beside=beside).tolist() == [0, 0, 1]
    assert gbt8170.half_even_array(np.array([15, 15, 15]), 10, beside=beside).tolist() == [1, 2, 2]
