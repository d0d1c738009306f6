from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.quality import clock_shift, scene
from airshed.quality.clock_shift import ClockShift

MakeHours = Callable[..., pl.DataFrame]

DAYS = 60


def air(*, seed: int = 1, hours: int = 24 * DAYS) -> np.ndarray:
    """O3 with a day's course and weather of its own."""
    rng = np.random.default_rng(seed)
    hour = np.arange(hours)
    course = 50 + 35 * np.sin(2 * np.pi * (hour % 24 - 9) / 24)
    return np.round(course * np.exp(np.repeat(rng.normal(0, 0.3, hours // 6 + 1), 6)[:hours]) + 5)


def stations(by: int, *, first: int = 20, last: int = 45) -> dict[str, dict[str, list[float]]]:
    """Three stations alike, the first of them with a block of days moved."""
    alike = {name: air() + rng.normal(0, 2, 24 * DAYS) for name, rng in (
        (name, np.random.default_rng(k)) for k, name in enumerate("abc"))}  # fmt: skip
    moved = np.roll(alike["a"], by)
    alike["a"][24 * first : 24 * last] = moved[24 * first : 24 * last]
    return {name: {"o3": values.tolist()} for name, values in alike.items()}


@pytest.mark.parametrize("by", [-12, -8, -2, 2, 3, 8])
def test_a_block_moved_by_hours_is_found_and_measured(hours_of: MakeHours, by: int) -> None:
    found = clock_shift.check(scene.of(hours_of(stations(by))))
    assert set(found["station"]) == {"a"}
    assert set(found["observed"]) == {float(by)}
    start = (found["begins_at"] - scene.of(hours_of(stations(by))).first).dt.total_days()
    assert abs(start.min() - 20) <= 5


def test_a_whole_record_moved_is_seen_beside_neighbours(hours_of: MakeHours) -> None:
    found = clock_shift.check(scene.of(hours_of(stations(3, first=0, last=DAYS))))
    assert set(found.select("station", "observed").rows()) == {("a", 3.0)}


def test_nothing_moved_is_nothing_found(hours_of: MakeHours) -> None:
    assert clock_shift.check(scene.of(hours_of(stations(0)))).height == 0


def test_without_neighbours_the_station_s_own_days_tell(hours_of: MakeHours) -> None:
    values = air()
    values[24 * 20 : 24 * 40] = np.roll(values, 8)[24 * 20 : 24 * 40]
    found = clock_shift.check(scene.of(hours_of({"a": {"o3": values.tolist()}})))
    assert set(found["observed"]) == {8.0}
    assert set(found["measure"]) == {"hours behind its own days"}


def test_every_pollutant_of_the_station_is_told(hours_of: MakeHours) -> None:
    moved = stations(8)
    for columns in moved.values():
        columns["no2"] = [100 - value / 4 for value in columns["o3"]]
    moved["a"]["so2"] = [5.0, *[None] * (24 * DAYS - 1)]
    found = clock_shift.check(scene.of(hours_of(moved)))
    assert set(found["parameter"]) == {"no2", "o3", "so2"}


def test_a_record_shorter_than_a_window_is_left_alone(hours_of: MakeHours) -> None:
    short = {name: {"o3": columns["o3"][: 24 * 13]} for name, columns in stations(8).items()}
    assert clock_shift.check(scene.of(hours_of(short))).height == 0


def test_trimming_more_than_there_is_leaves_a_day(hours_of: MakeHours) -> None:
    found = clock_shift.check(scene.of(hours_of(stations(8))), rule=ClockShift(trim=99))
    assert (found["hours"] > 0).all() and found.height


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_noise_alone_is_no_shift(hours_of: MakeHours, seed: int) -> None:
    rng = np.random.default_rng(seed)
    noise = {name: {"so2": rng.uniform(5, 50, 24 * 30).tolist()} for name in "abc"}
    found = clock_shift.check(scene.of(hours_of(noise)), rule=ClockShift(gain=0.2))
    assert found.height <= 3
