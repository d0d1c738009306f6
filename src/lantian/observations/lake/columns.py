"""Bringing a lake that exists to the columns of this version, before anything is written to it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from deltalake import DeltaTable, Field, Schema
from deltalake.exceptions import DeltaError

from lantian.observations.lake.tables import TABLES, LakeDiffers, Table, explained, open_table


def add_missing(root: Path) -> list[str]:
    """Add the columns each table lacks and return them as `readings.no`; nothing the second time.

    Rows written before read back with nulls. LakeDiffers when a table has a column that this version does not
    know, or of another kind: rows without it would hide what is there.
    """
    added = []
    for table in TABLES:
        opened = open_table(root, table)
        if opened is None:
            continue
        missing = _missing(opened, table, folder=root / table.name)
        if missing:
            try:
                opened.alter.add_columns(missing)
            except (OSError, DeltaError) as error:
                raise explained(error, root / table.name) from error
        added += [f"{table.name}.{field.name}" for field in missing]
    return added


def _missing(opened: DeltaTable, table: Table, *, folder: Path) -> list[Field]:
    there = {field.name: field.type for field in opened.schema().fields}
    needed = Schema.from_arrow(pl.Schema(table.schema)).fields
    strange = sorted(there.keys() - table.schema.keys())
    if strange:
        raise LakeDiffers(folder, why=f"this version does not know its columns {', '.join(strange)}")
    for field in needed:
        kind = there.get(field.name, field.type)
        if kind != field.type:
            raise LakeDiffers(folder, why=f"its column {field.name} is {kind}, here it is {field.type}")
    return [field for field in needed if field.name not in there]
