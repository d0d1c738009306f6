from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.indices.profiles import nowcast
from airshed.indices.profiles.nowcast import Method

HOURS = st.lists(st.integers(1, 500), min_size=12, max_size=12)


@given(HOURS)
def test_weights_fall_by_the_share_of_the_smallest_in_the_largest_but_at_least_by_halves(
    hours: list[int],
) -> None:
    weight = max(Fraction(1, 2), Fraction(min(hours), max(hours)))
    weights = [weight**ago for ago in range(12)]
    expected = sum(one * value for one, value in zip(weights, reversed(hours), strict=True)) / sum(weights)
    assert nowcast.particle_nowcast(hours) == expected
    assert nowcast.particle_nowcast([999, *hours]) == expected


def test_steady_air_is_its_mean_and_clean_air_is_zero() -> None:
    assert nowcast.particle_nowcast([35] * 12) == 35
    assert nowcast.particle_nowcast([0.0] * 12) == 0


@pytest.mark.parametrize(
    ("hours", "is_told"),
    [
        ([None] * 10 + [10, 10], True), ([None] * 9 + [10, None, 10], True),
        ([10] * 9 + [10, None, None], False),
        ([10] * 9 + [None, None, 10], False), ([10, 10], True), ([10], False), ([], False),
        ([float("nan")] * 10 + [10, 10], True),
    ],
)  # fmt: skip
def test_two_of_the_last_three_hours_are_needed(hours: list[float | None], is_told: bool) -> None:
    assert nowcast.particle_nowcast(hours) == (10 if is_told else None)


WAVE = [30 + 20 * float(np.sin(k * np.pi / 12)) + (k * k) % 7 for k in range(nowcast.OZONE_HOURS)]


def changed(places: range, value: float | None = None) -> list[float | None]:
    """The wave with some hours replaced."""
    return [value if place in places else one for place, one in enumerate(WAVE)]


@pytest.mark.parametrize(
    ("hours", "method"),
    [
        (WAVE, Method.REGRESSION),
        (changed(range(100, 107)), Method.REGRESSION),
        (changed(range(100, 108)), Method.SURROGATE),
        ([None if k % 4 == 0 else one for k, one in enumerate(WAVE)], Method.REGRESSION),
        ([None if k % 4 == 0 or k == 1 else one for k, one in enumerate(WAVE)], Method.SURROGATE),
        (changed(range(335, 336)), Method.NONE),
        (changed(range(336), 0.0), Method.ZERO),
        (changed(range(336)), Method.NONE),
        (changed(range(320, 336)), Method.NONE),
    ],
)
def test_what_is_missing_decides_how_ozone_is_told(hours: list[float | None], method: Method) -> None:
    found = nowcast.ozone_nowcast(hours)
    assert found.method is method
    assert (found.value is None) == (method is Method.NONE)


def test_the_surrogate_takes_the_newest_of_three_hours() -> None:
    for missing, newest in ((0, 335), (1, 334), (2, 333)):
        hours = changed(range(336 - missing, 336))
        hours[100:108] = [None] * 8
        assert nowcast.ozone_nowcast(hours).value == pytest.approx(WAVE[newest] * 0.85 + 4.5, abs=1e-9)


def test_ozone_needs_two_weeks() -> None:
    with pytest.raises(
        nowcast.NotTwoWeeks, match="335 hours were given; an ozone NowCast needs the last 336"
    ):
        nowcast.ozone_nowcast(WAVE[1:])
