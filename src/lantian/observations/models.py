"""What is kept about observations outside the lake: the latest values, flags, how far recording has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lantian.observations import rules, states
from lantian.registry.models import Station


def parameters() -> list[tuple[str, str]]:
    """What can be flagged; a callable, so that one more parameter needs no migration."""
    return [(name, name) for name in rules.PARAMETERS]


def flag_states() -> list[tuple[str, str]]:
    """How a flag may stand."""
    return [(state.value, state.value) for state in states.State]


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
    """What somebody or a check says about readings of a stretch of time; joined when they are read.

    A check only proposes: its flag is shown and changes no number until a person accepts it.
    """

    class Kind(models.TextChoices):
        INVALID = "invalid", "invalid: not to be used"
        SUSPECT = "suspect", "suspect: used, but shown"

    class Severity(models.TextChoices):
        NOTE = "note", "worth knowing"
        DOUBTFUL = "doubtful", "to be looked at before use"
        IMPOSSIBLE = "impossible", "no instrument measures it"

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="flags")
    parameter = models.CharField(max_length=8, choices=parameters)
    period = models.CharField(max_length=8, default="1h")
    first_begins_at = models.DateTimeField()
    last_begins_at = models.DateTimeField(help_text="included")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=flag_states, default=states.State.ACCEPTED.value)
    reason = models.CharField(max_length=200, help_text="what the check saw, or why a person says so")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    check_name = models.CharField(max_length=40, blank=True, help_text="the check, where no person said so")
    check_version = models.CharField(max_length=20, blank=True)
    check_parameters = models.JSONField(default=dict, blank=True, help_text="the check's rule as it was run")
    evidence = models.JSONField(
        default=dict, blank=True, help_text="numbers that decided, and what was seen in both languages"
    )
    severity = models.CharField(max_length=12, choices=Severity, blank=True)
    created_at = models.DateTimeField()
    proposed_position = models.BigIntegerField(
        null=True, blank=True, help_text="journal position from which a check's proposal was shown"
    )
    position = models.BigIntegerField(help_text="journal position from which it counts")
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_reason = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True, help_text="when it ended: rejected or taken back")
    lifted_position = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_begins_at__gte=models.F("first_begins_at")), name="flag_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(author__isnull=False) | ~models.Q(check_name=""), name="flag_has_author"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="proposed") | models.Q(kind="suspect", lifted_at__isnull=True),
                name="flag_proposal_changes_nothing",
            ),
            models.UniqueConstraint(
                fields=["station", "parameter", "period", "check_name", "first_begins_at"],
                condition=models.Q(state="proposed"),
                name="flag_proposed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["station", "first_begins_at", "last_begins_at"], name="flag_stretch"),
            models.Index(fields=["state", "-last_begins_at"], name="flag_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.parameter} {self.first_begins_at:%Y-%m-%d %H:%M}"


class Act(models.Model):
    """A decision of a later room that moves numbers and is no flag: the journal position it counts from."""

    position = models.BigIntegerField(db_index=True)
    about = models.CharField(max_length=120, help_text="the address of what was decided")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.about} @{self.position}"


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
