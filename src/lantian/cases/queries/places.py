"""What else is or was at the same place: open duplicates, and closed cases that may come back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import cos, radians

from django.db.models import QuerySet

from lantian.calendar import queries as calendar
from lantian.cases import models, rules
from lantian.cases.queries import policy
from lantian.cases.states import OPEN_STATES, State
from lantian.registry import rules as geodesy

METRES_PER_DEGREE = 111_195.0


def open_duplicate(case: models.Case, *, now: datetime) -> str | None:
    """Number of an open case of the same kind at the same place within the window; None without one."""
    bounds = policy.bounds(on=calendar.local_day(now))
    since = case.reported_at - timedelta(hours=float(bounds.duplicate_hours))
    others = models.Case.objects.filter(
        category=case.category,
        state__in=OPEN_STATES,
        reported_at__gte=since,
        reported_at__lte=case.reported_at,
        pk__lt=case.pk,
    )
    radius_m = float(bounds.duplicate_radius_m)
    for other in others.order_by("reported_at"):
        if _metres(other, lon=case.lon, lat=case.lat) <= radius_m:
            return other.number
    return None


def rebound_of(
    *, category: str, source_id: int | None, lon: float, lat: float, found_at: datetime
) -> models.Case | None:
    """The closed case that a new finding of a kind at a place reopens; the last closed first."""
    bounds = policy.bounds(on=calendar.local_day(found_at))
    since = found_at - timedelta(days=float(bounds.rebound_days))
    closed = models.Case.objects.filter(
        category=category, state=State.CLOSED, closed_at__gte=since, closed_at__lte=found_at
    )
    near = _near(lon=lon, lat=lat, radius_m=float(bounds.rebound_radius_m))
    for case in _candidates(closed, source_id=source_id, near=near):
        distance = _metres(case, lon=lon, lat=lat)
        places = (case.source_id, source_id)
        if rules.is_same_place(source_ids=places, distance_m=distance, radius_m=bounds.rebound_radius_m):
            return case
    return None


def _candidates(
    closed: QuerySet[models.Case], *, source_id: int | None, near: dict[str, float]
) -> Iterator[models.Case]:
    """Closed cases that could be of the same place, the last closed first."""
    here = models.Case.objects.none() if source_id is None else closed.filter(source_id=source_id)
    yield from sorted({*here, *closed.filter(**near)}, key=lambda case: case.closed_at, reverse=True)


def _near(*, lon: float, lat: float, radius_m: float) -> dict[str, float]:
    """A box that holds the circle, so that the database need not measure everything."""
    north = radius_m / METRES_PER_DEGREE
    east = north / max(cos(radians(lat)), 0.01)
    return {
        "lon__gte": lon - east,
        "lon__lte": lon + east,
        "lat__gte": lat - north,
        "lat__lte": lat + north,
    }


def _metres(case: models.Case, *, lon: float, lat: float) -> float:
    return geodesy.distance_m(case.lon, case.lat, lon, lat)
