"""What came through a door, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import hj212
from lantian.kernel.references import Address
from lantian.observations import rules
from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import Kind
from lantian.observations.queries.positions import home


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
