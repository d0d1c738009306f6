"""From the journal to the operator: what a door set aside becomes rows, alike arrivals together.

The journal keeps every byte; this reads it behind the door, with its position in the same transaction, so a
row is neither lost nor counted twice when the door dies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from lantian.ingest import models
from lantian.ingest.rules import Reason
from lantian.observations import actions as observations
from lantian.observations import queries
from lantian.observations import rules as observing
from lantian.observations.journal.record import Damage, Kind, Record

CONSUMER = "quarantine"
RECORDS_AT_ONCE = 5_000
MAX_OPEN_ROWS = 1_000
EVERYBODY = "*"  # stands for the many, once there are too many to have a row each
HEAD_BYTES = 200
_KINDS = frozenset({Kind.QUARANTINED})


@dataclass(slots=True)
class Group:
    """Alike arrivals of one stretch of the journal."""

    first: Record
    last: Record
    count: int = 1


def take_over(*, now: datetime) -> int:
    """Bring the quarantine up to the durable end of the journal; returns how many arrivals were new."""
    journal = observations.journal_reader()
    with contextlib.closing(journal):
        since, end = queries.position_of(CONSUMER), journal.durable_end()
        if since >= end:
            return 0
        found = journal.read(max(since, journal.start()), until=end, kinds=_KINDS)
        records = [one for one in islice(found, RECORDS_AT_ONCE) if not isinstance(one, Damage)]
    reached = records[-1].end if len(records) == RECORDS_AT_ONCE else end
    with transaction.atomic():
        for key, group in _grouped(records).items():
            _keep(*key, group)
        observations.move_on(consumer=CONSUMER, position=reached)
    return len(records)


def _grouped(records: Iterable[Record]) -> dict[tuple[Reason, str, str], Group]:
    groups: dict[tuple[Reason, str, str], Group] = {}
    for record, key in _keyed(records):
        group = groups.get(key)
        if group is None:
            groups[key] = Group(record, record)
        else:
            group.last, group.count = record, group.count + 1
    return groups


def _keyed(records: Iterable[Record]) -> Iterator[tuple[Record, tuple[Reason, str, str]]]:
    for record in records:
        code, _, mn = record.origin.note.partition(" ")
        host = record.origin.peer.rpartition(":")[0] or record.origin.peer
        yield record, (Reason(code), mn[:64], host)


def _keep(reason: Reason, mn: str, host: str, group: Group) -> None:
    """Add to the open row of the kind, or open one; beyond the limit, to the row of everybody."""
    open_rows = models.Quarantine.objects.filter(settled_at=None)
    row = open_rows.filter(reason=reason, mn=mn, peer=host).first()
    if row is None and open_rows.count() >= MAX_OPEN_ROWS:
        mn = host = EVERYBODY
        row = open_rows.filter(reason=reason, mn=mn, peer=host).first()
    if row is None:
        row = models.Quarantine(
            reason=reason,
            mn=mn,
            peer=host,
            count=0,
            first_at=observing.moment(group.first.received_ns),
            first_position=group.first.position,
            head=group.first.body[:HEAD_BYTES],
        )
    row.count += group.count
    row.last_at = observing.moment(group.last.received_ns)
    row.last_position = group.last.position
    row.save()
