import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from airshed import cli
from airshed.cli import aqi, assess
from airshed.cli.rows import Rows


def ended(*words: object, stdout: int) -> subprocess.CompletedProcess[str]:
    """Run the program with its output going somewhere."""
    return subprocess.run(
        [sys.executable, "-m", "airshed.cli", *(str(word) for word in words)],
        stdout=stdout, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Hours that fill more than a pipe holds."""
    path = tmp_path / "hours.csv"
    row = {"time": "2026-03-01 08:00", "so2": 1, "no2": 2, "co": 0.3, "o3": 4, "pm10": 50, "pm25": 6}
    pl.DataFrame([row]).select(pl.all().repeat_by(5000).explode()).write_csv(path)
    return path


def test_output_that_has_no_room_is_one_sentence_and_exit_code_two(table: Path) -> None:
    with open("/dev/full", "w") as full:
        found = ended("aqi", table, stdout=full.fileno())
    assert (found.returncode, found.stderr) == (2, "airshed: standard output: No space left on device\n")


def test_a_reader_that_has_had_enough_is_no_error(table: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    found = ended("aqi", table, stdout=writes)
    os.close(writes)
    assert (found.returncode, found.stderr) == (0, "")


def test_an_interruption_leaves_with_its_own_code(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(aqi.files, "read", interrupted)
    assert cli.main(["aqi", str(table)]) == 130


def test_help_documents_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    said = capsys.readouterr().out
    assert all(
        words in said for words in ("exit code: 0 when", "2 when", "130 when", "nothing is left half-written")
    )


class Terminal(io.StringIO):
    """What a person sits before."""

    def isatty(self) -> bool:
        return True


def test_progress_is_told_to_people_and_not_to_files() -> None:
    batch = pl.DataFrame({"a": range(100_000)})
    found = Rows(
        read=lambda: iter([batch, batch]), n_rows=200_000, first=date(2026, 1, 1), last=date(2026, 1, 2)
    )
    seen, kept = Terminal(), io.StringIO()
    assert [one.height for one in assess.told(found, to=seen)] == [100_000, 100_000]
    assert seen.getvalue() == "\rairshed: 100,000 of 200,000 rows\rairshed: 200,000 of 200,000 rows\n"
    assert [one.height for one in assess.told(found, to=kept)] == [100_000, 100_000]
    assert kept.getvalue() == ""
