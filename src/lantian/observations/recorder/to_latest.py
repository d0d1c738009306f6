"""The first consumer: the newest values, with its position in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lantian.observations import models, rules
from lantian.observations.recorder.decoding import Misread, Observation
from lantian.observations.recorder.handover import Handover
from lantian.observations.recorder.intake import Intake
from lantian.observations.recorder.rows import State, merged
from lantian.registry.models import Station

CONSUMER = "latest"
_COLUMNS = ("begins_at", "received_at", "position", "marks", "values")


def advance(intake: Intake, *, decoded: Handover, now: datetime) -> int:
    """Bring Latest up by one batch and hand it on; returns how many bytes were new."""
    since = models.RecorderPosition.objects.get_or_create(consumer=CONSUMER)[0].position
    batch = intake.take(since)
    if batch.end == since:
        return 0
    with transaction.atomic():
        moved = models.RecorderPosition.objects.filter(consumer=CONSUMER, position=since).update(
            position=batch.end
        )
        if moved:
            _keep_newest(batch.observations)
            keep_misreads(batch.misreads, now=now)
    decoded.put(since, batch)
    return batch.end - since


def keep_misreads(misreads: Iterable[Misread], *, now: datetime) -> None:
    """Show the operator what could not be read; the same stretch once."""
    models.Unreadable.objects.bulk_create(
        [
            models.Unreadable(
                position=one.position, end=one.end, reason=one.reason, sentence=one.sentence, found_at=now
            )
            for one in misreads
        ],
        ignore_conflicts=True,
    )


def _keep_newest(observations: list[Observation]) -> None:
    if not observations:
        return
    codes = {one.station for one in observations}
    stations = dict(Station.objects.filter(code__in=codes).values_list("code", "id"))
    rows: dict[tuple[int, str], models.Latest] = {
        (row.station_id, row.period): row for row in models.Latest.objects.filter(station__code__in=codes)
    }
    touched = set()
    for one in observations:
        if one.station not in stations or not one.named:
            continue
        key = stations[one.station], one.period
        row = _newer(rows.get(key), one, station_id=key[0])
        if row is not None:
            rows[key] = row
            touched.add(key)
    models.Latest.objects.bulk_create(
        [rows[key] for key in touched],
        update_conflicts=True,
        unique_fields=["station", "period"],
        update_fields=_COLUMNS,
    )


def _newer(row: models.Latest | None, one: Observation, *, station_id: int) -> models.Latest | None:
    """The row after an observation, or None if it tells of an earlier interval."""
    if row is not None and one.begins_at < row.begins_at:
        return None
    known = None
    if row is not None and one.begins_at == row.begins_at:
        known = State(row.values, rules.read_marks(row.marks))
    after = merged(known, one)
    return models.Latest(
        station_id=station_id,
        period=one.period,
        begins_at=one.begins_at,
        received_at=one.received_at,
        position=one.position,
        marks=rules.write_marks(after.marks),
        values=dict(after.values),
    )
