"""Files: every row and every note, the same numbers in each form, nothing for a stranger, and flat memory."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from django.test import Client

from lantian.accounts.rules import Role
from lantian.api.exports import columnar, lines, workbook
from lantian.api.exports.sheet import Column, Kind, Note, Row, Sheet
from lantian.api.tests.conftest import Caller
from lantian.assessment.models import HourlyIndex

HOURS = {"kind": "station", "subject": "A", "since": "2026-11-19T16:00Z", "until": "2026-11-20T16:00Z"}
DAYS = {"kind": "region", "first": "2026-11-20", "last": "2026-11-20"}
READINGS = {"station": ["A", "M"], "since": "2026-11-19T16:00Z", "until": "2026-11-20T16:00Z"}
STANDINGS = {"group": "districts", "kind": "day", "on": "2026-11-20"}
ASKED: dict[str, dict[str, Any]] = {
    "hours": HOURS, "days": DAYS, "readings": READINGS, "standings": STANDINGS,
}  # fmt: skip
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def taken(client: Client, path: str, form: str, **given: Any) -> bytes:
    answer = client.get(f"/v1/{path}", given | {"format": form})
    assert answer.status_code == 200, answer
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer.streaming
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # Django's own, untyped


def of_csv(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The notes and the rows."""
    text = content.decode("utf-8")
    assert text.startswith("\N{BYTE ORDER MARK}#")
    found = text.removeprefix("\N{BYTE ORDER MARK}").splitlines()
    notes = [line for line in found if line.startswith("# ")]
    return notes, list(csv.DictReader(found[len(notes) :]))


def of_xlsx(content: bytes) -> list[list[list[str]]]:
    """The cells of each page, as text."""
    book = zipfile.ZipFile(io.BytesIO(content))
    names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    return [list(_cells(ElementTree.fromstring(book.read(name)))) for name in names]


def _cells(page: ElementTree.Element) -> Iterator[list[str]]:
    for row in page.iter(f"{MAIN}row"):
        yield ["".join(cell.itertext()) for cell in row.iter(f"{MAIN}c")]


@pytest.mark.parametrize("path", list(ASKED))
def test_each_form_has_the_same_rows(air: date, caller: Caller, path: str) -> None:
    client = caller()
    _notes, rows = of_csv(taken(client, path, "csv", **ASKED[path]))
    frame = pl.read_parquet(io.BytesIO(taken(client, path, "parquet", **ASKED[path])))
    (page,) = of_xlsx(taken(client, path, "xlsx", **ASKED[path]))
    assert len(rows) == {"hours": 24, "days": 3, "readings": 48, "standings": 3}[path]
    assert frame.columns == list(rows[0])
    assert frame.height == len(rows)
    for name in ("pm10", "co"):
        assert frame[name].to_list() == [float(row[name]) if row[name] else None for row in rows]
    codes = next(at for at, cells in enumerate(page) if cells == list(rows[0]))
    assert len(page) - codes - 1 == len(rows)


@pytest.mark.parametrize("path", list(ASKED))
def test_the_notes_say_averaging_edition_level_when_and_position(
    air: date, caller: Caller, path: str
) -> None:
    notes, _rows = of_csv(taken(caller(), path, "csv", **ASKED[path]))
    told = {line[2:].partition(":")[0] for line in notes}
    assert {"Averaging", "Edition", "Data level", "Made at", "Journal position", "Stretch"} <= told
    units = next(line for line in notes if "pm10 = PM10 (µg/m³)" in line)
    assert "co = CO (mg/m³)" in units
    assert any("2026-11-21T00:20:00Z" in line for line in notes)


def test_the_notes_are_in_the_reader_s_language_and_the_columns_in_none(air: date, caller: Caller) -> None:
    notes, rows = of_csv(taken(caller(language="zh-hans"), "hours", "csv", **HOURS))
    assert notes[0] == "# 小时指数与小时值" and "# 数据级别: 实时 1 站·日" in notes
    assert list(rows[0])[:4] == ["kind", "subject", "name_zh", "name_en"]


def test_an_hour_in_a_file_is_what_the_answer_says(air: date, caller: Caller) -> None:
    client = caller()
    _notes, rows = of_csv(taken(client, "hours", "csv", **HOURS))
    first = client.get("/v1/hours", HOURS).json()["items"][0]
    assert rows[0]["begins_at"] == first["begins_at"] and rows[0]["local_hour"] == "2026-11-20 00:00"
    assert {name: rows[0][name] for name in ("pm25", "pm10", "co")} == {
        name: first["values"][name]["value"] for name in ("pm25", "pm10", "co")
    }
    assert rows[0]["address"] == first["address"]


def test_a_missing_value_is_empty_and_says_why(air: date, caller: Caller) -> None:
    HourlyIndex.objects.filter(subject="A").update(
        aqi=None, values={}, missing={"pm10": "mark:D", "aqi": "no"}
    )
    _notes, rows = of_csv(taken(caller(), "hours", "csv", **HOURS))
    assert (rows[0]["pm10"], rows[0]["aqi"], rows[0]["missing"]) == ("", "", "aqi no; pm10 mark:D")
    frame = pl.read_parquet(io.BytesIO(taken(caller(), "hours", "parquet", **HOURS)))
    assert frame["pm10"].null_count() == 24


def test_parquet_tells_of_itself_and_has_types(air: date, caller: Caller) -> None:
    content = taken(caller(), "days", "parquet", **DAYS)
    told = json.loads(pl.read_parquet_metadata(io.BytesIO(content))["lantian"])
    assert told["columns"]["co"]["unit"] == "mg/m³" and told["notes"]["Edition"] == "HJ 633-2026"
    frame = pl.read_parquet(io.BytesIO(content))
    assert (frame.schema["day"], frame.schema["pm10"], frame.schema["aqi"]) == (pl.Date, pl.Float64, pl.Int64)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("path", ["hours", "days", "readings"])
def test_a_stranger_gets_nothing(air: date, caller: Caller, path: str, form: str) -> None:
    given = {"hours": HOURS, "days": DAYS | {"kind": "station"}, "readings": READINGS}[path]
    given = given | ({"station": "M"} if path == "readings" else {"subject": "M"})
    stranger = caller(Role.HANDLER, unit="strangers").get(f"/v1/{path}", given | {"format": form})
    assert (stranger.status_code, stranger["Content-Type"]) == (404, "application/json; charset=utf-8")
    nobody = Client().get(f"/v1/{path}", given | {"format": form})
    assert nobody.status_code == 401


def test_everything_in_sight_leaves_out_what_a_stranger_may_not_see(air: date, caller: Caller) -> None:
    every = {name: value for name, value in HOURS.items() if name != "subject"}
    _notes, ours = of_csv(taken(caller(), "hours", "csv", **every))
    _notes, theirs = of_csv(taken(caller(Role.HANDLER, unit="strangers"), "hours", "csv", **every))
    assert {row["subject"] for row in ours} - {row["subject"] for row in theirs} == {"M"}


def of_book(sheet: Sheet, **limits: int) -> list[list[list[str]]]:
    with workbook.written(sheet, **limits) as file:
        return of_xlsx(file.read())


def of_parquet(sheet: Sheet) -> pl.DataFrame:
    with columnar.written(sheet) as file:
        return pl.read_parquet(file)


def a_sheet(rows: list[Row], *, kinds: tuple[Kind, ...] = (Kind.TEXT, Kind.NUMBER)) -> Sheet:
    return Sheet(
        name="s",
        title="A sheet",
        notes=(Note(label="Unit", text="µg/m³\nor none"),),
        columns=tuple(Column(code=f"c{at}", title=f"C {at}", kind=kind) for at, kind in enumerate(kinds)),
        rows=iter(rows),
    )


def test_a_text_that_a_spreadsheet_would_run_is_shown_instead() -> None:
    content = b"".join(lines.written(a_sheet([["=1+1", "-2.50"], ["@x", None], ['a "b", c', "3"]])))
    notes, rows = of_csv(content)
    assert notes[1] == "# Unit: µg/m³ or none"
    assert [(row["c0"], row["c1"]) for row in rows] == [("'=1+1", "-2.50"), ("'@x", ""), ('a "b", c', "3")]
    (page,) = of_book(a_sheet([["=1+1", "1"]]))
    assert page[-1] == ["=1+1", "1"]


def test_a_workbook_goes_on_in_the_next_page_once_one_is_full() -> None:
    rows: list[Row] = [[str(at), str(at)] for at in range(25)]
    pages = of_book(a_sheet(rows), most_rows=16)
    assert [len(page) for page in pages] == [15, 15, 7]  # a row between notes and headings is empty
    heads = [page[:4] for page in pages]
    assert heads[0] == heads[1] == heads[2] and heads[0][-1] == ["c0", "c1"]
    assert [cells[1] for page in pages for cells in page if cells[0].isdigit()] == [
        str(at) for at in range(25)
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_an_empty_sheet_is_a_file_with_its_head(form: str) -> None:
    sheet = a_sheet([], kinds=(Kind.MOMENT, Kind.DAY))
    if form == "csv":
        assert of_csv(b"".join(lines.written(sheet)))[1] == []
    elif form == "xlsx":
        assert of_book(sheet)[0][-1] == ["c0", "c1"]
    else:
        assert of_parquet(sheet).shape == (0, 2)


def test_moments_and_days_are_written_as_such() -> None:
    at = datetime(2026, 11, 21, 5, tzinfo=UTC)
    row: Row = [at, at.replace(tzinfo=None), at.date()]
    kinds = (Kind.MOMENT, Kind.CLOCK, Kind.DAY)
    _notes, rows = of_csv(b"".join(lines.written(a_sheet([row], kinds=kinds))))
    assert list(rows[0].values()) == ["2026-11-21T05:00:00Z", "2026-11-21 05:00", "2026-11-21"]
    assert of_book(a_sheet([row], kinds=kinds))[0][-1][0] == "2026-11-21T05:00:00Z"
    assert of_parquet(a_sheet([row], kinds=kinds)).row(0) == tuple(row)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_five_station_years_of_hours_leave_in_flat_memory(form: str, tmp_path: Path) -> None:
    script = Path(__file__).with_name("measure_export.py")
    run = subprocess.run(
        [sys.executable, str(script), form, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout)
    assert found["rows"] == 5 * 8760
    assert found["grown_mb"] < 50, found
