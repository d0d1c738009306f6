"""Our arithmetic against values that others published; see README.md here for sources and dates."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from airshed.indices import composite, frames
from airshed.indices.conventions import CITY_FEED, LAW
from airshed.indices.profiles import nowcast
from airshed.standards.tables import POLLUTANTS

HERE = Path(__file__).parent
COMPOSITES = list(csv.DictReader((HERE / "composite.csv").read_text(encoding="utf-8").splitlines()))
NAMES = {"PM2.5": "pm25", "PM10": "pm10", "PM25": "pm25", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3"}
PRIMARY = {
    "颗粒物(PM10)": "pm10", "细颗粒物(PM2.5)": "pm25", "臭氧1小时": "o3", "二氧化氮": "no2",
    "二氧化硫": "so2", "一氧化碳": "co",
}  # fmt: skip


def disagreeing(frame: pl.DataFrame, *, convention) -> pl.DataFrame:
    """Rows whose published AQI is not ours."""
    ours = frames.hourly_aqi(frame, edition="2012", convention=convention)
    return ours.filter(pl.col("AQI").cast(pl.Int64).ne_missing(pl.col("aqi").cast(pl.Int64)))


def test_every_city_hour_of_seventeen_cities_has_the_published_index() -> None:
    hours = pl.read_parquet(HERE / "city_hours.parquet")
    assert hours.height == 17_099
    assert disagreeing(hours, convention=CITY_FEED).height == 0


def test_the_law_would_not_reproduce_the_city_feed() -> None:
    hours = pl.read_parquet(HERE / "city_hours.parquet")
    assert disagreeing(hours, convention=LAW).height > hours.height // 10


def test_seven_hundred_city_hours_across_the_country_have_the_published_index() -> None:
    hours = pl.read_csv(HERE / "city_hours_sample.csv").rename(NAMES, strict=False)
    assert hours.height == 700
    assert disagreeing(hours, convention=CITY_FEED).height == 0


def test_the_whole_archive_has_the_published_index_where_it_is_at_hand() -> None:
    shared = os.environ.get("LANTIAN_SHARED")
    if not shared:
        pytest.skip("LANTIAN_SHARED names no folder with the archive")
    path = Path(shared) / "data/air/henan_city_hourly_2019-12_2020-06.parquet"
    hours = pl.read_parquet(path).rename(NAMES, strict=False)
    complete = hours.filter(pl.all_horizontal(pl.col(code).is_not_null() for code in POLLUTANTS))
    assert complete.height == 127_146
    assert disagreeing(complete, convention=CITY_FEED).height == 0
    assert disagreeing(hours, convention=CITY_FEED).height == 0


def station_hours() -> pl.DataFrame:
    """The station feed, its two O3 columns swapped back, stations with all six values."""
    table = pl.read_csv(HERE / "station_hour.csv").rename({"pm2_5": "pm25", "o3": "o3_24h", "o3_24h": "o3"})
    present = pl.all_horizontal(pl.col(code).is_not_null() for code in POLLUTANTS)
    return table.rename({"aqi": "AQI"}).filter(present)


def test_every_complete_station_hour_has_the_published_index_by_the_law() -> None:
    stations = station_hours()
    assert stations.height == 26
    assert disagreeing(stations, convention=LAW).height == 0


def test_every_complete_station_hour_has_the_published_primary_pollutants() -> None:
    ours = frames.hourly_aqi(station_hours(), edition="2012")
    for published, codes in ours.select("primarypollutant", "primary").iter_rows():
        names = [PRIMARY[name] for name in published.split(",")] if published else []
        assert ",".join(code for code in POLLUTANTS if code in names) == (codes or "")


def test_half_up_would_not_reproduce_the_station_feed() -> None:
    assert disagreeing(station_hours(), convention=CITY_FEED).height > 0


def test_the_ozone_nowcast_is_that_of_the_agency_s_program() -> None:
    hours = pl.read_csv(HERE / "ozone_two_weeks.csv")["o3_ppb"].to_list()
    found = nowcast.ozone_nowcast(hours)
    assert found.method is nowcast.Method.REGRESSION
    assert found.value == pytest.approx(19.5844909142, abs=1e-6)


@pytest.mark.parametrize("row", COMPOSITES)
def test_composite_index_is_as_published(row: dict[str, str]) -> None:
    values = {code: Decimal(row[code]) for code in POLLUTANTS}
    found = composite.composite_index(
        values,
        denominators=composite.denominators_2012(),
        rounding=composite.CompositeRounding(row["convention"]),
    )
    assert found.total == Decimal(row["published"])
