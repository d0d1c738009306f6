"""What may be the same problem: an open case of the kind at the place, or one that shows the same photo."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from django.db.models import QuerySet

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import models, permissions, rules
from lantian.cases.queries import places, policy
from lantian.cases.states import OPEN_STATES
from lantian.inspections import queries as inspections
from lantian.inspections.models import Evidence
from lantian.inspections.queries import PhotoView

MOST = 5


class Likeness(StrEnum):
    """Why two cases may be one."""

    PLACE = "place"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An open case that may be the same problem, with the photos to compare."""

    number: str
    title: str
    likeness: Likeness
    metres: float
    reported_at: datetime
    theirs: PhotoView | None
    ours: PhotoView | None


def open_duplicate(case: models.Case, *, now: datetime) -> str | None:
    """Number of an open case that may be the same problem; None without one."""
    found = next(_found(case, _photos_of(case), now=now), None)
    return found[0].number if found else None


def duplicates(case: models.Case, by: Actor, *, now: datetime) -> tuple[Duplicate, ...]:
    """Open cases this person may see that were there before a case and may be the same problem."""
    return _offered(case, _photos_of(case), by, now=now)


def duplicates_of(problem: rules.Problem, by: Actor, *, now: datetime) -> tuple[Duplicate, ...]:
    """Open cases that may be the problem that somebody is about to report."""
    draft = models.Case(category=problem.category, lon=problem.lon, lat=problem.lat, reported_at=now)
    photos = permissions.visible_evidence(by).filter(key__in=problem.photo_keys)
    return _offered(draft, list(photos), by, now=now)


def _offered(
    case: models.Case, photos: Sequence[Evidence], by: Actor, *, now: datetime
) -> tuple[Duplicate, ...]:
    found = list(_found(case, photos, now=now))
    seen = set(
        permissions.visible_cases(by)
        .filter(pk__in=[one.pk for one, _, _ in found])
        .values_list("pk", flat=True)
    )
    first = photos[0] if photos else None
    theirs = (one for one in found if one[0].pk in seen)
    return tuple(
        _duplicate(case, other, likeness, ours=ours or first)
        for other, likeness, ours in islice(theirs, MOST)
    )


def _found(
    case: models.Case, photos: Sequence[Evidence], *, now: datetime
) -> Iterator[tuple[models.Case, Likeness, Evidence | None]]:
    """Open cases that may be the same, the same photo first; each once, and none that was called another."""
    bounds = policy.bounds(on=calendar.local_day(now))
    others = models.Case.objects.filter(state__in=OPEN_STATES, reported_at__lte=case.reported_at)
    if case.pk:
        told = models.CaseApart.objects.filter(case=case).values("other")
        others = others.filter(pk__lt=case.pk).exclude(pk__in=told)
    met = set()
    for other, ours in _by_photo(others, case, photos, days=float(bounds.duplicate_photo_days)):
        if other.pk not in met:
            met.add(other.pk)
            yield other, Likeness.PHOTO, ours
    since = case.reported_at - timedelta(hours=float(bounds.duplicate_hours))
    radius_m = float(bounds.duplicate_radius_m)
    box = places.near(lon=case.lon, lat=case.lat, radius_m=radius_m)
    same_kind = others.filter(category=case.category, reported_at__gte=since, **box)
    for other in same_kind.order_by("reported_at", "pk"):
        if other.pk not in met and places.metres(other, lon=case.lon, lat=case.lat) <= radius_m:
            yield other, Likeness.PLACE, None


def _by_photo(
    others: QuerySet[models.Case], case: models.Case, photos: Sequence[Evidence], *, days: float
) -> Iterable[tuple[models.Case, Evidence]]:
    """Other cases one of whose photos shows what one of these shows."""
    if not photos:
        return []
    since = case.reported_at - timedelta(days=days)
    alike = inspections.look_alikes(photos, since=since, until=case.reported_at)
    if not alike:
        return []
    shown = models.CaseEvidence.objects.filter(evidence_id__in=alike, case__in=others).select_related("case")
    return [(row.case, alike[row.evidence_id]) for row in shown]


def _duplicate(
    case: models.Case, other: models.Case, likeness: Likeness, *, ours: Evidence | None
) -> Duplicate:
    theirs = _alike(other, ours) if likeness is Likeness.PHOTO and ours else None
    rows = other.evidence.select_related("evidence")
    first = theirs or next((row.evidence for row in rows), None)
    return Duplicate(
        number=other.number,
        title=other.title,
        likeness=likeness,
        metres=places.metres(other, lon=case.lon, lat=case.lat),
        reported_at=other.reported_at,
        theirs=inspections.photo_view(first) if first else None,
        ours=inspections.photo_view(ours) if ours else None,
    )


def _alike(other: models.Case, ours: Evidence) -> Evidence | None:
    """The photo of the other case that shows what ours shows."""
    rows = other.evidence.select_related("evidence")
    return next((row.evidence for row in rows if inspections.shows_the_same(row.evidence, ours)), None)


def _photos_of(case: models.Case) -> list[Evidence]:
    return [row.evidence for row in case.evidence.select_related("evidence")]
