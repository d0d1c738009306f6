"""The ladder of answerability: a clock drafts a rung, a person takes it."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case


class Rung(models.Model):
    """One step of the ladder, drafted with its reason."""

    class Kind(models.TextChoices):
        REMIND = "remind", "提醒"
        SUPERVISE = "supervise", "督办"
        CIRCULAR = "circular", "通报"
        INTERVIEW = "interview", "约谈"
        TRANSFER = "transfer", "移交"
        REMINDER_LETTER = "reminder_letter", "催办函"
        REPORT = "report", "报告领导"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rungs")
    kind = models.CharField(max_length=16, choices=Kind)
    reason = models.CharField(max_length=40, help_text="code: overdue, second_failure, top_level_rebound")
    drafted_at = models.DateTimeField()
    clock_run = models.DateTimeField(null=True, blank=True, help_text="the deadline that ran out")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    number = models.CharField(max_length=24, blank=True, help_text="number of its letter, once taken")
    words = models.TextField(blank=True, help_text="the letter as it was taken")
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "reason"], name="rung_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"
