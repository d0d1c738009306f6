"""From a violation to a fine: each step by the body that holds the power, amounts as integer fen."""

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation
from lantian.cases.models.case import Case
from lantian.inspections.models import Evidence


class LawClause(models.Model):
    """An act the law names, its consequence, and which kind of body decides; a row with its source."""

    code = models.CharField(max_length=24)
    law_zh = models.CharField(max_length=60)
    law_en = models.CharField(max_length=100)
    article = models.CharField(max_length=24)
    act_zh = models.CharField(max_length=160)
    act_en = models.CharField(max_length=240)
    consequence_zh = models.CharField(max_length=160)
    consequence_en = models.CharField(max_length=240)
    power = models.CharField(max_length=12, help_text="kind of body that decides")
    categories = models.JSONField(default=list, help_text="categories of cases it is proposed for")
    least_fen = models.BigIntegerField(null=True, blank=True)
    most_fen = models.BigIntegerField(null=True, blank=True)
    is_daily = models.BooleanField(default=False, help_text="fined day by day when still refused")
    origin = models.CharField(max_length=160)
    is_official = models.BooleanField(help_text="read in the text itself; others are not printed as law")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="law_clause_once"),
            models.CheckConstraint(
                condition=models.Q(least_fen__isnull=True)
                | models.Q(most_fen__isnull=True)
                | models.Q(most_fen__gte=models.F("least_fen")),
                name="law_clause_amounts",
            ),
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.law_zh} {self.article}"


class Power(models.Model):
    """Which unit of this district holds a kind of power, with dates."""

    kind = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="powers")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(valid_to__isnull=True), name="power_once"
            )
        ]
        ordering = ["kind", "valid_from"]

    def __str__(self) -> str:
        return f"{self.kind} → {self.organisation}"


class Enforcement(models.Model):
    """The transfer of one violation to the body that may punish it."""

    number = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enforcements")
    clause = models.ForeignKey(LawClause, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enforcements")
    party_name = models.CharField(max_length=120, help_text="who is proceeded against")
    transferred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    transferred_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "clause"], name="enforcement_once")]
        ordering = ["-transferred_at"]

    def __str__(self) -> str:
        return self.number


class EnforcementStep(models.Model):
    """One step that was taken; a daily fine may be taken again for further days."""

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", "调查取证"
        FILING = "filing", "立案"
        DECISION = "decision", "处罚决定"
        FINE = "fine", "罚款缴纳通知"
        EXECUTION = "execution", "执行"
        DAILY = "daily", "按日连续处罚"

    enforcement = models.ForeignKey(Enforcement, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    document = models.CharField(max_length=80)
    words = models.CharField(max_length=500, blank=True)
    amount_fen = models.BigIntegerField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True, help_text="of a daily fine")
    last_day = models.DateField(null=True, blank=True, help_text="of a daily fine, counted")
    ordered_on = models.DateField(null=True, blank=True, help_text="when correction was ordered")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enforcement", "kind"],
                condition=~models.Q(kind="daily"),
                name="enforcement_step_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_fen__isnull=True) | models.Q(amount_fen__gt=0),
                name="enforcement_amount_positive",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enforcement} {self.kind}"
