"""Keeping the lake quick: small files are joined nightly, a closed month is sorted once, old files go.

A rewrite pins the table version it read; whoever appended to the same month meanwhile makes it fail, and it
is tried again another night. An append is never lost to it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError

from lantian.observations.lake.tables import READINGS, TABLES, Table, open_table
from lantian.observations.lake.view import month_of

KEEP_OLD_FILES = timedelta(days=7)  # readers of an old version may still be at work; never less


def compact(root: Path) -> int:
    """Join the small files of every partition; returns how many files fewer there are."""
    fewer = 0
    for table in TABLES:
        opened = open_table(root, table)
        if opened is None:
            continue
        done = opened.optimize.compact()
        fewer += done["numFilesRemoved"] - done["numFilesAdded"]
        opened.create_checkpoint()
        opened.vacuum(retention_hours=int(KEEP_OLD_FILES.total_seconds() // 3600), dry_run=False)
    return fewer


def sort_closed_months(root: Path, *, now: datetime) -> list[tuple[str, str]]:
    """Rewrite each finished month that still lies in several files, sorted by station and time."""
    opened = open_table(root, READINGS)
    if opened is None:
        return []
    done = []
    for period, month in _scattered(opened, before=month_of(now)):
        if _rewrite(root, READINGS, period=period, month=month):
            done.append((period, month))
    return done


def _scattered(opened: DeltaTable, *, before: str) -> list[tuple[str, str]]:
    files: dict[tuple[str, str], int] = {}
    for partition in pl.DataFrame(opened.get_add_actions(flatten=True)).iter_rows(named=True):
        where = partition["partition.period"], partition["partition.month"]
        files[where] = files.get(where, 0) + 1
    return sorted(where for where, count in files.items() if where[1] < before and count > 1)


def _rewrite(root: Path, table: Table, *, period: str, month: str) -> bool:
    pinned = open_table(root, table)
    if pinned is None:
        return False
    rows = (
        pl.scan_delta(pinned)
        .filter(pl.col("period") == period, pl.col("month") == month)
        .sort("station", "begins_at", "position", "seq")
        .collect()
    )
    try:
        write_deltalake(
            pinned, rows, mode="overwrite", predicate=f"period = '{period}' AND month = '{month}'"
        )
    except CommitFailedError:
        return False
    return True
