"""Keeping a photo: the original sealed, a copy for pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb
from lantian.calendar import queries as calendar
from lantian.inspections import events, models, photos, rules
from lantian.inspections.actions import hinting, own
from lantian.kernel import files, outbox, refusals

TAKES_PHOTOS = (Verb.VISIT, Verb.REPORT, Verb.RECTIFY, Verb.RECHECK, Verb.FILL_SHEET, Verb.REPLY)
NOTHING_SAID = rules.Arrival()


def attach_photo(
    *,
    visit_key: UUID | None,
    key: UUID,
    content: bytes,
    name: str,
    by: Actor,
    now: datetime,
    item_id: int | None = None,
    lon: float | None = None,
    lat: float | None = None,
    taken_at: datetime | None = None,
    arrival: rules.Arrival = NOTHING_SAID,
) -> models.Evidence:
    """Keep a photo: the original sealed by its hash, a copy without metadata for pages.

    Raises PhotoRefused for anything that is not a whole photo; sending a photo twice is harmless.
    """
    if not any(by.may(verb) for verb in TAKES_PHOTOS):
        raise NotAllowed(Verb.VISIT, by)
    visit = own.own_visit(visit_key, by) if visit_key else None
    item = own.item_of(visit, item_id) if visit and item_id else None
    zone = calendar.local_zone()
    photo = photos.read(content, name=name, limit=settings.LANTIAN_PHOTO_MAX_BYTES, zone=zone)
    original = files.store(content, kind="photo_original", name=name, now=now)
    before = models.Evidence.objects.filter(key=key).first()
    if before is not None:
        return _same_photo(before, sha256=original.sha256, by=by)
    evidence = models.Evidence(
        key=key,
        visit=visit,
        item=item,
        original=original,
        public_copy=files.store(photo.public, kind="photo_public", name=name, now=now),
        taken_at=photo.taken_at or taken_at,
        received_at=now,
        lon=photo.lon if lon is None else lon,
        lat=photo.lat if lat is None else lat,
        camera_lon=photo.lon,
        camera_lat=photo.lat,
        width=photo.width,
        height=photo.height,
        picture_hash=photo.picture_hash,
        by_id=by.id,
        camera=photo.camera,
        software=photo.software,
        camera_at=photo.taken_at,
        **_said(arrival, taken_at=taken_at),
    )
    found = hinting.raised(evidence, phone_place=lon is not None, now=now)
    evidence.hints = list(found)
    return _keep(evidence, found, by=by, now=now)


def _said(arrival: rules.Arrival, *, taken_at: datetime | None) -> dict[str, Any]:  # Any: columns
    return {
        "sha256_said": arrival.sha256_said,
        "said_at": arrival.said_at or taken_at,
        "accuracy_m": arrival.accuracy_m,
        "device": arrival.device[:300],
    }


def _same_photo(before: models.Evidence, *, sha256: str, by: Actor) -> models.Evidence:
    if (before.original_id, before.by_id) != (sha256, by.id):
        raise refusals.KeyTaken(before.key)
    return before


def _keep(
    evidence: models.Evidence, found: dict[str, hinting.Facts], *, by: Actor, now: datetime
) -> models.Evidence:
    try:
        with transaction.atomic():
            evidence.save(force_insert=True)
            hinting.keep(evidence, found, now=now)
            outbox.emit(
                events.PhotoKept(
                    about=own.about(evidence.visit)
                    if evidence.visit
                    else f"inspections.evidence:{evidence.key}",
                    by=by.id,
                    at=now,
                    key=str(evidence.key),
                    sha256=evidence.original_id,
                    public_sha256=evidence.public_copy_id,
                    item=evidence.item.code if evidence.item else "",
                    taken_at=evidence.taken_at,
                    hints=tuple(evidence.hints),
                    sha256_said=evidence.sha256_said,
                    device=evidence.device,
                )
            )
    except IntegrityError:  # the same upload came twice at once
        return _same_photo(models.Evidence.objects.get(key=evidence.key), sha256=evidence.original_id, by=by)
    return evidence
