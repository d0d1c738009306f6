from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import cut_off, scene

MakeHours = Callable[..., pl.DataFrame]

DAYS = 30


def air(*, seed: int = 1, days: int = DAYS) -> np.ndarray:
    """PM2.5 in whole numbers."""
    return np.random.default_rng(seed).lognormal(4, 0.6, 24 * days).round()


def test_values_cut_off_are_told_with_value_and_hours(hours_of: MakeHours) -> None:
    values = np.minimum(air(), 75)
    found = cut_off.check(scene.of(hours_of({"a": {"pm25": values.tolist()}})))
    assert found.select("severity", "reference", "observed").rows() == [
        ("note", 75.0, float((values == 75).sum()))
    ]


def test_air_that_is_not_cut_off_is_left_alone(hours_of: MakeHours) -> None:
    assert cut_off.check(scene.of(hours_of({"a": {"pm25": air().tolist()}}))).height == 0


def test_windows_with_the_same_value_are_one_finding(hours_of: MakeHours) -> None:
    values = np.minimum(air(days=90), 75)
    found = cut_off.check(scene.of(hours_of({"a": {"pm25": values.tolist()}})))
    assert found.select("hours", "observed").rows() == [(24 * 90, float((values == 75).sum()))]


def test_one_long_flat_line_is_not_a_cut(hours_of: MakeHours) -> None:
    values = air()
    values[300:340] = 120
    assert cut_off.check(scene.of(hours_of({"a": {"pm25": values.tolist()}}))).height == 0


def test_the_detection_limit_and_few_distinct_values_are_left_out(hours_of: MakeHours) -> None:
    low = np.minimum(air(), 8).tolist()
    assert cut_off.check(scene.of(hours_of({"a": {"so2": low}}))).height == 0
    coarse = np.minimum((air() / 100).round(1), 0.8).tolist()
    assert cut_off.check(scene.of(hours_of({"a": {"co": coarse}}))).height == 0


@pytest.mark.parametrize(("share", "n"), [(0.4, 1), (0.6, 0)])
def test_a_window_needs_half_its_hours(hours_of: MakeHours, share: float, n: int) -> None:
    values = np.minimum(air(), 75)
    values[np.random.default_rng(2).random(values.size) < share] = np.nan
    assert cut_off.check(scene.of(hours_of({"a": {"pm25": values.tolist()}}))).height == n


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.6, 0.9))
def test_a_cut_is_found_at_any_height(hours_of: MakeHours, seed: int, part: float) -> None:
    values = air(seed=seed)
    top = float(np.round(np.quantile(values, part)))
    found = cut_off.check(scene.of(hours_of({"a": {"pm25": np.minimum(values, top).tolist()}})))
    assert found["reference"].to_list() == [top]
