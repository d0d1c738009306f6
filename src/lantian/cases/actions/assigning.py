"""How a case reaches the unit that mends it, and how a unit takes it or gives it back."""

from datetime import datetime

from django.db import transaction

from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.calendar import queries as calendar
from lantian.calendar.rules import ClockKind
from lantian.cases import events, models, queries, rules
from lantian.cases.actions import moving, warning
from lantian.cases.states import VERBS, Move
from lantian.kernel import outbox, references
from lantian.kernel.refusals import gettext_noop


def assign(
    *,
    number: str,
    by: Actor,
    now: datetime,
    unit_code: str | None = None,
    due_at: datetime | None = None,
    clock: str | None = None,
) -> None:
    """Give a case to the unit that answers for it, with a deadline on a named clock.

    Without `unit_code` the route table chooses the unit; without `due_at` the limits choose the deadline.
    """
    case = moving.load(number, Move.ASSIGN, by)
    unit = _unit(case, unit_code, by=by, now=now)
    proposed_at, proposed_clock = queries.due(models.Limit.Step.RECTIFY, case, now=now)
    due_at, clock = due_at or proposed_at, ClockKind(clock or proposed_clock)
    rules.check_due(due_at=due_at, now=now)
    with transaction.atomic():
        order_number = references.next_number("JB", calendar.local_day(now).year)
        moving.move(
            case,
            Move.ASSIGN,
            unit=unit,
            sub_unit=None,
            handler=None,
            order_number=order_number,
            clock=clock,
            assigned_at=now,
            **warning.limit(due_at=due_at, clock=clock, now=now),
        )
        outbox.emit(
            events.Assigned(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=unit.pk,
                unit_code=unit.code,
                route="chosen" if unit_code else "table",
                order_number=order_number,
                clock=clock,
                due_at=due_at,
            )
        )


def return_(*, number: str, reason: str, by: Actor, now: datetime) -> None:
    """Give a case back that is not the unit's: in the window, with a reason, and not too often."""
    case = moving.load(number, Move.RETURN, by)
    moving.require_unit(case, Move.RETURN, by)
    rules.check_reason(reason)
    rules.check_return(
        returns=case.returns,
        allowed=queries.bounds(on=calendar.local_day(now)).allowed_returns,
        until=_return_until(case),
        now=now,
    )
    with transaction.atomic():
        moving.move(case, Move.RETURN, returns=case.returns + 1)
        outbox.emit(
            events.Returned(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=case.unit_id,
                reason=reason,
                returns=case.returns,
            )
        )


def accept(*, number: str, by: Actor, now: datetime, handler_id: int | None = None) -> None:
    """Take a case and name who handles it; a handler takes it for themselves."""
    case = moving.load(number, Move.ACCEPT, by)
    moving.require_unit(case, Move.ACCEPT, by)
    handler = _handler(case, by.id if handler_id is None else handler_id, by=by)
    with transaction.atomic():
        moving.move(case, Move.ACCEPT, handler=handler)
        outbox.emit(
            events.Accepted(about=moving.about(case), by=by.id, at=now, unit=case.unit_id, handler=handler.pk)
        )


def take_for_outside(case: models.Case, *, by: Actor, now: datetime) -> None:
    """Take a case in the name of a unit outside our command, in the caller's transaction."""
    handler = Person.objects.select_related("organisation").get(pk=by.id)
    moving.move(case, Move.ACCEPT, handler=handler)
    outbox.emit(
        events.Accepted(about=moving.about(case), by=by.id, at=now, unit=case.unit_id, handler=handler.pk)
    )
    moving.move(case, Move.START)
    outbox.emit(events.Started(about=moving.about(case), by=by.id, at=now, unit=case.unit_id))


def hand_down(
    *, number: str, by: Actor, now: datetime, unit_code: str | None = None, handler_id: int | None = None
) -> None:
    """Hand a case to a part of the unit or to one person in it; the unit stays answerable."""
    case = moving.load(number, Move.HAND_DOWN, by)
    moving.require_unit(case, Move.HAND_DOWN, by)
    if unit_code is None and handler_id is None:
        raise rules.NobodyNamed()
    part = _part(case, unit_code) if unit_code else case.sub_unit
    handler = _handler(case, handler_id, by=by) if handler_id is not None else None
    if handler is not None and part is not None and not handler.organisation.path.startswith(part.path):
        raise rules.OutsideUnit(handler.name_zh, unit=part.name_zh)
    keeps = handler is None and _is_under(case.handler, part)
    with transaction.atomic():
        moving.move(case, Move.HAND_DOWN, sub_unit=part, handler=case.handler if keeps else handler)
        outbox.emit(
            events.HandedDown(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=case.unit_id,
                sub_unit=case.sub_unit_id,
                handler=case.handler_id,
            )
        )


def _part(case: models.Case, code: str) -> Organisation:
    """A part of the unit, below it."""
    found = Organisation.objects.get(code=code)
    if case.unit is None or found.pk == case.unit_id or not found.path.startswith(case.unit.path):
        raise rules.OutsideUnit(found.name_zh, unit=case.unit.name_zh if case.unit else "")
    return found


def _is_under(handler: Person | None, part: Organisation | None) -> bool:
    """Whether whoever handles a case belongs to the part it is handed to."""
    return handler is not None and part is not None and handler.organisation.path.startswith(part.path)


def _unit(case: models.Case, code: str | None, *, by: Actor, now: datetime) -> Organisation:
    unit = Organisation.objects.get(code=code) if code else queries.route(case, on=calendar.local_day(now))
    if not unit.is_under_command:
        raise rules.OutsideCommand(unit.name_zh)
    if not by.covers(unit.path):
        raise NotAllowed(VERBS[Move.ASSIGN], by, f"{unit.code} is outside the area")
    if unit.parent_id is None:
        raise rules.UnitTooHigh(unit.name_zh)
    return unit


def _return_until(case: models.Case) -> datetime:
    if case.assigned_at is None:
        raise rules.NotSeeded(f"moment of assignment of {case.number}", case.reported_at.date())
    until, _ = queries.due(models.Limit.Step.RETURN, case, now=case.assigned_at)
    return until


def _handler(case: models.Case, person_id: int, *, by: Actor) -> Person:
    """A handler of the unit; only its head names somebody else."""
    if all(hat.role is Role.HANDLER for hat in by.hats) and person_id not in by.ids:
        raise NotAllowed(VERBS[Move.ACCEPT], by, "only the head of the unit names another handler")
    person = Person.objects.select_related("organisation").get(pk=person_id)
    if not person.is_active:
        raise rules.HandlerUnfit(person.name_zh, reason=gettext_noop("the account is closed"))
    if person.role != Role.HANDLER:
        raise rules.HandlerUnfit(person.name_zh, reason=gettext_noop("not a handler"))
    if case.unit is None or not person.organisation.path.startswith(case.unit.path):
        raise rules.HandlerUnfit(person.name_zh, reason=gettext_noop("of another unit"))
    return person
