"""A sheet as an answer: CSV while it is read, a workbook or Parquet once it is whole on disk."""

import importlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import IO

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from lantian.api.exports import columnar, lines
from lantian.api.exports.sheet import Sheet


class Format(StrEnum):
    """In which form an answer comes."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


TYPES = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PARQUET: "application/vnd.apache.parquet",
}
PIECE = 64 * 1024  # bytes


def _workbook(sheet: Sheet) -> IO[bytes]:
    """A workbook; what writes it is loaded with the first one, for it is a twentieth of the start."""
    made: IO[bytes] = importlib.import_module("lantian.api.exports.workbook").written(sheet)
    return made


_WRITERS: dict[Format, Callable[[Sheet], IO[bytes]]] = {
    Format.XLSX: _workbook,
    Format.PARQUET: columnar.written,
}


class Pieces:
    """A file piece by piece; it is closed after the last one, or when the reader goes away."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = b"" if self._file.closed else self._file.read(PIECE)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


def answer(sheet: Sheet, form: Format) -> HttpResponseBase:
    """The sheet as a file to keep."""
    name = f"{sheet.name}.{form}"
    if form is Format.CSV:
        response = StreamingHttpResponse(lines.written(sheet), content_type=f"{TYPES[form]}; charset=utf-8")
    else:
        response = StreamingHttpResponse(Pieces(_WRITERS[form](sheet)), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
