from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import scene, unit_slip

MakeHours = Callable[..., pl.DataFrame]

USUAL = [0.8 + 0.1 * (k % 6) for k in range(24 * 20)]


def slipped(factor: float, *, hours: int = 30, at: int = 200) -> list[float | None]:
    """Usual CO with some hours in another unit."""
    return USUAL[:at] + [value * factor for value in USUAL[at : at + hours]] + USUAL[at + hours :]


@pytest.mark.parametrize(
    ("factor", "hours"), [(1000, 30), (0.001, 30), (10, 0), (0.1, 0), (1, 0), (1_000_000, 0)]
)
def test_a_thousand_either_way_is_a_slip(hours_of: MakeHours, factor: float, hours: int) -> None:
    found = unit_slip.check(scene.of(hours_of({"a": {"co": slipped(factor)}})))
    assert found["hours"].to_list() == ([hours] if hours else [])
    assert all(0.5 <= factor / observed <= 2 for observed in found["observed"])


def test_gaps_up_to_six_hours_are_bridged(hours_of: MakeHours) -> None:
    values = slipped(1000)
    values[210:216] = [None] * 6
    assert unit_slip.check(scene.of(hours_of({"a": {"co": values}})))["hours"].to_list() == [30]
    values[216] = None
    assert unit_slip.check(scene.of(hours_of({"a": {"co": values}})))["hours"].to_list() == [10, 13]


def test_a_slip_of_the_neighbours_is_not_laid_at_a_station_s_door(hours_of: MakeHours) -> None:
    stations = {name: {"co": slipped(1000)} for name in "bcd"} | {"a": {"co": USUAL}}
    found = unit_slip.check(scene.of(hours_of(stations)))
    assert "a" not in found["station"].to_list()


def test_a_whole_record_in_another_unit_is_told_once(hours_of: MakeHours) -> None:
    found = unit_slip.check(scene.of(hours_of({"a": {"co": [1000 * value for value in USUAL]}})))
    assert found.select("hours", "severity", "measure").rows() == [(480, "doubtful", "median of the record")]


@pytest.mark.parametrize(("n", "flags"), [(23, 0), (24, 1)])
def test_a_record_of_less_than_a_day_is_not_judged_as_a_whole(
    hours_of: MakeHours, n: int, flags: int
) -> None:
    assert unit_slip.check(scene.of(hours_of({"a": {"co": [900.0] * n}}))).height == flags


def test_zeros_and_negatives_are_no_slip(hours_of: MakeHours) -> None:
    values: list[float | None] = [*USUAL]
    values[100], values[101], values[102] = 0.0, -9.99, None
    assert unit_slip.check(scene.of(hours_of({"a": {"co": values}}))).height == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(24, 400), st.integers(1, 60))
def test_a_slip_is_found_wherever_it_stands(hours_of: MakeHours, seed: int, at: int, hours: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.uniform(20, 80, 480).round()
    values[at : at + hours] *= 1000
    found = unit_slip.check(scene.of(hours_of({"a": {"no2": values.tolist()}})))
    assert found["hours"].sum() == min(hours, 480 - at)
