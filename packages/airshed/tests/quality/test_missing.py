from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.quality import missing, scene

MakeHours = Callable[..., pl.DataFrame]


@pytest.mark.parametrize(("gap", "severity"), [(1, "note"), (4, "note"), (5, "doubtful")])
def test_a_gap_from_five_hours_on_is_doubtful(hours_of: MakeHours, gap: int, severity: str) -> None:
    found = missing.check(scene.of(hours_of({"a": {"o3": [5, *[None] * gap, 5]}})))
    assert found.select("hours", "severity", "observed").rows() == [(gap, severity, float(gap))]


def test_absent_rows_are_missed_like_empty_cells(hours_of: MakeHours) -> None:
    hours = hours_of({"a": {"o3": [5.0] * 9}})
    assert missing.check(scene.of(hours.filter(hours["begins_at"].dt.hour() != 4)))["hours"].to_list() == [1]


def test_a_record_begins_and_ends_where_its_station_does(hours_of: MakeHours) -> None:
    stations = {"a": {"o3": [None, None, 5, 5, None]}, "b": {"o3": [5.0] * 5}}
    assert missing.check(scene.of(hours_of(stations))).height == 0


def test_a_parameter_that_falls_silent_while_others_report_is_missed(hours_of: MakeHours) -> None:
    found = missing.check(scene.of(hours_of({"a": {"o3": [5, 5, None, None], "so2": [3, 3, 3, 3]}})))
    assert found.select("parameter", "hours").rows() == [("o3", 2)]


def test_a_parameter_never_reported_is_not_missed(hours_of: MakeHours) -> None:
    stations = {"a": {"o3": [5, 5], "so2": [None, None]}, "b": {"o3": [5, 5], "so2": [2, 2]}}
    assert missing.check(scene.of(hours_of(stations))).height == 0


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_every_missing_hour_between_values_is_counted_once(hours_of: MakeHours, there: list[bool]) -> None:
    values = [5.0, *(4.0 if one else None for one in there), 5.0]
    assert missing.check(scene.of(hours_of({"a": {"o3": values}})))["hours"].sum() == there.count(False)
