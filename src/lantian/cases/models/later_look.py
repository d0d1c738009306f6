"""Another look at a closed case, planned by risk on the day it closes."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case
from lantian.inspections.models import Evidence


class LaterLook(models.Model):
    """One later recheck: when it falls due, why, and what it came to."""

    class Why(models.TextChoices):
        GRAVE = "grave", "重大或督察"
        DRAWN = "drawn", "抽取"
        TOLD = "told", "群众反映未改好"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="later_looks")
    closing = models.PositiveSmallIntegerField(help_text="how often it was reopened before it closed")
    days = models.PositiveSmallIntegerField(help_text="after closing")
    due_at = models.DateTimeField()
    why = models.CharField(max_length=8, choices=Why)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)
    holds = models.BooleanField(null=True, blank=True)
    is_on_site = models.BooleanField(default=False)
    answers = models.JSONField(default=dict, help_text="the five acceptance tests, by code")
    reasons = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "closing", "days"], name="later_look_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(at__isnull=True), name="later_look_open")
        ]
        ordering = ["due_at"]

    def __str__(self) -> str:
        return f"{self.case} +{self.days} d"


class LaterLookEvidence(models.Model):
    """A photo taken at a later look."""

    look = models.ForeignKey(LaterLook, on_delete=models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["look", "evidence"], name="later_look_evidence_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.look_id} {self.evidence_id}"
