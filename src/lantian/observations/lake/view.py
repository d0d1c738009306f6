"""Looking at the lake: the rows of a stretch of time, and which of them hold as of a journal position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from lantian.observations.lake.tables import READINGS, Table, open_table, scan

NEWEST = ["position", "seq"]


def month_of(moment: datetime) -> str:
    """The partition a moment lies in."""
    return f"{moment.year:04d}-{moment.month:02d}"


def months(root: Path, table: Table, *, period: str) -> list[str]:
    """The months in which rows of a period lie, in order; read off the table's own list of files."""
    opened = open_table(root, table)
    found = [] if opened is None else opened.partitions()
    return sorted({one["month"] for one in found if one["period"] == period})


def between(
    root: Path,
    table: Table,
    *,
    period: str,
    since: datetime,
    until: datetime,
    stations: Sequence[str] | None = None,
    as_of: int | None = None,
) -> pl.LazyFrame:
    """Rows of one period with since ≤ begins_at < until, known as of a position; not yet one per key."""
    rows = scan(root, table).filter(
        pl.col("period") == period,
        pl.col("month").is_between(pl.lit(month_of(since)), pl.lit(month_of(until))),
        pl.col("begins_at") >= since,
        pl.col("begins_at") < until,
    )
    if stations is not None:
        rows = rows.filter(pl.col("station").is_in(list(stations)))
    return rows if as_of is None else rows.filter(pl.col("position") <= as_of)


def current(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One row per station, period and begins_at: the latest revision where there is one."""
    key = list(READINGS.key)
    revisions = rows.filter(pl.col("is_rev")).sort(NEWEST).unique(key, keep="last", maintain_order=False)
    untouched = rows.filter(~pl.col("is_rev")).join(revisions.select(key), on=key, how="anti")
    return pl.concat([untouched, revisions])


def held(rows: pl.LazyFrame) -> pl.DataFrame:
    """What `current` gives, collected; where no row is a revision, every row holds."""
    there = rows.collect()
    return current(there.lazy()).collect() if there["is_rev"].any() else there


def current_factors(rows: pl.LazyFrame, *, key: Sequence[str]) -> pl.LazyFrame:
    """One row per key of the long table: the latest."""
    return rows.sort(NEWEST).unique(list(key), keep="last")


def utc(moment: datetime) -> datetime:
    """The same moment in UTC, so that it lands in the right month."""
    return moment.astimezone(UTC)
