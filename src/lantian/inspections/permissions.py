"""Which visits, photos and checklists a person may see, and which checklists they may write."""

from django.db.models import F, Q, QuerySet, Value

from lantian.accounts.models import Person
from lantian.accounts.rules import MAY, Actor, Role, Verb
from lantian.dispatch import permissions as dispatch
from lantian.inspections import models
from lantian.registry.models import Grid

DRAFT = models.Template.State.DRAFT
SEES_AREA = frozenset({Role.DUTY_ANALYST, Role.LEADER, Role.ADMINISTRATOR})


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


def overseen_evidence(by: Actor, verb: Verb) -> QuerySet[models.Evidence]:
    """Photos taken by people of the areas in which this person, or whom they stand in for, may do a verb."""
    area = Q(pk__in=[])
    for hat in by.hats:
        if hat.role in MAY[verb]:
            area |= Q(by__organisation__path__startswith=hat.area_path)
    return models.Evidence.objects.filter(area)


def covered_grids(by: Actor) -> QuerySet[Grid]:
    """The grids whose coverage a person sees: of the areas in which they, or whom they stand in for, may."""
    area = Q(pk__in=[])
    for hat in by.hats:
        if hat.role in MAY[Verb.SEE_COVERAGE]:
            area |= Q(organisation__path__startswith=hat.area_path)
    return Grid.objects.filter(area).select_related("organisation", "region")


def burdened_people(by: Actor) -> QuerySet[Person]:
    """Whose burden a person sees: their own; a head that of the unit; desk and leader that of the area."""
    whose = Q(pk=by.id)
    for hat in by.hats:
        if hat.role in SEES_AREA:
            whose |= Q(organisation__path__startswith=hat.area_path)
        elif hat.role is Role.UNIT_HEAD:
            whose |= Q(organisation__path__startswith=hat.organisation_path)
    goes = Q(role__in=MAY[Verb.VISIT]) | Q(pk=by.id)
    return Person.objects.filter(whose & goes, is_active=True).select_related("organisation")


def visible_templates(by: Actor) -> QuerySet[models.Template]:
    """The house's checklists and those of the person's area, from above and below; drafts for who writes."""
    looked = models.Template.objects.annotate(eye=Value(by.area_path)).select_related("owner")
    under = Q(owner__path__startswith=by.area_path)
    published = (Q(owner__isnull=True) | under | Q(eye__startswith=F("owner__path"))) & ~Q(state=DRAFT)
    return looked.filter(published | under) if by.may(Verb.WRITE_TEMPLATE) else looked.filter(published)


def writable_templates(by: Actor) -> QuerySet[models.Template]:
    """Checklists of the person's own area, those of the house not among them."""
    return models.Template.objects.filter(owner__path__startswith=by.area_path)
