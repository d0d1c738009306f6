from datetime import date
from pathlib import Path

import polars as pl
import pytest

from airshed import cli
from airshed.assessment import district
from airshed.indices import frames

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 10)
HEAD = "station,weight\n"


@pytest.fixture(scope="module")
def hours(made_hours) -> pl.DataFrame:
    """Ten days of three stations of one city."""
    return made_hours(["a", "b", "c"], first=FIRST, last=LAST).with_columns(city=pl.lit("市"))


def run(hours: pl.DataFrame, folder: Path, weights: str | None, *more: str) -> int:
    """Run ``airshed assess --level city`` with weights."""
    file = folder / "hours.parquet"
    hours.write_parquet(file)
    options = ["--level", "city", "--out", str(folder / "out"), *more]
    if weights is not None:
        (folder / "weights.csv").write_text(weights, encoding="utf-8")
        options += ["--station-weights", str(folder / "weights.csv")]
    return cli.main(["assess", str(file), *options])


def days(folder: Path) -> pl.DataFrame:
    """The days that were written."""
    return pl.read_parquet(folder / "out" / "days.parquet").drop("city")


def expected(hours: pl.DataFrame, weights: dict[str, float]) -> pl.DataFrame:
    """The days of the city by the functions."""
    return frames.daily_aqi(district.district_days(hours.drop("city"), weights=weights))


def test_hours_are_the_weighted_means_to_the_last_digit(hours: pl.DataFrame, tmp_path: Path) -> None:
    assert run(hours, tmp_path, HEAD + "a,1\nb,0.5\nc,0.25\n") == 0
    own = expected(hours, {"a": 1, "b": 0.5, "c": 0.25})
    assert days(tmp_path).select(own.columns).equals(own)
    assert "weights of weights.csv" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_equal_weights_are_no_weights(hours: pl.DataFrame, tmp_path: Path) -> None:
    for name, weights in (("one", None), ("other", HEAD + "a,2\nb,2\nc,2\n")):
        (tmp_path / name).mkdir()
        assert run(hours, tmp_path / name, weights) == 0
    assert days(tmp_path / "one").equals(days(tmp_path / "other"))


def test_weights_change_on_their_day(hours: pl.DataFrame, tmp_path: Path) -> None:
    text = "站点,权重,from,to\na,1,,\nb,3,,2026-03-05\nb,1,2026-03-06,\nc,1,2026-03-06,\n"
    assert run(hours, tmp_path, text) == 0
    turn = pl.col("day") > date(2026, 3, 5)
    before = expected(hours.filter(pl.col("station") != "c"), {"a": 1, "b": 3}).filter(~turn)
    after = expected(hours, {"a": 1, "b": 1, "c": 1}).filter(turn)
    own = pl.concat([before, after])
    assert days(tmp_path).select(own.columns).equals(own)


def test_a_station_of_weight_0_is_left_out(hours: pl.DataFrame, tmp_path: Path) -> None:
    assert run(hours, tmp_path, HEAD + "a,1\nb,1\nc,0\n") == 0
    own = expected(hours.filter(pl.col("station") != "c"), {"a": 1, "b": 1})
    assert days(tmp_path).select(own.columns).equals(own)


def test_enough_stations_are_counted_by_heads_of_those_that_count(
    hours: pl.DataFrame, tmp_path: Path
) -> None:
    gone = hours.with_columns(pm25=pl.when(pl.col("station") == "a").then("pm25"))
    assert run(gone, tmp_path, HEAD + "a,97\nb,1\nc,1\n") == 0
    assert days(tmp_path)["pm25"].null_count() == 10


def test_says_which_stations_have_a_weight_and_no_hours(
    hours: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hours, tmp_path, HEAD + "a,1\nb,1\nc,1\nd,1\n") == 0
    assert "weights.csv names 1 without hours, which count for no city: d" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "a,1\nb,1\n", "weights.csv: station c has no weight"),
        (HEAD + "a,1\nb,heavy\nc,1\n", "weights.csv: column weight, row 2 holds 'heavy'; a number from 0"),
        (HEAD + "a,1\nb,\nc,1\n", "weights.csv: column weight, row 2 is empty"),
        (HEAD + "a,1\nb,-1\nc,1\n", "row 2 holds '-1'"),
        (HEAD + "a,1\nb,inf\nc,1\n", "row 2 holds 'inf'"),
        (HEAD + "a,1\n,1\nc,1\n", "column station, row 2 is empty; a station is needed"),
        (HEAD + "a,1\nb,1\nc,1\na,2\n", "station a has two weights for ever: 1 and 2; one a day is needed"),
        ("station,weight,from\na,1,soon\n", "column from, row 1 holds 'soon'; a day such as 2026-03-01"),
        ("station,weight,from,to\na,1,2026-03-05,2026-03-01\n", "row 1 ends on 2026-03-01 and begins on"),
        ("station\na\n", "weights.csv has no column weight; its columns are station"),
        ("station,weight,town\na,1,x\n", "weights.csv has a column town; station, weight"),
        (HEAD, "weights.csv has no rows"),
        (HEAD + "a,0.0000001\nb,1\nc,1\n", "whole numbers up to 1,000,000"),
    ],
)
def test_refuses_weights_that_cannot_be_right(
    text: str, said: str, hours: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hours, tmp_path, text) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_refuses_weights_where_no_station_is_averaged(
    hours: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hours, tmp_path, HEAD + "a,1\n", "--level", "station") == 2
    assert "stations are averaged with --level city only" in capsys.readouterr().err
    of_cities = hours.filter(pl.col("station") == "a").drop("station")
    assert run(of_cities, tmp_path, HEAD + "a,1\n") == 2
    assert "each row is a city's hour" in capsys.readouterr().err
