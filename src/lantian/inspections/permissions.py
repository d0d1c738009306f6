"""Which visits, photos and checklists a person may see, and which checklists they may write."""

from django.db.models import F, Q, QuerySet, Value

from lantian.accounts.rules import Actor, Verb
from lantian.dispatch import permissions as dispatch
from lantian.inspections import models

DRAFT = models.Template.State.DRAFT


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


def visible_templates(by: Actor) -> QuerySet[models.Template]:
    """The house's checklists and those of the person's area, from above and below; drafts for who writes."""
    looked = models.Template.objects.annotate(eye=Value(by.area_path)).select_related("owner")
    under = Q(owner__path__startswith=by.area_path)
    published = (Q(owner__isnull=True) | under | Q(eye__startswith=F("owner__path"))) & ~Q(state=DRAFT)
    return looked.filter(published | under) if by.may(Verb.WRITE_TEMPLATE) else looked.filter(published)


def writable_templates(by: Actor) -> QuerySet[models.Template]:
    """Checklists of the person's own area, those of the house not among them."""
    return models.Template.objects.filter(owner__path__startswith=by.area_path)
