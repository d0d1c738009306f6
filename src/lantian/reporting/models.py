"""The briefing and its figures: every number keeps the address it came from."""

from django.conf import settings
from django.db import models

from lantian.kernel.models import StoredFile
from lantian.registry.models import Region


class Briefing(models.Model):
    """What is said of one day: written once, then issued; a correction is a new issue."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已印发"

    number = models.CharField(max_length=24, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    day = models.DateField(help_text="the day it reports on")
    issue = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    position = models.BigIntegerField(help_text="journal position it was written at")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    blocks = models.JSONField(help_text="the four blocks; numbers stand as {figure key}")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "day", "issue"], name="briefing_issue")]

    def __str__(self) -> str:
        return self.number


class Figure(models.Model):
    """One number of a briefing, as printed, and where it came from."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=60)
    text = models.CharField(max_length=60)
    unit = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "key"], name="figure_key")]

    def __str__(self) -> str:
        return f"{self.briefing} {self.key}"
