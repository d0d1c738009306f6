"""Photos that somebody should look at: one sent twice, one written by another program, one masked."""

import hashlib
import io
from datetime import datetime, timedelta

from PIL import ExifTags, Image

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Role
from lantian.cases.models import CaseEvidence
from lantian.inspections import actions as inspections
from lantian.inspections import rules
from lantian.inspections.models import Evidence
from lantian.kernel import files, references
from lantian.simulate.playing import Cast

AGO, DECIDED_AGO = timedelta(minutes=50), timedelta(minutes=20)
PLATE = (380, 620, 160, 90)
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36"


def play(cast: Cast, *, now: datetime) -> None:
    """The newest photos of officers get hints; a supervisor decides about one and masks another."""
    shown = CaseEvidence.objects.filter(
        evidence__visit__isnull=False, evidence__by__role=Role.GRID_OFFICER
    ).order_by("-evidence__received_at")
    photos = list({row.evidence_id: row.evidence for row in shown.select_related("evidence")[:6]}.values())
    if len(photos) < 2:
        return
    first, second = photos[:2]
    _send(first, files.read(first.original_id), now=now - AGO)
    decided = _send(second, files.read(second.original_id), now=now - AGO)
    _send(second, _edited(files.read(second.original_id)), now=now - AGO)
    supervisor = cast.supervisors[0]
    inspections.judge_hint(
        photo_key=decided.key,
        code="reused",
        decision=rules.ALL_RIGHT,
        reason="信号不好，同一张照片发了两次",
        by=supervisor,
        now=now - DECIDED_AGO,
    )
    inspections.mask(photo_key=first.key, rectangles=[PLATE], version=0, by=supervisor, now=now - DECIDED_AGO)
    inspections.open_original(photo=first, door="console", by=supervisor, now=now - DECIDED_AGO)


def _send(photo: Evidence, content: bytes, *, now: datetime) -> Evidence:
    """Whoever took a photo sends bytes from their phone."""
    officer = accounts.actor(photo.by_id)
    return inspections.attach_photo(
        visit_key=None,
        key=references.new_key(now),
        content=content,
        name="photo.jpg",
        by=officer,
        now=now,
        lon=photo.lon,
        lat=photo.lat,
        taken_at=now,
        arrival=rules.Arrival(sha256_said=hashlib.sha256(content).hexdigest(), accuracy_m=12, device=PHONE),
    )


def _edited(content: bytes) -> bytes:
    """The same picture as a program that changes pictures would write it."""
    picture, out, exif = Image.open(io.BytesIO(content)), io.BytesIO(), Image.Exif()
    exif[ExifTags.Base.Software] = "GIMP 2.10"
    picture.convert("RGB").save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()
