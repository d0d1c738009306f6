"""Which visits and photos a person may see."""

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor
from lantian.dispatch import permissions as dispatch
from lantian.inspections import models


def visible_visits(by: Actor) -> QuerySet[models.Visit]:
    """Visits of the orders this person may see."""
    return models.Visit.objects.filter(order__in=dispatch.visible_orders(by))


def visible_evidence(by: Actor) -> QuerySet[models.Evidence]:
    """Photos a person took, those of visits they may see, and for overseers those of their area's people.

    The photos of a case are seen through the case (`cases.permissions.visible_evidence`).
    """
    seen = Q(by_id=by.id) | Q(visit__order__in=dispatch.visible_orders(by))
    if by.role in dispatch.OVERSEERS:
        seen |= Q(by__organisation__path__startswith=by.area_path)
    return models.Evidence.objects.filter(seen)
