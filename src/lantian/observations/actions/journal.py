"""Writing to the journal and reading it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from lantian.observations import models, queries
from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import AGAIN, Entry, Kind, Origin
from lantian.observations.journal.writer import JournalWriter

ENTRIES_PER_GROUP = 500


def read_again(*, positions: Sequence[int], now: datetime) -> list[int]:
    """Hand records that could not be read to the recorder once more, after the register was put right."""
    reader = journal_reader()
    entries = []
    for position in positions:
        found = reader.record_at(position)
        entries.append(Entry(found.kind, found.received_ns, found.origin._replace(note=AGAIN), found.body))
    reader.close()
    appended = _append(entries)
    models.Unreadable.objects.filter(position__in=positions).delete()
    return appended


def open_journal() -> JournalWriter:
    """The journal, for a door to append to; it never begins or ends below what was recorded."""
    return JournalWriter(queries.home() / "journal", floor=queries.journal_floor())


def keep_rows(*, bodies: Sequence[dict[str, object]], origin: Origin, now: datetime) -> list[int]:
    """Write rows of a file to the journal; they are durable when this returns, the recorder does the rest.

    A body is `{"station", "period", "columns", "rows": [[epoch seconds, value of each column], …]}`, with the
    rows' `numbers` in the file for whoever looks one up.
    """
    received_ns = int(now.timestamp() * 1_000_000) * 1000
    compact = [json.dumps(body, separators=(",", ":")).encode() for body in bodies]
    return _append([Entry(Kind.ROWS, received_ns, origin, body) for body in compact])


def move_on(*, consumer: str, position: int) -> None:
    """A consumer has kept what it read up to a position; call it in the transaction that keeps it."""
    models.RecorderPosition.objects.update_or_create(consumer=consumer, defaults={"position": position})


def journal_reader() -> JournalReader:
    """The journal, for a consumer to read."""
    return JournalReader(queries.home() / "journal")


def _append(entries: list[Entry]) -> list[int]:
    if not entries:
        return []
    writer = open_journal()
    try:
        return [
            position
            for at in range(0, len(entries), ENTRIES_PER_GROUP)
            for position in writer.append(entries[at : at + ENTRIES_PER_GROUP])
        ]
    finally:
        writer.close()
