"""Whose reports a person may see: those of the cases they may see."""

from django.db.models import QuerySet

from lantian.accounts.rules import Actor
from lantian.cases import permissions as cases
from lantian.residents import models


def visible_reports(by: Actor) -> QuerySet[models.Report]:
    """Reports whose case this person may see."""
    return models.Report.objects.filter(case__in=cases.visible_cases(by))
