from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import exact, kernel
from airshed.assessment.percentile import percentile
from airshed.decimals import NotFinite, fraction_of, whole_units
from airshed.standards import gbt8170

NAN = float("nan")

feed = st.one_of(st.just(NAN), st.integers(-5, 1200).map(float))
tenths = st.one_of(st.just(NAN), st.decimals(0, 60, places=1).map(float))
fine = st.one_of(
    st.just(NAN),
    st.decimals(-3, 400, places=6).map(float),
    st.floats(-10, 400, allow_subnormal=False),
    st.sampled_from([0.1 + 0.2, 1 / 3, 34.5, 35.5, 2.5e-7, 35.49999999999999]),
)
huge = st.one_of(fine, st.sampled_from([1e9 + 0.5, 3e15, -4e12, 1e300, 123456789012.25]))


def table_of(hour: st.SearchStrategy[float], *, parts: int) -> st.SearchStrategy[list[list[float]]]:
    """Some rows of so many parts."""
    return st.lists(st.lists(hour, min_size=parts, max_size=parts), min_size=1, max_size=4)


days = st.one_of(*(table_of(hour, parts=24) for hour in (feed, tenths, fine, huge)))
stretches = st.one_of(*(table_of(day, parts=31) for day in (feed, tenths, fine, huge)))


def rounded(value: Fraction | None, *, digits: int) -> float:
    """What the oracle says, in steps; 0 for nothing."""
    scaled = Fraction(0) if value is None else value * 10**digits
    return float(gbt8170.half_even(scaled.numerator, scaled.denominator))


@given(days, st.sampled_from([0, 1, 2]))
def test_means_are_the_oracle_s(table: list[list[float]], digits: int) -> None:
    found = kernel.means(kernel.of_floats(np.array(table)), digits=digits)
    assert found.tolist() == [rounded(exact.mean(exact.hours_of(row)), digits=digits) for row in table]


@given(days)
def test_largest_values_are_the_oracle_s(table: list[list[float]]) -> None:
    found = kernel.largest(kernel.of_floats(np.array(table)), digits=0)
    assert found.tolist() == [rounded(exact.largest(exact.hours_of(row)), digits=0) for row in table]


@given(days)
def test_windows_are_the_oracle_s(table: list[list[float]]) -> None:
    found, n = kernel.largest_8h(kernel.of_floats(np.array(table)))
    windows = [exact.windows_8h(exact.hours_of(row)) for row in table]
    assert n.tolist() == [len(one) for one in windows]
    assert found.tolist() == [rounded(max(one, default=None), digits=0) for one in windows]


@given(stretches, st.sampled_from([0, 50, 90, 95, 98, 100]), st.sampled_from([0, 1, 2]))
def test_percentiles_are_the_oracle_s(table: list[list[float]], percent: int, digits: int) -> None:
    found = kernel.percentiles(kernel.of_floats(np.array(table)), percent=percent, digits=digits)
    expected = []
    for row in table:
        present = [value for value in exact.hours_of(row) if value is not None]
        value = percentile(present, percent=percent) if present else None
        expected.append(rounded(value, digits=digits))
    assert found.tolist() == expected


@given(st.lists(huge, min_size=1, max_size=30))
def test_whole_units_are_the_decimals_themselves(values: list[float]) -> None:
    found = whole_units(np.array(values))
    for value, units, gone in zip(values, found.units.tolist(), found.absent.tolist(), strict=True):
        assert gone == (value != value)
        if not gone and found.unsure is None:
            assert Fraction(units) == fraction_of(value) * 10**found.places


@pytest.mark.parametrize(
    ("values", "places"),
    [([1, 2], 0), ([0.5, 1], 1), ([0.25], 2), ([0.125], 3), ([0.0625], 6), ([1e-6], 6), ([NAN], 0), ([], 0)],
)
def test_the_fewest_places_are_found(values: list[float], places: int) -> None:
    found = whole_units(np.array(values, dtype=np.float64))
    assert (found.places, found.unsure) == (places, None)


def test_a_late_decimal_among_many_whole_numbers_is_seen() -> None:
    values = np.ones(10_000)
    values[5_001] = 0.1
    assert whole_units(values).places == 1


def test_infinity_is_refused() -> None:
    with pytest.raises(NotFinite):
        kernel.of_floats(np.array([[1.0, float("inf")]]))


def test_no_rows_give_no_values() -> None:
    nothing = kernel.of_floats(np.empty((0, 24)))
    assert kernel.means(nothing, digits=0).shape == (0,)
    assert kernel.largest_8h(nothing)[0].shape == (0,)
    assert kernel.percentiles(nothing, percent=90, digits=0).shape == (0,)


def test_a_small_negative_mean_is_no_negative_zero() -> None:
    assert str(kernel.means(kernel.of_floats(np.array([[-0.25, 0.0]])), digits=0)[0]) == "0.0"


@settings(max_examples=25)
@given(table_of(feed, parts=24), st.randoms())
def test_values_do_not_depend_on_what_is_computed_beside_them(table: list[list[float]], chance) -> None:
    alone = [kernel.means(kernel.of_floats(np.array([row])), digits=0)[0] for row in table]
    beside = np.array([*table, [chance.random() for _ in range(24)], [1e300] * 24])
    assert kernel.means(kernel.of_floats(beside), digits=0)[: len(table)].tolist() == alone
