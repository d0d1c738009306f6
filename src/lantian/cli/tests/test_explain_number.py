"""`lantian explain`: the way down as text and as JSON; what leads nowhere is one sentence and exit code 2."""

import json
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from lantian.cli import arguments, explain
from lantian.reporting import queries
from lantian.reporting.tests import district
from lantian.reporting.tests.district import EIGHT

HOUR = f"assessment.hour:station/A/{EIGHT:%Y-%m-%dT%H:%M}Z"


@pytest.fixture
def air(db: None, settings: Any, tmp_path: Path) -> None:  # Any: has no type
    settings.LANTIAN_HOME = tmp_path
    district.a_district()
    district.air_of_the_day(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and error of a call."""
    code = explain.run(arguments.parser().parse_args(["explain", *words]))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_way_down_ends_at_the_packet(air: None, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, HOUR)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == HOUR and lines[1] == "Hourly index · Station A · 2026-11-20 23:00Z = 100"
    assert any(line.strip().startswith("Clause: HJ 633-2026") for line in lines)
    assert any(line.strip().startswith("Packet · ") for line in lines)
    assert "PW=******" in out and district.packets.PASSWORD not in out


def test_json_is_the_tree(air: None, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = said(capsys, f" {HOUR} ", "--json")
    assert code == 0
    assert json.loads(out) == queries.trace_as_json(queries.trace(HOUR))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("what", "lantian: 'what' is not an address; room.kind:key@position is needed"),
        ("cases.case:QX-2026-999999", "lantian: cases.case:QX-2026-999999 leads nowhere: "),
        (
            "weather.hour:x",
            "lantian: weather.hour:x leads nowhere: no room keeps anything under weather.hour",
        ),
        (
            "assessment.hour:station/A/2001-01-01T00:00Z",
            "lantian: assessment.hour:station/A/2001-01-01T00:00Z",
        ),
        ("assessment.day:station/A/9999-12-31", "lantian: assessment.day:station/A/9999-12-31 leads nowhere"),
        ("observations.packet:999999999999999999999999", "lantian: observations.packet:9999"),
    ],
)
def test_what_leads_nowhere_is_one_sentence_and_exit_code_2(
    air: None, capsys: pytest.CaptureFixture[str], address: str, sentence: str
) -> None:
    code, out, err = said(capsys, address)
    assert (code, out) == (2, "")
    assert err.startswith(sentence) and err.count("\n") == 1


def test_a_position_that_is_still_to_come_is_refused(air: None, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, f"{HOUR}@99999999999999999999999999")
    assert (code, out) == (2, "") and "lies in the future" in err and err.count("\n") == 1


def test_a_home_without_tables_says_what_to_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(address: str) -> None:
        raise DatabaseError(sqlite3.OperationalError("no such table: assessment_hourlyindex"))

    monkeypatch.setattr(queries, "trace", broken)
    code, _out, err = said(capsys, HOUR)
    assert code == 2 and err.endswith("run lantian migrate first.\n")


def test_output_without_room_is_one_sentence_and_a_reader_gone_is_none(
    air: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    for output, code, sentence in (
        (
            os.fdopen(os.open("/dev/full", os.O_WRONLY), "w"),
            2,
            "lantian: standard output: No space left on device\n",
        ),
        (os.fdopen(writes, "w"), 0, ""),
    ):
        with output:
            monkeypatch.setattr(sys, "stdout", output)
            assert explain.run(arguments.parser().parse_args(["explain", HOUR])) == code
            monkeypatch.undo()
        assert capsys.readouterr().err == sentence
