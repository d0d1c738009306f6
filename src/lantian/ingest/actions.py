"""What people do at the doors: bring in a file, settle what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from lantian.ingest import events, imports, models, tables
from lantian.ingest.rules import Reason
from lantian.kernel import files, outbox
from lantian.observations import actions as observations
from lantian.observations import rules as observing
from lantian.observations.journal.record import Origin
from lantian.registry.models import Station

ROWS_PER_RECORD = 200
FILE_DOOR = "file"


class SettledAlready(Exception):
    """Somebody was faster."""

    def __init__(self, quarantine_id: int) -> None:
        self.quarantine_id = quarantine_id
        super().__init__(f"quarantine row {quarantine_id} was settled already")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file: rows taken, rows refused, columns nobody reads, and the hash it is kept by."""

    sha256: str
    accepted: int
    refused: tuple[imports.Refusal, ...]
    passed_over: tuple[str, ...]


def bring_in_file(
    *,
    path: Path,
    now: datetime,
    station: str | None = None,
    period: str = "1h",
    offset_minutes: int = 480,
    labels_end: bool = False,
) -> Imported:
    """Keep a CSV or Parquet file, judge its rows, and write the good ones to the journal.

    The file is kept before it is judged, the refused rows are shown in the quarantine. The journal has the
    good rows when this returns; the recorder does the rest.
    """
    content = path.read_bytes()
    kept = files.store(content, kind="observations", name=path.name, now=now)
    judged = imports.judge(
        tables.read_table(content, name=path.name),
        name=path.name,
        known=set(Station.objects.values_list("code", flat=True)),
        station=station,
        period=period,
        offset_minutes=offset_minutes,
        labels_end=labels_end,
        now=now,
    )
    origin = Origin(FILE_DOOR, path.name, kept.sha256)
    observations.keep_rows(bodies=list(_bodies(judged, period)), origin=origin, now=now)
    accepted = sum(len(rows) for rows in judged.rows.values())
    with transaction.atomic():
        _show_refused(judged.refused, name=path.name, sha256=kept.sha256, now=now)
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
    return Imported(
        sha256=kept.sha256,
        accepted=accepted,
        refused=tuple(judged.refused),
        passed_over=judged.passed_over,
    )


def settle(*, quarantine_id: int, now: datetime) -> None:
    """The operator has dealt with a row; what comes later of the same kind begins a new one."""
    settled = models.Quarantine.objects.filter(pk=quarantine_id, settled_at=None).update(settled_at=now)
    if not settled:
        raise SettledAlready(quarantine_id)


def _bodies(judged: imports.Judged, period: str) -> Iterator[dict[str, object]]:
    for station, rows in judged.rows.items():
        for at in range(0, len(rows), ROWS_PER_RECORD):
            yield {
                "station": station,
                "period": period,
                "columns": list(observing.PARAMETERS),
                "rows": rows[at : at + ROWS_PER_RECORD],
                "numbers": judged.numbers[station][at : at + ROWS_PER_RECORD],
            }


def _show_refused(refused: list[imports.Refusal], *, name: str, sha256: str, now: datetime) -> None:
    """One row for each reason, saying in which row of the file it first stood."""
    counts = Counter(one.reason for one in refused)
    first = {one.reason: one for one in reversed(refused)}
    for reason, count in counts.items():
        row, is_new = models.Quarantine.objects.get_or_create(
            reason=Reason.BAD_ROW,
            mn=reason[:64],
            peer=name[:200],
            settled_at=None,
            defaults={
                "detail": f"{name}, {first[reason].sentence}"[:300],
                "sha256": sha256,
                "count": count,
                "first_at": now,
                "last_at": now,
                "head": b"",
            },
        )
        if not is_new:
            models.Quarantine.objects.filter(pk=row.pk).update(count=row.count + count, last_at=now)
