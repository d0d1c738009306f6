"""What people do with a kept photo: open its original, decide about a hint, mask a part of its copy."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.inspections import events, models, permissions, photos, queries, rules
from lantian.inspections.queries import custody
from lantian.kernel import files, outbox


@transaction.atomic
def open_original(*, photo: models.Evidence, door: str, by: Actor, now: datetime) -> bytes:
    """The sealed bytes, checked against their hash; that they were opened is written down."""
    require(Verb.SEE_ORIGINAL, by)
    content = files.read(photo.original_id)
    outbox.emit(
        events.OriginalOpened(
            about=custody.about(photo), by=by.id, at=now, sha256=photo.original_id, door=door
        )
    )
    return content


@transaction.atomic
def judge_hint(
    *, photo_key: UUID, code: str, decision: str, reason: str, by: Actor, now: datetime
) -> models.Hint:
    """Decide about a hint, with a reason; the first word counts, and the photo is never deleted."""
    require(Verb.JUDGE_HINT, by)
    theirs = permissions.overseen_evidence(by, Verb.JUDGE_HINT)
    hint = models.Hint.objects.select_related("evidence").get(
        evidence__in=theirs.filter(key=photo_key), code=code
    )
    rules.check_judgement(reason=reason, is_own=hint.evidence.by_id in by.ids)
    chosen = models.Hint.Decision(decision)
    changes = {
        "decision": chosen,
        "reason": reason.strip()[:200],
        "decided_by_id": by.id,
        "decided_at": now,
    }
    if not models.Hint.objects.filter(pk=hint.pk, decision="").update(**changes):
        raise rules.HintDecided()
    outbox.emit(
        events.HintJudged(
            about=custody.about(hint.evidence),
            by=by.id,
            at=now,
            hint=code,
            decision=chosen.value,
            reason=reason.strip()[:200],
        )
    )
    hint.refresh_from_db()
    return hint


def mask(
    *, photo_key: UUID, rectangles: Sequence[rules.Rectangle], version: int, by: Actor, now: datetime
) -> models.Mask:
    """Make a new copy with parts nobody can make out; `version` is the one the person looked at."""
    require(Verb.MASK, by)
    theirs = permissions.overseen_evidence(by, Verb.MASK)
    photo = theirs.get(key=photo_key)
    given = list(rectangles)
    rules.check_rectangles(given)
    copy = photos.masked(files.read(photo.original_id), given)
    return _keep_mask(photo, given, copy=copy, version=version, by=by, now=now)


def _keep_mask(
    photo: models.Evidence,
    given: list[rules.Rectangle],
    *,
    copy: bytes,
    version: int,
    by: Actor,
    now: datetime,
) -> models.Mask:
    try:
        with transaction.atomic():
            newest = queries.masks_of(photo).last()
            if (newest.version if newest else 0) != version:
                raise rules.MaskMoved()
            kept = files.store(copy, kind="photo_public", name="masked.jpg", now=now)
            row = models.Mask.objects.create(
                evidence=photo,
                version=version + 1,
                rectangles=given,
                public_copy=kept,
                by_id=by.id,
                at=now,
            )
            models.Evidence.objects.filter(pk=photo.pk).update(public_copy=kept)
            outbox.emit(
                events.PhotoMasked(
                    about=custody.about(photo),
                    by=by.id,
                    at=now,
                    mask=row.version,
                    rectangles=tuple(given),
                    public_sha256=kept.sha256,
                )
            )
    except IntegrityError as error:  # two masked one photo at once: the first copy stands
        raise rules.MaskMoved() from error
    return row
