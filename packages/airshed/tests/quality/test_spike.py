from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import scene, spike
from airshed.quality.spike import Spike

MakeHours = Callable[..., pl.DataFrame]

QUIET = [50.0 + k % 2 for k in range(48)]


def put(hours: int, value: float | None, *, at: int = 20) -> list[float | None]:
    """Quiet values with some hours replaced."""
    return QUIET[:at] + [value] * hours + QUIET[at + hours :]


@pytest.mark.parametrize(("hours", "n"), [(1, 1), (2, 1), (3, 1), (4, 0)])
def test_a_spike_lasts_three_hours_at_most(hours_of: MakeHours, hours: int, n: int) -> None:
    found = spike.check(scene.of(hours_of({"a": {"pm25": put(hours, 500.0)}})))
    assert found.select("hours", "observed", "reference").rows() == [(hours, 500.0, 51.0)] * n


@pytest.mark.parametrize(("value", "n"), [(162.9, 0), (163.1, 1)])
def test_three_times_the_softened_side_is_enough(hours_of: MakeHours, value: float, n: int) -> None:
    found = spike.check(scene.of(hours_of({"a": {"pm25": put(1, value, at=20)}})))
    assert found.height == n  # (163 + 5) is three times (51 + 5)
    assert found["threshold"].round(6).to_list() == [112.0] * n


def test_a_fall_to_nothing_is_a_spike_too(hours_of: MakeHours) -> None:
    found = spike.check(scene.of(hours_of({"a": {"o3": put(2, 1.0)}})))
    assert found.select("hours", "observed", "reference").rows() == [(2, 1.0, 50.0)]


def test_a_small_departure_near_zero_is_none(hours_of: MakeHours) -> None:
    values = [1.0] * 20 + [14.0] + [1.0] * 20
    assert spike.check(scene.of(hours_of({"a": {"pm25": values}}))).height == 0
    values[20] = 25.0
    assert spike.check(scene.of(hours_of({"a": {"pm25": values}}))).height == 1


def test_what_the_neighbours_show_too_is_the_air(hours_of: MakeHours) -> None:
    fireworks = {name: {"pm25": put(1, 600.0 + shift)} for shift, name in enumerate("abc")}
    assert spike.check(scene.of(hours_of(fireworks))).height == 0
    alone = {"a": {"pm25": put(1, 600.0)}, "b": {"pm25": QUIET}, "c": {"pm25": QUIET}}
    assert spike.check(scene.of(hours_of(alone)))["station"].to_list() == ["a"]


def test_one_missing_hour_beside_is_stepped_over_and_two_are_not(hours_of: MakeHours) -> None:
    values = put(1, 500.0)
    values[19] = values[21] = None
    assert spike.check(scene.of(hours_of({"a": {"pm25": values}}))).height == 1
    values[18] = None
    assert spike.check(scene.of(hours_of({"a": {"pm25": values}}))).height == 0


@pytest.mark.parametrize("at", [0, 47])
def test_the_ends_of_a_record_have_one_side_only(hours_of: MakeHours, at: int) -> None:
    assert spike.check(scene.of(hours_of({"a": {"pm25": put(1, 500.0, at=at)}}))).height == 0


def test_a_rough_day_asks_for_more(hours_of: MakeHours) -> None:
    rough = np.random.default_rng(3).uniform(10, 150, 72).round().tolist()
    rough[36] = 400.0
    hours = scene.of(hours_of({"a": {"pm25": rough}}))
    found = spike.check(hours, rule=Spike(spreads=0.0))
    assert spike.check(hours, rule=Spike(spreads=6.0)).height < found.height


@settings(max_examples=30, deadline=None)
@given(st.floats(1.0, 1e3), st.integers(3, 40), st.floats(0.1, 5.0))
def test_a_lone_spike_is_found_at_any_hour_and_any_level(
    hours_of: MakeHours, level: float, at: int, size: float
) -> None:
    values = [level] * 48
    values[at] = (level + 5) * (3 + size) + 20
    found = spike.check(scene.of(hours_of({"a": {"pm25": values}})))
    assert found.select("hours", "observed").rows() == [(1, values[at])]
