"""Questions about orders: what to propose, what runs, what needs whom."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.diagnosis.models import Suspicion
from lantian.dispatch import models, permissions, rules
from lantian.dispatch.queries import going
from lantian.dispatch.rules import DryCircle, KindOfGoing, Point
from lantian.dispatch.states import RUNNING, State
from lantian.registry import queries as registry
from lantian.registry.models import Grid, Source

DETAILS = (
    "grid__organisation",
    "source",
    "officer__organisation",
    "companion",
    "issued_by",
    "what",
    "suspicion",
    "draw",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the house proposes; the desk may change all of it."""

    kind: KindOfGoing
    grid: Grid | None
    officer: Person | None
    source: Source | None
    what: models.Purpose
    clock: str
    hours: Decimal
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that waits for this person."""

    kind: str
    number: str
    title: str
    detail: str
    due_at: datetime | None
    clock: str
    is_overdue: bool
    act: str


def order(number: str, by: Actor) -> models.Order:
    """One order with everything its page shows; Order.DoesNotExist when absent or not for this person."""
    return permissions.visible_orders(by).select_related(*DETAILS).get(number=number)


def orders(by: Actor, *, states: Sequence[str] = RUNNING) -> QuerySet[models.Order]:
    """Orders in some states, the newest first."""
    found = permissions.visible_orders(by).filter(state__in=list(states))
    return found.select_related(*DETAILS).order_by("-issued_at", "-pk")


def purpose(code: str) -> models.Purpose:
    """One of the things an order may ask for; Purpose.DoesNotExist for any other."""
    return models.Purpose.objects.get(code=code)


def purposes(*, on: date) -> list[models.Purpose]:
    """What may be asked for on a day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return list(models.Purpose.objects.filter(current, valid_from__lte=on))


def purposes_for(*, kind: KindOfGoing | str, source: Source | None, on: date) -> list[models.Purpose]:
    """What may be asked for on a kind of going at a source; what is forbidden there is not offered."""
    return [purpose for purpose in purposes_at(source, on=on) if kind in purpose.kinds_of_going]


def purposes_at(source: Source | None, *, on: date) -> list[models.Purpose]:
    """What may be asked for at a source on any kind of going."""
    fitting = [
        purpose
        for purpose in purposes(on=on)
        if not purpose.source_kinds or (source is not None and source.kind in purpose.source_kinds)
    ]
    is_dry = source is None or any(_is_near(circle, source) for circle in dry_circles())
    return [purpose for purpose in fitting if not (purpose.wets_ground and is_dry)]


def draft_for(*, suspicion_number: str, now: datetime) -> Draft:
    """The order a suspicion suggests: the officer of the grid in which its first candidate stands.

    Without a candidate the station's own grid is patrolled.
    """
    suspicion = Suspicion.objects.select_related("episode__station__grid").get(number=suspicion_number)
    first = suspicion.candidates.select_related("source__grid__organisation").order_by("rank").first()
    source = first.source if first else None
    grid = source.grid if source else suspicion.episode.station.grid
    today = calendar.local_day(now)
    kind = KindOfGoing.PUBLIC_PATROL
    what = next(p for p in purposes_for(kind=kind, source=source, on=today) if not p.wets_ground)
    return Draft(
        kind=kind,
        grid=grid,
        officer=registry.officer_of(grid, on=today) if grid else None,
        source=source,
        what=what,
        clock=what.clock,
        hours=what.hours,
        due_at=calendar.due_at(start=now, hours=what.hours, clock=what.clock),
    )


def officers(*, kind: KindOfGoing | str, on: date, under: str = "/") -> list[Person]:
    """People who may be sent on a kind of going on a day, in a stable order."""
    asked = going.terms(kind, on=on)
    found = Person.objects.filter(is_active=True, role__in=asked.may_go, organisation__path__startswith=under)
    if asked.certificates_needed:
        found = found.exclude(certificate="")
    return list(found.select_related("organisation").order_by("organisation__path", "username"))


def dry_circles() -> list[DryCircle]:
    """The ground on which nothing may be wetted."""
    return [
        DryCircle(station=station.code, lon=station.lon, lat=station.lat, radius_m=station.no_spray_radius_m)
        for station in registry.stations().filter(no_spray_radius_m__gt=0)
    ]


def outline(source: Source) -> list[Point]:
    """The corners of a source: its point, or its line or outer ring."""
    if not source.geometry:
        return [(source.lon, source.lat)]
    shape = json.loads(source.geometry)
    corners = shape["coordinates"][0] if shape["type"] == "Polygon" else shape["coordinates"]
    return [(lon, lat) for lon, lat, *_ in ([corners] if shape["type"] == "Point" else corners)]


def running_order_of(suspicion_number: str) -> str | None:
    """The number of the order on which somebody is out for a suspicion."""
    running = models.Order.objects.filter(suspicion__number=suspicion_number, state__in=RUNNING)
    return running.values_list("number", flat=True).first()


def cases_to_recheck(person_id: int) -> list[str]:
    """Numbers of the cases a person is sent to look at again."""
    sent = _sent_about_cases(person_id).filter(state__in=RUNNING, what__code=rules.LOOK_AGAIN)
    return list(sent.values_list("case_ref", flat=True))


def cases_shown_to(person_id: int) -> list[str]:
    """Numbers of the cases a person is or was sent to look at again: these stay in their sight."""
    sent = _sent_about_cases(person_id).exclude(state=State.WITHDRAWN)
    return list(sent.values_list("case_ref", flat=True))


def orders_about(case_number: str) -> QuerySet[models.Order]:
    """Orders to look at a case again, the newest first."""
    found = models.Order.objects.filter(case_ref=case_number)
    return found.select_related(*DETAILS).order_by("-issued_at", "-pk")


def running_order_about(case_number: str) -> models.Order | None:
    """The order on which somebody is to look at a case again; None when nobody is sent."""
    return orders_about(case_number).filter(state__in=RUNNING).first()


def is_recheck(order_number: str) -> bool:
    """Whether an order asks for a recheck; it ends with the recheck, not with a visit."""
    return models.Order.objects.filter(number=order_number, what__code=rules.LOOK_AGAIN).exists()


def needs_me(by: Actor, now: datetime) -> list[Need]:
    """Orders this person must go on, and for the desk those that nobody arrived on in time."""
    goes = Q(officer_id__in=by.ids) | Q(companion_id__in=by.ids) | Q(parts__person_id__in=by.ids)
    mine = permissions.visible_orders(by).filter(goes, state=State.ISSUED).distinct()
    mine = mine.exclude(what__code=rules.LOOK_AGAIN)  # a recheck waits as the case it is about
    found = [_need(o, now, kind="order", act="arrive") for o in mine.select_related(*DETAILS)]
    if by.may(Verb.WITHDRAW_ORDER):
        late = permissions.visible_orders(by).filter(state=State.ISSUED, due_at__lt=now)
        late = late.exclude(officer_id__in=by.ids)
        found += [_need(o, now, kind="late_order", act="withdraw") for o in late.select_related(*DETAILS)]
    return sorted(found, key=lambda need: (need.due_at, need.number))


def goals_of(by: Actor, numbers: Sequence[str]) -> dict[str, Source]:
    """Where some of a person's running orders lead, by number; those without a place are left out."""
    rows = orders(by).filter(number__in=list(numbers), source__isnull=False).select_related("source")
    return {row.number: row.source for row in rows}


def _sent_about_cases(person_id: int) -> QuerySet[models.Order]:
    sent = models.Order.objects.filter(Q(officer_id=person_id) | Q(companion_id=person_id))
    return sent.exclude(case_ref="")


def _need(found: models.Order, now: datetime, *, kind: str, act: str) -> Need:
    place = found.source or found.grid
    return Need(
        kind=kind,
        number=found.number,
        title=place.name_zh,
        detail=found.what.name_zh,
        due_at=found.due_at,
        clock=found.clock,
        is_overdue=found.due_at < now,
        act=act,
    )


def _is_near(circle: DryCircle, source: Source) -> bool:
    return rules.clearance_m((circle.lon, circle.lat), place=outline(source)) <= circle.radius_m
