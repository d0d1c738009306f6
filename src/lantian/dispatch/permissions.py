"""Which orders and draws a person may see.

Their own orders; for those who oversee, the orders of their area. An unannounced visit is seen before it
begins by those who go and by those who plan visits, unless they belong to the unit that is to be checked.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from lantian.accounts.rules import Actor, Role
from lantian.dispatch import models
from lantian.dispatch.rules import Mode
from lantian.registry.models import Source

OVERSEERS = frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR, Role.UNIT_HEAD})
PLANNERS = frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER})

SECRET = Q(mode=Mode.UNANNOUNCED.value, arrived_at__isnull=True)


def visible_orders(by: Actor) -> QuerySet[models.Order]:
    """Orders this person may see; the others look as if they did not exist."""
    return models.Order.objects.filter(_goes(by) | _oversees(by))


def visible_draws(by: Actor) -> QuerySet[models.Draw]:
    """Draws over the person's area; for the rest those whose result is published."""
    published = Q(published_at__isnull=False)
    if by.role in PLANNERS:
        published |= Q(area__startswith=by.area_path)
    return models.Draw.objects.filter(published)


def _goes(by: Actor) -> Q:
    """Their own orders, and those of whom they stand in for, but for secrets about their own unit."""
    return _goes_as([by.id]) | (_goes_as(list(by.ids)) & _open_to_unit_of(by))


def _goes_as(ids: list[int]) -> Q:
    joins = models.Part.objects.filter(order=OuterRef("pk"), person_id__in=ids)
    return Q(officer_id__in=ids) | Q(companion_id__in=ids) | Q(Exists(joins))


def _oversees(by: Actor) -> Q:
    if by.role not in OVERSEERS:
        return Q(pk__in=[])
    area = Q(grid__organisation__path__startswith=by.area_path)
    return area & (_open_to_unit_of(by) if by.role in PLANNERS else ~SECRET)


def _open_to_unit_of(by: Actor) -> Q:
    """Orders that are no secret, or a secret about another unit than the person's."""
    own = Source.objects.annotate(eye=Value(by.organisation_path)).filter(
        eye__startswith=F("answerable__path")
    )
    return ~SECRET | ~Q(source__in=own)
