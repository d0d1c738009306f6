"""What the doors know: how each door fares, when each device was heard, and what was set aside."""

from __future__ import annotations

from django.db import models

from lantian.ingest.rules import Reason
from lantian.registry.models import Device


class Link(models.Model):
    """One door: where it listens and whether it takes anything at present."""

    class State(models.TextChoices):
        OPEN = "open", "taking and acknowledging"
        PAUSED = "paused", "not acknowledging: see the sentence"
        CLOSED = "closed", "stopped"

    door = models.CharField(max_length=20, primary_key=True)
    listens_on = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State)
    sentence = models.TextField(blank=True, help_text="what happened and what to do, while paused")
    connections = models.PositiveIntegerField(default=0)
    frames = models.PositiveBigIntegerField(default=0, help_text="taken since it was opened")
    refused_connections = models.PositiveBigIntegerField(
        default=0, help_text="for want of room, since it was opened; frames not taken are in the quarantine"
    )
    opened_at = models.DateTimeField()
    beat_at = models.DateTimeField(help_text="when it last said so")

    def __str__(self) -> str:
        return f"{self.door} {self.state}"


class Liveness(models.Model):
    """When a device was last heard, from where, and how often."""

    device = models.OneToOneField(Device, on_delete=models.PROTECT, related_name="liveness")
    last_seen_at = models.DateTimeField()
    peer = models.CharField(max_length=60)
    frames = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.device_id} {self.last_seen_at:%Y-%m-%d %H:%M:%S}"


class Quarantine(models.Model):
    """Something that was not taken: alike arrivals of one peer are one row until somebody settles it."""

    reason = models.CharField(max_length=16, choices=[(reason.value, reason.value) for reason in Reason])
    detail = models.CharField(
        max_length=300, blank=True, help_text="what the reason does not say: for a file, its first bad row"
    )
    mn = models.CharField(max_length=64, blank=True, help_text="as it was said, known or not")
    peer = models.CharField(max_length=200, help_text="host, or the name of a file")
    count = models.PositiveBigIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    first_position = models.BigIntegerField(null=True, help_text="where the journal keeps the first of them")
    last_position = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="the kept file, for rows of a file")
    head = models.BinaryField(max_length=200, help_text="how the first of them begins")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reason", "mn", "peer"],
                condition=models.Q(settled_at__isnull=True),
                name="quarantine_one_open_row",
            )
        ]
        indexes = [models.Index(fields=["-last_at"], name="quarantine_newest")]

    def __str__(self) -> str:
        return f"{self.reason} {self.mn or self.peer}"
