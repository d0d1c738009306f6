from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.indices import exact, frames
from airshed.indices.conventions import CITY_FEED, LAW
from airshed.standards.tables import POLLUTANTS

CLEAN = {"so2": 5.0, "no2": 10.0, "co": 0.4, "o3": 40.0, "pm10": 20.0, "pm25": 10.0}
CLEAN_DAY = {"so2": 5.0, "no2": 10.0, "co": 0.4, "o3_8h": 40.0, "pm10": 20.0, "pm25": 10.0}

cells = st.one_of(
    st.none(), st.just(float("nan")), st.decimals(-1, 1300, places=1).map(float), st.floats(0, 200)
)
rows = st.fixed_dictionaries(dict.fromkeys(CLEAN, cells))
days = st.fixed_dictionaries(dict.fromkeys([*CLEAN_DAY, "o3_1h_max"], cells))


def assert_row_is(found: dict, expected: exact.AirIndex) -> None:
    """One row of a frame says what the oracle says."""
    assert found["aqi"] == expected.aqi
    assert found["level"] == (None if expected.level is None else expected.level.number)
    assert (found["primary"] or "") == ",".join(expected.primary)
    assert found["na_reason"] == expected.na_reason
    assert {code: found[f"iaqi_{code}"] for code in POLLUTANTS} == dict(expected.sub_indices)


@settings(deadline=None)  # the first call builds the tables
@given(
    st.lists(rows, min_size=1, max_size=8),
    st.sampled_from(["2012", "2026"]),
    st.sampled_from([LAW, CITY_FEED]),
)
def test_hours_of_a_frame_are_the_oracle_s(table: list[dict], edition: str, convention) -> None:
    frame = pl.DataFrame(table, schema=dict.fromkeys(CLEAN, pl.Float64))
    found = frames.hourly_aqi(frame, edition=edition, convention=convention)
    for given_row, row in zip(table, found.to_dicts(), strict=True):
        assert_row_is(row, exact.hourly(given_row, edition=edition, convention=convention))


@settings(deadline=None)  # the first call builds the tables
@given(st.lists(days, min_size=1, max_size=8), st.sampled_from(["2012", "2026"]))
def test_days_of_a_frame_are_the_oracle_s(table: list[dict], edition: str) -> None:
    frame = pl.DataFrame(table, schema=dict.fromkeys([*CLEAN_DAY, "o3_1h_max"], pl.Float64))
    for given_row, row in zip(table, frames.daily_aqi(frame, edition=edition).to_dicts(), strict=True):
        assert_row_is(row, exact.daily(given_row, edition=edition))


def test_each_row_is_read_by_the_edition_of_its_day_and_keeps_its_place() -> None:
    on = [date(2026, 3, 1), date(2026, 2, 28), date(2031, 1, 1), date(2013, 1, 1)]
    frame = pl.DataFrame([CLEAN_DAY | {"pm25": 75.0, "day": day} for day in on])
    found = frames.daily_aqi(frame)
    assert found["edition"].to_list() == ["2026", "2012", "2026", "2012"]
    assert found["aqi"].to_list() == [114, 100, 114, 100]
    assert found["day"].to_list() == on


def test_an_aware_time_is_read_on_its_local_day() -> None:
    times = [datetime(2026, 2, 28, 15, tzinfo=UTC), datetime(2026, 2, 28, 16, tzinfo=UTC)]
    frame = pl.DataFrame([CLEAN | {"begins_at": time} for time in times])
    assert frames.hourly_aqi(frame)["edition"].to_list() == ["2012", "2026"]
    assert frames.hourly_aqi(frame, utc_offset_hours=0)["edition"].to_list() == ["2012", "2012"]


def test_shifted_data_are_read_by_the_edition_of_the_shifted_day() -> None:
    frame = pl.DataFrame([CLEAN | {"begins_at": datetime(2016, 3, 1, tzinfo=UTC), "pm25": 75.0}])
    shifted = frame.with_columns(pl.col("begins_at").dt.offset_by("10y1mo"))
    assert [frames.hourly_aqi(one)["aqi"].item() for one in (frame, shifted)] == [100, 114]


def test_missing_is_not_zero() -> None:
    frame = pl.DataFrame([CLEAN | {"pm25": None}, CLEAN | {"pm25": float("nan")}, CLEAN | {"pm25": 0.0}])
    found = frames.hourly_aqi(frame, edition="2026")
    assert found["iaqi_pm25"].to_list() == [None, None, 0]
    assert found["aqi"].to_list() == [None, None, 20]
    assert found["na_reason"].to_list() == ["pm25:missing", "pm25:missing", None]


def test_other_columns_pass_through_and_input_columns_stay() -> None:
    frame = pl.DataFrame([CLEAN | {"station": "s1"}])
    found = frames.hourly_aqi(frame, edition="2026")
    assert found.columns[: len(frame.columns)] == frame.columns
    assert found.select(frame.columns).equals(frame)


def test_an_empty_frame_gives_an_empty_frame_with_all_columns() -> None:
    frame = pl.DataFrame(schema=dict.fromkeys(CLEAN, pl.Float64) | {"begins_at": pl.Datetime("us", "UTC")})
    found = frames.hourly_aqi(frame)
    assert found.height == 0
    assert {"aqi", "level", "primary", "na_reason", "edition", "iaqi_pm25"} <= set(found.columns)


@pytest.mark.parametrize("dtype", [pl.Float32, pl.Int16, pl.Decimal(10, 2)])
def test_numbers_of_any_type_go_by_their_shortest_decimal(dtype) -> None:
    frame = pl.DataFrame([CLEAN]).with_columns(pl.lit(2).cast(dtype).alias("co"))
    frame32 = pl.DataFrame([CLEAN | {"co": 0.15}]).with_columns(pl.col("co").cast(pl.Float32))
    assert frames.hourly_aqi(frame, edition="2026")["iaqi_co"].item() == 20
    assert (
        frames.hourly_aqi(frame32, edition="2026")["iaqi_co"].item() == 2
    )  # 0.15 → 0.2, its float32 lies above


def test_a_column_that_is_absent_is_named() -> None:
    frame = pl.DataFrame([CLEAN]).drop("co")
    with pytest.raises(frames.MissingColumn, match="there is no column 'co'"):
        frames.hourly_aqi(frame, edition="2026")
    found = frames.hourly_aqi(frame, edition="2026", not_monitored=("co",))
    assert (found["aqi"].item(), found["iaqi_co"].item()) == (20, None)


def test_a_column_of_words_is_named() -> None:
    with pytest.raises(frames.NotANumber, match="'co' holds String"):
        frames.hourly_aqi(pl.DataFrame([CLEAN | {"co": "low"}]), edition="2026")


def test_a_row_without_a_time_is_named() -> None:
    frame = pl.DataFrame([CLEAN_DAY | {"day": date(2026, 3, 1)}, CLEAN_DAY | {"day": None}])
    with pytest.raises(frames.MissingTime, match="row 2"):
        frames.daily_aqi(frame)
    with pytest.raises(frames.NotATime, match="holds Float64"):
        frames.daily_aqi(frame, time="co")
