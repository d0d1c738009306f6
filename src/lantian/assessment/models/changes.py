"""Published numbers that moved."""

from django.db import models

from lantian.assessment.models.indices import SubjectKind


class Change(models.Model):
    """One published number that moved: what it was, what it is, why, and the stations that moved it.

    An hour's, a day's, or that of a period from a week to a year up to its last day that is over.
    """

    class Why(models.TextChoices):
        LATE = "late", "迟到的读数"
        REVISION = "revision", "修正的读数"
        FLAG = "flag", "数据标识"
        LIST = "list", "例外事件清单"
        WEIGHT = "weight", "站点归属与权重"
        RULE = "rule", "口径"

    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    subject = models.CharField(max_length=40)
    period = models.CharField(max_length=4, help_text="hour, day, or span for a stretch of days")
    at = models.CharField(
        max_length=24, help_text="2026-11-21T05:00Z, 2026-11-21 for a day, 2026-11-01..2026-11-21 for a span"
    )
    figure = models.CharField(max_length=16, help_text="of a span also composite, and place in a group")
    group = models.CharField(max_length=12, blank=True, help_text="the group a place is among")
    old = models.CharField(max_length=24, blank=True, help_text="empty: there was none")
    new = models.CharField(max_length=24, blank=True, help_text="empty: there is none any more")
    why = models.CharField(max_length=12, choices=Why)
    because_of = models.JSONField(default=list, help_text="codes of the stations whose readings moved it")
    basis = models.CharField(
        max_length=200,
        blank=True,
        help_text="the list, or why a weight was stated; empty for readings",
    )
    old_position = models.BigIntegerField(help_text="journal position of the number as it was published")
    position = models.BigIntegerField(help_text="journal position of the number as it is now")
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-noted_at", "-id"], name="change_newest"),
            models.Index(fields=["subject_kind", "subject", "at"], name="change_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.at} {self.figure} {self.old} → {self.new}"
