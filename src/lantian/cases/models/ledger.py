"""The ledger of a superior inspection: its own words, who mends it by when, and six steps to the end."""

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation
from lantian.cases.models.case import Case
from lantian.inspections.models import Evidence


class ProcedureStep(models.Model):
    """One step of the procedure by which a found problem is struck off, with dates."""

    code = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    tier = models.CharField(
        max_length=12,
        choices=[("township", "镇街整改"), ("district", "区级验收"), ("city", "市级审核")],
    )
    roles = models.JSONField(help_text="roles that take it")
    needs_state = models.JSONField(default=list, help_text="states of the case that allow it; empty for any")
    needs = models.CharField(max_length=120, help_text="what has to be shown: document, signature")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="procedure_step_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh


class LedgerEntry(models.Model):
    """One line of the ledger: a case of the channel superior_inspection."""

    class Tier(models.TextChoices):
        CENTRAL = "central", "中央"
        PROVINCIAL = "provincial", "省级"
        OWN = "own", "市级及自查"

    class Span(models.TextChoices):
        SHORT = "short", "短期"
        MEDIUM = "medium", "中期"
        LONG = "long", "长期"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="ledger")
    batch = models.CharField(max_length=60)
    serial = models.CharField(max_length=20, help_text="its number in the batch")
    original_words = models.TextField(help_text="as the inspection wrote it")
    tier = models.CharField(max_length=12, choices=Tier)
    target = models.CharField(max_length=500)
    measures = models.CharField(max_length=1000)
    span = models.CharField(max_length=8, choices=Span)
    due_on = models.DateField()
    lead_unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="led_entries")
    cooperating = models.ManyToManyField(Organisation, blank=True, related_name="joint_entries")
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ledger_contacts"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "serial"], name="ledger_entry_once")]
        indexes = [models.Index(fields=["lead_unit", "due_on"], name="ledger_unit_due")]
        ordering = ["batch", "serial"]

    def __str__(self) -> str:
        return f"{self.batch} {self.serial}"


class LedgerProgress(models.Model):
    """What a unit reported for one month; said again, it is another line."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="progress")
    month = models.DateField(help_text="its first day")
    words = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["month", "pk"]

    def __str__(self) -> str:
        return f"{self.entry} {self.month:%Y-%m}"


class StepTaken(models.Model):
    """One step of the procedure that was taken, with its document and who signed."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="steps")
    step = models.ForeignKey(ProcedureStep, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    document = models.CharField(max_length=80, help_text="number of the paper, issue of the paper, link")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "step"], name="step_taken_once")]
        ordering = ["step__position"]

    def __str__(self) -> str:
        return f"{self.entry} {self.step}"
