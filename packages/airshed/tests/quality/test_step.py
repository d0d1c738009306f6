from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import scene, step
from airshed.quality.step import Step

MakeHours = Callable[..., pl.DataFrame]

DAYS = 40


def stations(factor: float, *, first: int = 15, last: int = DAYS) -> dict[str, dict[str, list[float]]]:
    """Five stations in the same air, the first times a factor for some days."""
    rng = np.random.default_rng(1)
    air = np.repeat(rng.lognormal(4, 0.5, DAYS * 4), 6)
    own = {name: air * rng.lognormal(0, 0.1, air.size) for name in "abcde"}
    own["a"][24 * first : 24 * last] *= factor
    return {name: {"pm10": values.round().tolist()} for name, values in own.items()}


@pytest.mark.parametrize(("factor", "n"), [(1.0, 0), (1.3, 0), (1.7, 1), (0.5, 1)])
def test_a_change_by_half_is_a_step(hours_of: MakeHours, factor: float, n: int) -> None:
    found = step.check(scene.of(hours_of(stations(factor))))
    assert found.select("station", "measure").rows() == [("a", "change beside the neighbours")] * n
    assert all(0.8 <= observed / factor <= 1.25 for observed in found["observed"])


def test_a_step_that_is_undone_is_one_finding_over_its_days(hours_of: MakeHours) -> None:
    found = step.check(scene.of(hours_of(stations(2.0, first=12, last=24))))
    assert found["measure"].to_list() == ["change beside the neighbours, undone later"]
    assert abs(found["hours"][0] - 12 * 24) <= 24


def test_two_steps_too_far_apart_are_two(hours_of: MakeHours) -> None:
    found = step.check(scene.of(hours_of(stations(2.0, first=12, last=24))), rule=Step(pair_days=5))
    assert found["hours"].to_list() == [168, 168]


@pytest.mark.parametrize(("factor", "n"), [(1.3, 0), (1.6, 1), (1 / 1.6, 1)])
def test_a_smaller_change_is_told_where_its_undoing_agrees(
    hours_of: MakeHours, factor: float, n: int
) -> None:
    made = hours_of(stations(factor, first=12, last=24))
    alone = Step(pair_days=0, ratio={"pm10": 1.9})
    both = Step(ratio={"pm10": 1.9})
    assert step.check(scene.of(made), rule=alone).height == 0
    assert step.check(scene.of(made), rule=both)["station"].to_list() == ["a"] * n


def test_a_restless_station_needs_more_than_a_calm_one(hours_of: MakeHours) -> None:
    n = 24 * 120
    rng = np.random.default_rng(3)
    air = np.repeat(rng.lognormal(4, 0.5, n // 6), 6)
    own = {name: air * rng.lognormal(0, 0.05, n) for name in "abcde"}
    own["b"] = own["b"] * np.exp(0.35 * np.sin(np.arange(n) * 2 * np.pi / (24 * 20)))
    for name in "ab":
        own[name][24 * 60 :] *= 1.7
    frame = hours_of({name: {"pm10": values.round().tolist()} for name, values in own.items()})
    assert set(step.check(scene.of(frame), rule=Step(pair_days=0))["station"]) == {"a"}
    restless = step.check(scene.of(frame), rule=Step(pair_days=0, spreads=0.0, each_spreads=0.0))
    assert "b" in set(restless["station"])


def test_weather_that_all_share_is_no_step(hours_of: MakeHours) -> None:
    shared = {name: {"pm10": [20.0 + k % 5] * 400 + [200.0 + k % 5] * 400} for k, name in enumerate("abc")}
    assert step.check(scene.of(hours_of(shared))).height == 0


def test_without_neighbours_nothing_is_found(hours_of: MakeHours) -> None:
    alone = {"a": stations(3.0)["a"]}
    assert step.check(scene.of(hours_of(alone))).height == 0


def test_a_slip_of_units_is_another_check_s(hours_of: MakeHours) -> None:
    assert step.check(scene.of(hours_of(stations(1000.0, first=15, last=17)))).height == 0


@settings(max_examples=15, deadline=None)
@given(st.integers(8, 30), st.sampled_from([0.4, 2.5]))
def test_a_clear_step_is_found_near_its_hour(hours_of: MakeHours, first: int, factor: float) -> None:
    found = step.check(scene.of(hours_of(stations(factor, first=first))))
    assert found.height == 1
    begin = (found["begins_at"][0] - scene.of(hours_of(stations(1.0))).first).total_seconds() / 3600
    assert abs(begin - 24 * first) <= 24
