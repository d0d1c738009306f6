"""What the unit did, with the view before and after."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case
from lantian.inspections.models import Evidence


class Rectification(models.Model):
    """One report of a mending; a case sent back gets another round."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rectifications")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rectifications")
    what_was_done = models.CharField(max_length=500)
    cost_fen = models.PositiveBigIntegerField(null=True, blank=True)
    before = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="rectification_round")]
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.case} #{self.round}"
