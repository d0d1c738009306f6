"""Tables on disk: read whole, refused by name, and written whole or not at all."""

import csv
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from airshed import AirshedError


class BadInput(AirshedError):
    """A file or an option cannot be used; the sentence names what and where."""


def format_of(path: Path) -> str:
    """Return ``csv`` or ``parquet`` by a file's name."""
    ending = path.suffix.lower()
    if ending in (".csv", ".txt"):
        return "csv"
    if ending in (".parquet", ".pq"):
        return "parquet"
    raise BadInput(f"{path} ends in {ending or 'nothing'}; a name ending in .csv or .parquet is needed")


def read(path: Path) -> pl.DataFrame:
    """Read a table; the cells of a CSV stay texts, so that what is passed through is not touched."""
    kind = format_of(path)
    refuse_no_file(path)
    try:
        return pl.read_parquet(path) if kind == "parquet" else _csv(_decoded(path), path=path)
    except pl.exceptions.NoDataError as error:
        raise BadInput(f"{path} is empty; a header and rows are needed") from error
    except pl.exceptions.PolarsError as error:
        first = str(error).strip().splitlines()[0]
        raise BadInput(f"{path} cannot be read as {kind}: {first}") from error


def refuse_no_file(path: Path) -> None:
    """Refuse a name that no file has."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder; a file is needed")
    if not path.exists():
        raise BadInput(f"there is no file {path}")


def _csv(text: str, *, path: Path) -> pl.DataFrame:
    """Read a CSV; where that fails, say in which row it goes wrong."""
    try:
        table = pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.ComputeError as error:
        raise BadInput(f"{path}: {_broken_row(text) or str(error).strip().splitlines()[0]}") from error
    short = _short_row(text, width=table.width)
    if short:
        raise BadInput(f"{path}: {short}")
    if table.width == 1:
        for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("，", "commas of full width")):
            if separator in table.columns[0]:
                raise BadInput(f"{path} has {name} between its columns; commas are needed")
    return table


def _broken_row(text: str) -> str:
    """Say which row of a CSV has a quote left open or more cells than the header; empty where none has."""
    lines = text.splitlines()
    header = len(next(csv.reader(lines), []))
    for row, line in enumerate(lines[1:], start=1):
        if line.count('"') % 2:
            return f"row {row} opens a quote that its line does not close"
        cells = len(next(csv.reader([line]), []))
        if cells > header:
            return f"row {row} has {cells} cells, the header {header}; as many are needed"
    return ""


def _short_row(text: str, *, width: int) -> str:
    """Say which row of a CSV has fewer cells than the header; empty where none has.

    Where no cell is quoted and there are as many commas as there should be, no row is looked at: a row with
    more cells was refused before.
    """
    lines = text.count("\n") + (not text.endswith("\n"))
    if width == 1 or ('"' not in text and text.count(",") == lines * (width - 1)):
        return ""
    table = csv.reader(io.StringIO(text))
    header = next(table)
    for row, cells in enumerate(table, start=1):
        if cells and len(cells) < width:
            lacking = header[len(cells)].strip()
            return (
                f"row {row} has {len(cells)} cells, the header {width}: column {lacking} is cut off; what "
                "was not measured is an empty cell between commas"
            )
    return ""


def _decoded(path: Path) -> str:
    """Decode a text by its mark, as UTF-8, or as GB18030 (GBK is part of it), and say so if not UTF-8."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise BadInput(
            f"{path}: line {line} holds zero bytes, as UTF-16 without its mark does and what is no "
            "text; save it as UTF-8"
        )
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            encoding = "gb18030"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        said = f"{path} is neither UTF-8 nor {encoding.upper()}: line {line} holds bytes that are no text; "
        raise BadInput(said + "save it as UTF-8") from error
    print(f"airshed: {path} is not UTF-8; read as {encoding.upper()}", file=sys.stderr)
    return text


def refuse_overwriting(out: Path | None, *, source: Path) -> None:
    """Refuse a name to write to that has no known ending or is the file that is read."""
    if out is None:
        return
    format_of(out)
    if out.exists() and source.exists() and out.samefile(source):
        raise BadInput(f"--out names the input file {source}; another name is needed")


def write(table: pl.DataFrame, *, out: Path) -> None:
    """Write a table as the name of the file says, to a temporary file beside it that then takes the name."""
    is_parquet = format_of(out) == "parquet"
    replace(out, write=table.write_parquet if is_parquet else table.write_csv)


def replace(out: Path, *, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file beside ``out`` and rename it: nothing is left half-written."""
    with naming(out):
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        os.close(handle)
        beside = Path(name)
        try:
            write(beside)
            beside.chmod(0o644)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def naming(out: Path) -> Iterator[None]:
    """Let what goes wrong while writing name where it should have gone, not a temporary name beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno or 0, error.strerror or _system_reason(error), str(out)) from error
    except pl.exceptions.PolarsError as error:
        raise OSError(0, _system_reason(error), str(out)) from error


def _system_reason(error: Exception) -> str:
    """Return what the operating system said, out of a sentence that wraps it or has lost it."""
    said, was_kept, _ = str(error).partition(" (os error")
    return said.rpartition(": ")[2] if was_kept else f"could not be written ({said}); is the disk full?"
