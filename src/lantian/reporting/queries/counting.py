"""Counting a day's work from the events that were written down; each count can list its items."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from lantian.assessment.models import Episode
from lantian.calendar import queries as calendar
from lantian.kernel.models import Event
from lantian.kernel.references import Address
from lantian.registry.models import Region
from lantian.reporting.queries import whereabouts
from lantian.reporting.queries.whereabouts import Whereabouts
from lantian.reporting.rules.counts import EPISODES, KINDS, POINTS, Counted, CountKey
from lantian.reporting.rules.sheet import Amount
from lantian.scoring import queries as scoring
from lantian.scoring.models import Score

_BEGIN_OPEN = {"cases.filed", "cases.reopened"}
_END_OPEN = {"cases.closed", "cases.voided"}
_LIMITED = {"cases.assigned", "cases.recheck_failed"}
_UNLIMITED = {"cases.returned", "cases.submitted", "cases.reopened", *_END_OPEN}
_WAITING = {"diagnosis.suspicion_made"}
_MET = {
    "diagnosis.suspicion_ordered",
    "diagnosis.suspicion_answered",
    "diagnosis.suspicion_dismissed",
}
LOOK_BACK = timedelta(days=400)
LATE = timedelta(days=30)  # how long after its moment an event may still have been written
OPENED = "assessment.episode_opened"


class Item(NamedTuple):
    """One thing that was counted, when, and where it lies."""

    about: str
    at: datetime
    event: str
    by_id: int | None
    where: Whereabouts
    entry: scoring.Entry | None = None

    @property
    def points(self) -> Decimal | None:
        return self.entry.points if self.entry else None


def amount(key: CountKey, items: Iterable[Item]) -> Amount:
    """The number of some items under its address; for points their sum."""
    found = list(items)
    value = (
        sum((item.points or Decimal(0) for item in found), Decimal(0)) if key.kind == POINTS else len(found)
    )
    return Amount(value=value, address=str(Address(room="reporting", kind="count", key=str(key))))


def items_of(key: CountKey) -> list[Item]:
    """Everything a count counted, oldest first; Region.DoesNotExist for an unknown region."""
    region = Region.objects.get(code=key.region)
    if key.kind == POINTS:
        return _scores(key, region)
    if key.kind in EPISODES:
        found = _episodes(key, region)
    else:
        found = _happened(key, region) if key.kind in KINDS else _standing(key, region)
    if not key.unit:
        return found
    return [one for one in found if one.where.department and one.where.department.code == key.unit]


def _happened(key: CountKey, region: Region) -> list[Item]:
    counted = KINDS[key.kind]
    begins, ends = calendar.day_bounds(key.day)
    until = ends + LATE if counted.moment else ends
    events = Event.objects.filter(name=counted.event, at__gte=begins, at__lt=until).order_by("at", "id")
    wanted = [one for one in events if not counted.fact or str(one.facts.get(counted.fact)) == counted.value]
    if counted.moment:
        wanted = _once(wanted, counted, begins=begins, ends=ends)
    return _placed(wanted, region)


def _once(events: Iterable[Event], counted: Counted, *, begins: datetime, ends: datetime) -> list[Event]:
    """The first event of each thing whose moment lies in the day."""
    found: dict[str, Event] = {}
    for event in events:
        moment = datetime.fromisoformat(event.facts[counted.moment])
        if begins <= moment < ends:
            found.setdefault(event.about, event)
    return list(found.values())


def _episodes(key: CountKey, region: Region) -> list[Item]:
    """Episodes by the hours the air had them: begun in the day, gone on in it, not over at its end."""
    begins, ends = calendar.day_bounds(key.day)
    found = Episode.objects.filter(kind=Episode.Kind.AIR).exclude(state=Episode.State.VOID)
    if key.kind == "episodes":
        found = found.filter(begins_at__gte=begins, begins_at__lt=ends)
    else:
        edge = begins if key.kind == "episodes_before" else ends
        found = found.filter(Q(state=Episode.State.OPEN) | Q(last_at__gte=edge), begins_at__lt=edge)
    rows = list(found.order_by("begins_at", "number"))
    places = whereabouts.whereabouts({f"assessment.episode:{row.number}" for row in rows})
    items = [
        Item(about, row.begins_at, OPENED, None, places[about])
        for row in rows
        if (about := f"assessment.episode:{row.number}") in places
    ]
    return [item for item in items if whereabouts.is_in(item.where, region)]


def _standing(key: CountKey, region: Region) -> list[Item]:
    """What was so at the end of the day, from the last event of each thing before it."""
    _, ends = calendar.day_bounds(key.day)
    begins, over = {
        "open": (_BEGIN_OPEN, _END_OPEN),
        "overdue_open": (_LIMITED, _UNLIMITED),
        "suspicions": (_WAITING, _MET),
    }[key.kind]
    events = Event.objects.filter(name__in=begins | over, at__gte=ends - LOOK_BACK, at__lt=ends)
    last: dict[str, Event] = {}
    for event in events.order_by("at", "id"):
        last[event.about] = event
    standing = [event for event in last.values() if event.name in begins]
    if key.kind == "overdue_open":
        standing = [one for one in standing if datetime.fromisoformat(one.facts["due_at"]) < ends]
    return _placed(standing, region)


def _placed(events: list[Event], region: Region) -> list[Item]:
    places = whereabouts.whereabouts({event.about for event in events})
    return [
        Item(event.about, event.at, event.name, event.by_id, places[event.about])
        for event in events
        if event.about in places and whereabouts.is_in(places[event.about], region)
    ]


def _scores(key: CountKey, region: Region) -> list[Item]:
    begins, ends = calendar.day_bounds(key.day)
    root = region.organisation.path if region.organisation else "/"
    scores = Score.objects.filter(at__gte=begins, at__lt=ends, unit__path__startswith=root)
    if key.unit:
        scores = scores.filter(unit__code=key.unit)
    rows = scores.select_related("unit").order_by("at", "pk")
    return [
        Item(
            score.about,
            score.at,
            entry.event_name,
            score.person_id,
            Whereabouts(region.pk, None, score.unit),
            entry,
        )
        for score, entry in zip(rows, scoring.told(rows), strict=True)
    ]


def by_department(items: Iterable[Item]) -> Mapping[str, list[Item]]:
    """Items by the code of the department that answers for them, in the order of the units' paths."""
    found: dict[str, list[Item]] = {}
    placed = [item for item in items if item.where.department is not None]
    for item in sorted(placed, key=lambda one: one.where.department.path if one.where.department else ""):
        found.setdefault(item.where.department.code if item.where.department else "", []).append(item)
    return found
