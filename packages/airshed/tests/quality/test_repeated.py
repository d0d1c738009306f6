from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import repeated, scene

MakeHours = Callable[..., pl.DataFrame]


def lively(n: int, *, seed: int = 1) -> list[float | None]:
    """Whole numbers without a pattern."""
    return np.random.default_rng(seed).integers(0, 400, n).astype(float).tolist()


@pytest.mark.parametrize(("hours", "n"), [(9, 0), (10, 1), (30, 1)])
def test_ten_hours_of_one_parameter_are_no_coincidence(hours_of: MakeHours, hours: int, n: int) -> None:
    values = lively(200)
    values[150 : 150 + hours] = values[40 : 40 + hours]
    found = repeated.check(scene.of(hours_of({"a": {"pm25": values}})))
    assert found.select("hours", "reference").rows() == [(hours, 110.0)] * n


def test_six_hours_of_all_parameters_together_are_enough(hours_of: MakeHours) -> None:
    columns = {code: lively(200, seed=seed) for seed, code in enumerate(("pm25", "pm10", "o3"))}
    for values in columns.values():
        values[150:156] = values[40:46]
    found = repeated.check(scene.of(hours_of({"a": columns})))
    assert found.select("parameter", "hours", "threshold").rows() == [
        ("o3", 6, 6.0), ("pm10", 6, 6.0), ("pm25", 6, 6.0)
    ]  # fmt: skip


def test_a_gap_repeated_with_its_station_is_part_of_the_block(hours_of: MakeHours) -> None:
    columns = {code: lively(200, seed=seed) for seed, code in enumerate(("pm25", "pm10", "o3"))}
    columns["o3"][44] = None
    for values in columns.values():
        values[150:165] = values[40:55]
    found = repeated.check(scene.of(hours_of({"a": columns})))
    assert set(found["hours"]) == {15}


def test_hours_of_another_station_name_it(hours_of: MakeHours) -> None:
    values = lively(100)
    stations = {"a": {"no2": values}, "b {x}": {"no2": lively(60, seed=9) + values[60:]}}
    found = repeated.check(scene.of(hours_of(stations)))
    assert found.select("station", "hours", "reference").rows() == [("b {x}", 40, 0.0)]
    assert "those of a at the same time" in found["seen_en"][0]
    swapped = {"c {x}": {"no2": values}, "d": {"no2": lively(60, seed=9) + values[60:]}}
    assert "those of c {x} at the same time" in repeated.check(scene.of(hours_of(swapped)))["seen_en"][0]


def test_a_flat_or_see_saw_line_is_another_check_s(hours_of: MakeHours) -> None:
    dull = [5.0] * 100 + [4.0, 5.0, 6.0] * 60
    assert repeated.check(scene.of(hours_of({"a": {"so2": dull}}))).height == 0


def test_the_later_block_is_flagged_and_the_nearest_one_named(hours_of: MakeHours) -> None:
    values = lively(60)
    found = repeated.check(scene.of(hours_of({"a": {"o3": values + values + values}})))
    assert found.select("hours", "reference").rows() == [(120, 60.0)]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(10, 40), st.integers(0, 50), st.integers(1, 60))
def test_a_block_is_found_wherever_it_stands(
    hours_of: MakeHours, seed: int, hours: int, at: int, apart: int
) -> None:
    values = np.random.default_rng(seed).permutation(200).astype(float).tolist()
    later = at + hours + apart
    values[later : later + hours] = values[at : at + hours]
    found = repeated.check(scene.of(hours_of({"a": {"co": values}})))
    assert found.select("hours", "reference").rows() == [(hours, float(hours + apart))]


@pytest.mark.parametrize(("hours", "n"), [(23, 0), (24, 1)])
def test_neighbours_may_agree_for_less_than_a_day(hours_of: MakeHours, hours: int, n: int) -> None:
    own, other = lively(120, seed=1), lively(120, seed=2)
    other[40 : 40 + hours] = own[40 : 40 + hours]
    found = repeated.check(scene.of(hours_of({"a": {"o3": own}, "b": {"o3": other}})))
    assert found["hours"].to_list() == [hours] * n
    assert ["at the same time" in seen for seen in found["seen_en"]] == [True] * n
    assert ["同时段逐时相同" in seen for seen in found["seen_zh"]] == [True] * n
