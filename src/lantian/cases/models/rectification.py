"""What the unit means to do and what it did, with the view before and after."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case
from lantian.inspections.models import Evidence


class Plan(models.Model):
    """Target, measures and dates of a major mending; a case that reopens plans again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    target = models.CharField(max_length=300)
    measures = models.JSONField(help_text="list of {what, by_on}")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_plans")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case}: {self.target}"


class Rectification(models.Model):
    """One report of a mending; a case sent back gets another round."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rectifications")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rectifications")
    what_was_done = models.CharField(max_length=500)
    cost_fen = models.PositiveBigIntegerField(null=True, blank=True)
    penalty_record = models.CharField(max_length=80, blank=True, help_text="number of the penalty decision")
    before = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(help_text="the deadline in force when it was submitted")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="rectification_round")]
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.case} #{self.round}"

    @property
    def is_on_time(self) -> bool:
        return self.submitted_at <= self.due_at
