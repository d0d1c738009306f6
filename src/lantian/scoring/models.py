"""Points, each with the event it came from and the rule that gave it."""

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation


class Rule(models.Model):
    """What earns or costs points; a change is a new version with its own dates."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    event_name = models.CharField(max_length=80, help_text="the event it listens to")
    condition = models.JSONField(default=dict, help_text="facts the event must have")
    beneficiary = models.CharField(
        max_length=16, choices=[("officer", "网格员"), ("unit", "单位"), ("rechecker", "复查人")]
    )
    points = models.DecimalField(max_digits=8, decimal_places=2)
    times_fact = models.CharField(
        max_length=40, blank=True, help_text="fact the points are multiplied by, such as days late"
    )
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="scoring_rule_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Score(models.Model):
    """Points given once for one event under one rule."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="scores")
    event_uuid = models.UUIDField()
    about = models.CharField(max_length=160)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    points = models.DecimalField(max_digits=8, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "event_uuid"], name="score_once")]
        indexes = [models.Index(fields=["unit", "-at"], name="score_unit")]

    def __str__(self) -> str:
        return f"{self.points} {self.about}"
