"""What somebody says against a mending that is shown in public."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case


class Objection(models.Model):
    """One objection; open until the task force dismisses or upholds it with a decision."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    words = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    is_upheld = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case}: {self.words[:40]}"
