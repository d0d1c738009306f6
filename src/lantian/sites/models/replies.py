"""A reply that is due after a site stood over its limit."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from lantian.assessment.models import Episode
from lantian.inspections.models import Evidence
from lantian.registry.models import Source
from lantian.sites.rules import DemandState


class Demand(models.Model):
    """A reply demanded of a site about one episode: cause, measure, photo, by a time on the natural clock."""

    number = models.CharField(max_length=24, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="demands")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="demand")
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in DemandState])
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    clock = models.CharField(max_length=8, default="natural")
    cause = models.CharField(max_length=300, blank=True)
    measure = models.CharField(max_length=300, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True, help_text="why no case was made of it")
    case_number = models.CharField(max_length=24, blank=True)
    case_key = models.UUIDField(default=uuid4, help_text="key of the case, so that it is made once")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="demand_state_due"),
            models.Index(fields=["source", "-opened_at"], name="demand_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("opened_at")), name="demand_due_after_opening"
            )
        ]

    def __str__(self) -> str:
        return self.number


class DemandPhoto(models.Model):
    """A photo of a reply."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="photos")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "evidence"], name="demand_photo_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.evidence_id}"
