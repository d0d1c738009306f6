"""The case itself."""

from django.conf import settings
from django.db import models

from lantian.accounts.models import Organisation
from lantian.cases.states import Level, State
from lantian.inspections.models import Evidence, Finding
from lantian.registry.models import Grid, Source


class Case(models.Model):
    """One problem at one place, answered for by one unit."""

    number = models.CharField(max_length=24, unique=True)
    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=14, choices=[(s.value, s.value) for s in State])
    revision = models.PositiveIntegerField(default=0, help_text="grows with every move; see actions.moving")
    level = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Level])
    channel = models.CharField(max_length=24, help_text="how it reached us")
    medium = models.CharField(max_length=6, default="air")
    category = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)
    standard_code = models.CharField(max_length=60, blank=True, help_text="which duty was not met")
    is_violation = models.BooleanField(default=False, help_text="the mending needs a penalty record")
    lon = models.FloatField()
    lat = models.FloatField()
    address = models.CharField(max_length=120, blank=True)
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="cases")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="case"
    )
    reading_address = models.CharField(max_length=160, blank=True, help_text="the number that pointed here")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reported_cases"
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_cases",
    )
    sub_unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the part of the unit it was handed down to; the unit stays answerable",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    order_number = models.CharField(max_length=24, blank=True, help_text="number of the assignment")
    clock = models.CharField(
        max_length=8, choices=[("natural", "自然钟"), ("working", "工作钟")], default="working"
    )
    happened_at = models.DateTimeField(null=True, blank=True, help_text="when it was seen, if that was told")
    reported_at = models.DateTimeField()
    verifying_since = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="when the mending must be reported")
    limit_length = models.DurationField(
        null=True, blank=True, help_text="how long the limit is on its clock; see actions.warning"
    )
    warn_at = models.DateTimeField(null=True, blank=True, help_text="when three quarters of it have gone")
    warned_at = models.DateTimeField(null=True, blank=True, help_text="when that was said, once")
    self_check_due_at = models.DateTimeField(
        null=True, blank=True, help_text="when the head of the unit must have signed or sent it back"
    )
    recheck_clock = models.CharField(
        max_length=8, choices=[("natural", "自然钟"), ("working", "工作钟")], default="working"
    )
    recheck_due_at = models.DateTimeField(
        null=True, blank=True, help_text="when somebody must have looked again"
    )
    review_at = models.DateTimeField(null=True, blank=True, help_text="while parked: when it goes on")
    publicity_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(default=0, help_text="since it was filed or reopened")
    reopened = models.PositiveSmallIntegerField(default=0)
    failed_rechecks = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="case_state_due"),
            models.Index(fields=["state", "warn_at"], name="case_state_warn"),
            models.Index(fields=["source", "category"], name="case_place_kind"),
            models.Index(fields=["category", "state"], name="case_kind_state"),
            models.Index(fields=["grid", "category"], name="case_grid_kind"),
            models.Index(fields=["handler", "state", "due_at"], name="case_handler_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__isnull=True) | models.Q(due_at__gt=models.F("assigned_at")),
                name="case_due_after_assignment",
            ),
            models.CheckConstraint(
                condition=models.Q(medium__in=("air", "water", "soil")), name="case_medium_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseEvidence(models.Model):
    """A photo that shows the problem of a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "evidence"], name="case_evidence_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.evidence_id}"
