from pathlib import Path

import polars as pl
import pytest

from airshed.cli import files
from airshed.cli.files import BadInput

TEXT = "站点,时间,PM2.5\n沁河站,2026-03-01 08:00,35\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ""), ("utf-8-sig", ""), ("gbk", "read as GB18030"), ("gb18030", "read as GB18030"),
     ("utf-16", "read as UTF-16")],
)  # fmt: skip
def test_reads_the_encodings_that_are_about_and_says_which(
    encoding: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hours.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert files.read(path).row(0) == ("沁河站", "2026-03-01 08:00", "35")
    told = capsys.readouterr().err
    assert said in told and bool(said) == bool(told)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n\xff\xff\xff,3\n", b"\xff\xfea\x00\x00\xd8"])
def test_bytes_that_are_no_text_are_refused_with_their_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"hours.csv is neither UTF-8 nor (GB18030|UTF-16): line [13] holds"):
        files.read(path)


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_writes_whole_and_leaves_nothing_beside(name: str, tmp_path: Path) -> None:
    files.write(pl.DataFrame({"a": [1]}), out=tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o644


def test_what_stood_there_before_stays_when_writing_fails(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")

    def fail(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device", str(path))

    with pytest.raises(OSError, match="No space"):
        files.replace(out, write=fail)
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "out.csv"
    with pytest.raises(OSError, match="No such file") as refused:
        files.write(pl.DataFrame({"a": [1]}), out=out)
    assert refused.value.filename == str(out)
