"""The two tables of the lake: one wide row per station and period, and a long one for everything else.

`position` is the journal position of the packet a row came from, `seq` its row within it. A late or corrected
row is a whole new row with `is_rev`. The position up to which the journal was recorded is the table's own
transaction id, so a batch is in the table exactly once.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import DeltaError

from lantian.observations.rules import PARAMETERS

MOMENT = pl.Datetime("us", "UTC")
PARTITIONS = ["period", "month"]
RECORDER = "recorder"


class Table(NamedTuple):
    """One table: its folder under the lake, its columns, what makes a row unique in the current view."""

    name: str
    schema: dict[str, pl.DataType]
    key: tuple[str, ...]


READINGS = Table(
    "readings",
    {
        "station": pl.String(),
        "period": pl.String(),
        "month": pl.String(),
        "begins_at": MOMENT,
        **{parameter: pl.Float64() for parameter in PARAMETERS},
        "marks": pl.String(),
        "is_rev": pl.Boolean(),
        "received_at": MOMENT,
        "position": pl.Int64(),
        "seq": pl.Int64(),
    },
    ("station", "period", "begins_at"),
)
FACTORS = Table(
    "factors",
    {
        "station": pl.String(),
        "period": pl.String(),
        "month": pl.String(),
        "begins_at": MOMENT,
        "code": pl.String(),
        "statistic": pl.String(),
        "value": pl.Float64(),
        "mark": pl.String(),
        "received_at": MOMENT,
        "position": pl.Int64(),
        "seq": pl.Int64(),
    },
    ("station", "period", "begins_at", "code", "statistic"),
)


class LakeNotWritable(Exception):
    """The lake refused a batch; the journal still has it and the recorder tries again."""

    def __init__(self, folder: Path, *, why: str) -> None:
        self.folder, self.why = folder, why
        super().__init__(
            f"The lake in {folder} cannot be written ({why}). Readings wait in the journal, none is lost. "
            "Free space or give write permission; the recorder goes on by itself."
        )


def open_table(root: Path, table: Table) -> DeltaTable | None:
    """The newest version of a table, or None before its first batch."""
    folder = root / table.name
    return DeltaTable(str(folder)) if DeltaTable.is_deltatable(str(folder)) else None


def recorded_to(root: Path, table: Table) -> int:
    """The journal position from which the next batch of this table begins."""
    opened = open_table(root, table)
    return 0 if opened is None else opened.transaction_version(RECORDER) or 0


def scan(root: Path, table: Table) -> pl.LazyFrame:
    """Every row, revisions and what they replaced alike."""
    opened = open_table(root, table)
    return pl.LazyFrame(schema=table.schema) if opened is None else pl.scan_delta(opened)


def append(root: Path, table: Table, rows: pl.DataFrame, *, position: int) -> None:
    """Add a batch and move the recorded position in one commit."""
    folder = root / table.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_deltalake(
            str(folder),
            rows.select(list(table.schema)),
            mode="append",
            partition_by=PARTITIONS,
            commit_properties=CommitProperties(app_transactions=[Transaction(RECORDER, position)]),
        )
    except (OSError, DeltaError) as error:
        raise LakeNotWritable(folder, why=str(error).splitlines()[0]) from error
