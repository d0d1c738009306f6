"""A workbook written row by row to disk; numbers stay numbers, days and hours are dates to a spreadsheet."""

import tempfile
from datetime import date, datetime
from itertools import chain, islice
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from lantian.api.exports.sheet import Cell, Column, Kind, Row, Sheet
from lantian.api.writing import moment

MOST_ROWS = 1_048_576  # what a sheet of the format holds
WIDTHS = {Kind.TEXT: 18, Kind.NUMBER: 11, Kind.WHOLE: 9, Kind.MOMENT: 21, Kind.CLOCK: 16, Kind.DAY: 11}


def written(sheet: Sheet, *, most_rows: int = MOST_ROWS) -> IO[bytes]:
    """The file, whole, at its beginning; a sheet that is full goes on in the next one."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    styles = {
        Kind.CLOCK: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    bold, quiet = book.add_format({"bold": True}), book.add_format({"font_color": "#6b7280"})
    number = 1
    while True:
        page = book.add_worksheet(str(number))
        free = most_rows - _head(page, sheet, bold=bold, quiet=quiet)
        for at, row in enumerate(islice(sheet.rows, free), start=most_rows - free):
            _line(page, at, row, columns=sheet.columns, styles=styles)
        left = next(sheet.rows, None)
        if left is None:
            break
        sheet = Sheet(
            name=sheet.name, title=sheet.title, notes=sheet.notes, columns=sheet.columns,
            rows=chain([left], sheet.rows),
        )  # fmt: skip
        number += 1
    book.close()
    file.seek(0)
    return file


def _head(page: Worksheet, sheet: Sheet, *, bold: Style, quiet: Style) -> int:
    """Title, notes and the two lines of headings; returns how many rows they take."""
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, WIDTHS[column.kind])
    page.write_string(0, 0, sheet.title, bold)
    for at, note in enumerate(sheet.notes, start=1):
        page.write_string(at, 0, note.label, quiet)
        page.write_string(at, 1, note.text)
    taken = len(sheet.notes) + 2
    for at, column in enumerate(sheet.columns):
        page.write_string(taken, at, column.heading, bold)
    for at, column in enumerate(sheet.columns):
        page.write_string(taken + 1, at, column.code, quiet)
    page.freeze_panes(taken + 2, 0)
    return taken + 2


def _line(
    page: Worksheet, at: int, row: Row, *, columns: tuple[Column, ...], styles: dict[Kind, Style]
) -> None:
    for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
        if cell is not None:
            _write(page, at, place, cell, kind=column.kind, styles=styles)


def _write(
    page: Worksheet, at: int, place: int, cell: Cell, *, kind: Kind, styles: dict[Kind, Style]
) -> None:
    if kind in (Kind.NUMBER, Kind.WHOLE):
        page.write_number(at, place, float(str(cell)))
    elif isinstance(cell, datetime) and kind is Kind.MOMENT:
        page.write_string(at, place, moment(cell))
    elif isinstance(cell, date):
        page.write_datetime(at, place, cell, styles[kind])
    else:
        page.write_string(at, place, str(cell))
