from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import decoupled, scene

MakeHours = Callable[..., pl.DataFrame]

N = 24 * 30


def stations(damping: float, *, seed: int = 1, parameter: str = "pm25") -> dict[str, dict[str, list[float]]]:
    """Five stations in the same air, the first damped above 50."""
    rng = np.random.default_rng(seed)
    air = np.repeat(rng.lognormal(4, 0.8, N // 6), 6)
    own = {name: air * rng.lognormal(0, 0.08, N) for name in "abcde"}
    own["a"] = np.where(own["a"] > 50, 50 + (own["a"] - 50) * damping, own["a"])
    return {name: {parameter: values.round(1).tolist()} for name, values in own.items()}


@pytest.mark.parametrize(("damping", "n"), [(1.0, 0), (0.9, 0), (0.2, 1), (0.0, 1)])
def test_falling_behind_only_when_it_is_bad_is_a_hint(hours_of: MakeHours, damping: float, n: int) -> None:
    found = decoupled.check(scene.of(hours_of(stations(damping))))
    assert found.select("station", "severity").rows() == [("a", "note")] * n
    assert (found["observed"] < found["threshold"]).all()


def test_a_station_that_is_low_all_the_time_is_coupled(hours_of: MakeHours) -> None:
    low = stations(1.0)
    low["a"]["pm25"] = [value / 2 for value in low["a"]["pm25"]]
    assert decoupled.check(scene.of(hours_of(low))).height == 0


def test_gases_that_react_are_not_looked_at(hours_of: MakeHours) -> None:
    assert decoupled.check(scene.of(hours_of(stations(0.0, parameter="no2")))).height == 0


def test_without_neighbours_or_hours_nothing_is_found(hours_of: MakeHours) -> None:
    assert decoupled.check(scene.of(hours_of({"a": stations(0.0)["a"]}))).height == 0
    few = {name: {"pm25": columns["pm25"][:100]} for name, columns in stations(0.0).items()}
    assert decoupled.check(scene.of(hours_of(few))).height == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_same_air_everywhere_is_coupled(hours_of: MakeHours, seed: int) -> None:
    assert decoupled.check(scene.of(hours_of(stations(1.0, seed=seed)))).height == 0
