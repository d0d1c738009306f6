"""What is kept about observations outside the lake: the latest values, flags, how far recording has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lantian.observations import rules
from lantian.registry.models import Station


def parameters() -> list[tuple[str, str]]:
    """What can be flagged; a callable, so that one more parameter needs no migration."""
    return [(name, name) for name in rules.PARAMETERS]


class Latest(models.Model):
    """The newest row of a station and period, for pages that show now."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="latest")
    period = models.CharField(max_length=8)
    begins_at = models.DateTimeField()
    received_at = models.DateTimeField()
    position = models.BigIntegerField(help_text="journal position of the packet that completed it")
    marks = models.CharField(max_length=120, blank=True, help_text="marks that are not N: co=M,pm10=D")
    values = models.JSONField(default=dict, help_text="by parameter, as the newest row of the lake has them")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "period"], name="latest_once")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.period} {self.begins_at:%Y-%m-%d %H:%M}"


class RecorderPosition(models.Model):
    """How far a consumer has read the journal; moved in the transaction that keeps what it read."""

    consumer = models.CharField(max_length=20, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.consumer} {self.position}"


class Flag(models.Model):
    """What somebody or a check says about readings of a stretch of time; joined when they are read."""

    class Kind(models.TextChoices):
        INVALID = "invalid", "invalid: not to be used"
        SUSPECT = "suspect", "suspect: used, but shown"

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="flags")
    parameter = models.CharField(max_length=8, choices=parameters)
    period = models.CharField(max_length=8, default="1h")
    first_begins_at = models.DateTimeField()
    last_begins_at = models.DateTimeField(help_text="included")
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    check_name = models.CharField(max_length=40, blank=True, help_text="the check, where no person said so")
    created_at = models.DateTimeField()
    position = models.BigIntegerField(help_text="journal position from which it counts")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_position = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_begins_at__gte=models.F("first_begins_at")), name="flag_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(author__isnull=False) | ~models.Q(check_name=""), name="flag_has_author"
            ),
        ]
        indexes = [models.Index(fields=["station", "first_begins_at", "last_begins_at"], name="flag_stretch")]

    def __str__(self) -> str:
        return f"{self.kind} {self.parameter} {self.first_begins_at:%Y-%m-%d %H:%M}"


class Unreadable(models.Model):
    """A stretch of the journal that became no reading, and why; for the operator."""

    class Reason(models.TextChoices):
        DAMAGED = "damaged", "the journal is damaged here"
        UNKNOWN_DEVICE = "unknown-device", "the register has no such device"
        BAD_TIME = "bad-time", "the time is missing or impossible"
        BAD_UNIT = "bad-unit", "the register gives a unit nobody knows"
        BAD_BODY = "bad-body", "the rows of a file cannot be read"

    position = models.BigIntegerField(unique=True)
    end = models.BigIntegerField()
    reason = models.CharField(max_length=16, choices=Reason)
    sentence = models.CharField(max_length=300)
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.position} {self.reason}"
