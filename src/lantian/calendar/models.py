"""The office's own days: holidays, make-up workdays and the shifts of a working day, by date."""

from django.db import models


class DayOverride(models.Model):
    """A day that differs from the weekly rule or the published table."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.name_zh}"


class Shift(models.Model):
    """A stretch of every working day on which the working clock runs."""

    starts_at = models.TimeField()
    ends_at = models.TimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_runs_forward"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"
