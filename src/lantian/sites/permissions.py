"""Which sites and plants a person may see, and which they keep.

Who keeps a place sees that place alone. The unit that cases of a place go to sees it, and so does whoever
oversees its grid.
"""

from django.db.models import Q, QuerySet

from lantian.accounts.rules import KEEPERS, Actor
from lantian.inspections.models import Evidence
from lantian.registry.models import Source
from lantian.sites import models


def visible_places(by: Actor) -> QuerySet[Source]:
    """Sites and plants with duties that a person may see; the others look as if they did not exist."""
    found = Source.objects.filter(premises__isnull=False).order_by("code")
    if by.role in KEEPERS:
        return found.filter(pk__in=_kept(by))
    in_area = Q(grid__organisation__path__startswith=by.area_path)
    return found.filter(in_area | Q(answerable__path__startswith=by.organisation_path))


def kept_places(by: Actor) -> QuerySet[Source]:
    """The sites and plants with duties that this person keeps."""
    return Source.objects.filter(premises__isnull=False, pk__in=_kept(by)).order_by("code")


def visible_demands(by: Actor) -> QuerySet[models.Demand]:
    """Replies demanded of the places a person may see."""
    return models.Demand.objects.filter(source__in=visible_places(by))


def decided_demands(by: Actor) -> QuerySet[models.Demand]:
    """Replies about which this person's desk decides: those of its area."""
    return models.Demand.objects.filter(source__grid__organisation__path__startswith=by.area_path)


def visible_photos(by: Actor) -> QuerySet[Evidence]:
    """Photos of sheets and replies of the places a person may see, and their own."""
    places = visible_places(by)
    sheets = models.SheetPhoto.objects.filter(sheet__source__in=places).values("evidence")
    replies = models.DemandPhoto.objects.filter(demand__source__in=places).values("evidence")
    return Evidence.objects.filter(Q(by_id=by.id) | Q(pk__in=sheets) | Q(pk__in=replies))


def _kept(by: Actor) -> QuerySet[Source]:
    return Source.objects.filter(keepers__person_id=by.id, keepers__valid_to__isnull=True)
