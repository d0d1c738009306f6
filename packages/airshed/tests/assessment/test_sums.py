from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import exact, kernel
from airshed.assessment.sums import Sums
from airshed.decimals import fraction_of
from airshed.standards import gbt8170

value = st.one_of(
    st.just(float("nan")), st.integers(0, 500).map(float), st.decimals(0, 60, places=1).map(float),
    st.sampled_from([1 / 3, 0.1 + 0.2, 1e300, 1e15, 123456789.123456]),
)  # fmt: skip
batches = st.lists(st.lists(st.tuples(st.integers(0, 7), value), max_size=12), max_size=4)


@given(batches)
def test_means_and_means_of_means_are_the_oracle_s(several: list[list[tuple[int, float]]]) -> None:
    sums = Sums(8)
    held: dict[int, list[Fraction]] = {}
    for batch in several:
        sums.add(np.array([cell for cell, _ in batch], dtype=np.int64), np.array([one for _, one in batch]))
        for cell, one in batch:
            if one == one:
                held.setdefault(cell, []).append(fraction_of(one))
    hours = [sum(held[cell], Fraction(0)) / len(held[cell]) if cell in held else None for cell in range(8)]
    assert [sums.mean(cell) for cell in held] == [hours[cell] for cell in held]
    found = kernel.means(sums.parts(np.arange(8).reshape(2, 4)), digits=1)
    for row, steps in zip((hours[:4], hours[4:]), found.tolist(), strict=True):
        mean = exact.mean(row)
        scaled = Fraction(0) if mean is None else mean * 10
        assert steps == float(gbt8170.half_even(scaled.numerator, scaled.denominator))


def test_cells_with_too_few_values_and_no_cells_are_missing() -> None:
    sums = Sums(3)
    sums.add(np.array([0, 0, 1]), np.array([1.0, 2.0, 5.0]))
    parts = sums.parts(np.array([[0, 1, 2, -1]]), needed=2)
    assert parts.absent.tolist() == [[False, True, True, True]]
    assert parts.n.tolist() == [1]


def test_growing_keeps_what_there_is() -> None:
    sums = Sums(1)
    sums.add(np.array([0]), np.array([1 / 3]))
    sums.grow(2)
    sums.add(np.array([1]), np.array([2.0]))
    assert (sums.mean(0), sums.mean(1)) == (fraction_of(1 / 3), 2)


def test_many_stations_of_every_count_stay_exact() -> None:
    sums = Sums(24)
    for hour in range(24):
        sums.add(np.full(hour + 40, hour), np.full(hour + 40, 10.0 + hour))
    parts = sums.parts(np.arange(24)[None, :])
    assert kernel.means(parts, digits=1).tolist() == [215.0]
