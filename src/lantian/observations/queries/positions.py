"""How far the journal was recorded, and which position means now."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import Max, Q

from lantian.observations import models
from lantian.observations.journal.record import HEAD_BYTES


def home() -> Path:
    """The folder where all data live."""
    return Path(settings.LANTIAN_HOME)


def recorded_position() -> int:
    """The position before which everything is in the lake: where the next packet begins."""
    row = models.RecorderPosition.objects.filter(consumer="lake").first()
    return 0 if row is None else row.position


def lake_position() -> int:
    """The last position that is in the lake for good; as `as_of` it means now, and the same ever after.

    `recorded_position` is where the next packet begins: as `as_of` it would take that packet in once it came.
    Flags set and lifted and other acts since the last packet have positions of their own within its last
    bytes.
    """
    recorded = recorded_position()
    acts = models.Flag.objects.aggregate(
        set=Max("position", filter=Q(position__lt=recorded)),
        lifted=Max("lifted_position", filter=Q(lifted_position__lt=recorded)),
    )
    other = models.Act.objects.filter(position__lt=recorded).aggregate(newest=Max("position"))["newest"]
    return max(recorded - HEAD_BYTES, acts["set"] or 0, acts["lifted"] or 0, other or 0, 0)


def act_position() -> int:
    """The position of what is decided now: after all that is computed, before the next packet."""
    return max(min(lake_position() + 1, recorded_position() - 1), 0)


def position_of(consumer: str) -> int:
    """Where a consumer of the journal goes on reading."""
    row = models.RecorderPosition.objects.filter(consumer=consumer).first()
    return 0 if row is None else row.position


def journal_floor() -> int:
    """The highest position any consumer has recorded; no journal may begin or end below it."""
    return max(models.RecorderPosition.objects.values_list("position", flat=True), default=0)


def newest_position() -> int:
    """The last position that anything lies at: of a packet in the lake, or of an act after it."""
    return max(recorded_position() - 1, lake_position(), 0)
