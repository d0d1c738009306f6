"""Who may see which stations, alarms and episodes.

Air at national, provincial and micro stations is everybody's. What a site's own monitor says is seen by the
desk roles of the area, by the officers of the area and by the unit that answers for the site, and by no
other unit.
"""

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor, Role
from lantian.assessment import models
from lantian.registry.models import Station

_OVERSEERS = frozenset(
    {Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR, Role.GRID_OFFICER}
)


def visible_stations(by: Actor) -> QuerySet[Station]:
    """The stations whose values a person may see."""
    return Station.objects.filter(_seen(by, "")).distinct()


def visible_episodes(by: Actor) -> QuerySet[models.Episode]:
    """The episodes a person may see."""
    return models.Episode.objects.filter(_seen(by, "station__")).distinct()


def may_see_subject(by: Actor, *, kind: str, subject: str) -> bool:
    """Whether a person may see an assessed number of a station or region."""
    if kind == models.SubjectKind.REGION:
        return True
    return visible_stations(by).filter(code=subject).exists()


def _seen(by: Actor, path: str) -> Q:
    shared = ~Q(**{f"{path}kind": Station.Kind.SITE})
    if by.role in _OVERSEERS:
        in_grid = Q(**{f"{path}grid__organisation__path__startswith": by.area_path})
        in_region = Q(**{f"{path}region__organisation__path__startswith": by.area_path})
        return shared | in_grid | in_region
    return shared | Q(**{f"{path}watches__answerable__path__startswith": by.organisation_path})
