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

    with pytest.raises(OSError, match="No space") as refused:
        files.replace(out, write=fail)
    assert refused.value.filename == str(out)
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "out.csv"
    with pytest.raises(OSError, match="No such file") as refused:
        files.write(pl.DataFrame({"a": [1]}), out=out)
    assert refused.value.filename == str(out)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n1,2,3\n", "hours.csv: row 2 has 3 cells, the header 2; as many are needed"),
        (
            "a,b,c\n1,2,3\n4,5\n",
            "hours.csv: row 2 has 2 cells, the header 3: column c is cut off; what was not measured is an "
            "empty cell between commas",
        ),
        (
            'a,b,c\n1,"2,0",3\n4\n',
            "hours.csv: row 2 has 1 cells, the header 3: column b is cut off; what was not measured is an "
            "empty cell between commas",
        ),
        ('a,b\n1,"2\n3,4\n', "hours.csv: row 1 opens a quote that its line does not close"),
        ("a;b\n1;2\n", "hours.csv has semicolons between its columns; commas are needed"),
        ("a\tb\n1\t2\n", "hours.csv has tabs between its columns; commas are needed"),
        ("a，b\n1，2\n", "hours.csv has commas of full width between its columns; commas are needed"),
        ("", "hours.csv is empty; a header and rows are needed"),
        ("\n\n", "hours.csv is empty; a header and rows are needed"),
    ],
)
def test_a_table_that_is_no_table_is_refused_by_file_and_row(
    content: str, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        files.read(path)
    assert sentence in str(refused.value)


def test_utf_16_without_its_mark_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_bytes(TEXT.encode("utf-16-le"))
    with pytest.raises(BadInput, match=r"hours.csv: line 1 holds zero bytes, as UTF-16 without its mark"):
        files.read(path)


@pytest.mark.parametrize("name", ["hours.csv", "hours.parquet"])
def test_a_folder_in_place_of_a_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(BadInput, match=f"{name} is a folder; a file is needed"):
        files.read(tmp_path / name)


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        ("parquet: File out of specification: underlying IO error: No space left on device (os error 28)",
         "No space left on device"),
        ("parquet: transport error", "could not be written (parquet: transport error); is the disk full?"),
    ],
)  # fmt: skip
def test_a_disk_that_fills_up_under_parquet_is_named(raised: str, reason: str, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"

    def fail(path: Path) -> None:
        path.write_bytes(b"PAR1")
        raise pl.exceptions.ComputeError(raised)

    with pytest.raises(OSError) as refused:
        files.replace(out, write=fail)
    assert (refused.value.strerror, refused.value.filename) == (reason, str(out))
    assert list(tmp_path.iterdir()) == []
