"""Who answered for what when a case was filed, and which department looks after which kind of problem."""

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation
from lantian.cases.models.case import Case


class IndustryDuty(models.Model):
    """The department that looks after a kind of problem: 管行业必须管环保, a row per category, with dates."""

    category = models.CharField(max_length=32)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="industry_duties")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category"], condition=models.Q(valid_to__isnull=True), name="industry_duty_once"
            )
        ]
        ordering = ["category", "valid_from"]

    def __str__(self) -> str:
        return f"{self.category} → {self.organisation}"


class Responsibility(models.Model):
    """One line of the five levels of responsibility, as it stood when the case was filed; never changed."""

    class Tier(models.TextChoices):
        LEADER = "leader", "领导责任"
        TASK_FORCE = "task_force", "专班责任"
        DEPARTMENT = "department", "部门责任"
        LOCALITY = "locality", "属地责任"
        FIRM = "firm", "企业责任"

    class Seat(models.TextChoices):
        UNIT = "unit", "单位"
        PARTY = "party", "党组织主要负责人"
        GOVERNMENT = "government", "行政主要负责人"
        DEPUTY = "deputy", "分管负责人"
        GRID = "grid", "网格长"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="responsibilities")
    tier = models.CharField(max_length=12, choices=Tier)
    seat = models.CharField(max_length=12, choices=Seat)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name_zh = models.CharField(max_length=120, help_text="as it was called then; empty: nobody was on record")
    name_en = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "tier", "seat"], name="responsibility_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.tier} {self.seat}"
