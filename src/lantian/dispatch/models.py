"""Who goes where, as what kind of going."""

from django.conf import settings
from django.db import models

from lantian.diagnosis.models import Suspicion
from lantian.dispatch.rules import KindOfGoing
from lantian.dispatch.states import State
from lantian.registry.models import Grid, Source


class Purpose(models.Model):
    """What an order may ask for; there is no free text, so nothing can be asked for that is not here."""

    code = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    kinds_of_going = models.JSONField(help_text="kinds of going it suits")
    source_kinds = models.JSONField(default=list, help_text="kinds of source it suits; empty for all")
    wets_ground = models.BooleanField(help_text="spraying, fog cannon or road washing: never near a station")
    clock = models.CharField(max_length=8, choices=[("natural", "自然钟"), ("working", "工作钟")])
    hours = models.DecimalField(max_digits=6, decimal_places=2, help_text="proposed limit on that clock")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh


class Order(models.Model):
    """One going-out, asked of one person, by a time on a named clock."""

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in KindOfGoing])
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    suspicion = models.ForeignKey(
        Suspicion, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    case_ref = models.CharField(
        max_length=80, blank=True, db_index=True, help_text="number of the case a recheck visit is about"
    )
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="orders")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, help_text="where to look first"
    )
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    companion = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="joint_orders"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issued_orders"
    )
    what = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="orders")
    clock = models.CharField(max_length=8, choices=[("natural", "自然钟"), ("working", "工作钟")])
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("issued_at")), name="order_due_after_issue"
            ),
            models.UniqueConstraint(
                fields=["suspicion"],
                condition=models.Q(state__in=["issued", "arrived"]),
                name="order_one_running_per_suspicion",
            ),
        ]
        indexes = [models.Index(fields=["officer", "state", "due_at"], name="order_officer")]

    def __str__(self) -> str:
        return self.number
