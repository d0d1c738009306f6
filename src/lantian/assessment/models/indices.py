"""Indices by hour and day.

`subject` is a station's or region's code; `values` are decimals as text by parameter; `position` is the
journal position at which these numbers were first computed: recomputed as of it, they come out the same.
"""

from django.db import models


class SubjectKind(models.TextChoices):
    STATION = "station", "站点"
    REGION = "region", "区域"


class HourlyIndex(models.Model):
    """The AQI of one station or region for one hour."""

    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    subject = models.CharField(max_length=40)
    begins_at = models.DateTimeField()
    is_statutory = models.BooleanField(
        default=True, help_text="false for micro and site stations: a clue, no official figure"
    )
    edition = models.CharField(max_length=24)
    aqi = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    primary = models.JSONField(default=list, help_text="all primary pollutants; ties are all listed")
    sub_indices = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    missing = models.JSONField(
        default=dict, help_text="reason by parameter, and for the index itself under 'aqi'"
    )
    completeness = models.JSONField(default=dict, help_text="stations counted by parameter, for a region")
    parameters = models.JSONField(default=dict, help_text="conventions it was computed by")
    position = models.BigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject", "begins_at"], name="hourly_index_once")
        ]
        indexes = [models.Index(fields=["begins_at", "subject_kind"], name="hourly_index_hour")]

    def __str__(self) -> str:
        return f"{self.subject} {self.begins_at:%Y-%m-%d %H} AQI {self.aqi}"


class DailyAssessment(models.Model):
    """The AQI and means of one station or region for one local day."""

    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    subject = models.CharField(max_length=40)
    day = models.DateField()
    is_statutory = models.BooleanField(default=True, help_text="false for micro and site stations")
    edition = models.CharField(max_length=24)
    aqi = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    primary = models.JSONField(default=list)
    sub_indices = models.JSONField(default=dict)
    values = models.JSONField(default=dict, help_text="daily means; o3_8h is the daily maximum 8 h")
    missing = models.JSONField(default=dict)
    completeness = models.JSONField(
        default=dict, help_text="valid hours by parameter (8 h windows for o3_8h)"
    )
    parameters = models.JSONField(default=dict, help_text="conventions it was computed by")
    position = models.BigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject", "day"], name="daily_assessment_once")
        ]
        indexes = [models.Index(fields=["day", "subject_kind"], name="daily_assessment_day")]

    def __str__(self) -> str:
        return f"{self.subject} {self.day} AQI {self.aqi}"
