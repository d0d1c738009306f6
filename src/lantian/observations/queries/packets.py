"""What came through a door, byte for byte."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import hj212
from lantian.kernel.references import Address
from lantian.observations import rules
from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import Kind
from lantian.observations.queries.positions import home


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One row of a file as the journal has it; `number` is its place in the file below the heading.

    `shown` is its own text within the record it lies in, everything else of the record left out.
    """

    station: str
    period: str
    begins_at: datetime
    values: dict[str, float]
    number: int | None
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPacket:
    """What came through a door, byte for byte, and what the codec says of it."""

    address: Address
    position: int
    kind: Kind
    raw: bytes
    header: hj212.Header | None
    faults: tuple[hj212.Fault, ...]
    received_at: datetime
    door: str
    peer: str
    note: str

    @property
    def is_set_aside(self) -> bool:
        """Whether nobody answered for the bytes: what they say of their device is only a claim."""
        return self.kind is Kind.QUARANTINED

    @property
    def rows(self) -> tuple[FileRow, ...]:
        """The rows of a file; none for a frame, or where the body cannot be read."""
        if self.kind is not Kind.ROWS:
            return ()
        try:
            body = json.loads(self.raw)
            numbers = body.get("numbers", [None] * len(body["rows"]))
            return tuple(_row(body, row, number) for row, number in zip(body["rows"], numbers, strict=True))
        except (ValueError, KeyError, TypeError):
            return ()


def packet(position: int) -> StoredPacket:
    """The record at a journal position; raises journal.reader.NoSuchRecord with the reason."""
    journal = JournalReader(home() / "journal")
    try:
        record = journal.record_at(position)
    finally:
        journal.close()
    decoded = hj212.decode(record.body) if record.kind is not Kind.ROWS else None
    return StoredPacket(
        address=Address(room="observations", kind="packet", key=str(position)),
        position=position,
        kind=record.kind,
        raw=record.body,
        header=decoded.header if decoded else None,
        faults=decoded.faults if decoded else (),
        received_at=rules.moment(record.received_ns),
        door=record.origin.door,
        peer=record.origin.peer,
        note=record.origin.note,
    )


def _row(body: dict[str, Any], row: list[float | None], number: int | None) -> FileRow:  # Any: JSON
    """A row with the names of its record."""
    seconds, *cells = row
    head = {name: body[name] for name in ("station", "period", "columns")}
    around = json.dumps(head, separators=(",", ":"))[:-1]
    return FileRow(
        station=body["station"],
        period=body["period"],
        begins_at=rules.EPOCH + timedelta(seconds=float(seconds or 0)),
        values={name: value for name, value in zip(body["columns"], cells, strict=True) if value is not None},
        number=number,
        shown=f'{around},"rows":[… {json.dumps(row, separators=(",", ":"))} …]}}',
    )
