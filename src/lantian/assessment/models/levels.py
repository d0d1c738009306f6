"""How far the readings of a stretch of days have been looked at."""

from django.conf import settings
from django.db import models

from lantian.registry.models import Station


class DataLevel(models.Model):
    """Real-time, reviewed, verified: declared for a station and a stretch of days; the newest row counts."""

    class Level(models.TextChoices):
        REAL_TIME = "real_time", "实时"
        REVIEWED = "reviewed", "已审核"
        VERIFIED = "verified", "已复核"

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="data_levels")
    first = models.DateField()
    last = models.DateField()
    level = models.CharField(max_length=12, choices=Level)
    basis = models.CharField(max_length=200, help_text="the paper or the review that allows it")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="data_level_forward")
        ]
        indexes = [models.Index(fields=["station", "first", "last"], name="data_level_stretch")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.first}..{self.last} {self.level}"
