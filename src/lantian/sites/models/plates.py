"""The plate of a site with its history, and the rule it is computed by."""

from django.db import models

from lantian.registry.models import Source
from lantian.sites.rules import Colour


class PlateRule(models.Model):
    """How a plate is computed, in one version; a change is a new version with its own dates."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    source_kinds = models.JSONField(help_text="kinds of source that have such a plate")
    parameters = models.JSONField(help_text="per part: what is green, what is red, of how many days")
    red_line_items = models.JSONField(default=list, help_text="items of checklists that are red lines")
    monitor_from_m2 = models.PositiveIntegerField(help_text="a site of this size needs a monitor")
    origin = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="plate_rule_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Plate(models.Model):
    """A stretch of time in which a site had one colour; the last one is still running."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="plates")
    colour = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    rule = models.ForeignKey(PlateRule, on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField(help_text="as they were when it was last computed")
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(until__isnull=True), name="plate_one_current"
            )
        ]
        indexes = [models.Index(fields=["source", "-since"], name="plate_source")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.colour}"
