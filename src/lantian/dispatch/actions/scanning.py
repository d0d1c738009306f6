"""The code at a place's gate: made once, scanned on arrival; and a patrol one begins by oneself."""

import secrets
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.dispatch import events, models, permissions, queries
from lantian.dispatch.rules import KindOfGoing
from lantian.dispatch.states import State
from lantian.kernel import outbox, references
from lantian.registry.models import Source

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that are taken for another
LENGTH = 10


def code_of(source: Source, *, now: datetime) -> str:
    """The code that hangs at a place; made the first time it is asked for."""
    fresh = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    made, _ = models.PlaceCode.objects.get_or_create(source=source, defaults={"code": fresh, "made_at": now})
    return made.code


@transaction.atomic
def scan_in(
    *,
    number: str,
    code: str,
    lon: float | None,
    lat: float | None,
    accuracy_m: float | None,
    by: Actor,
    now: datetime,
) -> None:
    """Say by the place's code that one is there; scanning twice changes nothing."""
    require(Verb.VISIT, by)
    order = permissions.visible_orders(by).select_related("source").get(number=number)
    if not queries.goes_now(order, by):
        raise NotAllowed(Verb.VISIT, by, f"{number} was given to somebody else")
    if order.source is None or queries.place_of_code(code).pk != order.source.pk:
        raise models.PlaceCode.DoesNotExist(f"{code} is not the code of the place of {number}")
    place = {"lon": lon, "lat": lat, "accuracy_m": accuracy_m}
    _scan, is_new = models.ScanIn.objects.get_or_create(
        order=order, person_id=by.id, defaults={"at": now, **place}
    )
    if is_new:
        outbox.emit(
            events.ScannedIn(
                about=f"dispatch.order:{number}", by=by.id, at=now, source=order.source.code, **place
            )
        )


def go_oneself(*, code: str, by: Actor, now: datetime) -> str:
    """Begin a patrol from public ground at the place of a code; the one going that needs nobody's order.

    Who is already asked to go there gets that order.
    """
    require(Verb.VISIT, by)
    source = queries.place_of_code(code)
    if by.role not in queries.terms(KindOfGoing.PUBLIC_PATROL, on=calendar.local_day(now)).may_go:
        raise NotAllowed(Verb.VISIT, by, f"{by.role} does not go on patrols")
    if not by.covers(source.grid.organisation.path):
        raise models.PlaceCode.DoesNotExist(f"{code} hangs at a place outside the area")
    before = queries.orders_here(by, source).filter(state=State.ISSUED).first()
    return before.number if before else _begin(source, by=by, now=now)


def _begin(source: Source, *, by: Actor, now: datetime) -> str:
    today = calendar.local_day(now)
    kind = KindOfGoing.PUBLIC_PATROL
    what = next(
        one for one in queries.purposes_for(kind=kind, source=source, on=today) if not one.wets_ground
    )
    order = models.Order(
        number="",
        kind=kind,
        state=State.ISSUED,
        grid=source.grid,
        source=source,
        officer_id=by.id,
        issued_by_id=by.id,
        what=what,
        clock=what.clock,
        issued_at=now,
        due_at=calendar.due_at(start=now, hours=Decimal(what.hours), clock=what.clock),
        planned_on=today,
        firm=queries.firm_of(source)[0],
    )
    with transaction.atomic():
        order.number = references.next_number("PD", today.year)
        order.save(force_insert=True)
        outbox.emit(
            events.OrderIssued(
                about=f"dispatch.order:{order.number}",
                by=by.id,
                at=now,
                kind=str(kind),
                what=what.code,
                officer=by.id,
                companion=None,
                grid=source.grid.code,
                source=source.code,
                suspicion="",
                case="",
                clock=order.clock,
                due_at=order.due_at,
            )
        )
    return order.number
