"""What somebody else saw when they looked again."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case
from lantian.inspections.models import Evidence


class Recheck(models.Model):
    """One look at a mending by somebody independent of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rechecks")
    round = models.PositiveSmallIntegerField(help_text="round of the rectification looked at")
    turn = models.PositiveSmallIntegerField(default=0, help_text="upheld objections before this look")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rechecks")
    is_on_site = models.BooleanField()
    has_passed = models.BooleanField()
    answers = models.JSONField(help_text="the five acceptance tests, by code")
    reasons = models.CharField(max_length=500, blank=True)
    readings = models.JSONField(default=dict, help_text="monitor values before and after, with addresses")
    has_fake_photo = models.BooleanField(
        default=False, help_text="the rechecker says a photo is not of this place"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round", "turn"], name="recheck_round")]
        ordering = ["round", "turn"]

    def __str__(self) -> str:
        return f"{self.case} {'passed' if self.has_passed else 'failed'}"


class RecheckEvidence(models.Model):
    """A photo taken by the person who looked again."""

    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recheck", "evidence"], name="recheck_evidence_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.recheck_id} {self.evidence_id}"
