"""What people do with orders: issue, arrive, finish, withdraw; and lay down what may be asked."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import yaml
from django.db import IntegrityError, transaction

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.diagnosis import actions as diagnosis
from lantian.diagnosis import permissions as diagnosis_permissions
from lantian.dispatch import events, models, permissions, queries, rules, states
from lantian.dispatch.rules import KindOfGoing
from lantian.dispatch.states import State
from lantian.kernel import outbox, references
from lantian.kernel.refusals import gettext_noop
from lantian.registry.models import Grid, Source

SEEDS = Path(__file__).parent / "seeds"
MAY_BE_SENT = frozenset({"grid_officer", "supervisor"})


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down the purposes that ship with the house; those already there stay as they are."""
    rows = yaml.safe_load((SEEDS / "purposes.yaml").read_text(encoding="utf-8"))
    made = [
        models.Purpose.objects.get_or_create(code=row["code"], defaults={"position": place, **row})[1]
        for place, row in enumerate(rows, start=1)
    ]
    return sum(made)


def issue(
    *,
    kind: KindOfGoing | str,
    grid_code: str,
    officer_id: int,
    what: str,
    hours: Decimal,
    clock: str,
    by: Actor,
    now: datetime,
    suspicion_number: str | None = None,
    source_code: str | None = None,
    companion_id: int | None = None,
    case_ref: str = "",
) -> str:
    """Ask somebody to go, by a time on a named clock; returns the order's number."""
    require(Verb.ISSUE_ORDER, by)
    kind = KindOfGoing(kind)
    grid = _grid_of(grid_code, by)
    source = _source_of(source_code, by) if source_code else None
    officer, companion = _people(officer_id, companion_id, by)
    rules.check_papers(kind, certificates=sum(bool(p.certificate) for p in (officer, companion) if p))
    purpose = models.Purpose.objects.get(code=what)
    _check_purpose(purpose, kind=kind, source=source)
    due_at = calendar.due_at(start=now, hours=hours, clock=clock) if hours > 0 else now
    rules.check_due(due_at=due_at, now=now)
    suspicion = (
        diagnosis_permissions.visible_suspicions(by).get(number=suspicion_number)
        if suspicion_number
        else None
    )
    order = models.Order(
        kind=kind,
        state=State.ISSUED,
        suspicion=suspicion,
        case_ref=case_ref,
        grid=grid,
        source=source,
        officer=officer,
        companion=companion,
        issued_by_id=by.id,
        what=purpose,
        clock=clock,
        issued_at=now,
        due_at=due_at,
    )
    _issue(order, by=by, now=now)
    return order.number


def arrive(*, number: str, by: Actor, now: datetime) -> None:
    """The officer is there."""
    require(Verb.VISIT, by)
    order = _own(number, by)
    with transaction.atomic():
        _move(order, "arrive", arrived_at=now)
        is_on_time = now <= order.due_at
        outbox.emit(
            events.OrderArrived(
                about=_about(order), by=by.id, at=now, suspicion=_suspicion(order), is_on_time=is_on_time
            )
        )


def finish(*, number: str, by_id: int | None, now: datetime) -> None:
    """The finding is filed or the case looked at again, so the order is done; once more changes nothing."""
    order = models.Order.objects.select_related("suspicion").get(number=number)
    if State(order.state) is State.DONE:
        return
    with transaction.atomic():
        _move(order, "look_again" if order.case_ref else "finish", done_at=now)
        outbox.emit(events.OrderFinished(about=_about(order), by=by_id, at=now, suspicion=_suspicion(order)))


def withdraw(*, number: str, reason: str, by: Actor, now: datetime) -> None:
    """Nobody needs to go after all; only before anybody has arrived."""
    require(Verb.WITHDRAW_ORDER, by)
    rules.check_reason(reason)
    order = permissions.visible_orders(by).select_related("suspicion").get(number=number)
    with transaction.atomic():
        _move(order, "withdraw", withdrawn_at=now, withdrawn_reason=reason)
        outbox.emit(
            events.OrderWithdrawn(
                about=_about(order), by=by.id, at=now, suspicion=_suspicion(order), reason=reason
            )
        )


def _grid_of(code: str, by: Actor) -> Grid:
    grid = Grid.objects.select_related("organisation").get(code=code)
    if not by.covers(grid.organisation.path):
        raise NotAllowed(Verb.ISSUE_ORDER, by, f"grid {code} is outside the area")
    return grid


def _source_of(code: str, by: Actor) -> Source:
    source = Source.objects.select_related("grid__organisation").get(code=code)
    if not by.covers(source.grid.organisation.path):
        raise NotAllowed(Verb.ISSUE_ORDER, by, f"source {code} is outside the area")
    return source


def _people(officer_id: int, companion_id: int | None, by: Actor) -> tuple[Person, Person | None]:
    officer = _sendable(officer_id, by)
    companion = _sendable(companion_id, by) if companion_id else None
    if companion and companion.pk == officer.pk:
        raise rules.OfficerUnfit(
            companion.name_zh, reason=gettext_noop("is the officer and cannot be the companion too")
        )
    return officer, companion


def _sendable(person_id: int, by: Actor) -> Person:
    person = Person.objects.select_related("organisation").get(pk=person_id)
    if not by.covers(person.organisation.path):
        raise NotAllowed(Verb.ISSUE_ORDER, by, f"person {person_id} is outside the area")
    if not person.is_active:
        raise rules.OfficerUnfit(person.name_zh, reason=gettext_noop("the account is closed"))
    if person.role not in MAY_BE_SENT:
        raise rules.OfficerUnfit(
            person.name_zh, reason=gettext_noop("only grid officers and supervisors are sent out")
        )
    return person


def _check_purpose(purpose: models.Purpose, *, kind: KindOfGoing, source: Source | None) -> None:
    rules.check_purpose(purpose.name_zh, kind=kind, kinds=purpose.kinds_of_going)
    if not purpose.wets_ground:
        return
    if source is None:
        raise rules.PlaceNeeded(purpose.name_zh)
    rules.check_dry(purpose.name_zh, place=queries.outline(source), circles=queries.dry_circles())


def _issue(order: models.Order, *, by: Actor, now: datetime) -> None:
    suspicion = _suspicion(order)
    going = [person for person in (order.officer_id, order.companion_id) if person]
    try:
        with transaction.atomic():
            order.number = references.next_number("PD", calendar.local_day(now).year)
            order.save(force_insert=True)
            if suspicion:
                diagnosis.mark_ordered(number=suspicion, now=now, officer_ids=going, by_id=by.id)
            outbox.emit(_issued(order, by=by, now=now))
    except IntegrityError as error:
        running = queries.running_order_of(suspicion)
        if running is None:
            raise
        raise rules.AlreadySent(suspicion=suspicion, order=running) from error


def _issued(order: models.Order, *, by: Actor, now: datetime) -> events.OrderIssued:
    return events.OrderIssued(
        about=_about(order),
        by=by.id,
        at=now,
        kind=str(order.kind),
        what=order.what.code,
        officer=order.officer_id,
        companion=order.companion_id,
        grid=order.grid.code,
        source=order.source.code if order.source else "",
        suspicion=_suspicion(order),
        case=order.case_ref,
        clock=order.clock,
        due_at=order.due_at,
    )


def _own(number: str, by: Actor) -> models.Order:
    """An order on which this person goes; absent and somebody else's look alike."""
    order = permissions.visible_orders(by).select_related("suspicion").get(number=number)
    if by.id not in {order.officer_id, order.companion_id}:
        raise NotAllowed(Verb.VISIT, by, f"{number} was given to somebody else")
    return order


def _move(order: models.Order, verb: str, **changes: object) -> None:
    """Change an order that is still as it was read; OrderMoved when somebody was faster."""
    new = states.target(verb, State(order.state))
    moved = models.Order.objects.filter(pk=order.pk, state=order.state).update(state=new, **changes)
    if not moved:
        raise states.OrderMoved(order.number)


def _about(order: models.Order) -> str:
    return f"dispatch.order:{order.number}"


def _suspicion(order: models.Order) -> str:
    return order.suspicion.number if order.suspicion else ""
