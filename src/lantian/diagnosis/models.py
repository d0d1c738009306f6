"""Why, and from where: suspicions and their candidates. A candidate is 待查, never a culprit."""

from django.conf import settings
from django.db import models

from lantian.assessment.models import Alarm as Alarm
from lantian.assessment.models import Episode as Episode
from lantian.registry.models import Source as Source
from lantian.registry.models import Station as Station


class SectorRule(models.Model):
    """How far and how wide to look upwind, with its dates; changing it makes a new row."""

    version = models.PositiveSmallIntegerField(unique=True)
    parameters = models.JSONField()
    source = models.CharField(max_length=200, help_text="where the rule's figures come from")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sector v{self.version}"


class Suspicion(models.Model):
    """What an episode points to: a sector upwind and the sources in it."""

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        ORDERED = "ordered", "已派单"
        DISMISSED = "dismissed", "不派"
        ANSWERED = "answered", "已核查"

    number = models.CharField(max_length=24, unique=True)
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="suspicion")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    begins_at = models.DateTimeField(help_text="the hour whose wind was used")
    parameter = models.CharField(max_length=8, help_text="the pollutant whose sources are looked for")
    rule = models.ForeignKey(SectorRule, on_delete=models.PROTECT)
    wind_from = models.FloatField(null=True, help_text="degrees from which the wind blows; null when calm")
    wind_speed = models.FloatField(null=True, help_text="m/s")
    wind_station = models.CharField(max_length=40, blank=True)
    half_angle = models.FloatField(help_text="degrees each side of the wind")
    near_km = models.FloatField()
    far_km = models.FloatField()
    note = models.CharField(max_length=60, blank=True, help_text="code why there is no sector: calm, no_wind")
    dismissed_reason = models.CharField(max_length=200, blank=True)
    position = models.BigIntegerField()
    made_at = models.DateTimeField()
    shown_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, help_text="officers whose order it became"
    )

    def __str__(self) -> str:
        return self.number


class Candidate(models.Model):
    """A registered source inside the sector, with its score and the reasons for it."""

    suspicion = models.ForeignKey(Suspicion, on_delete=models.PROTECT, related_name="candidates")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="candidacies")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField(help_text="share of the sector's weight, 0–1")
    distance_km = models.FloatField()
    bearing = models.FloatField(help_text="degrees from the station to the source")
    off_axis = models.FloatField(help_text="degrees between the bearing and the wind")
    reasons = models.JSONField(help_text="factor by name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suspicion", "source"], name="candidate_once")]

    def __str__(self) -> str:
        return f"{self.suspicion} #{self.rank}"


class Verdict(models.Model):
    """What the officer found at a candidate; written from a filed finding."""

    suspicion = models.ForeignKey(Suspicion, on_delete=models.PROTECT, related_name="verdicts")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    is_confirmed = models.BooleanField()
    visit_ref = models.CharField(max_length=80, unique=True, help_text="the visit it comes from")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.suspicion}: {'confirmed' if self.is_confirmed else 'not found'}"
