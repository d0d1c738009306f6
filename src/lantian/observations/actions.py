"""What people and checks do to observations: flag, lift, read again, bring in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from lantian.accounts.models import Person
from lantian.kernel import files, outbox
from lantian.observations import events, imports, models, queries, rules
from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import Entry, Kind, Origin
from lantian.observations.journal.writer import JournalWriter
from lantian.observations.recorder.intake import AGAIN
from lantian.registry.models import Station

ROWS_PER_RECORD = 200
FILE_DOOR = "file"


class FlagLiftedAlready(Exception):
    """Somebody was faster."""

    def __init__(self, flag_id: int) -> None:
        self.flag_id = flag_id
        super().__init__(f"flag {flag_id} was lifted already")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file: rows taken, rows refused with their reason, and the hash it is kept by."""

    sha256: str
    accepted: int
    refused: tuple[imports.Refusal, ...]


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
        position=queries.recorded_position(),
    )
    outbox.emit(
        events.ReadingFlagged(
            about=str(queries.address_of(station=station, parameter=parameter, begins_at=first_begins_at)),
            by=by.pk if by else None,
            at=now,
            position=made.position,
            kind=kind,
            reason=reason,
            first_begins_at=first_begins_at,
            last_begins_at=last_begins_at,
        )
    )
    return made


@transaction.atomic
def lift_flag(*, flag_id: int, by: Person, reason: str, now: datetime) -> None:
    """Take a flag back; from here on the readings count again, and what was computed before can be repeated."""
    position = queries.recorded_position()
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
    outbox.emit(events.FlagLifted(about=str(about), by=by.pk, at=now, position=position, reason=reason))


def read_again(*, positions: Sequence[int], now: datetime) -> list[int]:
    """Hand records that could not be read to the recorder once more, after the register was put right."""
    reader = JournalReader(queries.home() / "journal")
    entries = []
    for position in positions:
        found = reader.record_at(position)
        entries.append(Entry(found.kind, found.received_ns, found.origin._replace(note=AGAIN), found.body))
    reader.close()
    appended = _append(entries)
    models.Unreadable.objects.filter(position__in=positions).delete()
    return appended


def bring_in_file(
    *, path: Path, station: str | None, period: str, offset_minutes: int, labels_end: bool, now: datetime
) -> Imported:
    """Keep a CSV or Parquet file, judge its rows and write the good ones to the journal.

    The file is kept before it is judged. The journal has the rows when this returns; the recorder does the rest.
    """
    content = path.read_bytes()
    kept = files.store(content, kind="observations", name=path.name, now=now)
    known = set(Station.objects.values_list("code", flat=True))
    judged = imports.judge(
        imports.read_table(content, name=path.name),
        known=known,
        station=station,
        period=period,
        offset_minutes=offset_minutes,
        labels_end=labels_end,
        now=now,
    )
    origin = Origin(FILE_DOOR, path.name, kept.sha256)
    received_ns = int(now.timestamp() * 1_000_000) * 1000
    _append([Entry(Kind.ROWS, received_ns, origin, body) for body in _bodies(judged, period)])
    accepted = sum(len(rows) for rows in judged.rows.values())
    with transaction.atomic():
        outbox.emit(
            events.FileImported(
                about=f"kernel.file:{kept.sha256}",
                by=None,
                at=now,
                name=path.name,
                accepted=accepted,
                refused=len(judged.refused),
            )
        )
    return Imported(sha256=kept.sha256, accepted=accepted, refused=tuple(judged.refused))


def _bodies(judged: imports.Judged, period: str) -> Iterator[bytes]:
    for station, rows in judged.rows.items():
        for at in range(0, len(rows), ROWS_PER_RECORD):
            body = {
                "station": station,
                "period": period,
                "columns": list(rules.PARAMETERS),
                "rows": rows[at : at + ROWS_PER_RECORD],
            }
            yield json.dumps(body, separators=(",", ":")).encode()


def _append(entries: list[Entry]) -> list[int]:
    if not entries:
        return []
    writer = JournalWriter(queries.home() / "journal", floor=journal_floor())
    try:
        return [
            position
            for at in range(0, len(entries), 500)
            for position in writer.append(entries[at : at + 500])
        ]
    finally:
        writer.close()


def journal_floor() -> int:
    """The highest position any consumer has recorded; no journal may begin or end below it."""
    positions = models.RecorderPosition.objects.values_list("position", flat=True)
    return max(positions, default=0)
