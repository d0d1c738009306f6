from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import drift, scene

MakeHours = Callable[..., pl.DataFrame]

WEEKS = 12
N = 168 * WEEKS


def stations(total: float, *, seed: int = 1) -> dict[str, dict[str, list[float]]]:
    """Five stations in the same air, the first drifting to ``total`` times over six weeks, then staying."""
    rng = np.random.default_rng(seed)
    air = np.repeat(rng.lognormal(4, 0.5, N // 6), 6)
    own = {name: air * rng.lognormal(0, 0.1, N) for name in "abcde"}
    ramp = np.clip((np.arange(N) - 168 * 2) / (168 * 6), 0, 1)
    own["a"] = own["a"] * total**ramp
    return {name: {"pm25": values.round().tolist()} for name, values in own.items()}


@pytest.mark.parametrize(("total", "n"), [(1.0, 0), (1.4, 0), (2.2, 1), (0.4, 1)])
def test_six_weeks_to_half_as_much_again_are_a_drift(hours_of: MakeHours, total: float, n: int) -> None:
    found = drift.check(scene.of(hours_of(stations(total))))
    assert found.select("station", "hours").rows() == [("a", 6 * 168)] * n
    assert all((observed > 1) == (total > 1) for observed in found["observed"])


def test_a_week_without_hours_does_not_hide_a_drift(hours_of: MakeHours) -> None:
    drifting = stations(2.5)
    drifting["a"]["pm25"][168 * 4 : 168 * 5] = [None] * 168  # type: ignore[list-item]
    assert drift.check(scene.of(hours_of(drifting)))["station"].to_list() == ["a"]


def test_two_weeks_without_hours_do(hours_of: MakeHours) -> None:
    drifting = stations(2.5)
    drifting["a"]["pm25"][168 * 3 : 168 * 7] = [None] * 168 * 4  # type: ignore[list-item]
    assert drift.check(scene.of(hours_of(drifting))).height == 0


def test_a_season_that_all_share_is_no_drift(hours_of: MakeHours) -> None:
    season = np.linspace(20, 200, N)
    shared = {name: {"pm25": (season + k).tolist()} for k, name in enumerate("abcde")}
    assert drift.check(scene.of(hours_of(shared))).height == 0


def test_without_neighbours_nothing_is_found(hours_of: MakeHours) -> None:
    assert drift.check(scene.of(hours_of({"a": stations(3.0)["a"]}))).height == 0


def test_a_drift_is_found_whatever_day_it_begins(hours_of: MakeHours) -> None:
    drifting = stations(2.2)
    for ahead in (0, 24, 72):
        later = {name: {"pm25": values["pm25"][ahead:]} for name, values in drifting.items()}
        found = drift.check(scene.of(hours_of(later)))
        assert found.select("station", "hours").rows() == [("a", 6 * 168)]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_steady_station_is_never_a_drift(hours_of: MakeHours, seed: int) -> None:
    assert drift.check(scene.of(hours_of(stations(1.0, seed=seed)))).height == 0
