from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.quality import ranges, scene
from airshed.quality.instruments import INSTRUMENTS, USUAL, UnknownInstrument, instrument

MakeHours = Callable[..., pl.DataFrame]


@pytest.mark.parametrize("parameter", sorted(USUAL))
def test_the_end_of_the_range_itself_is_not_above_it(hours_of: MakeHours, parameter: str) -> None:
    top = instrument(parameter).highest
    found = ranges.check(scene.of(hours_of({"a": {parameter: [top, top + 1]}})))
    assert found.filter(found["measure"] == "above the range")["observed"].to_list() == [top + 1]


def test_the_end_and_the_caps_are_doubtful(hours_of: MakeHours) -> None:
    found = ranges.check(scene.of(hours_of({"a": {"pm10": [80, 999, 999, 80, 10_000], "pm25": [1000] * 5}})))
    assert found.select("parameter", "begins_at", "hours", "severity", "observed").rows() == [
        ("pm25", found["begins_at"][0], 5, "doubtful", 1000.0),
        ("pm10", found["begins_at"][1], 2, "doubtful", 999.0),
        ("pm10", found["begins_at"][2], 1, "doubtful", 10_000.0),
    ]


@pytest.mark.parametrize(
    ("parameter", "value"), [("t", -51), ("rh", 0), ("rh", 101), ("p", 101.3), ("ws", -0.1), ("wd", 361)]
)
def test_weather_has_two_ends(hours_of: MakeHours, parameter: str, value: float) -> None:
    assert ranges.check(scene.of(hours_of({"a": {parameter: [value]}})))["severity"].to_list() == [
        "impossible"
    ]


def test_concentrations_below_zero_are_another_check_s(hours_of: MakeHours) -> None:
    assert ranges.check(scene.of(hours_of({"a": {"o3": [-50]}}))).height == 0


@pytest.mark.parametrize(("hours", "n"), [(71, 0), (72, 1)])
def test_a_long_stay_at_the_detection_limit_is_a_note(hours_of: MakeHours, hours: int, n: int) -> None:
    found = ranges.check(scene.of(hours_of({"a": {"so2": [9, *[3, 2] * 40][: hours + 1] + [9]}})))
    assert found["severity"].to_list() == ["note"] * n
    assert found["observed"].to_list() == [72.0] * n


def test_a_station_may_have_an_instrument_of_its_own(hours_of: MakeHours) -> None:
    hours = scene.of(hours_of({"a": {"pm25": [3000]}, "b": {"pm25": [3000]}}))
    rule = ranges.Range(instruments={"a:pm25": "beta_10000"})
    assert ranges.check(hours, rule=rule)["station"].to_list() == ["b"]
    rule = ranges.Range(instruments={"pm25": "beta_10000", "b:pm25": "beta_1000"})
    assert ranges.check(hours, rule=rule)["station"].to_list() == ["b"]


def test_an_instrument_that_is_not_in_the_table_is_named(hours_of: MakeHours) -> None:
    with pytest.raises(
        UnknownInstrument, match="no instrument 'nose' for pm25; known are beta_1000, beta_10000"
    ):
        ranges.check(
            scene.of(hours_of({"a": {"pm25": [1]}})), rule=ranges.Range(instruments={"pm25": "nose"})
        )


def test_every_row_of_the_table_says_where_it_comes_from() -> None:
    assert all(row.origin and row.lowest < row.highest for row in INSTRUMENTS)


@given(st.lists(st.floats(-1000, 20_000), min_size=1, max_size=40))
def test_nothing_inside_the_range_is_impossible(hours_of: MakeHours, values: list[float]) -> None:
    found = ranges.check(scene.of(hours_of({"a": {"o3": values}})))
    over = [value for value in values if value > 981]
    assert bool(over) == (found["severity"] == "impossible").any()
    assert max(found["observed"].to_list(), default=0) == max(over, default=0)
