"""A file of readings: kept first, good rows recorded, bad rows shown with their reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from lantian.ingest import actions, imports, models
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
        "bad-row", imported.sha256, "march.csv, row 5: pm25 is not a number",
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
        ("station,pm25\nST01,1\n", imports.TableUnreadable, "no time column"),
        ("time,pm25\n2026-03-01,1\n", imports.TableUnreadable, "no station column"),
        ("station,time,foo\nST01,2026-03-01,1\n", imports.TableUnreadable, "no column is one of"),
        ("station,time,co [ppb]\nST01,2026-03-01,1\n", UnitUnknown, "'ppb'"),
        ("", files.EmptyFile, "0 bytes"),
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
