"""What was at the same place: closed cases that may come back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import cos, radians

from django.db.models import QuerySet

from lantian.calendar import queries as calendar
from lantian.cases import models, rules
from lantian.cases.queries import policy
from lantian.cases.states import State
from lantian.registry import rules as geodesy

METRES_PER_DEGREE = 111_195.0


def rebound_of(
    *, category: str, source_id: int | None, lon: float, lat: float, found_at: datetime
) -> models.Case | None:
    """The closed case that a new finding of a kind at a place reopens; the last closed first."""
    bounds = policy.bounds(on=calendar.local_day(found_at))
    since = found_at - timedelta(days=float(bounds.rebound_days))
    closed = models.Case.objects.filter(
        category=category, state=State.CLOSED, closed_at__gte=since, closed_at__lte=found_at
    )
    box = near(lon=lon, lat=lat, radius_m=float(bounds.rebound_radius_m))
    for case in _candidates(closed, source_id=source_id, near=box):
        distance = metres(case, lon=lon, lat=lat)
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


def near(*, lon: float, lat: float, radius_m: float) -> dict[str, float]:
    """A box that holds the circle, so that the database need not measure everything."""
    north = radius_m / METRES_PER_DEGREE
    east = north / max(cos(radians(lat)), 0.01)
    return {
        "lon__gte": lon - east,
        "lon__lte": lon + east,
        "lat__gte": lat - north,
        "lat__lte": lat + north,
    }


def metres(case: models.Case, *, lon: float, lat: float) -> float:
    """How far a case is from a point."""
    return geodesy.distance_m(case.lon, case.lat, lon, lat)
