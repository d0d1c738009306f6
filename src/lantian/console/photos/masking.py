"""The values of the page on which a photo's copy is masked."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from lantian.accounts.rules import Actor, Verb
from lantian.cases import permissions as cases
from lantian.inspections import permissions, queries
from lantian.inspections.models import Evidence, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A photo and the rectangles on it."""

    photo_url: str
    way_url: str
    version: int
    width: int
    height: int


def seen(key: UUID, by: Actor) -> Evidence:
    """A photo of somebody this person oversees, which they may see too."""
    theirs = permissions.overseen_evidence(by, Verb.MASK).values("pk")
    return cases.visible_evidence(by).filter(pk__in=theirs).get(key=key)


def newest(found: Evidence) -> Mask | None:
    return queries.masks_of(found).last()


def initial(mask: Mask | None) -> dict[str, object]:
    """The rectangles there are, one a line."""
    if mask is None:
        return {"version": 0}
    lines = "\n".join(" ".join(str(number) for number in one) for one in mask.rectangles)
    return {"version": mask.version, "rectangles": lines}


def page(found: Evidence, mask: Mask | None) -> Page:
    return Page(
        photo_url=f"{reverse('console:photo', args=[found.key])}?v={mask.version if mask else 0}",
        way_url=reverse("console:photo-custody", args=[found.key]),
        version=mask.version if mask else 0,
        width=found.width,
        height=found.height,
    )
