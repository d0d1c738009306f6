from datetime import UTC, datetime, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import daily, district, exact
from airshed.decimals import Number, fraction_of
from airshed.standards import gbt8170

START = datetime(2026, 3, 1, 16, tzinfo=UTC)


def hourly(stations: dict[str, list[float | None]], *, pollutant: str = "pm25") -> pl.DataFrame:
    """Hours of several stations from local midnight on."""
    rows = [
        {"station": name, "begins_at": START + timedelta(hours=k), pollutant: value}
        for name, values in stations.items()
        for k, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema_overrides={pollutant: pl.Float64})


def test_an_hour_of_the_district_is_the_mean_of_its_stations() -> None:
    found = district.district_hours(hourly({"a": [10.0], "b": [11.0]})).row(0, named=True)
    assert (found["pm25"], found["n_pm25"], found["why_pm25"]) == (10.0, 2, None)  # 10.5, to the even


@pytest.mark.parametrize(
    ("total", "present", "is_enough"), [(3, 2, True), (3, 1, False), (4, 3, True), (4, 2, False)]
)
def test_enough_stations_must_have_a_value(total: int, present: int, is_enough: bool) -> None:
    names = [f"s{k}" for k in range(total)]
    frame = hourly({name: [30.0 if k < present else None] for k, name in enumerate(names)})
    found = district.district_hours(frame).row(0, named=True)
    assert (found["pm25"] == 30.0) == is_enough
    assert found["n_pm25"] == present
    assert found["why_pm25"] == (None if is_enough else "too_few_stations")


def test_stations_without_any_row_count_and_foreign_stations_do_not() -> None:
    frame = hourly({"a": [30.0], "x": [90.0]})
    found = district.district_hours(frame, stations=["a", "b", "c"]).row(0, named=True)
    assert (found["pm25"], found["n_pm25"], found["why_pm25"]) == (None, 1, "too_few_stations")
    assert district.district_hours(frame, stations=["a"])["pm25"].item() == 30.0


def test_the_day_is_made_of_hours_that_were_not_rounded() -> None:
    frame = hourly({"a": [10.0] * 24, "b": [10.0] * 24, "c": [11.0] * 24})
    rounded_hours = district.district_hours(frame)["pm25"].to_list()
    assert set(rounded_hours) == {10.0}
    frame = hourly({"a": [10.0, 12.0] * 12, "b": [11.0, 12.0] * 12})  # hours 10.5 and 12: mean 11.25
    assert district.district_days(frame)["pm25"].item() == 11.0
    frame = hourly({"a": [10.0, 12.0] * 12, "b": [11.0, 13.0] * 12})  # 10.5 and 12.5: 11.5, not (10 + 12) / 2
    assert district.district_days(frame)["pm25"].item() == 12.0


def test_a_day_of_nineteen_district_hours_is_withheld() -> None:
    frame = hourly({"a": [10.0] * 24, "b": [10.0] * 19 + [None] * 5, "c": [None] * 24})
    found = district.district_days(frame).row(0, named=True)
    assert (found["pm25"], found["n_pm25"], found["why_pm25"]) == (None, 19, "too_few_hours")


@settings(max_examples=25)
@given(st.lists(st.one_of(st.none(), st.decimals(0, 400, places=1).map(float)), min_size=24, max_size=24))
def test_a_district_of_one_station_has_the_days_of_that_station(values: list[float | None]) -> None:
    for pollutant in ("pm25", "o3"):
        frame = hourly({"a": values}, pollutant=pollutant)
        assert district.district_days(frame).equals(daily.daily_values(frame).drop("station"))


station = st.lists(
    st.one_of(st.none(), st.decimals(0, 60, places=0).map(float), st.sampled_from([10.5, 1 / 3, 0.1 + 0.2])),
    min_size=24,
    max_size=24,
)


weight = st.one_of(st.decimals("0.001", 999, places=3), st.integers(1, 4))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(station, weight), min_size=1, max_size=5))
def test_weighted_hours_and_days_are_the_oracle_s(table: list[tuple[list[float | None], Number]]) -> None:
    frame = hourly({f"s{k}": values for k, (values, _) in enumerate(table)})
    weights = {f"s{k}": one for k, (_, one) in enumerate(table)}
    needed = district.needed_stations(len(table))
    means: list[Fraction | None] = []
    for hour in range(24):
        there = [(fraction_of(row[hour]), Fraction(one)) for row, one in table if row[hour] is not None]
        whole = sum((one for _, one in there), Fraction(0))
        means.append(sum(value * one for value, one in there) / whole if len(there) >= needed else None)
    hours = [None if mean is None else float(gbt8170.round_to(mean, digits=0)) for mean in means]
    assert district.district_hours(frame, weights=weights)["pm25"].to_list() == hours
    mean = exact.mean(means) if sum(one is not None for one in means) >= daily.MIN_HOURS else None
    day = None if mean is None else float(gbt8170.round_to(mean, digits=0))
    assert district.district_days(frame, weights=weights)["pm25"].to_list() == [day]


@settings(max_examples=20, deadline=None)
@given(st.lists(station, min_size=1, max_size=5), weight)
def test_equal_weights_are_the_plain_mean_to_the_last_digit(
    table: list[list[float | None]], every: Number
) -> None:
    for pollutant in ("co", "o3"):
        frame = hourly({f"s{k}": values for k, values in enumerate(table)}, pollutant=pollutant)
        weights = {f"s{k}": every for k in range(len(table))}
        for of in (district.district_hours, district.district_days):
            assert of(frame, weights=weights).equals(of(frame))


def test_a_heavy_station_counts_as_one_head() -> None:
    frame = hourly({"a": [30.0], "b": [None], "c": [None], "d": [None]})
    found = district.district_hours(frame, weights={"a": 97, "b": 1, "c": 1, "d": 1}).row(0, named=True)
    assert (found["pm25"], found["n_pm25"], found["why_pm25"]) == (None, 1, "too_few_stations")


def test_a_station_without_a_value_takes_its_weight_with_it() -> None:
    frame = hourly({"a": [10.0], "b": [40.0], "c": [None]})
    assert district.district_hours(frame, weights={"a": 2, "b": 1, "c": 3})["pm25"].item() == 20.0


@pytest.mark.parametrize("bad", [0, -1, float("nan"), float("inf"), 1_000_001])
def test_a_weight_that_is_none_is_named(bad: float) -> None:
    with pytest.raises(district.BadWeight, match="station b has the weight"):
        district.district_hours(hourly({"a": [1.0], "b": [2.0]}), weights={"a": 1, "b": bad})


@settings(max_examples=25)
@given(st.lists(station, min_size=3, max_size=5))
def test_hours_and_days_of_a_district_are_the_oracle_s(table: list[list[float | None]]) -> None:
    frame = hourly({f"s{k}": values for k, values in enumerate(table)})
    needed = district.needed_stations(len(table))
    means: list[Fraction | None] = []
    for values in zip(*table, strict=True):
        present = [fraction_of(value) for value in values if value is not None]
        means.append(sum(present, Fraction(0)) / len(present) if len(present) >= needed else None)
    hours = [None if mean is None else float(gbt8170.round_to(mean, digits=0)) for mean in means]
    assert district.district_hours(frame)["pm25"].to_list() == hours
    mean = exact.mean(means) if sum(one is not None for one in means) >= daily.MIN_HOURS else None
    day = None if mean is None else float(gbt8170.round_to(mean, digits=0))
    assert district.district_days(frame)["pm25"].to_list() == [day]


def test_a_day_that_is_a_tie_only_in_thirds_goes_to_the_even_digit() -> None:
    thirds = {"a": [10.0] * 24, "b": [10.0] * 24, "c": [11.0, 12.0] * 12}  # hours 31/3 and 32/3: 10.5
    assert district.district_days(hourly(thirds))["pm25"].item() == 10.0
    more = thirds | {"c": [11.0] * 11 + [12.0] * 13}
    assert district.district_days(hourly(more))["pm25"].item() == 11.0


def test_refuses_a_district_without_stations() -> None:
    with pytest.raises(district.NoStations):
        district.district_hours(hourly({"a": [1.0]}), stations=[])
