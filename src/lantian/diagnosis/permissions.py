"""Who may see a suspicion: the desk of the area and the officers whose order it became.

A candidate is 待查, never a culprit: the units that answer for sources, and everybody else, never see it.
"""

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor, Role
from lantian.diagnosis import models

_DESK = frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER})


def visible_suspicions(by: Actor) -> QuerySet[models.Suspicion]:
    """The suspicions, with their candidates, that a person may see."""
    if by.role in _DESK:
        return models.Suspicion.objects.filter(_in_area(by.area_path)).distinct()
    if by.role is Role.GRID_OFFICER:
        return models.Suspicion.objects.filter(shown_to=by.id).distinct()
    return models.Suspicion.objects.none()


def _in_area(path: str) -> Q:
    station = "episode__station__"
    return Q(**{f"{station}grid__organisation__path__startswith": path}) | Q(
        **{f"{station}region__organisation__path__startswith": path}
    )
