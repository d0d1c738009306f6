"""A file of readings: kept first, good rows recorded, bad rows shown with their reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from lantian.ingest import actions, models
from lantian.ingest.tables import TableUnreadable
from lantian.kernel import files
from lantian.kernel.models import Event
from lantian.observations import queries
from lantian.observations.recorder import run
from lantian.observations.rules import UnitUnknown
from lantian.observations.tests import build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
CSV = """station,time,PM2.5,CO [ug/m3],ws
ST01,2026-03-01 12:00,35.10,427,2.5
ST01,2026-03-01 13:00,,,
NOWHERE,2026-03-01 12:00,1,1,1
ST01,not a time,1,1,1
ST01,2026-03-01 14:00,n/a!,1,1
ST01,2026-03-01T07:00:00Z,36,NA,-
"""


def test_good_rows_are_recorded_and_bad_ones_shown(home: Path, tmp_path: Path) -> None:
    build.a_device()
    path = tmp_path / "march.csv"
    path.write_text(CSV)
    imported = actions.bring_in_file(path=path, now=NOW)
    run.drain(home)
    rows = queries.hourly(since=build.NOON, until=build.NOON + timedelta(hours=9))
    assert rows.select("begins_at", "pm25", "co", "ws").rows() == [
        (build.NOON, 35.1, 0.427, 2.5),
        (build.NOON + timedelta(hours=3), 36.0, None, None),
    ]
    assert imported.accepted == 2
    assert [(one.row, one.reason) for one in imported.refused] == [
        (2, "no parameter has a value"),
        (3, "station 'NOWHERE' is not in the register"),
        (4, "the time 'not a time' cannot be read"),
        (5, "pm25 is not a number"),
    ]
    assert files.read(imported.sha256) == CSV.encode()
    shown = models.Quarantine.objects.get(mn="pm25 is not a number")
    assert (shown.reason, shown.sha256, shown.detail) == (
        "bad-row", imported.sha256, "march.csv, row 5: pm25 is not a number (column PM2.5 holds 'n/a!')",
    )  # fmt: skip
    assert Event.objects.get(name="ingest.file_imported").facts["refused"] == 4
    assert queries.packet(rows["position"][0]).door == "file"


def test_the_same_file_again_changes_nothing(home: Path, tmp_path: Path) -> None:
    build.a_device()
    path = tmp_path / "march.csv"
    path.write_text(CSV)
    for _ in range(2):
        actions.bring_in_file(path=path, now=NOW)
        run.drain(home)
    rows = queries.hourly(since=build.NOON, until=build.NOON + timedelta(hours=9))
    assert rows.height == 2 and not rows["is_rev"].any()


def test_parquet_with_labels_at_the_end_is_moved_to_the_start(home: Path, tmp_path: Path) -> None:
    build.a_device()
    path = tmp_path / "march.parquet"
    first = datetime.fromisoformat("2026-03-01T13:00")  # naive: the station's own clock
    hours = [first + timedelta(hours=n) for n in range(500)]
    pl.DataFrame({"time": hours, "pm10": [0.1 * n for n in range(500)]}).write_parquet(path)
    actions.bring_in_file(path=path, now=NOW, station="ST01", labels_end=True)
    run.drain(home)
    rows = queries.hourly(since=build.NOON, until=build.NOON + timedelta(days=30))
    assert rows.height == 500
    assert rows["begins_at"][0] == build.NOON
    assert rows["pm10"].to_list() == [0.1 * n for n in range(500)]


@pytest.mark.parametrize(
    "text, error, why",
    [
        ("station,pm25\nST01,1\n", TableUnreadable, "no time column"),
        ("time,pm25\n2026-03-01,1\n", TableUnreadable, "no station column"),
        ("station,time,foo\nST01,2026-03-01,1\n", TableUnreadable, "no column is one of"),
        ("station,time,co [ppb]\nST01,2026-03-01,1\n", UnitUnknown, "'ppb'"),
        ("", files.EmptyFile, "0 bytes"),
        ("\n\n", TableUnreadable, "it is empty; a header and rows are needed"),
        ("station,time,pm25,PM2.5\nST01,2026-03-01,1,1\n", TableUnreadable, "two columns for pm25: pm25 and"),
        (
            "station,time,pm25\nST01,2026-03-01,1,2\n",
            TableUnreadable,
            "row 1 has 4 cells and the header has 3",
        ),
        (
            "station,time,pm25\nST01,2026-03-01T01:00,1\nST01,2026-03-01T02:00\n",
            TableUnreadable,
            "row 2 has 2 cells and the header has 3: column pm25 is cut off",
        ),
        ('station,time,pm25\nST01,"2026-03-01,1\n', TableUnreadable, "row 1 opens a quotation mark"),
        ("station;time;pm25\nST01;2026-03-01;1\n", TableUnreadable, "between semicolons; commas are needed"),
        (
            "station,time,pm25\nST01,2026\0-03-01,1\n",
            TableUnreadable,
            "line 2 holds a character that is none",
        ),
        (
            "PK\x03\x04",
            TableUnreadable,
            "odd.csv cannot be brought in: it is a workbook; save the sheet as CSV",
        ),
    ],
)
def test_a_file_that_is_no_table_of_readings_is_refused_by_name(
    tmp_path: Path, text: str, error: type[Exception], why: str
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text)
    with pytest.raises(error, match=why):
        actions.bring_in_file(path=path, now=NOW)
    assert not models.Quarantine.objects.exists()
    assert not Event.objects.filter(name="ingest.file_imported").exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ('2026-03-01 12:00,"1,234"', "row 2: pm25 is not a number (column PM2.5 holds '1,234')"),
        ("2026-03-01 12:00,３５", "row 2: pm25 is not a number (column PM2.5 holds '３５')"),
        ("2026-03-01 12:00,inf", "row 2: pm25 is not a number (column PM2.5 holds 'inf')"),
        ("2026-03-01 12:00,1e300", "row 2: pm25 is not a number (column PM2.5 holds '1e300')"),
        ("2026-03-01 12:00,1_0", "row 2: pm25 is not a number (column PM2.5 holds '1_0')"),
        ("2026-03-01 12:00,0.035 mg/m3", "row 2: pm25 is not a number (column PM2.5 holds '0.035 mg/m3')"),
        ("2026-02-29 12:00,35", "row 2: the time '2026-02-29 12:00' cannot be read"),
        ("２０２６-03-01 12:00,35", "row 2: the time '２０２６-03-01 12:00' cannot be read"),
        ("0001-01-01T00:00+08:00,35", "row 2: the time '0001-01-01T00:00+08:00' cannot be read"),
        ("9999-12-31T23:00Z,35", "row 2: the time '9999-12-31T23:00Z' cannot be read"),
        ("2026-03-01 12:05,35", "row 2: the time '2026-03-01 12:05' is not on the full hour"),
        ("2026-03-01T02:00Z,35",
         "row 2: the same station and time stand in an earlier row (ST01, 2026-03-01T02:00Z in row 1)"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_named_with_what_it_holds(
    home: Path, tmp_path: Path, row: str, sentence: str
) -> None:
    build.a_device()
    path = tmp_path / "march.csv"
    path.write_text(f"station,time,PM2.5\nST01,2026-03-01 10:00,35\nST01,{row}\n", encoding="utf-8")
    imported = actions.bring_in_file(path=path, now=NOW)
    assert (imported.accepted, [one.sentence for one in imported.refused]) == (1, [sentence])
    assert models.Quarantine.objects.get().detail == f"march.csv, {sentence}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_are_about(home: Path, tmp_path: Path, encoding: str) -> None:
    build.a_device()
    path = tmp_path / "march.csv"
    path.write_bytes("站点编码,时间,PM2.5（ug/m3）,备注\nST01,2026/3/1 12:00,35,好\n".encode(encoding))
    imported = actions.bring_in_file(path=path, now=NOW)
    assert (imported.accepted, imported.refused, imported.passed_over) == (1, (), ("备注",))
    run.drain(home)
    rows = queries.hourly(since=build.NOON, until=build.NOON + timedelta(hours=1))
    assert rows["pm25"].to_list() == [35.0]


def test_bytes_that_are_no_text_are_refused_and_an_unknown_period_too(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b"station,time,pm25\n\xff\xff\xff,1,1\n")
    with pytest.raises(TableUnreadable, match=r"odd.csv cannot .*: it is written in neither UTF-8, UTF-16"):
        actions.bring_in_file(path=path, now=NOW)
    path.write_text("station,time,pm25\nST01,2026-03-01 12:00,1\n")
    with pytest.raises(TableUnreadable, match="'2h' is no period; they are rtd, 1min, 10min, 1h, 1d"):
        actions.bring_in_file(path=path, now=NOW, period="2h")


def test_hours_out_of_order_in_several_zones_and_at_24_are_the_same_hours(home: Path, tmp_path: Path) -> None:
    build.a_device()
    path = tmp_path / "march.csv"
    times = ["2026-03-02 24:00", "2026-03-02T12:00+08:00", "2026-03-02T02:00Z", "2026-03-02 11:00"]
    rows = "".join(f"ST01,{time},{at}\n" for at, time in enumerate(times))
    path.write_text(f"Station,Time,pm25\n{rows}")
    assert actions.bring_in_file(path=path, now=NOW).refused == ()
    run.drain(home)
    found = queries.hourly(since=build.NOON, until=build.NOON + timedelta(days=3))
    assert found["pm25"].to_list() == [2.0, 3.0, 1.0, 0.0]
