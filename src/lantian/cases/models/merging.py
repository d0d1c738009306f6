"""What looks like one problem: merged, with whoever reported it, or held apart by somebody who looked."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case


class CaseReporter(models.Model):
    """Somebody whose own report was merged into this case; they hear what comes of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reporters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", help_text="their own case")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "merged"], name="case_reporter_once")]
        ordering = ["reported_at"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"


class CaseApart(models.Model):
    """Somebody looked at two cases that could be one problem and says that they are two."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="apart")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="case_apart_once")]

    def __str__(self) -> str:
        return f"{self.case_id} is not {self.other_id}"
