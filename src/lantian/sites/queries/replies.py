"""Replies that were demanded: of a place, late ones, one with its alarms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor
from lantian.assessment import queries as assessment
from lantian.assessment.queries import AlarmView
from lantian.registry.models import Source
from lantian.sites import models, permissions
from lantian.sites.queries.machine import SITE_DUST
from lantian.sites.rules import FAILED, WAITING, DemandState

DETAILS = ("source__grid", "episode__station", "replied_by", "decided_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandView:
    """A demand with the alarms it rests on, the newest first, and the largest difference among them."""

    demand: models.Demand
    alarms: tuple[AlarmView, ...]
    above: Decimal | None
    limit: str


def demand(number: str, by: Actor) -> DemandView:
    """One demand; Demand.DoesNotExist for somebody who may not see the place."""
    found = permissions.visible_demands(by).select_related(*DETAILS).get(number=number)
    return view(found)


def view(found: models.Demand) -> DemandView:
    """A demand with its alarms; one statement."""
    rows = found.episode.alarms.filter(rule__code=SITE_DUST, withdrawn_at__isnull=True)
    alarms = tuple(
        assessment.alarm_view(alarm, station=found.episode.station.code)
        for alarm in rows.select_related("rule").order_by("-begins_at")
    )
    above = [
        Decimal(one.observed) - Decimal(one.reference) for one in alarms if one.observed and one.reference
    ]
    return DemandView(
        demand=found,
        alarms=alarms,
        above=max(above, default=None),
        limit=alarms[0].threshold if alarms else "",
    )


def demands_of(source: Source, *, limit: int = 20) -> list[models.Demand]:
    """What was demanded of a place, the newest first."""
    found = models.Demand.objects.filter(source=source).select_related(*DETAILS)
    return list(found.order_by("-opened_at")[:limit])


def waiting_of(source: Source) -> list[models.Demand]:
    """Replies that are still due at a place, the oldest first."""
    found = models.Demand.objects.filter(source=source, state__in=WAITING, decided_at__isnull=True)
    return list(found.select_related(*DETAILS).order_by("due_at"))


def failed_of(source: Source, *, since: datetime) -> list[models.Demand]:
    """Replies of a place that came late or never, of those whose limit ran out since a moment."""
    return list(
        models.Demand.objects.filter(source=source, state__in=FAILED, due_at__gte=since).order_by("due_at")
    )


def failed(by: Actor) -> QuerySet[models.Demand]:
    """Late and missing replies of the places a person may see that nobody has decided about."""
    found = permissions.visible_demands(by).filter(state__in=FAILED, decided_at__isnull=True)
    return found.select_related(*DETAILS).order_by("due_at")


def overdue(*, now: datetime) -> QuerySet[models.Demand]:
    """Demands whose limit ran out without a reply and without anybody noting it."""
    return models.Demand.objects.filter(state=DemandState.OPEN, due_at__lt=now)


def monitored(station_code: str) -> Source | None:
    """The site with duties that a station watches; None where there is none."""
    found = Source.objects.filter(Q(monitor__code=station_code), premises__isnull=False)
    return found.select_related("grid").order_by("code").first()


def is_young(ended_at: datetime, *, now: datetime, hours: Decimal) -> bool:
    """Whether an hour over the limit is recent enough to ask about."""
    return now - ended_at <= timedelta(hours=float(hours))
