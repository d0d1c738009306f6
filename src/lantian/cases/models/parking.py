"""A case that cannot be mended yet: kept in sight, with what is done meanwhile and a day to look again."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case


class Parking(models.Model):
    """One stretch in which the clock stands still, with its reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parkings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    interim = models.CharField(max_length=300, help_text="what is done meanwhile")
    minutes = models.CharField(max_length=80, help_text="the minutes that decided it")
    review_at = models.DateTimeField()
    left = models.DurationField(help_text="what was left of the limit on its clock; negative overdue")
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(resumed_at__isnull=True), name="parking_one_open"
            )
        ]
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case} until {self.review_at:%Y-%m-%d}"
