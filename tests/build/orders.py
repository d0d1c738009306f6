"""Suspicions and the orders that follow from them."""

from datetime import datetime, timedelta
from decimal import Decimal

from build.moments import NOON
from build.office import Cast
from build.places import a_station
from lantian.assessment.models import Episode
from lantian.diagnosis.models import Candidate, SectorRule, Suspicion
from lantian.dispatch import actions as dispatch
from lantian.dispatch.rules import KindOfGoing
from lantian.kernel import references
from lantian.registry.models import Source, Station


def a_suspicion(*, source: str | None = "site", now: datetime = NOON) -> str:
    """What an episode at a station points to; one candidate, or none."""
    station = Station.objects.filter(code="alarming").first() or a_station("alarming")
    episode = Episode.objects.create(
        number=references.next_number("SJ", now.year),
        station=station,
        parameter="pm10",
        kind="air",
        begins_at=now - timedelta(hours=1),
        last_at=now - timedelta(hours=1),
        raised_at=now,
    )
    suspicion = Suspicion.objects.create(
        number=references.next_number("YS", now.year),
        episode=episode,
        begins_at=episode.begins_at,
        parameter="pm10",
        rule=SectorRule.objects.get(version=1),
        wind_from=180.0,
        wind_speed=2.0,
        half_angle=45.0,
        near_km=0.2,
        far_km=5.0,
        position=1,
        made_at=now,
    )
    if source:
        found = Source.objects.get(code=source)
        Candidate.objects.create(
            suspicion=suspicion,
            source=found,
            rank=1,
            score=1.0,
            distance_km=2.0,
            bearing=180.0,
            off_axis=0.0,
            reasons={},
        )
    return suspicion.number


def an_order(
    cast: Cast, *, source: str | None = "site", suspicion: str | None = None, now: datetime = NOON, **changes
) -> str:
    """A patrol from public ground, asked of the grid's officer."""
    fields = {
        "kind": KindOfGoing.PUBLIC_PATROL,
        "grid_code": "grid",
        "officer_id": cast.officer.id,
        "what": "look_at_site_dust",
        "hours": Decimal(1),
        "clock": "natural",
        "by": cast.analyst,
        "now": now,
        "suspicion_number": suspicion,
        "source_code": source,
    }
    return dispatch.issue(**fields | changes)
