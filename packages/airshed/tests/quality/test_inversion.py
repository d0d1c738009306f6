from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.quality import inversion, scene

MakeHours = Callable[..., pl.DataFrame]


@pytest.mark.parametrize(
    ("fine", "coarse", "n"),
    [(25.0, 20.0, 0), (25.1, 20.0, 1), (110.0, 100.0, 0), (110.1, 100.0, 1), (50.0, 60.0, 0)],
)
def test_the_tolerance_is_five_or_a_tenth(hours_of: MakeHours, fine: float, coarse: float, n: int) -> None:
    assert inversion.check(scene.of(hours_of({"a": {"pm25": [fine], "pm10": [coarse]}}))).height == n


def test_a_run_tells_its_largest_excess(hours_of: MakeHours) -> None:
    found = inversion.check(scene.of(hours_of({"a": {"pm25": [80, 90, 60], "pm10": [70, 60, 60]}})))
    assert found.select("hours", "observed", "reference", "threshold").rows() == [(2, 30.0, 70.0, 7.0)]


def test_a_missing_or_negative_pm10_is_no_ground(hours_of: MakeHours) -> None:
    hours = hours_of({"a": {"pm25": [80, 80, None], "pm10": [None, -9.99, 10]}})
    assert inversion.check(scene.of(hours)).height == 0


def test_without_one_of_the_two_there_is_nothing_to_say(hours_of: MakeHours) -> None:
    assert inversion.check(scene.of(hours_of({"a": {"pm25": [80.0]}}))).height == 0


@pytest.mark.parametrize(("equal", "n"), [(50, 0), (51, 1)])
def test_a_week_of_equal_particles_is_a_note(hours_of: MakeHours, equal: int, n: int) -> None:
    fine = [20.0 + k % 9 for k in range(168)]
    coarse = [value if k < equal else value + 30 for k, value in enumerate(fine)]
    found = inversion.check(scene.of(hours_of({"a": {"pm25": fine, "pm10": coarse}})))
    assert found.select("severity", "observed").rows() == [("note", float(equal))] * n


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900)), min_size=1, max_size=60))
def test_raising_pm10_never_adds_a_flag(hours_of: MakeHours, pairs: list[tuple[float, float]]) -> None:
    fine, coarse = [one for one, _ in pairs], [other for _, other in pairs]
    before = inversion.check(scene.of(hours_of({"a": {"pm25": fine, "pm10": coarse}})))
    raised = [value + 50 for value in coarse]
    after = inversion.check(scene.of(hours_of({"a": {"pm25": fine, "pm10": raised}})))
    assert after["hours"].sum() <= before["hours"].sum()
