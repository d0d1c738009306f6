"""The briefing and its figures: every number keeps the address it came from."""

from django.conf import settings
from django.db import models

from lantian.cases.models import Letter, Rung
from lantian.inspections.models import Visit
from lantian.kernel.models import StoredFile
from lantian.registry.models import Region


class Briefing(models.Model):
    """What is said of one day: written once, then issued; a correction is a new issue."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已印发"

    number = models.CharField(max_length=24, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="briefings")
    day = models.DateField(help_text="the day it reports on")
    issue = models.PositiveSmallIntegerField(
        default=1, help_text="2 and more are corrections of the same day"
    )
    serial = models.PositiveIntegerField(
        null=True, blank=True, help_text="第 N 期 of its year; given when it is issued"
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="grows when a draft is written again")
    position = models.BigIntegerField(help_text="journal position it was written at")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead = models.JSONField(help_text="the first sentence, in both languages; numbers stand as {figure key}")
    blocks = models.JSONField(help_text="the four blocks; numbers stand as {figure key}")
    things = models.JSONField(default=dict, help_text="what its lines name: name and address by key")
    stations = models.JSONField(default=list, help_text="rows of the table of stations")
    hours = models.JSONField(default=dict, help_text="the day's hourly values that the chart draws")
    basis = models.JSONField(default=dict, help_text="edition, completeness, sources of the data")
    digest = models.CharField(max_length=64, help_text="SHA-256 of everything printed")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "day", "issue"], name="briefing_issue"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(issued_at__isnull=False, serial__isnull=False),
                name="briefing_issued_has_its_serial",
            ),
        ]
        indexes = [models.Index(fields=["region", "-day", "-issue"], name="briefing_by_day")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def code(self) -> str:
        """What a reader compares to see that a sheet of paper is this briefing."""
        return self.digest[:12]


class Figure(models.Model):
    """One number of a briefing, as printed, and where it came from."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="figures")
    place = models.PositiveSmallIntegerField(help_text="in the order of the text")
    key = models.CharField(max_length=60)
    text = models.CharField(max_length=60)
    unit = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True, help_text="code why there is no number")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "key"], name="figure_key")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.key}"


class Paper(models.Model):
    """A paper of a visit as it was printed: number, the code by which anybody verifies it, bytes by hash."""

    class Kind(models.TextChoices):
        RECORD = "record", "现场检查记录"
        SLIP = "slip", "现场整改通知单"

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=16, unique=True, help_text="printed on it; opens /verify/")
    kind = models.CharField(max_length=8, choices=Kind)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="papers")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "kind"], name="paper_once")]

    def __str__(self) -> str:
        return self.number


class LetterPaper(models.Model):
    """A letter about a case, or that of a rung, as it was printed; its number is that of the letter."""

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=16, unique=True, help_text="printed on it; opens /verify/")
    kind = models.CharField(max_length=16, help_text="letter, or the kind of the rung")
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="paper"
    )
    rung = models.OneToOneField(Rung, on_delete=models.PROTECT, null=True, blank=True, related_name="paper")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(letter__isnull=True) ^ models.Q(rung__isnull=True),
                name="letter_paper_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.number
