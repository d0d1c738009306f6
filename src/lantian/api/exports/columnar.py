"""Parquet for programs: typed columns, what the table says of itself as metadata of the file."""

import json
import tempfile
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO

import polars as pl

from lantian.api.exports.sheet import Cell, Kind, Sheet

ROWS_AT_ONCE = 2000
ROW_GROUP = 10_000
TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.NUMBER: pl.Float64(),
    Kind.WHOLE: pl.Int64(),
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    Kind.CLOCK: pl.Datetime("us"),
    Kind.DAY: pl.Date(),
}


def written(sheet: Sheet) -> IO[bytes]:
    """The file, whole, at its beginning; its parts lie on disk until they are joined."""
    schema = {column.code: TYPES[column.kind] for column in sheet.columns}
    kinds = [column.kind for column in sheet.columns]
    with tempfile.TemporaryDirectory() as folder:
        parts: list[Path] = []
        while rows := list(islice(sheet.rows, ROWS_AT_ONCE)):
            typed = [[_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in rows]
            parts.append(Path(folder) / f"{len(parts):06d}.parquet")
            pl.DataFrame(typed, schema=schema, orient="row").write_parquet(parts[-1])
        whole = pl.scan_parquet(parts) if parts else pl.LazyFrame(schema=schema)
        joined = Path(folder) / "joined.parquet"
        whole.sink_parquet(joined, metadata=_about(sheet), row_group_size=ROW_GROUP)
        return joined.open("rb")  # it stays readable once its folder is gone


def _about(sheet: Sheet) -> dict[str, str]:
    """The notes, and each column's title and unit, as JSON under one name."""
    told = {
        "title": sheet.title,
        "notes": {note.label: note.text for note in sheet.notes},
        "columns": {one.code: {"title": one.title, "unit": one.unit} for one in sheet.columns},
    }
    return {"lantian": json.dumps(told, ensure_ascii=False)}


def _cell(cell: Cell, kind: Kind) -> Cell:
    if cell is None:
        return None
    if kind is Kind.NUMBER:
        return float(str(cell))
    if kind is Kind.WHOLE:
        return int(str(cell))
    if kind is Kind.TEXT:
        return str(cell)
    assert isinstance(cell, date | datetime)  # the other kinds are of time
    return cell
