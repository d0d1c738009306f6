from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import daily, daygrid, exact
from airshed.standards import gbt8170

START = datetime(2026, 3, 1, 16, tzinfo=UTC)  # 2026-03-02 00:00 local
NAN = float("nan")

hour = st.one_of(
    st.just(NAN),
    st.decimals(0, 400, places=0).map(float),
    st.decimals(0, 400, places=2).map(float),
    st.floats(0, 400),
)
days_of_hours = st.lists(st.lists(hour, min_size=24, max_size=24), min_size=1, max_size=4)


def hourly(values: list[float | None], *, pollutant: str = "pm25", station: str = "a") -> pl.DataFrame:
    """Hours of one station from local midnight on."""
    times = [START + timedelta(hours=k) for k in range(len(values))]
    return pl.DataFrame(
        {"station": [station] * len(values), "begins_at": times, pollutant: values},
        schema_overrides={pollutant: pl.Float64},
    )


@pytest.mark.parametrize(
    ("n", "value", "why"), [(20, 10.0, None), (19, None, "too_few_hours"), (0, None, "no_values")]
)
def test_a_mean_needs_twenty_hours_and_says_what_it_had(n: int, value: float | None, why: str | None) -> None:
    found = daily.daily_values(hourly([10.0] * n + [None] * (24 - n))).row(0, named=True)
    assert (found["pm25"], found["n_pm25"], found["why_pm25"]) == (value, n, why)


@pytest.mark.parametrize(
    ("pollutant", "low", "mean"),
    [("pm25", 35.0, 36.0), ("pm25", 36.0, 36.0), ("co", 0.4, 0.4), ("co", 0.5, 0.6)],
)
def test_a_half_goes_to_the_even_digit(pollutant: str, low: float, mean: float) -> None:
    step = 0.1 if pollutant == "co" else 1.0
    found = daily.daily_values(hourly([low, round(low + step, 1)] * 12, pollutant=pollutant))
    assert found[pollutant].item() == mean


def test_days_are_cut_on_the_local_clock() -> None:
    frame = hourly([10.0] * 24 + [20.0] * 24)
    assert daily.daily_values(frame)["day"].to_list() == [date(2026, 3, 2), date(2026, 3, 3)]
    assert daily.daily_values(frame)["pm25"].to_list() == [10.0, 20.0]
    assert daily.daily_values(frame, utc_offset_hours=0)["n_pm25"].to_list() == [8, 24, 16]


def test_rows_in_any_order_and_of_many_stations_give_the_same_days() -> None:
    frame = pl.concat([hourly([float(k) for k in range(24)], station=name) for name in "cab"])
    found = daily.daily_values(frame.sample(fraction=1, shuffle=True, seed=1))
    assert found["station"].to_list() == ["a", "b", "c"]
    assert found["pm25"].to_list() == [12.0] * 3  # 11.5


def test_ozone_takes_windows_that_end_at_eight_to_twenty_four() -> None:
    found = daily.daily_values(hourly([200.0] + [80.0] * 15 + [160.0] * 8, pollutant="o3")).row(0, named=True)
    assert (found["o3_8h"], found["n_o3_8h"], found["o3_1h_max"]) == (160.0, 17, 200.0)


def test_a_window_needs_six_hours() -> None:
    five = [None] * 3 + [100.0] * 5 + [None] * 16
    six = [None] * 2 + [100.0] * 6 + [None] * 16
    assert [
        daily.daily_values(hourly(values, pollutant="o3"))["n_o3_8h"].item() for values in (five, six)
    ] == [0, 3]


@pytest.mark.parametrize(
    ("level", "value", "why"), [(160.0, None, "too_few_windows"), (160.4, None, "too_few_windows"), (161.0,
    161.0, "kept_above_limit")]
)  # fmt: skip
def test_with_too_few_windows_only_a_maximum_above_the_limit_stands(
    level: float, value: float | None, why: str
) -> None:
    found = daily.daily_values(hourly([None] * 8 + [level] * 10 + [None] * 6, pollutant="o3")).row(
        0, named=True
    )
    assert found["n_o3_8h"] < daily.MIN_WINDOWS
    assert (found["o3_8h"], found["why_o3_8h"]) == (value, why)


@pytest.mark.parametrize(("gaps", "windows"), [(6, 13), (5, 14)])
def test_thirteen_windows_are_too_few_and_fourteen_enough(gaps: int, windows: int) -> None:
    found = daily.daily_values(hourly([None] * gaps + [90.0] * (24 - gaps), pollutant="o3")).row(
        0, named=True
    )
    assert found["n_o3_8h"] == windows
    assert (found["o3_8h"] is None) == (windows < 14)


@given(days_of_hours, st.sampled_from([0, 1]))
def test_means_are_the_oracle_s(table: list[list[float]], digits: int) -> None:
    found = daily.day_means(np.array(table), digits=digits, min_hours=1)
    for values, got in zip(table, found.values.tolist(), strict=True):
        expected = exact.mean(exact.hours_of(values))
        assert (got != got) == (expected is None)
        if expected is not None:
            assert got == float(gbt8170.round_to(expected, digits=digits))


@given(days_of_hours)
def test_maximum_windows_are_the_oracle_s(table: list[list[float]]) -> None:
    found = daily.day_max_8h(np.array(table), limits=np.full(len(table), 160.0), min_windows=1)
    for values, got, n in zip(table, found.values.tolist(), found.parts.tolist(), strict=True):
        windows = exact.windows_8h(exact.hours_of(values))
        assert n == len(windows)
        assert (got != got) == (not windows)
        if windows:
            assert got == float(gbt8170.round_to(max(windows), digits=0))


@given(days_of_hours)
def test_maximum_hours_are_the_oracle_s(table: list[list[float]]) -> None:
    found = daily.day_max_hours(np.array(table), min_hours=1)
    for values, got in zip(table, found.values.tolist(), strict=True):
        expected = exact.largest(exact.hours_of(values))
        assert (got != got) == (expected is None)
        if expected is not None:
            assert got == float(gbt8170.round_to(expected, digits=0))


def test_windows_of_six_and_eight_hours_are_compared_exactly() -> None:
    sixth = [Fraction(100)] * 5 + [Fraction(101)] + [None] * 2
    assert max(exact.windows_8h(sixth)) == Fraction(601, 6)


def test_no_rows_give_no_days() -> None:
    assert daily.daily_values(hourly([1.0]).clear()).height == 0


def test_refuses_an_hour_that_is_there_twice() -> None:
    frame = pl.concat([hourly([1.0, 2.0]), hourly([3.0])])
    with pytest.raises(daygrid.RepeatedHour, match="station a has the hour 2026-03-01 16:00"):
        daily.daily_values(frame)


def test_refuses_rows_off_the_hour_and_times_without_a_zone() -> None:
    frame = hourly([1.0])
    with pytest.raises(daygrid.NotAnHour, match="16:05"):
        daily.daily_values(frame.with_columns(pl.col("begins_at") + timedelta(minutes=5)))
    with pytest.raises(daygrid.NaiveTime, match="no time zone"):
        daily.daily_values(frame.with_columns(pl.col("begins_at").dt.replace_time_zone(None)))


def test_refuses_an_infinite_hour_by_its_name() -> None:
    with pytest.raises(
        daygrid.InfiniteHour, match="'pm25' of station a is infinite in the hour 2026-03-01 17:00"
    ):
        daily.daily_values(hourly([1.0, float("inf")]))
