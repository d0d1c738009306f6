from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import flatline, scene

MakeHours = Callable[..., pl.DataFrame]


def lively(n: int, *, seed: int = 1, low: int = 20, high: int = 90) -> list[float | None]:
    """Whole numbers that seldom repeat."""
    return np.random.default_rng(seed).integers(low, high, n).astype(float).tolist()


def with_run(hours: int, *, value: float = 55.0) -> list[float | None]:
    """Lively values with one value repeated in the middle."""
    values = lively(300)
    values[99], values[100 + hours] = 1.0, 1.0
    return values[:100] + [value] * hours + values[100 + hours :]


@pytest.mark.parametrize(("hours", "n"), [(4, 0), (5, 1), (6, 1), (24, 1)])
def test_so_many_equal_hours_are_enough_where_values_are_lively(
    hours_of: MakeHours, hours: int, n: int
) -> None:
    found = flatline.check(scene.of(hours_of({"a": {"pm25": with_run(hours)}})))
    assert found.select("hours", "observed", "reference").rows() == [(hours, float(hours), 55.0)] * n
    assert all(threshold <= hours for threshold in found["threshold"])


def test_short_gaps_do_not_end_a_run_and_longer_ones_do(hours_of: MakeHours) -> None:
    values = with_run(12)
    values[103] = values[104] = None
    found = flatline.check(scene.of(hours_of({"a": {"pm25": values}})))
    assert found.select("hours", "observed").rows() == [(12, 10.0)]
    values[105] = None
    found = flatline.check(scene.of(hours_of({"a": {"pm25": values}})))
    assert found.select("hours", "observed").rows() == [(6, 6.0)]


def test_clean_air_that_often_repeats_may_repeat(hours_of: MakeHours) -> None:
    calm = np.random.default_rng(2).choice([4.0, 5.0, 6.0], p=[0.8, 0.1, 0.1], size=400).tolist()
    stations = {"a": {"pm25": calm + with_run(12)}}
    found = flatline.check(scene.of(hours_of(stations)))
    assert found["reference"].to_list() == [55.0]


def test_the_detection_limit_is_an_honest_value_unless_the_neighbours_are_far_above(
    hours_of: MakeHours,
) -> None:
    low = [*lively(300)[:100], *[2.0] * 40, *lively(300)[140:]]
    near = {"b": {"so2": low}, "c": {"so2": low}}
    far = {"b": {"so2": lively(300)}, "c": {"so2": lively(300, seed=3)}}
    assert "a" not in flatline.check(scene.of(hours_of({"a": {"so2": low}} | near)))["station"].to_list()
    found = flatline.check(scene.of(hours_of({"a": {"so2": low}} | far)))
    assert found.select("station", "severity", "hours").rows() == [("a", "doubtful", 40)]


@pytest.mark.parametrize(("hours", "n"), [(11, 0), (12, 1), (60, 1)])
def test_half_a_day_at_a_usual_level_is_noted_once_the_neighbours_move(
    hours_of: MakeHours, hours: int, n: int
) -> None:
    rng = np.random.default_rng(5)

    def calm() -> list[float | None]:
        return np.repeat(rng.choice([0.4, 0.5, 0.6], 500), rng.integers(1, 8, 500))[:600].tolist()

    own, near, far = calm(), calm(), calm()
    own[300 : 300 + hours] = [0.5] * hours
    own[299] = own[300 + hours] = 0.6
    for other in (near, far):
        other[300 : 300 + hours] = np.linspace(0.5, 2.5, hours).round(1).tolist()
    found = flatline.check(
        scene.of(hours_of({"a": {"co": own}, "b": {"co": near}, "c": {"co": far}})),
        rule=flatline.Flatline(surprise=100.0),
    )
    noted = found.filter((pl.col("station") == "a") & (pl.col("hours") == hours))
    assert noted.select("severity", "threshold").rows() == [("note", 12.0)] * n


def test_a_leap_beside_the_neighbours_counts_and_one_they_share_does_not(hours_of: MakeHours) -> None:
    calm = np.random.default_rng(2).choice([4.0, 5.0, 6.0], p=[0.8, 0.1, 0.1], size=200).tolist()
    low = [6.0, *[5.0] * 12]
    leaping, staying = calm + low + [90.0] * 3 + calm, calm + low + [6.0] + calm
    leaping[-len(calm) - 2] = 88.0
    rule = flatline.Flatline(noted=0.0, surprise=100.0, half_day=12)

    def enough(beside: list[float], *, surprise: float) -> bool:
        stations = {"a": {"pm25": leaping}, "b": {"pm25": beside}, "c": {"pm25": beside}}
        fitted = flatline.Flatline(noted=surprise, surprise=rule.surprise)
        found = flatline.check(scene.of(hours_of(stations)), rule=fitted)
        return bool(((found["station"] == "a") & (found["hours"] == 12)).any())

    alone = [surprise for surprise in np.arange(0.0, 12.0, 0.25) if enough(staying, surprise=surprise)]
    shared = [surprise for surprise in np.arange(0.0, 12.0, 0.25) if enough(leaping, surprise=surprise)]
    assert max(alone) > max(shared, default=0.0) + 1.0


def test_moving_neighbours_make_a_run_more_surprising(hours_of: MakeHours) -> None:
    rng = np.random.default_rng(4)
    walk = np.maximum(np.round(60 + np.cumsum(rng.choice([-1, 0, 0, 0, 1], 600))), 30)
    own = walk.copy()
    own[300:309] = own[300]
    moving = walk + 0.0
    moving[300:309] = moving[300] * np.linspace(1, 3, 9)
    rule = flatline.Flatline(surprise=6.0)

    def flagged(beside: list[float]) -> int:
        stations = {"a": {"pm25": own.tolist()}, "b": {"pm25": beside}, "c": {"pm25": beside}}
        return int((flatline.check(scene.of(hours_of(stations)), rule=rule)["station"] == "a").sum())

    assert flagged(moving.tolist()) >= flagged(own.tolist())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(9, 40))
def test_a_longer_run_is_never_less_surprising(hours_of: MakeHours, seed: int, hours: int) -> None:
    values = lively(200, seed=seed)
    longer = values[:60] + [55.0] * hours + values[60:]
    found = flatline.check(scene.of(hours_of({"a": {"no2": longer}})))
    assert max(found["observed"].to_list(), default=0) >= hours
