from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import digits, scene

MakeHours = Callable[..., pl.DataFrame]


def air(*, seed: int = 1) -> np.ndarray:
    """PM10 in whole numbers."""
    return np.random.default_rng(seed).lognormal(4.5, 0.6, 24 * 30).round()


@pytest.mark.parametrize(("step", "usual"), [(2, 0.5), (5, 0.2), (10, 0.5)])
def test_values_rounded_by_hand_are_seen(hours_of: MakeHours, step: int, usual: float) -> None:
    values = (air() / step).round() * step
    found = digits.check(scene.of(hours_of({"a": {"pm10": values.tolist()}})))
    assert found.select("severity", "observed", "reference").rows() == [("note", 1.0, usual)]


def test_measured_values_are_even(hours_of: MakeHours) -> None:
    assert digits.check(scene.of(hours_of({"a": {"pm10": air().tolist()}}))).height == 0


def test_decimals_are_judged_by_their_own_last_digit(hours_of: MakeHours) -> None:
    tenths = (air() / 10).round(1)
    assert digits.check(scene.of(hours_of({"a": {"no2": tenths.tolist()}}))).height == 0
    halves = (air() / 10 * 2).round() / 2
    assert digits.check(scene.of(hours_of({"a": {"no2": halves.tolist()}})))["reference"].to_list() == [0.2]


def test_values_converted_from_another_unit_say_nothing(hours_of: MakeHours) -> None:
    assert digits.check(scene.of(hours_of({"a": {"o3": (air() * 1.0713).tolist()}}))).height == 0


def test_values_that_span_few_steps_say_nothing(hours_of: MakeHours) -> None:
    low = np.random.default_rng(1).choice([2.0, 4.0, 6.0], 720)
    assert digits.check(scene.of(hours_of({"a": {"so2": low.tolist()}}))).height == 0


def test_a_value_repeated_counts_once(hours_of: MakeHours) -> None:
    values = air()
    values[100:420] = 45
    assert digits.check(scene.of(hours_of({"a": {"pm10": values.tolist()}}))).height == 0


@pytest.mark.parametrize(("n", "flags"), [(239, 0), (240, 1)])
def test_a_window_needs_ten_days_of_values(hours_of: MakeHours, n: int, flags: int) -> None:
    values = [5.0 * (k % 47) for k in range(n)]
    assert digits.check(scene.of(hours_of({"a": {"pm10": values}}))).height == flags


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.0, 1.0))
def test_the_share_told_is_above_its_limit(hours_of: MakeHours, seed: int, rounded: float) -> None:
    values = air(seed=seed)
    chosen = np.random.default_rng(seed).random(values.size) < rounded
    values[chosen] = (values[chosen] / 5).round() * 5
    found = digits.check(scene.of(hours_of({"a": {"pm10": values.tolist()}})))
    assert (found["observed"] > found["threshold"]).all()
    assert found.height == 1 if rounded > 0.65 else found.height == 0 or rounded > 0.25
