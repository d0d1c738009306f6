"""The second consumer: the lake. Each batch is in it exactly once, and one event tells of it.

The resume position is a relational row; each table of the lake carries the position it was written to as its
transaction id. A crash between the two leaves the table ahead: its rows are then not written again. A table
behind what was once committed (a lake restored or deleted) is filled again from the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
from django.db import transaction

from lantian.kernel import outbox
from lantian.kernel.references import Address
from lantian.observations import actions, events, queries
from lantian.observations.lake import tables, view
from lantian.observations.recorder import rows
from lantian.observations.recorder.decoding import Observation
from lantian.observations.recorder.handover import Handover
from lantian.observations.recorder.intake import Batch, Intake

CONSUMER = "lake"
APART = timedelta(days=1)


def resume_at(root: Path) -> int:
    """Where to go on: the kept position, or earlier if a table of the lake lost what it once had."""
    positions = [queries.position_of(CONSUMER)]
    for table in tables.TABLES:
        there = tables.recorded_to(root, table)
        if there < queries.position_of(_committed(table)):
            positions.append(there)
    return min(positions)


def advance(intake: Intake, *, decoded: Handover, root: Path, since: int, now: datetime) -> int:
    """Write the next batch to the lake and emit its event; returns where the next one begins."""
    batch = decoded.take(since) or intake.take(since, until=decoded.limit)
    if batch.end == since:
        return since
    wide = _new_readings(root, batch)
    long = _new_factors(root, batch)
    for table, frame in ((tables.READINGS, wide), (tables.FACTORS, long)):
        if frame.height:
            tables.append(root, table, frame, position=batch.end)
    with transaction.atomic():
        actions.move_on(consumer=CONSUMER, position=batch.end)
        for table, frame in ((tables.READINGS, wide), (tables.FACTORS, long)):
            if frame.height:
                actions.move_on(consumer=_committed(table), position=batch.end)
        if batch.observations:
            outbox.emit(_recorded(batch, since=since, now=now))
    return batch.end


def _committed(table: tables.Table) -> str:
    return f"lake.{table.name}"


def _new_readings(root: Path, batch: Batch) -> pl.DataFrame:
    already = tables.recorded_to(root, tables.READINGS)
    fresh = [one for one in batch.observations if one.position >= already]
    return rows.reading_rows(fresh, known=_known(root, fresh))


def _new_factors(root: Path, batch: Batch) -> pl.DataFrame:
    already = tables.recorded_to(root, tables.FACTORS)
    return rows.factor_rows(one for one in batch.observations if one.position >= already)


def _known(root: Path, observations: list[Observation]) -> dict[rows.Key, rows.State]:
    """What the lake already says about the intervals of a batch."""
    if not observations:
        return {}
    keys = pl.DataFrame(
        {
            "station": [one.station for one in observations],
            "period": [one.period for one in observations],
            "begins_at": [one.begins_at for one in observations],
        },
        schema_overrides={"begins_at": tables.MOMENT},
    ).unique()
    moments = [one.begins_at for one in observations]
    rows_there = (
        tables.scan(root, tables.READINGS)
        .filter(
            pl.col("period").is_in(keys["period"].unique().to_list()),
            pl.col("month").is_in(sorted({view.month_of(moment) for moment in moments})),
            pl.col("begins_at").is_between(min(moments), max(moments)),
        )
        .join(keys.lazy(), on=list(tables.READINGS.key), how="semi")
    )
    return rows.states(view.current(rows_there).collect())


def _recorded(batch: Batch, *, since: int, now: datetime) -> events.BatchRecorded:
    moments = sorted({one.begins_at for one in batch.observations})
    return events.BatchRecorded(
        about=str(Address(room="observations", kind="batch", key=f"{since}-{batch.end}")),
        by=None,
        at=now,
        position=batch.position,
        stations=tuple(sorted({one.station for one in batch.observations})),
        periods=tuple(sorted({one.period for one in batch.observations})),
        first_begins_at=moments[0],
        last_begins_at=moments[-1],
        rows=len(batch.observations),
        stretches=_stretches(moments),
    )


def _stretches(moments: Sequence[datetime]) -> tuple[tuple[datetime, datetime], ...]:
    """Moments in their order, cut where nothing lies for more than a day."""
    cuts = [at for at in range(1, len(moments)) if moments[at] - moments[at - 1] > APART]
    return tuple((moments[begin], moments[end - 1]) for begin, end in pairwise((0, *cuts, len(moments))))
