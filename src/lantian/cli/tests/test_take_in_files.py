"""`lantian import`: what is said on the terminal, and with which exit code."""

import argparse
from pathlib import Path

import pytest

from lantian.cli import take_in
from lantian.ingest.tests.conftest import home
from lantian.observations.tests import build

__all__ = ["home"]

pytestmark = pytest.mark.django_db


def test_the_command_names_a_folder_a_lacking_file_and_what_was_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build.a_device()
    plain = {"station": None, "period": "1h", "offset_minutes": 480, "labels_end": False}
    path = tmp_path / "march.csv"
    path.write_text("station,time,pm25,remark\nST01,2026-03-01 12:00,low,x\n")
    for file, code, said in (
        (tmp_path, 2, f"lantian: {tmp_path}: Is a directory\n"),
        (tmp_path / "none.csv", 2, f"lantian: {tmp_path / 'none.csv'}: No such file or directory\n"),
        (path, 1, "  row 1: pm25 is not a number (column pm25 holds 'low')\n"),
    ):
        assert take_in.run(argparse.Namespace(file=str(file), **plain)) == code
        told = capsys.readouterr()
        assert said in told.out + told.err
    assert "columns passed over: remark" in told.out
