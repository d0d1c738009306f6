"""Which orders a person may see: their own, and for those who oversee, the orders of their area."""

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor, Role
from lantian.dispatch import models

OVERSEERS = frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR, Role.UNIT_HEAD})


def visible_orders(by: Actor) -> QuerySet[models.Order]:
    """Orders this person may see; the others look as if they did not exist."""
    mine = Q(officer_id=by.id) | Q(companion_id=by.id)
    if by.role in OVERSEERS:
        mine |= Q(grid__organisation__path__startswith=by.area_path)
    return models.Order.objects.filter(mine)
