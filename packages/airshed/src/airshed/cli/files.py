"""Tables on disk: read whole, refused by name, and written whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Callable
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
    if not path.is_file():
        raise BadInput(f"there is no file {path}")
    try:
        if kind == "csv":
            return pl.read_csv(_decoded(path).encode(), infer_schema=False)
        return pl.read_parquet(path)
    except pl.exceptions.NoDataError as error:
        raise BadInput(f"{path} is empty; a header and rows are needed") from error
    except pl.exceptions.PolarsError as error:
        first = str(error).strip().splitlines()[0]
        raise BadInput(f"{path} cannot be read as {kind}: {first}") from error


def _decoded(path: Path) -> str:
    """Decode a text by its mark, as UTF-8, or as GB18030 (GBK is part of it), and say so if not UTF-8."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
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
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from error
    os.close(handle)
    beside = Path(name)
    try:
        write(beside)
        beside.chmod(0o644)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
