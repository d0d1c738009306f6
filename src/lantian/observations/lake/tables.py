"""The two tables of the lake: one wide row per station and period, and a long one for everything else.

`position` is the journal position of the packet a row came from, `seq` its row within it. A late or corrected
row is a whole new row with `is_rev`. The position up to which the journal was recorded is the table's own
transaction id, so a batch is in the table exactly once.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import NamedTuple

import polars as pl
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import DeltaError, SchemaMismatchError

from lantian.observations.rules import PARAMETERS

MOMENT = pl.Datetime("us", "UTC")
PARTITIONS = ["period", "month"]
RECORDER = "recorder"
# The table's library tells the system's error number in its text, and colours some of it.
_SYSTEM_NUMBER = re.compile(r"\(os error (\d+)\)|Os \{ code: (\d+)")
_COLOURS = re.compile(r"\x1b\[\d+m|↳")


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
TABLES = (READINGS, FACTORS)


class LakeError(Exception):
    """The lake took no batch; the journal still has it and the recorder tries again."""

    def __init__(self, folder: Path, *, why: str, cure: str) -> None:
        self.folder, self.why = folder, why
        super().__init__(
            f"The lake in {folder} takes nothing at present: {why}. "
            f"Readings wait in the journal, none is lost. {cure}"
        )


class LakeFull(LakeError):
    """No space is left."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder, why="the disk is full", cure="Free space there; the recorder goes on by itself."
        )


class LakeNotWritable(LakeError):
    """The folder may not be written."""

    def __init__(self, folder: Path, *, why: str) -> None:
        cure = "Give the user that runs lantian write permission there; the recorder goes on by itself."
        super().__init__(folder, why=why, cure=cure)


class LakeDiffers(LakeError):
    """The lake has other columns than this version writes."""

    def __init__(self, folder: Path, *, why: str) -> None:
        cure = "Start the version of lantian that last wrote it, or a newer one."
        super().__init__(folder, why=why, cure=cure)


class LakeBroken(LakeError):
    """Something else, which neither space nor permission cures."""

    def __init__(self, folder: Path, *, why: str) -> None:
        cure = "Look at the disk and at the system's log; the recorder keeps trying."
        super().__init__(folder, why=why, cure=cure)


def explained(error: OSError | DeltaError, folder: Path) -> LakeError:
    """The lake's own error for what the system or the table's library answered."""
    said = " ".join(_COLOURS.sub("", str(error)).split())
    number = error.errno if isinstance(error, OSError) else None
    if number is None and (told := _SYSTEM_NUMBER.search(said)):
        number = int(told[1] or told[2])
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return LakeFull(folder)
    if number in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return LakeNotWritable(folder, why=os.strerror(number).lower())
    if isinstance(error, SchemaMismatchError):
        return LakeDiffers(folder, why=f"its columns are not those of this version ({said})")
    return LakeBroken(folder, why=said)


def open_table(root: Path, table: Table) -> DeltaTable | None:
    """The newest version of a table, or None before its first batch."""
    folder = root / table.name
    return DeltaTable(str(folder)) if DeltaTable.is_deltatable(str(folder)) else None


def recorded_to(root: Path, table: Table) -> int:
    """The journal position from which the next batch of this table begins."""
    opened = open_table(root, table)
    return 0 if opened is None else opened.transaction_version(RECORDER) or 0


def scan(root: Path, table: Table) -> pl.LazyFrame:
    """Every row, revisions and what they replaced alike; a column the lake has not got yet is null."""
    opened = open_table(root, table)
    if opened is None:
        return pl.LazyFrame(schema=table.schema)
    there = {field.name for field in opened.schema().fields}
    lacking = [pl.lit(None, kind).alias(name) for name, kind in table.schema.items() if name not in there]
    return pl.scan_delta(opened).with_columns(lacking).select(list(table.schema))


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
        raise explained(error, folder) from error
