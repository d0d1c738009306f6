"""CSV as Excel and programs read it: UTF-8 with its mark, notes as lines that begin with #, then rows."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from lantian.api.exports.sheet import Cell, Column, Kind, Sheet
from lantian.api.writing import moment
from lantian.assessment.rules.figures import text_of

MARK = "\N{BYTE ORDER MARK}"
ROWS_AT_ONCE = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run instead of showing


def written(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces."""
    yield (MARK + "".join(f"# {line}\r\n" for line in _head(sheet))).encode()
    yield _block([[column.code for column in sheet.columns]])
    kinds = [column.kind for column in sheet.columns]
    while rows := list(islice(sheet.rows, ROWS_AT_ONCE)):
        yield _block([[_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in rows])


def _head(sheet: Sheet) -> Iterator[str]:
    yield _one_line(sheet.title)
    for note in sheet.notes:
        yield _one_line(f"{note.label}: {note.text}")
    yield _one_line("; ".join(f"{one.code} = {one.heading}" for one in sheet.columns if _is_told(one)))


def _is_told(column: Column) -> bool:
    return column.heading != column.code


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _block(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _cell(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return moment(cell) if kind is Kind.MOMENT else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return text_of(cell) or ""
    text = str(cell)
    return f"'{text}" if kind is Kind.TEXT and text.startswith(_FORMULA) else text
