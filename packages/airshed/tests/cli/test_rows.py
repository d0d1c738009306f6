from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from airshed.cli import rows
from airshed.cli.rows import Source

LOCAL = pl.col("begins_at").dt.convert_time_zone("Asia/Shanghai")


@pytest.fixture(scope="module")
def hours(made_hours) -> pl.DataFrame:
    """Ten days of two stations."""
    return made_hours(["a", "b"], first=date(2026, 2, 24), last=date(2026, 3, 5))


def read(table: pl.DataFrame, file: Path, **source: object) -> pl.DataFrame:
    """Write a table, read its hours, in the order of stations and hours."""
    if file.suffix == ".csv":
        table.write_csv(file)
    else:
        table.write_parquet(file)
    plain = {"given": {}, "utc_offset_hours": 8, "labels_end": False, "left": (), "with_city": False}
    found = rows.open_rows(Source(path=file, **{**plain, **source}))
    assert found.n_rows == table.height
    return pl.concat(found.read()).sort("station", "begins_at")


def is_same(found: pl.DataFrame, hours: pl.DataFrame) -> bool:
    """Whether both hold the same hours; not measured is null in one and NaN in the other."""
    return (
        found.select(hours.columns).fill_nan(None).equals(hours.fill_nan(None).sort("station", "begins_at"))
    )


KINDS = pytest.mark.parametrize("name", ["hours.csv", "hours.parquet"])


@KINDS
def test_rows_of_cities_are_cities_and_stations_in_one(
    hours: pl.DataFrame, tmp_path: Path, name: str
) -> None:
    table = hours.with_columns(LOCAL.dt.replace_time_zone(None)).rename({"station": "城市"})
    found = read(table, tmp_path / name, with_city=True)
    assert is_same(found, hours)
    assert found["city"].equals(found["station"].alias("city"))


@KINDS
def test_a_file_of_one_station_is_named_by_the_option(hours: pl.DataFrame, tmp_path: Path, name: str) -> None:
    own = hours.filter(station="b")
    table = own.with_columns(LOCAL.dt.replace_time_zone(None)).drop("station")
    assert is_same(read(table, tmp_path / name, station="b"), own)


@KINDS
def test_days_with_their_hour_beside_them_and_hours_at_24_are_read(
    hours: pl.DataFrame, tmp_path: Path, name: str
) -> None:
    end = LOCAL + timedelta(hours=1)
    is_24 = end.dt.hour() == 0
    table = hours.with_columns(
        date=pl.when(is_24).then(end - timedelta(hours=1)).otherwise(end).dt.strftime("%Y%m%d"),
        hour=pl.when(is_24).then(24).otherwise(end.dt.hour()),
    ).drop("begins_at")
    assert is_same(read(table, tmp_path / name, labels_end=True), hours)


def test_offsets_of_several_zones_in_one_column_are_each_read_by_their_own(
    hours: pl.DataFrame, tmp_path: Path
) -> None:
    offset = pl.int_range(pl.len()) % 3 + 7
    local = (pl.col("begins_at") + pl.duration(hours=offset)).dt.strftime("%Y-%m-%dT%H:%M")
    table = hours.with_columns(begins_at=pl.format("{}+0{}:00", local, offset)).sample(
        fraction=1, shuffle=True, seed=1
    )
    assert is_same(read(table, tmp_path / "hours.csv"), hours)


@KINDS
def test_of_a_code_and_a_name_the_code_is_the_station(hours: pl.DataFrame, tmp_path: Path, name: str) -> None:
    table = hours.with_columns(LOCAL.dt.replace_time_zone(None)).rename(
        {"station": "stationcode", "begins_at": "timepoint", "pm25": "pm2_5", "so2": "二氧化硫"}
    )
    assert is_same(read(table.with_columns(station_name=pl.lit("same")), tmp_path / name), hours)
