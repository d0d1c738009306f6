"""More time, asked for with a letter and decided one level above the unit."""

from django.conf import settings
from django.db import models

from lantian.cases.models.case import Case


class Extension(models.Model):
    """One request; open until it is granted or refused."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    letter = models.CharField(max_length=500, help_text="why the time does not suffice")
    wanted_until = models.DateTimeField()
    due_before = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    has_lapsed = models.BooleanField(default=False, help_text="the case moved on before anybody decided")
    due_after = models.DateTimeField(null=True, blank=True, help_text="the new limit; none when refused")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(decided_at__isnull=True), name="extension_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(due_after__isnull=True) | models.Q(due_after__gt=models.F("due_before")),
                name="extension_extends",
            ),
        ]
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.case} until {self.wanted_until:%Y-%m-%d %H:%M}"

    @property
    def is_granted(self) -> bool:
        return self.due_after is not None
