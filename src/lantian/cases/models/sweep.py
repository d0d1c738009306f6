"""举一反三: a case has every place of its kind in the district looked at."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case
from lantian.registry.models import Grid, Source


class Sweep(models.Model):
    """One sweep: what kind of place, by when, and when it was closed."""

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sweeps")
    category = models.CharField(max_length=32)
    source_kind = models.CharField(max_length=12, blank=True, help_text="empty: every grid as a whole")
    words = models.CharField(max_length=300, help_text="what to look for")
    due_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(closed_at__isnull=True), name="sweep_one_open_per_case"
            )
        ]
        ordering = ["-ordered_at"]

    def __str__(self) -> str:
        return self.number


class SweepTask(models.Model):
    """The part of a sweep in one grid."""

    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, related_name="tasks")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="+")
    excused_reason = models.CharField(max_length=200, blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    excused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sweep", "grid"], name="sweep_task_once")]
        ordering = ["grid__code"]

    def __str__(self) -> str:
        return f"{self.sweep} {self.grid}"


class SweepPlace(models.Model):
    """One place of a task and what was seen there; without a source it is the grid as a whole."""

    class Outcome(models.TextChoices):
        NOTHING = "nothing", "未发现"
        PROBLEM = "problem", "发现问题"

    task = models.ForeignKey(SweepTask, on_delete=models.PROTECT, related_name="places")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    words = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="swept_from")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "source"], name="sweep_place_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.task} {self.source_id or '*'}"
