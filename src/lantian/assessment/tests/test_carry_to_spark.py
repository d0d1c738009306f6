"""Two workers of a Spark cluster give the tables of the local carrier, to the last digit."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from airshed.assessment import batches
from airshed.assessment.batches import Assessment, Terms
from airshed.assessment.stations import Calendar
from airshed.assessment.statistics import stretches
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.spark import cli

pytest.importorskip("pyspark", reason="the extra lantian[spark] is not installed")
if shutil.which("java") is None:
    pytest.skip("there is no Java in PATH", allow_module_level=True)

from lantian.assessment.spark import carrier, driver, folder

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow

CLUSTER = "local-cluster[2,1,1024]"
LEAP_YEAR = (date(2024, 1, 1), date(2024, 12, 31))
CHANGE_OF_EDITIONS = (date(2026, 2, 1), date(2026, 3, 31))
MEANS = {"so2": 9, "no2": 28, "co": 0.8, "o3": 80, "pm10": 75, "pm25": 40}
KEYS = {"days": ("station", "day"), "statistics": ("station", "first", "last")}


@pytest.fixture(scope="module")
def spark() -> "Iterator[SparkSession]":
    """A session on a cluster of two workers with a core and 1 GB each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = driver.session(CLUSTER)
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.fixture(autouse=True)
def in_utc(spark: "SparkSession") -> Iterator[None]:
    """The zone of the session after a test is that of the carrier again."""
    yield
    spark.conf.set("spark.sql.session.timeZone", "UTC")


def made(first: date, last: date) -> pl.DataFrame:
    """Hours of six stations: one with holes, one that begins late, two the same, one without any value."""
    rng = np.random.default_rng(20240229)
    n = ((last - first).days + 1) * 24
    since = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=8)
    times = pl.datetime_range(since, since + timedelta(hours=n - 1), interval="1h", eager=True)
    tables = {}
    for name in ("1004A", "1001A", "1003A", "1002A"):
        columns: dict[str, object] = {"begins_at": times}
        for code, mean in MEANS.items():
            values = np.round(mean * rng.lognormal(0, 0.6, n), 1 if code == "co" else 0)
            values[rng.random(n) < 0.04] = np.nan
            columns[code] = values
        tables[name] = pl.DataFrame(columns)
    tables["1002A"] = tables["1002A"].filter(pl.Series(rng.random(n) > 0.15))
    tables["1003A"] = tables["1003A"].tail(n // 3)
    tables["1005A"] = tables["1001A"]
    tables["1006A"] = tables["1004A"].with_columns(pl.lit(None, pl.Float64).alias(code) for code in MEANS)
    return pl.concat(
        table.select(pl.lit(name).alias("station"), "begins_at", *POLLUTANTS)
        for name, table in tables.items()
    )


def terms_of(first: date, last: date) -> Terms:
    """Months, years and the period itself."""
    return Terms(calendar=Calendar(first=first, last=last), over=tuple(stretches(first, last)))


def filed(hours: pl.DataFrame, where: Path, *, n_files: int = 3) -> list[str]:
    """Files that hold every station in parts, rows shuffled."""
    rows = hours.sample(fraction=1, shuffle=True, seed=7)
    size = -(-rows.height // n_files)
    paths = [where / f"{number}.parquet" for number in range(n_files)]
    for number, path in enumerate(paths):
        rows[number * size : (number + 1) * size].write_parquet(path)
    return [str(path) for path in paths]


def carried(spark: "SparkSession", paths: list[str], *, terms: Terms) -> Assessment:
    """What comes back from the workers, in the order of the local carrier."""
    hours = carrier.opened(spark, paths, pollutants=POLLUTANTS)
    found = carrier.held(hours, utc_offset_hours=8)
    with carrier.assessed(hours, terms=terms, n_rows=found.n_rows) as tables:
        days, statistics = (
            pl.DataFrame(pl.from_arrow(getattr(tables, name).toArrow())).sort(key, maintain_order=True)
            for name, key in KEYS.items()
        )
        return Assessment(days, statistics, tables.periods)


def assert_same(found: Assessment, expected: Assessment) -> None:
    """Every value and type of every table is the same."""
    for name, mine, its in zip(Assessment._fields, found, expected, strict=True):
        assert mine.schema == its.schema, name
        assert mine.equals(its), name


@pytest.mark.parametrize("days", [LEAP_YEAR, CHANGE_OF_EDITIONS])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_tables_are_those_of_the_local_carrier_in_any_zone_of_the_session(
    spark: "SparkSession", tmp_path: Path, days: tuple[date, date], zone: str
) -> None:
    spark.conf.set("spark.sql.session.timeZone", zone)
    hours, terms = made(*days), terms_of(*days)
    expected = batches.assess_batches(lambda: [hours], terms=terms)
    found = carried(spark, filed(hours, tmp_path), terms=terms)
    assert_same(found, expected)
    assert found.days.height == 6 * terms.calendar.n_days


def test_a_leap_day_is_a_day_and_equal_stations_share_a_place(spark: "SparkSession", tmp_path: Path) -> None:
    found = carried(spark, filed(made(*LEAP_YEAR), tmp_path), terms=terms_of(*LEAP_YEAR))
    leap = found.days.filter(pl.col("day") == date(2024, 2, 29))
    assert leap["station"].to_list() == ["1001A", "1002A", "1003A", "1004A", "1005A", "1006A"]
    assert leap.filter(station="1004A")["aqi"].null_count() == 0
    places = dict(found.periods.filter(kind="year").select("station", "place").rows())
    assert places["1001A"] == places["1005A"]
    assert places["1003A"] is None
    assert places["1006A"] is None


def test_a_worker_keeps_polars_to_one_thread(spark: "SparkSession") -> None:
    def threads(_rows: object) -> Iterator[int]:
        yield pl.thread_pool_size()

    assert spark.sparkContext.parallelize(range(2), 2).mapPartitions(threads).collect() == [1, 1]


def test_ten_station_years_make_a_partition(spark: "SparkSession", tmp_path: Path) -> None:
    assert [carrier.n_partitions(n) for n in (1, 87_600, 87_601, 17_520_000)] == [1, 1, 2, 200]
    path = filed(made(*CHANGE_OF_EDITIONS), tmp_path, n_files=1)
    hours = carrier.opened(spark, path, pollutants=POLLUTANTS)
    rows = 3 * 87_600
    with carrier.assessed(hours, terms=terms_of(*CHANGE_OF_EDITIONS), n_rows=rows) as tables:
        assert tables.days.rdd.getNumPartitions() == 3


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda h: pl.concat([h, h[5:6]]), "has the hour"),
        (lambda h: h.with_columns(pl.col("begins_at") + timedelta(minutes=1)), "station 1001A: a row begins"),
        (lambda h: h.with_columns(pl.col("co") / 0), "column 'co' of station 1001A is infinite"),
        (lambda h: h.with_columns(pl.lit(None, pl.String).alias("station")), "rows name no station"),
    ],
)
def test_hours_that_cannot_be_right_refuse_all_by_name(
    spark: "SparkSession", tmp_path: Path, spoilt, said: str
) -> None:
    hours = made(*CHANGE_OF_EDITIONS)
    paths = filed(spoilt(hours.filter(station="1001A")), tmp_path, n_files=1)
    with pytest.raises(carrier.StationsRefused, match=said):
        carried(spark, paths, terms=terms_of(*CHANGE_OF_EDITIONS))


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda h: h.drop("o3"), "1.parquet: .*'o3'"),
        (lambda h: h.with_columns(pl.col("pm25").cast(pl.String)), "column 'pm25' is string; a number"),
        (
            lambda h: h.with_columns(pl.col("begins_at").dt.replace_time_zone(None)),
            "column 'begins_at' is timestamp_ntz",
        ),
        (lambda h: h.with_columns(pl.lit(1001).alias("station")), "column 'station' is int; string"),
        (lambda h: h.with_columns(pl.col("co").cast(pl.Float32)), "column 'co' is float; double, as in"),
    ],
)
def test_a_column_that_is_not_what_is_needed_is_named_with_its_file(
    spark: "SparkSession", tmp_path: Path, spoilt, said: str
) -> None:
    hours = made(*CHANGE_OF_EDITIONS)
    good = filed(hours, tmp_path, n_files=1)
    bad = tmp_path / "1.parquet"
    spoilt(hours).write_parquet(bad)
    with pytest.raises(carrier.NotCarried, match=said):
        carrier.opened(spark, [*good, str(bad)], pollutants=POLLUTANTS)


def test_an_empty_file_is_refused(spark: "SparkSession", tmp_path: Path) -> None:
    path = filed(made(*CHANGE_OF_EDITIONS)[:0], tmp_path, n_files=1)
    with pytest.raises(carrier.NoRows):
        carrier.held(carrier.opened(spark, path, pollutants=POLLUTANTS), utc_offset_hours=8)


def test_a_folder_is_whole_or_not_there(spark: "SparkSession", tmp_path: Path) -> None:
    hours, terms = made(*CHANGE_OF_EDITIONS), terms_of(*CHANGE_OF_EDITIONS)
    paths, out = filed(hours, tmp_path), str(tmp_path / "assessed")
    folder.refuse_taken(spark, out)
    rows = carrier.opened(spark, paths, pollutants=POLLUTANTS)
    with carrier.assessed(rows, terms=terms, n_rows=hours.height) as tables:
        folder.write(spark, tables, out=out)
    read = [pl.read_parquet(f"{out}/{name}/*.parquet") for name in Assessment._fields]
    in_order = [read[0].sort(KEYS["days"]), read[1].sort(KEYS["statistics"], maintain_order=True), read[2]]
    assert_same(Assessment(*in_order), batches.assess_batches(lambda: [hours], terms=terms))
    assert not Path(f"{out}.unfinished").exists()
    with pytest.raises(folder.FolderTaken, match="assessed exists"):
        folder.refuse_taken(spark, out)


def submitted(*words: str, master: str = CLUSTER) -> subprocess.CompletedProcess[str]:
    """Run the command as `spark-submit` runs it, with a folder of partitions for hours."""
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    submit = Path(sys.executable).parent / "spark-submit"
    return subprocess.run(
        [str(submit), "--master", master, "--conf", "spark.ui.enabled=false", cli.SCRIPT, *words],
        capture_output=True, text=True, check=False, env=environment, timeout=240,
    )  # fmt: skip


def test_spark_submit_assesses_a_folder_of_partitions(tmp_path: Path) -> None:
    hours, terms = made(*CHANGE_OF_EDITIONS), terms_of(*CHANGE_OF_EDITIONS)
    for (name,), rows in hours.with_columns(code=pl.col("station").str.strip_suffix("A")).group_by("code"):
        (tmp_path / "hours" / f"station={name}").mkdir(parents=True)
        rows.drop("code", "station").write_parquet(tmp_path / "hours" / f"station={name}" / "0.parquet")
    done = submitted(str(tmp_path / "hours"), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith("6 stations assessed from 2026-02-01 to 2026-03-31")
    read = pl.read_parquet(tmp_path / "out" / "periods" / "*.parquet")
    expected = batches.assess_batches(lambda: [hours], terms=terms).periods
    assert read.equals(expected.with_columns(pl.col("station").str.strip_suffix("A")))


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    missing = str(tmp_path / "nothing.parquet")
    done = submitted(missing, "--out", str(tmp_path / "out"), master="local[1]")
    assert done.returncode != 0
    assert f"lantian: there is no file or folder {missing}\n" in done.stdout  # spark-submit joins the two
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_no_parquet_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "0.parquet").write_text("station,begins_at\n", encoding="ascii")
    done = submitted(f"{tmp_path}/*.parquet", "--out", str(tmp_path / "out"), master="local[1]")
    assert done.returncode != 0
    said = next(line for line in done.stdout.splitlines() if line.startswith("lantian: "))
    assert f"{tmp_path}/0.parquet is not a Parquet file" in said
    assert not (tmp_path / "out").exists()


def test_no_java_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lantian.assessment.spark", "hours.parquet", "--out", str(tmp_path / "out")],
        capture_output=True, text=True, check=False, env=os.environ | {"JAVA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Java 17 or later must be in PATH or JAVA_HOME" in done.stderr
    assert "Traceback" not in done.stderr
