"""Who is on duty at a site, day by day, and whether they were there."""

from django.conf import settings
from django.db import models

from lantian.registry.models import Source


class Shift(models.Model):
    """One day of the roster: who is on duty, in whose place, and their check-in."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shifts")
    was = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="in whose place",
    )  # fmt: skip
    reason = models.CharField(max_length=200, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    place_note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="shift_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.day} {self.person_id}"
