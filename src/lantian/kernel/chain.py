"""The audit chain: every event is sealed by a hash over itself and the seal before it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from lantian.kernel import models

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where the chain does not hold, and what was seen there."""

    sequence: int
    event_id: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a walk along the chain found."""

    sealed: int
    unsealed: int
    head: str
    breaks: tuple[Break, ...]

    @property
    def is_sound(self) -> bool:
        return not self.breaks


def digest(event: models.Event, *, previous: str) -> str:
    """SHA-256 over the previous digest and the event's canonical JSON."""
    body = json.dumps(
        {
            "id": event.id,
            "uuid": str(event.uuid),
            "name": event.name,
            "version": event.version,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": event.by_id,
            "about": event.about,
            "facts": event.facts,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


@transaction.atomic
def seal(*, now: datetime, limit: int = 5000) -> int:
    """Seal the events that are not sealed yet, in order; returns how many."""
    last = models.Seal.objects.select_for_update().order_by("-sequence").first()
    sequence, previous = (last.sequence, last.digest) if last else (0, GENESIS)
    events = list(models.Event.objects.filter(is_sealed=False).order_by("id")[:limit])
    seals = []
    for event in events:
        sequence, previous = sequence + 1, digest(event, previous=previous)
        seals.append(models.Seal(sequence=sequence, event=event, digest=previous, sealed_at=now))
    models.Seal.objects.bulk_create(seals)
    models.Event.objects.filter(id__in=[event.id for event in events]).update(is_sealed=True)
    return len(events)


def verify() -> Verdict:
    """Walk the whole chain; every altered, missing or reordered event is named."""
    previous, expected, head = GENESIS, 1, GENESIS
    breaks: list[Break] = []
    for found in _seals():
        if found.sequence != expected:
            gap = f"seals {expected} to {found.sequence - 1} are missing"
            breaks.append(Break(sequence=expected, event_id=None, reason=gap))
        event = found.event
        if digest(event, previous=previous) != found.digest:
            reason = f"event {event.id} ({event.name}) does not match its seal"
            breaks.append(Break(sequence=found.sequence, event_id=event.id, reason=reason))
        previous = head = found.digest
        expected = found.sequence + 1
    breaks += _lost()
    unsealed = models.Event.objects.filter(is_sealed=False).count()
    return Verdict(sealed=expected - 1, unsealed=unsealed, head=head, breaks=tuple(breaks))


def _seals() -> Iterator[models.Seal]:
    return models.Seal.objects.select_related("event").order_by("sequence").iterator(chunk_size=2000)


def _lost() -> list[Break]:
    """Events that say they are sealed but have no seal: the end of the chain was cut off."""
    orphans = models.Event.objects.filter(is_sealed=True, seal__isnull=True).values_list("id", flat=True)[
        :100
    ]
    return [
        Break(sequence=0, event_id=pk, reason=f"event {pk} was sealed but its seal is gone") for pk in orphans
    ]
