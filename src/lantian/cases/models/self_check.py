"""The unit's own look at its mending before anybody else comes."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case


class SelfCheck(models.Model):
    """The head of the unit signs for a mending, or sends it back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="self_checks")
    round = models.PositiveSmallIntegerField(help_text="round of the rectification looked at")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    has_passed = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="self_check_round")]
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.case} {'passed' if self.has_passed else 'failed'}"
