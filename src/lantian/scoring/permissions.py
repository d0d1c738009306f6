"""Which points a person may see: those of their area, and their own."""

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor
from lantian.scoring import models


def visible_scores(by: Actor) -> QuerySet[models.Score]:
    """Points of the units in this person's area, and this person's own."""
    return models.Score.objects.filter(Q(unit__path__startswith=by.area_path) | Q(person_id=by.id))
