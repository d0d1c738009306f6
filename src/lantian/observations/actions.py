"""What people and checks do to observations: flag, lift, read again, keep rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lantian.accounts.models import Person
from lantian.kernel import outbox
from lantian.observations import events, models, queries
from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import AGAIN, Entry, Kind, Origin
from lantian.observations.journal.writer import JournalWriter
from lantian.registry.models import Station

ENTRIES_PER_GROUP = 500


class FlagLiftedAlready(Exception):
    """Somebody was faster."""

    def __init__(self, flag_id: int) -> None:
        self.flag_id = flag_id
        super().__init__(f"flag {flag_id} was lifted already")


@transaction.atomic
def flag(
    *,
    station: str,
    parameter: str,
    first_begins_at: datetime,
    last_begins_at: datetime,
    kind: models.Flag.Kind,
    reason: str,
    by: Person | None,
    now: datetime,
    check_name: str = "",
    period: str = "1h",
) -> models.Flag:
    """Say that readings of a stretch of time are invalid or suspect; the readings themselves stay."""
    made = models.Flag.objects.create(
        station=Station.objects.get(code=station),
        parameter=parameter,
        period=period,
        first_begins_at=first_begins_at,
        last_begins_at=last_begins_at,
        kind=kind,
        reason=reason,
        author=by,
        check_name=check_name,
        created_at=now,
        position=queries.act_position(),
    )
    outbox.emit(
        events.ReadingFlagged(
            about=str(queries.address_of(station=station, parameter=parameter, begins_at=first_begins_at)),
            by=by.pk if by else None,
            at=now,
            position=made.position,
            kind=kind,
            reason=reason,
            station=station,
            parameter=parameter,
            period=period,
            first_begins_at=first_begins_at,
            last_begins_at=last_begins_at,
        )
    )
    return made


@transaction.atomic
def lift_flag(*, flag_id: int, by: Person, reason: str, now: datetime) -> None:
    """Take a flag back; the readings count again, and what was computed before can still be repeated."""
    position = queries.act_position()
    lifted = models.Flag.objects.filter(pk=flag_id, lifted_at__isnull=True).update(
        lifted_at=now, lifted_position=position
    )
    if not lifted:
        raise FlagLiftedAlready(flag_id)
    made = models.Flag.objects.select_related("station").get(pk=flag_id)
    about = queries.address_of(
        station=made.station.code,
        parameter=made.parameter,
        begins_at=made.first_begins_at,
        period=made.period,
    )
    outbox.emit(
        events.FlagLifted(
            about=str(about),
            by=by.pk,
            at=now,
            position=position,
            kind=made.kind,
            reason=reason,
            station=made.station.code,
            parameter=made.parameter,
            period=made.period,
            first_begins_at=made.first_begins_at,
            last_begins_at=made.last_begins_at,
        )
    )


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

    A body is `{"station", "period", "columns", "rows": [[epoch seconds, value of each column], …]}`.
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
