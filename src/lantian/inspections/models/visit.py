"""Visits: what was answered and what it came to."""

from django.conf import settings
from django.db import models

from lantian.dispatch.models import Order
from lantian.inspections.models.checklist import Item, Template
from lantian.registry.models import Source


class Visit(models.Model):
    """One going-out as it happened; its key is made on the phone, so sending it twice is harmless."""

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        FILED = "filed", "已提交"

    key = models.UUIDField(unique=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="visit")
    template = models.ForeignKey(Template, on_delete=models.PROTECT)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    checked_in_at = models.DateTimeField()
    said_at = models.DateTimeField(
        null=True, help_text="the phone's own time of a check-in sent later; null when it was sent at once"
    )
    lon = models.FloatField(null=True, help_text="null when the phone gave no place; `place_note` says why")
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(null=True, help_text="from the source or station that was to be looked at")
    place_note = models.CharField(max_length=120, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, help_text="of 100; null when nothing was seen"
    )
    stage_code = models.CharField(max_length=24, blank=True, help_text="stage of work the place is in")
    is_failed = models.BooleanField(default=False, help_text="a red line was not met")
    said_seconds = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="how long the phone says its form was open; the phone's own statement",
    )

    class Meta:
        indexes = [
            models.Index(fields=["officer", "filed_at"], name="visit_officer_filed"),
            models.Index(fields=["source", "checked_in_at"], name="visit_place"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Answer(models.Model):
    """One item, answered."""

    class Value(models.TextChoices):
        OK = "ok", "符合"
        MOSTLY = "mostly", "基本符合"
        NO = "no", "不符合"
        NA = "na", "不适用"
        UNSEEN = "unseen", "看不到"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    value = models.CharField(max_length=8, choices=Value)
    note = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.value}"


class Finding(models.Model):
    """What a visit came to."""

    class Result(models.TextChoices):
        PROBLEM = "problem", "发现问题"
        NOTHING = "nothing", "未发现问题"
        UNSEEN = "unseen", "看不到"

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="finding")
    result = models.CharField(max_length=8, choices=Result)
    category = models.CharField(max_length=32, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.result}"
