"""A place with duties of its own, what a plant says of itself, and the rows the room runs by."""

from django.conf import settings
from django.db import models

from lantian.registry.models import Source


class Policy(models.Model):
    """One number the duties run by."""

    code = models.CharField(max_length=32)
    value = models.DecimalField(max_digits=10, decimal_places=3)
    unit = models.CharField(max_length=16)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    origin = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="sites_policy_once")]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} {self.unit}"


class SheetItem(models.Model):
    """One line of a sheet that no machine can answer; a change is a new version with its own dates."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    source_kinds = models.JSONField(help_text="kinds of source whose sheet has it")
    position = models.PositiveSmallIntegerField()
    text_zh = models.CharField(max_length=120)
    text_en = models.CharField(max_length=160)
    origin = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="sheet_item_version")]

    def __str__(self) -> str:
        return self.text_zh


class Premises(models.Model):
    """A site or plant that has these duties, from the day they begin."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="premises")
    area_m2 = models.PositiveIntegerField(null=True, blank=True, help_text="null where nobody has stated it")
    begins_on = models.DateField(help_text="first day of which a sheet is due")
    ends_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.source_id} {self.begins_on}"


class Statement(models.Model):
    """What a plant says of itself: energy, vehicles, trips a day; a later statement stands before it."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    energy = models.JSONField(help_text="per cent by kind of energy, as text")
    vehicles = models.JSONField(help_text="rows of fuel, emission stage, number")
    trips_per_day = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["source", "-at"], name="statement_source")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at:%Y-%m-%d}"
