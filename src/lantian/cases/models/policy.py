"""What the loop runs by, as rows with dates: limits on clocks, routes to units, and single numbers."""

from django.db import models

from lantian.accounts.models import Organisation


class Limit(models.Model):
    """How long a step may take, on which clock, by level, category and channel; empty means any."""

    class Step(models.TextChoices):
        RECTIFY = "rectify", "整改"
        RECHECK = "recheck", "复查"
        RETURN = "return", "退回"
        SELF_CHECK = "self_check", "自查"
        PUBLICITY = "publicity", "公示"
        LETTER = "letter", "函复"
        SWEEP = "sweep", "举一反三"

    step = models.CharField(max_length=16, choices=Step)
    level = models.CharField(max_length=10, blank=True)
    category = models.CharField(max_length=32, blank=True)
    channel = models.CharField(max_length=24, blank=True)
    clock = models.CharField(max_length=8, choices=[("natural", "自然钟"), ("working", "工作钟")])
    hours = models.DecimalField(max_digits=6, decimal_places=2, help_text="hours of that clock")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "level", "category", "channel", "valid_from"], name="limit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.hours} h {self.clock}"


class Route(models.Model):
    """Which unit a case of a category at a kind of source goes to; empty means any."""

    class To(models.TextChoices):
        ANSWERABLE = "answerable", "污染源责任单位"
        GRID = "grid", "网格所属单位"
        UNIT = "unit", "指定单位"

    category = models.CharField(max_length=32, blank=True)
    source_kind = models.CharField(max_length=12, blank=True)
    to = models.CharField(max_length=10, choices=To)
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="routes"
    )
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "source_kind", "valid_from"], name="route_once"),
            models.CheckConstraint(
                condition=~models.Q(to="unit") | models.Q(unit__isnull=False), name="route_names_its_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category or '*'} {self.source_kind or '*'} → {self.to}"


class Policy(models.Model):
    """One number the loop runs by."""

    code = models.CharField(max_length=32)
    value = models.DecimalField(max_digits=10, decimal_places=3)
    unit = models.CharField(max_length=16)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="policy_once")]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} {self.unit}"
