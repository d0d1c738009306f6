"""Whoever told us of a problem from outside: kept apart from the case, for the desk alone."""

from django.db import models

from lantian.cases.models.case import Case


class CaseContact(models.Model):
    """How to reach the person who told us; no unit, handler or public page ever reads it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="contact")
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    words = models.CharField(
        max_length=200, blank=True, help_text="number of the hotline's own order, when to call"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} contact"
