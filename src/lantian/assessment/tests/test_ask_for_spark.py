"""The command of the Spark carrier where Spark may not be."""

import subprocess
import sys

import pytest

from lantian.assessment.spark import cli


def test_the_help_needs_no_spark(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    assert "begins_at" in capsys.readouterr().out


def test_the_command_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lantian.assessment.spark", "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("usage: python -m lantian.assessment.spark")


def test_a_missing_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert cli.main(["hours.parquet", "--out", "assessed"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("lantian: pyspark and pandas")
    assert "pip install 'lantian[spark]'" in said


def test_a_day_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["hours.parquet", "--out", "assessed", "--from", "2026-02-30"])
    assert left.value.code == 2
    assert "'2026-02-30' is no day" in capsys.readouterr().err
