"""The daily sheet, signed in versions, and the weekly confirmation."""

from django.conf import settings
from django.db import models

from lantian.inspections.models import Evidence
from lantian.registry.models import Source
from lantian.sites.models.premises import SheetItem
from lantian.sites.rules import Stage, Tap


class Sheet(models.Model):
    """The sheet of one day as it was signed; it never changes, a correction is the next version."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="sheets")
    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, blank=True, choices=[(s.value, s.value) for s in Stage])
    words = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="why it was corrected")
    facts = models.JSONField(help_text="what the machines said when it was signed")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "day", "version"], name="sheet_version_once"),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""), name="sheet_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.day} v{self.version}"


class SheetAnswer(models.Model):
    """One line of a sheet as it was tapped."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(SheetItem, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=8, choices=[(t.value, t.value) for t in Tap])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="sheet_answer_once")]
        ordering = ["item__position"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.value}"


class SheetPhoto(models.Model):
    """A photo of a sheet."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="photos")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "evidence"], name="sheet_photo_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.evidence_id}"


class Week(models.Model):
    """A week of sheets, confirmed by who manages the site, with the days that had none."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="weeks")
    monday = models.DateField()
    missing = models.JSONField(default=list, help_text="days without a sheet when it was confirmed")
    words = models.CharField(max_length=300, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "monday"], name="week_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.monday}"
