"""What a place has been set to reach."""

from django.conf import settings
from django.db import models

from lantian.assessment.models.indices import SubjectKind


class Target(models.Model):
    """One figure that a place must reach over a stretch of days; setting it again makes a new row.

    `figure` is a pollutant's period value, `composite`, `good_days`, `heavy_days` or `place`.
    """

    class Sense(models.TextChoices):
        AT_MOST = "at_most", "不高于"
        AT_LEAST = "at_least", "不低于"

    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    subject = models.CharField(max_length=40)
    figure = models.CharField(max_length=16)
    first = models.DateField()
    last = models.DateField()
    sense = models.CharField(max_length=8, choices=Sense)
    value = models.DecimalField(max_digits=8, decimal_places=2)
    source = models.CharField(max_length=200, help_text="the paper that sets it")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="when another row took its place")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="target_forward"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "figure", "first", "last"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="target_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.figure} {self.sense} {self.value} {self.first}..{self.last}"
