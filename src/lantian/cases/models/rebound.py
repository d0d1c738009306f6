"""A case that came back."""

from django.db import models

from lantian.cases.models.case import Case
from lantian.inspections.models import Finding


class Rebound(models.Model):
    """One reopening, with the finding that caused it; a finding reopens one case, once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rebounds")
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="rebound")
    level_before = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case}: {self.level_before} → {self.level}"
