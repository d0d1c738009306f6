import resource
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from airshed import cli
from airshed.assessment import daily, district, period
from airshed.indices import frames
from airshed.standards.tables import POLLUTANTS

FIRST, LAST = date(2026, 2, 1), date(2026, 3, 31)


@pytest.fixture(scope="module")
def hours(made_hours) -> pl.DataFrame:
    """Two months of three stations over the change of editions."""
    return made_hours(["b", "a", "c"], first=FIRST, last=LAST)


def run(file: Path, out: Path, *arguments: object) -> int:
    """Run ``airshed assess``."""
    return cli.main(["assess", str(file), "--out", str(out), *(str(one) for one in arguments)])


def as_csv(frame: pl.DataFrame, path: Path, **columns: object) -> Path:
    """Write hours as a feed of local times would."""
    local = pl.col("begins_at").dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m-%d %H:%M")
    frame.with_columns(local).rename({"begins_at": "time"}).with_columns(**columns).write_csv(path)
    return path


def tables(out: Path) -> dict[str, pl.DataFrame]:
    """Read the Parquet tables of a folder."""
    return {name: pl.read_parquet(out / f"{name}.parquet") for name in ("days", "statistics", "periods")}


def test_parquet_gives_the_days_and_periods_of_the_functions(hours: pl.DataFrame, tmp_path: Path) -> None:
    file, out = tmp_path / "hours.parquet", tmp_path / "out"
    hours.write_parquet(file)
    assert run(file, out) == 0
    found = tables(out)
    days = frames.daily_aqi(daily.daily_values(hours))
    assert found["days"].equals(days)
    month = period.period_values(days, first=date(2026, 3, 1), last=LAST)
    assert found["periods"].filter(period="2026-03").select(POLLUTANTS).equals(month.select(POLLUTANTS))
    assert sorted(path.name for path in out.iterdir()) == [
        "README.md", "days.parquet", "periods.parquet", "statistics.parquet",
    ]  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hours.parquet", "out"]


@pytest.mark.parametrize("by", ["begins_at", "pm25"])
def test_the_order_of_rows_and_the_kind_of_file_do_not_matter(
    hours: pl.DataFrame, tmp_path: Path, by: str
) -> None:
    one, other, text = (tmp_path / name for name in ("one.parquet", "other.parquet", "text.csv"))
    hours.write_parquet(one)
    hours.sort(by).write_parquet(other, row_group_size=500)
    as_csv(hours.sort(by), text)
    for file in (one, other, text):
        assert run(file, tmp_path / file.stem, "--format", "parquet") == 0
    expected = tables(tmp_path / "one")
    for name in ("other", "text"):
        assert all(table.equals(expected[key]) for key, table in tables(tmp_path / name).items())


def test_a_csv_says_na_and_writes_whole_numbers(hours: pl.DataFrame, tmp_path: Path) -> None:
    holes = hours.with_columns(co=pl.when(pl.col("begins_at").dt.month() == 2).then("co"))
    assert run(as_csv(holes, tmp_path / "hours.csv"), tmp_path / "out") == 0
    days = pl.read_csv(tmp_path / "out" / "days.csv", infer_schema=False)
    assert "NA" in days.filter(edition="2026")["aqi"].to_list()
    assert "NA" not in days.filter(edition="2012")["aqi"].to_list()
    assert not days["pm25"].drop_nulls().str.contains(".", literal=True).any()


def test_cities_are_assessed_from_their_stations_hours(hours: pl.DataFrame, tmp_path: Path) -> None:
    in_city = hours.with_columns(
        city=pl.col("station").replace_strict({"a": "南市", "b": "南市", "c": "北市"})
    )
    file = as_csv(in_city, tmp_path / "hours.csv")
    assert run(file, tmp_path / "out", "--level", "city", "--format", "parquet") == 0
    found = tables(tmp_path / "out")["days"]
    for city in ("南市", "北市"):
        own = frames.daily_aqi(district.district_days(in_city.filter(city=city).drop("city")))
        assert found.filter(city=city).drop("city").select(own.columns).equals(own)
    assert run(file, tmp_path / "stations") == 0
    assert "city" not in pl.read_csv(tmp_path / "stations" / "days.csv", infer_schema=False).columns


def test_rows_of_cities_are_cities_as_they_stand(
    hours: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cities.parquet"
    hours.rename({"station": "city"}).write_parquet(file)
    assert run(file, tmp_path / "out", "--level", "city") == 0
    assert "has no column of stations: each row is a city's hour as it stands" in capsys.readouterr().err
    found = tables(tmp_path / "out")["days"].rename({"city": "station"})
    assert found.equals(frames.daily_aqi(daily.daily_values(hours)))
    assert "the mean over its stations" not in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_hours_labelled_by_their_end_are_moved(hours: pl.DataFrame, tmp_path: Path) -> None:
    late = hours.with_columns(pl.col("begins_at") + timedelta(hours=1))
    for name, frame, label in (("one", hours, "start"), ("other", late, "end")):
        frame.write_parquet(tmp_path / f"{name}.parquet")
        assert run(tmp_path / f"{name}.parquet", tmp_path / name, "--hour-label", label) == 0
    assert (
        run(as_csv(late, tmp_path / "t.csv"), tmp_path / "t", "--hour-label", "end", "--format", "parquet")
        == 0
    )
    expected = tables(tmp_path / "one")["days"]
    assert tables(tmp_path / "other")["days"].equals(expected)
    assert tables(tmp_path / "t")["days"].equals(expected)


def test_units_are_converted_exactly(hours: pl.DataFrame, tmp_path: Path) -> None:
    micro = hours.with_columns((pl.col("co") * 1000).round(0))
    for name, frame in (("milli", hours), ("micro", micro)):
        frame.write_parquet(tmp_path / f"{name}.parquet")
    micro.rename({"co": "CO(ug/m3)"}).write_parquet(tmp_path / "named.parquet")
    assert run(tmp_path / "milli.parquet", tmp_path / "a") == 0
    assert run(tmp_path / "micro.parquet", tmp_path / "b", "--units", "co=ug/m3") == 0
    assert run(tmp_path / "named.parquet", tmp_path / "c") == 0
    expected = tables(tmp_path / "a")["days"]
    assert all(tables(tmp_path / name)["days"].equals(expected) for name in "bc")


def test_an_edition_a_period_and_conventions_are_chosen_by_name(hours: pl.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "hours.parquet"
    hours.write_parquet(file)
    options = ("--edition", 2012, "--from", "2026-03-01", "--to", "2026-03-31", "--values", "one_more",
               "--composite-rounding", "sum_half_even", "--weights", "pm25=3")  # fmt: skip
    assert run(file, tmp_path / "out", *options) == 0
    found = tables(tmp_path / "out")
    assert found["days"]["edition"].unique().to_list() == ["2012"]
    assert found["days"]["day"].min() == date(2026, 3, 1)
    assert found["periods"]["denominators"].unique().to_list() == ["GB 3095-2012 amended 2018"]
    assert (
        found["periods"].filter(kind="month")["pm25"].to_list()
        != found["periods"].filter(kind="month")["pm25"].round(0).to_list()
    )
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "pm25 × 3; not confirmed as law" in text
    assert "summed exactly" in text


def test_every_column_is_explained(hours: pl.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "hours.parquet"
    hours.with_columns(city=pl.lit("x")).write_parquet(file)
    for level in ("station", "city"):
        out = tmp_path / level
        assert run(file, out, "--level", level) == 0
        text = (out / "README.md").read_text(encoding="utf-8")
        for name, table in tables(out).items():
            part = text.partition(f"## {name}.parquet")[2].partition("\n## ")[0]
            missing = [
                column
                for column in table.columns
                if f"| {column} |" not in part and f"`{column}`" not in part
            ]
            assert missing == []


@pytest.mark.parametrize(
    ("first", "last", "n"),
    [(date(2024, 2, 29), date(2024, 2, 29), 1), (date(2023, 12, 31), date(2024, 3, 1), 62)],
)
def test_a_leap_day_and_a_year_of_one_day_are_assessed(
    made_hours, tmp_path: Path, first: date, last: date, n: int
) -> None:
    file = tmp_path / "hours.parquet"
    made_hours(["a"], first=first, last=last, gaps=0).write_parquet(file)
    assert run(file, tmp_path / "out") == 0
    found = tables(tmp_path / "out")
    assert found["days"].height == n
    assert found["days"]["aqi"].null_count() == 0
    year = found["statistics"].filter(period="2024", statistic="mean", pollutant="pm25").row(0, named=True)
    assert (year["value"], year["why"], year["expected_days"]) == (None, "too_few_days", 366)


def test_days_before_the_first_edition_and_empty_months_are_said(
    made_hours, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early = made_hours(["a"], first=date(2014, 5, 1), last=date(2014, 5, 31))
    late = made_hours(["a"], first=date(2014, 7, 1), last=date(2014, 7, 31))
    file = tmp_path / "hours.parquet"
    pl.concat([early, late]).write_parquet(file)
    assert run(file, tmp_path / "out") == 0
    said = capsys.readouterr().err
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    for sentence in ("days before 2016-01-01 have no edition of their own here: they are read by HJ 633-2012",
                     "no valid day at all in 2014-06"):  # fmt: skip
        assert sentence in said
        assert sentence in text
    june = tables(tmp_path / "out")["statistics"].filter(period="2014-06")
    assert june["why"].unique().to_list() == ["no_values"]


ROW = pl.int_range(1, pl.len() + 1)
HEADER = "station,time,so2,no2,co,o3,pm10,pm25"
ROWS = "".join(f"a,2026-03-01 {hour:02}:00,1,2,0.3,4,5,6\n" for hour in range(24))
CSV = f"{HEADER}\n{ROWS}"
ZONED = CSV.replace("a,2026-03-01 05:00", "a,2026-03-01T06:00+09:00").replace("-01 07:00", "-01 05:00")
MOVED = "lon,lat," + CSV.replace("a,2026", "113.1,35,a,2026").replace(
    "113.1,35,a,2026-03-01 2", "113,35,a,2026-03-01 2"
)


@pytest.mark.parametrize(
    ("table", "options", "sentence"),
    [
        (CSV.replace("co,", "c,", 1), (), "has no column co; --not-monitored names pollutants"),
        (CSV.replace("time", "when"), (), "has no column time; its columns are station, when"),
        (CSV.replace("station", "who", 1), (), "has no column station; --station names the one station"),
        (CSV, ("--level", "city"), "has no column city"),
        (CSV.replace("0.3", "0.3 mg/m3", 1).replace(",0.3,", ",300 ug/m3,", 1), (),
         "column co holds two units, mg/m3 in row 1 and ug/m3 in row 2"),
        (CSV.replace(",0.3,", ",300,", 5).replace(",300,", ",0.3,", 4), (),
         "column co, row 5 is 300 mg/m³; an hour of ambient air lies between -5 and 200; a column in µg/m³"),
        (CSV.replace(",5,", ",-999,", 1), (), "column pm10, row 1 is -999 µg/m³"),
        (CSV.replace(",5,", ",inf,", 1), (), "column pm10, row 1 holds 'inf'; a finite number"),
        (CSV.replace(",5,", ",1e12,", 1), (), "column pm10, row 1 holds '1e12'; a finite number"),
        (CSV.replace(",5,", ',"1,234",', 1), (), "holds '1,234'; a number without thousands commas"),
        (CSV.replace(",5,", ",５０,", 1), (),
         "column pm10, row 1 holds '５０'; a number in plain digits, none of full width"),
        (CSV.replace(",5,", ",1e8,", 1), (), "column pm10, row 1 is 1e+08 µg/m³; an hour of ambient air"),
        (CSV.replace("2026-03-01 05", "２０２６-03-01 05"), (), "row 6 holds '２０２６-03"),
        (CSV.replace("2026-03-01 05:00", "2026-02-29 05:00"), (),
         "row 6 holds '2026-02-29 05:00'; 2026 has no 29"),
        (CSV.replace("2026-03-01 05:00", "0026-03-01 05:00"), (),
         "row 6 holds '0026-03-01 05:00'; a time in the"),
        (CSV.replace("2026-03-01 05:00", "9999-12-31 23:00"), (),
         "row 6 holds '9999-12-31 23:00'; a time in the"),
        (ZONED, (), "row 8 repeats row 6: a, 2026-02-28 21:00 UTC"),
        (MOVED, (), "a stands at two places by lon and lat; one is needed (row 21 has the second)"),
        (CSV, ("--station", "b"), "has the column station; --station is for files of one station"),
        (CSV.replace("2026-03-01 05:00", "2026-03-01 05:30"), (), "a time on the full hour is needed"),
        (CSV + "a,2026-03-01 00:00,1,2,0.3,4,5,6\n", (), "row 25 repeats row 1"),
        (CSV + ",2026-03-02 00:00,1,2,0.3,4,5,6\n", (), "row 25 is empty; the name of a station is needed"),
        (HEADER + "\n", (), "has no rows"),
        ("", (), "is empty; a header and rows are needed"),
        (CSV, ("--from", "2026-03-02"), "has rows from 2026-03-01 to 2026-03-01, none from 2026-03-02 on"),
        (CSV, ("--to", "2026-02-01"), "none up to 2026-02-01"),
        (CSV, ("--from", "spring"), "--from 'spring' is no day"),
        (CSV, ("--units", "co=stone"), "unit 'stone' is not known for co"),
        (CSV, ("--not-monitored", "radon"), "--not-monitored 'radon' is no pollutant"),
        (CSV, ("--weights", "pm25"), "--weights 'pm25' is no weight"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_nothing_is_written(
    table: str, options: tuple[str, ...], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "hours.csv", tmp_path / "out"
    file.write_text(table, encoding="utf-8")
    assert run(file, out, *options) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["hours.csv"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"co": pl.when(ROW == 1501).then(900.0).otherwise("co")}, "column co, row 1501 is 900 mg/m³"),
        ({"no2": pl.when(ROW == 8).then(float("inf")).otherwise("no2")}, "column no2, row 8 is inf"),
        ({"begins_at": pl.when(ROW != 4).then("begins_at")}, "column begins_at, row 4 is empty"),
        ({"station": pl.when(ROW != 4).then("station")}, "column station, row 4 is empty"),
        ({"station": pl.when(ROW != 5).then("station").otherwise(pl.lit(""))}, "station, row 5 is empty"),
        ({"lon": pl.when(ROW <= 2000).then(113.1).otherwise(113.2), "lat": pl.lit(35.0)},
         "a stands at two places by lon and lat; one is needed (row 2001 has the second)"),
        ({"begins_at": pl.col("begins_at") + timedelta(minutes=5)}, "begins at 2026-01-31 16:05"),
        ({"begins_at": pl.col("begins_at").dt.truncate("1d")}, "station b has the hour 2026-01-31 00:00"),
        ({"pm25": pl.lit("x")}, "column pm25, row 1 holds 'x'"),
        ({"begins_at": pl.when(ROW == 9).then(datetime(9026, 3, 1, tzinfo=UTC)).otherwise("begins_at")},
         "column begins_at, row 9 is 9026-03-01 00:00 UTC; a time in the years 1900 to 2199"),
    ],
)  # fmt: skip
def test_bad_parquet_is_refused_by_file_row_and_column(
    hours: pl.DataFrame, change: dict[str, pl.Expr], sentence: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file, out = tmp_path / "hours.parquet", tmp_path / "out"
    hours.filter(station="b").vstack(hours.filter(pl.col("station") != "b")).with_columns(
        **change
    ).write_parquet(file)
    assert run(file, out) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert str(file) in said
    assert [path.name for path in tmp_path.iterdir()] == ["hours.parquet"]


def test_folders_and_files_that_cannot_be_used_are_named(
    hours: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hours.parquet"
    hours.write_parquet(file)
    full = tmp_path / "full"
    full.mkdir()
    (full / "kept.txt").write_text("mine", encoding="utf-8")
    assert run(file, full) == 2
    assert "exists and is not an empty folder" in capsys.readouterr().err
    assert [path.name for path in full.iterdir()] == ["kept.txt"]
    assert run(file, tmp_path / "nowhere" / "out") == 2
    assert "there is no folder" in capsys.readouterr().err
    assert run(tmp_path / "none.parquet", tmp_path / "out") == 2
    assert "there is no file" in capsys.readouterr().err
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    assert run(tmp_path / "broken.parquet", tmp_path / "out") == 2
    assert "broken.parquet cannot be read as parquet" in capsys.readouterr().err
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(file, empty) == 0
    assert (empty / "README.md").is_file()


def test_a_place_that_cannot_be_written_is_named_and_left_as_it_was(
    hours: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hours.parquet"
    hours.write_parquet(file)
    assert run(file, "/proc/assessed") == 2
    assert capsys.readouterr().err == "airshed: /proc/assessed: No such file or directory\n"


def test_a_full_disk_is_one_sentence_and_leaves_nothing(made_hours, tmp_path: Path) -> None:
    file = tmp_path / "hours.parquet"
    made_hours(["a", "b"], first=date(2025, 1, 1), last=date(2025, 12, 31)).write_parquet(file)
    words = [
        sys.executable,
        "-m",
        "airshed.cli",
        "assess",
        file,
        "--out",
        tmp_path / "out",
        "--format",
        "csv",
    ]
    limit = (4096, resource.RLIM_INFINITY)  # a file may grow no further, as where a disk is full
    ended = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1] == f"airshed: {tmp_path / 'out'}: File too large"
    assert [path.name for path in tmp_path.iterdir()] == ["hours.parquet"]


def test_what_is_written_can_be_ranked(
    hours: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(hours, tmp_path / "hours.csv")
    assert run(file, tmp_path / "out") == 0
    written = pl.read_csv(tmp_path / "out" / "periods.csv").filter(period="2026-03")
    assert written["pm10"].dtype == pl.Int64
    capsys.readouterr()
    for name in ("days", "periods"):
        assert cli.main(["rank", str(tmp_path / "out" / f"{name}.csv"), "--on", "2026-03-31"]) == 0
        found = pl.read_csv(capsys.readouterr().out.encode()).sort("unit")
        for ours, theirs in (("place", "place"), ("composite", "composite"), ("good_days", "good_share")):
            assert found[ours].to_list() == written.sort("station")[theirs].to_list()


def test_many_empty_months_are_counted(
    made_hours, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hours.parquet"
    made_hours(["a"], first=date(2024, 1, 1), last=date(2024, 1, 5)).write_parquet(file)
    assert run(file, tmp_path / "out", "--from", "2024-01-01", "--to", "2024-12-31") == 0
    assert "no valid day at all in 11 months, the first 2024-02" in capsys.readouterr().err


def test_a_gbk_file_with_chinese_names_is_read(hours: pl.DataFrame, tmp_path: Path) -> None:
    path = as_csv(hours, tmp_path / "hours.csv")
    names = {"station": "站点", "time": "时间", "so2": "二氧化硫"}
    text = path.read_text(encoding="utf-8")
    for name, chinese in names.items():
        text = text.replace(name, chinese, 1)
    (tmp_path / "gbk.csv").write_bytes(text.encode("gbk"))
    assert run(path, tmp_path / "one", "--format", "parquet") == 0
    assert run(tmp_path / "gbk.csv", tmp_path / "other", "--format", "parquet") == 0
    assert tables(tmp_path / "one")["days"].equals(tables(tmp_path / "other")["days"])


def test_help_says_what_is_needed_and_what_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["assess", "--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    for word in ("station", "--level", "--edition", "--hour-label", "README.md", "µg/m³", "examples", "why_"):
        assert word in said
