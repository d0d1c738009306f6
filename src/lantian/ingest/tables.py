"""Files as tables: which encoding, which row is torn, and why a file is none. Pure.

A CSV keeps its cells as text; a Parquet file its types.
"""

import csv
import io

import polars as pl

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ("utf-8", "gb18030")
_SEPARATORS = ((";", "semicolons"), ("\t", "tabs"), ("，", "commas of full width"))


class TableUnreadable(ValueError):
    """The file is not a table this can read."""

    def __init__(self, name: str, *, why: str) -> None:
        self.name, self.why = name, why
        super().__init__(f"{name} cannot be brought in: {why}")


def read_table(content: bytes, *, name: str) -> pl.DataFrame:
    """The table in a CSV (all text) or Parquet file; TableUnreadable otherwise."""
    if content[:4] == b"PK\x03\x04":
        raise TableUnreadable(name, why="it is a workbook; save the sheet as CSV")
    is_parquet = content[:4] == b"PAR1"
    text = "" if is_parquet else _text(content, name=name)
    try:
        table = pl.read_parquet(io.BytesIO(content)) if is_parquet else _csv(text)
        short = "" if is_parquet else _short_row(text, width=table.width)
    except pl.exceptions.NoDataError as error:
        raise TableUnreadable(name, why="it is empty; a header and rows are needed") from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableUnreadable(name, why=_torn_row(text) or str(error).splitlines()[0]) from error
    if short:
        raise TableUnreadable(name, why=short)
    for separator, what in _SEPARATORS:
        if table.width == 1 and separator in table.columns[0]:
            raise TableUnreadable(name, why=f"its columns stand between {what}; commas are needed")
    return table


def _csv(text: str) -> pl.DataFrame:
    return pl.read_csv(text.encode(), infer_schema=False)


def _text(content: bytes, *, name: str) -> str:
    """The text of a file by its mark, in UTF-8 or in GB18030, which GBK is part of."""
    marked = tuple(encoding for mark, encoding in _MARKS if content.startswith(mark))
    for encoding in marked or _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            raise TableUnreadable(name, why=f"line {line} holds a character that is none (NUL)")
        return text
    raise TableUnreadable(name, why="it is written in neither UTF-8, UTF-16 nor GB18030")


def _torn_row(text: str) -> str:
    """Which row of a CSV has a quotation mark left open or too many cells; empty where none has."""
    lines = text.splitlines()
    columns = len(next(csv.reader(lines[:1]), []))
    for row, line in enumerate(lines[1:], start=1):
        cells = len(next(csv.reader([line]), []))
        if line.count('"') % 2:
            return f"row {row} opens a quotation mark that its line does not close"
        if cells > columns:
            return f"row {row} has {cells} cells and the header has {columns}"
    return ""


def _short_row(text: str, *, width: int) -> str:
    """Which row of a CSV has fewer cells than the heading, and from which column on; empty where none has."""
    lines = text.count("\n") + (not text.endswith("\n"))
    if width == 1 or ('"' not in text and text.count(",") == lines * (width - 1)):
        return ""
    table = csv.reader(io.StringIO(text))
    header = next(table)
    for row, cells in enumerate(table, start=1):
        if cells and len(cells) < width:
            return (
                f"row {row} has {len(cells)} cells and the header has {width}: column "
                f"{header[len(cells)].strip()} is cut off; a value that is missing is an empty cell "
                "between commas"
            )
    return ""
