from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import scene, wetting

MakeHours = Callable[..., pl.DataFrame]

N = 96


def stations(
    *, coarse: float = 0.4, fine: float = 0.7, humid: float = 20.0, hours: int = 3, at: int = 40
) -> dict[str, dict[str, list[float]]]:
    """Three stations in dusty air, the first sprayed for some hours."""
    rng = np.random.default_rng(1)
    made = {}
    for name in "abc":
        pm10 = 120 * rng.lognormal(0, 0.05, N)
        pm25 = 50 * rng.lognormal(0, 0.05, N)
        rh = 45 + rng.normal(0, 1, N)
        if name == "a":
            pm10[at : at + hours] *= coarse
            pm25[at : at + hours] *= fine
            rh[at : at + hours] += humid
        made[name] = {"pm10": pm10.tolist(), "pm25": pm25.tolist(), "rh": rh.tolist()}
    return made


def test_dust_washed_out_while_the_air_grows_humid_is_doubtful(hours_of: MakeHours) -> None:
    found = wetting.check(scene.of(hours_of(stations())))
    assert found.select("station", "parameter", "hours", "severity").rows() == [
        ("a", "pm10", 3, "doubtful"), ("a", "pm25", 3, "doubtful")
    ]  # fmt: skip
    assert 0.3 < found["observed"][0] < 0.5
    assert 17 < found["reference"][0] < 24


@pytest.mark.parametrize(
    "changed",
    [{"humid": 5.0}, {"coarse": 0.65}, {"coarse": 0.4, "fine": 0.38}, {"hours": 9}],
    ids=["as dry as the neighbours", "not far enough down", "fine particles too", "too long"],
)
def test_it_takes_humidity_depth_coarseness_and_a_short_while(
    hours_of: MakeHours, changed: dict[str, float]
) -> None:
    assert wetting.check(scene.of(hours_of(stations(**changed)))).height == 0  # type: ignore[arg-type]


def test_fine_dust_that_hardly_fell_is_not_flagged(hours_of: MakeHours) -> None:
    assert wetting.check(scene.of(hours_of(stations(fine=0.98))))["parameter"].to_list() == ["pm10"]


def test_clean_air_leaves_nothing_to_wash_out(hours_of: MakeHours) -> None:
    clean = stations()
    for columns in clean.values():
        columns["pm10"] = [value / 5 for value in columns["pm10"]]
    assert wetting.check(scene.of(hours_of(clean))).height == 0


def test_without_humidity_only_a_deep_fall_is_a_note(hours_of: MakeHours) -> None:
    dry = stations(coarse=0.2)
    for columns in dry.values():
        del columns["rh"]
    assert set(wetting.check(scene.of(hours_of(dry)))["severity"]) == {"note"}
    shallow = stations(coarse=0.5)
    for columns in shallow.values():
        del columns["rh"]
    assert wetting.check(scene.of(hours_of(shallow))).height == 0


def test_without_pm10_or_neighbours_nothing_is_found(hours_of: MakeHours) -> None:
    made = stations()
    assert wetting.check(scene.of(hours_of({"a": made["a"]}))).height == 0
    fine_only = {name: {"pm25": columns["pm25"], "rh": columns["rh"]} for name, columns in made.items()}
    assert wetting.check(scene.of(hours_of(fine_only))).height == 0


@settings(max_examples=20, deadline=None)
@given(st.integers(13, 70), st.integers(1, 6))
def test_a_spray_is_found_at_any_hour(hours_of: MakeHours, at: int, hours: int) -> None:
    found = wetting.check(scene.of(hours_of(stations(at=at, hours=hours))))
    assert set(found["hours"]) == {hours}
