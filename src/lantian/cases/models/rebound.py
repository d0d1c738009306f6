"""A case that came back."""

from django.db import models

from lantian.cases.models.case import Case
from lantian.cases.models.later_look import LaterLook
from lantian.inspections.models import Finding


class Rebound(models.Model):
    """One reopening, with the finding or the later look that caused it; each reopens one case, once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rebounds")
    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="rebound"
    )
    later_look = models.OneToOneField(
        LaterLook, on_delete=models.PROTECT, null=True, blank=True, related_name="rebound"
    )
    level_before = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finding__isnull=False) ^ models.Q(later_look__isnull=False),
                name="rebound_has_one_cause",
            )
        ]
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case}: {self.level_before} → {self.level}"
