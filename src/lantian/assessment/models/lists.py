"""Lists that come from above: exceptional events to leave out, and the figures a superior publishes."""

from django.conf import settings
from django.db import models

from lantian.registry.models import Region


class ImportedList(models.Model):
    """A list as it was handed in: the file is kept by its hash before a row of it is judged."""

    class Kind(models.TextChoices):
        EXCEPTIONAL = "exceptional", "例外事件扣除清单"
        OFFICIAL = "official", "上级公布的数值与名次"

    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    authority = models.CharField(max_length=120, help_text="who published it")
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    imported_at = models.DateTimeField()
    position = models.BigIntegerField(help_text="journal position from which the list counts")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    withdrawn_position = models.BigIntegerField(
        null=True, blank=True, help_text="journal position from which it counts no more"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sha256"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="imported_list_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ExceptionalDay(models.Model):
    """A day of a place that an official list leaves out of means and of the composite index."""

    listed = models.ForeignKey(ImportedList, on_delete=models.PROTECT, related_name="exceptional_days")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="exceptional_days")
    day = models.DateField()
    parameters = models.JSONField(help_text="which parameters are left out: pm10, pm25")
    kind = models.CharField(max_length=40, default="sand_dust")
    row = models.PositiveIntegerField(help_text="row of the list, counted below its header")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listed", "region", "day"], name="exceptional_day_once")
        ]
        indexes = [models.Index(fields=["region", "day"], name="exceptional_day_place")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.day} {','.join(self.parameters)}"


class OfficialFigure(models.Model):
    """One figure that a superior published about a place, as it was printed."""

    listed = models.ForeignKey(ImportedList, on_delete=models.PROTECT, related_name="figures")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="official_figures")
    printed_as = models.CharField(max_length=80, help_text="the place's name in the list")
    first = models.DateField()
    last = models.DateField()
    figure = models.CharField(max_length=16, help_text="pm25 … composite good_days place")
    value = models.CharField(max_length=24, help_text="the text as printed")
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listed", "region", "first", "last", "figure"], name="official_figure_once"
            )
        ]
        indexes = [models.Index(fields=["first", "last", "region"], name="official_figure_period")]

    def __str__(self) -> str:
        return f"{self.printed_as} {self.figure} {self.value} {self.first}..{self.last}"
