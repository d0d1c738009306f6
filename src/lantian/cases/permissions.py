"""Which cases a person may see: those of their area, and those they have a part in."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from lantian.accounts.rules import KEEPERS, Actor, Verb
from lantian.cases import models
from lantian.dispatch import queries as dispatch
from lantian.inspections import permissions as inspections
from lantian.inspections.models import Evidence
from lantian.registry.models import Keeper


def visible_cases(by: Actor) -> QuerySet[models.Case]:
    """Cases of this person's area, reported or handled by them, or given to them to look at again.

    Whoever stands in for somebody sees what that one sees.
    Who keeps a site or plant sees those of that place that were given to a unit, and nothing before: until
    then somebody may be on the way to look unannounced.
    """
    if by.role in KEEPERS:
        kept = Keeper.objects.filter(person_id=by.id, valid_to__isnull=True).values("source")
        return models.Case.objects.filter(source__in=kept, assigned_at__isnull=False)
    areas = {hat.area_path for hat in by.hats}
    in_area = models.CaseScope.objects.filter(case=OuterRef("pk"), ancestor__path__in=areas)
    mine = Q(reported_by_id__in=by.ids) | Q(handler_id__in=by.ids)
    sent = Q(number__in=[number for one in by.ids for number in dispatch.cases_shown_to(one)])
    return models.Case.objects.filter(Q(Exists(in_area)) | mine | sent)


def visible_evidence(by: Actor) -> QuerySet[Evidence]:
    """Photos this person may see: their own, and those of the cases they may see."""
    cases = visible_cases(by)
    of_case = (
        Q(pk__in=models.CaseEvidence.objects.filter(case__in=cases).values("evidence"))
        | Q(pk__in=models.Rectification.objects.filter(case__in=cases).values("before"))
        | Q(pk__in=models.Rectification.objects.filter(case__in=cases).values("after"))
        | Q(pk__in=models.RecheckEvidence.objects.filter(recheck__case__in=cases).values("evidence"))
        | Q(pk__in=models.LaterLookEvidence.objects.filter(look__case__in=cases).values("evidence"))
        | Q(pk__in=inspections.visible_evidence(by).values("pk"))
    )
    return Evidence.objects.filter(of_case)


def visible_filters(by: Actor) -> QuerySet[models.SavedFilter]:
    """A person's own saved filters, and those that somebody of their unit shares with it."""
    if not by.may(Verb.SEE_CASES):
        return models.SavedFilter.objects.none()
    shared = Q(
        shared_with=by.organisation_id, person__organisation=by.organisation_id, person__is_active=True
    )
    found = models.SavedFilter.objects.filter(Q(person_id=by.id) | shared)
    return found.select_related("person").order_by("name", "pk")


def free_evidence(by: Actor) -> QuerySet[Evidence]:
    """Photos a person took that no case has used yet: what may be shown as new."""
    used = (
        Q(pk__in=models.CaseEvidence.objects.values("evidence"))
        | Q(pk__in=models.Rectification.objects.values("before"))
        | Q(pk__in=models.Rectification.objects.values("after"))
        | Q(pk__in=models.RecheckEvidence.objects.values("evidence"))
        | Q(pk__in=models.LaterLookEvidence.objects.values("evidence"))
    )
    return Evidence.objects.filter(by_id=by.id).exclude(used)
