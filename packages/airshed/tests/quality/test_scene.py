from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment.daygrid import NaiveTime, NotAnHour, RepeatedHour
from airshed.indices.frames import MissingColumn
from airshed.quality import neighbours, scene
from airshed.sources.upwind import Place

MakeHours = Callable[..., pl.DataFrame]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_rows_in_any_order_are_laid_out_by_station_and_hour(hours_of: MakeHours) -> None:
    hours = hours_of({"b": {"o3": [4, 5]}, "a": {"o3": [1, 2, 3]}}).reverse()
    found = scene.of(hours)
    assert found.stations == ("a", "b")
    assert np.array_equal(found.values["o3"], [[1, 2, 3], [4, 5, np.nan]], equal_nan=True)
    assert found.begins_at(2) == hours["begins_at"].max()


def test_another_zone_is_the_same_moment(hours_of: MakeHours) -> None:
    hours = hours_of({"a": {"o3": [1, 2]}})
    local = hours.with_columns(pl.col("begins_at").dt.convert_time_zone("Asia/Shanghai"))
    assert scene.of(local).first == scene.of(hours).first


def test_columns_it_does_not_know_are_passed_over(hours_of: MakeHours) -> None:
    hours = hours_of({"a": {"o3": [1], "voc": [2]}})
    assert set(scene.of(hours).values) == {"o3"}


def test_hours_are_what_they_were(hours_of: MakeHours) -> None:
    hours = hours_of({"a": {"o3": [1, None, 3]}})
    kept = hours.clone()
    scene.of(hours).beside("o3")
    assert hours.equals(kept)


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (lambda f: pl.concat([f, f]), RepeatedHour, "station a has the hour"),
        (
            lambda f: f.with_columns(pl.col("begins_at") + timedelta(minutes=5)),
            NotAnHour,
            "begin on the hour",
        ),
        (lambda f: f.with_columns(pl.col("begins_at").dt.replace_time_zone(None)), NaiveTime, "no time zone"),
        (lambda f: f.with_columns(o3=pl.lit(float("inf"))), scene.Infinite, "'o3' is infinite in row 1"),
        (lambda f: f.drop("station"), MissingColumn, "no column 'station'"),
        (lambda f: f.drop("begins_at"), MissingColumn, "no column 'begins_at'"),
    ],
)
def test_what_cannot_be_laid_out_is_named(
    hours_of: MakeHours,
    change: Callable[[pl.DataFrame], pl.DataFrame],
    error: type[Exception],
    sentence: str,
) -> None:
    with pytest.raises(error, match=sentence):
        scene.of(change(hours_of({"a": {"o3": [1, 2]}})))


def test_a_mistaken_year_does_not_fill_the_memory() -> None:
    times = [NOON.replace(year=1), NOON.replace(year=9999)]
    hours = pl.DataFrame({"station": [f"s{k}" for k in range(20)] * 2, "begins_at": times * 20, "o3": 1.0})
    with pytest.raises(scene.TooLong, match="20 stations from 0*1-03-01 to 9999-03-01 are too much at once"):
        scene.of(hours.unique(["station", "begins_at"]))


def test_hours_scattered_over_years_are_refused_and_the_same_hours_together_are_not() -> None:
    names, hour = [f"s{k}" for k in range(300)], timedelta(hours=1)
    apart = pl.DataFrame(
        {"station": names, "begins_at": [NOON + 13 * k * hour for k in range(300)], "o3": 1.0}
    )
    with pytest.raises(scene.TooSparse, match="300 rows of 300 stations are scattered over 3888 hours"):
        scene.of(apart)
    together = apart.with_columns(begins_at=pl.Series([NOON + k % 5 * hour for k in range(300)]))
    assert scene.of(together).shape == (300, 5)


def test_neighbours_named_are_the_ones_taken(hours_of: MakeHours) -> None:
    hours = hours_of({name: {"o3": [value]} for name, value in zip("abcd", (1, 10, 20, 900), strict=True)})
    found = scene.of(hours, neighbours={"a": ["b", "c", "a"], "b": ["a"]})
    assert np.array_equal(found.beside("o3").ravel(), [15, np.nan, np.nan, np.nan], equal_nan=True)
    assert scene.of(hours).beside("o3").ravel().tolist() == [20, 20, 10, 10]


def test_a_neighbour_without_hours_is_named(hours_of: MakeHours) -> None:
    with pytest.raises(scene.UnknownNeighbour, match="'z', named as a neighbour of 'a'"):
        scene.of(hours_of({"a": {"o3": [1]}}), neighbours={"a": ["z"]})


def test_one_neighbour_is_too_few(hours_of: MakeHours) -> None:
    found = scene.of(hours_of({"a": {"o3": [1, 1]}, "b": {"o3": [2, 2]}, "c": {"o3": [4, None]}}))
    assert np.array_equal(found.beside("o3")[0], [3, np.nan], equal_nan=True)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_the_median_of_all_others_is_that_of_each_list(
    hours_of: MakeHours, n: int, seed: int, share: float
) -> None:
    rng = np.random.default_rng(seed)
    names = [f"s{k}" for k in range(n)]
    values = np.where(rng.random((n, 7)) < share, np.nan, rng.integers(0, 9, (n, 7)))
    hours = hours_of({name: {"o3": list(row)} for name, row in zip(names, values, strict=True)})
    listed = scene.of(hours, neighbours={name: [other for other in names if other != name] for name in names})
    assert np.array_equal(scene.of(hours).beside("o3"), listed.beside("o3"), equal_nan=True)


def test_the_nearest_come_first_and_the_far_not_at_all() -> None:
    places = {
        name: Place(lon=113 + step, lat=35) for name, step in (("a", 0), ("b", 0.3), ("c", 0.1), ("d", 9))
    }
    assert neighbours.by_distance(places)["a"] == ("c", "b")
    assert neighbours.by_distance(places, nearest=1)["b"] == ("c",)
    assert neighbours.by_distance(places, within_m=20_000)["b"] == ("c",)
    assert neighbours.by_distance({}) == {}
