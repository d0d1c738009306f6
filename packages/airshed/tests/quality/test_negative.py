from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.quality import negative, scene
from airshed.quality.instruments import instrument
from airshed.standards.tables import POLLUTANTS

MakeHours = Callable[..., pl.DataFrame]


@pytest.mark.parametrize("parameter", POLLUTANTS)
def test_the_noise_at_zero_is_the_boundary(hours_of: MakeHours, parameter: str) -> None:
    noise = instrument(parameter).noise
    found = negative.check(scene.of(hours_of({"a": {parameter: [0, -noise, 5, -noise - 0.01]}})))
    assert found["severity"].to_list() == ["note", "impossible"]
    assert found["threshold"].to_list() == [-noise, -noise]


@pytest.mark.parametrize("value", negative.Negative().fillers)
def test_filler_codes_are_told_as_such(hours_of: MakeHours, value: float) -> None:
    found = negative.check(scene.of(hours_of({"a": {"co": [0.4, value, value, 0.4]}})))
    assert found.select("hours", "measure", "observed").rows() == [(2, "filler code", value)]


def test_zero_and_missing_are_no_negative_values(hours_of: MakeHours) -> None:
    assert negative.check(scene.of(hours_of({"a": {"so2": [0, -0.0, None, 3]}}))).height == 0


def test_weather_may_be_below_zero(hours_of: MakeHours) -> None:
    assert negative.check(scene.of(hours_of({"a": {"t": [-18.0]}}))).height == 0


@given(st.lists(st.one_of(st.none(), st.floats(-200, 200)), min_size=1, max_size=60))
def test_every_negative_hour_is_flagged_once(hours_of: MakeHours, values: list[float | None]) -> None:
    found = negative.check(scene.of(hours_of({"a": {"o3": values}})))
    assert found["hours"].sum() == sum(value is not None and value < 0 for value in values)
