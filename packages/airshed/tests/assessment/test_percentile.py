from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment.percentile import NotAPercentage, NoValues, percentile


def test_ends_and_single_values_do_not_run_over() -> None:
    assert percentile([7], percent=95) == 7
    assert percentile([3, 1, 2], percent=100) == 3
    assert percentile([3, 1, 2], percent=0) == 1


def test_is_exact_in_decimals() -> None:
    assert percentile([0.1, 0.2], percent=95) == Fraction(195, 1000)
    assert percentile([Decimal("0.1")] * 3, percent=Decimal("97.5")) == Fraction(1, 10)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=400), st.integers(0, 100))
def test_agrees_with_linear_interpolation(values: list[int], percent: int) -> None:
    found = percentile(values, percent=percent)
    assert float(found) == pytest.approx(
        np.percentile(values, percent, method="linear"), abs=1e-9
    )  # [µg m⁻³]
    assert min(values) <= found <= max(values)


def test_refuses_nothing_and_what_is_no_percentage() -> None:
    with pytest.raises(NoValues):
        percentile([], percent=90)
    with pytest.raises(NotAPercentage, match="101"):
        percentile([1], percent=101)
