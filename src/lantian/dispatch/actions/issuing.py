"""What people do with orders: issue, arrive, finish, withdraw; and lay down what may be asked."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import IntegrityError, transaction
from django.db.models import F

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.diagnosis import actions as diagnosis
from lantian.diagnosis import permissions as diagnosis_permissions
from lantian.dispatch import events, models, permissions, queries, rules, states
from lantian.dispatch.actions import budgeting
from lantian.dispatch.rules import KindOfGoing, Mode, Planned, Terms
from lantian.dispatch.states import State
from lantian.kernel import outbox, references
from lantian.kernel.refusals import gettext_noop
from lantian.registry.models import Grid, Source

SEEDS = Path(__file__).parents[1] / "seeds"
PLANNED, AT_ONCE = "XC", "PD"  # series of numbers: a gap in the one says nothing about the other
ENDS = time(18)  # a visit planned for a day is due by the end of its office hours
NOT_OF_THE_KIND = gettext_noop("this post does not go on this kind of going")
OF_THE_UNIT = gettext_noop("belongs to the unit that is to be checked")


@transaction.atomic
def seed(*, now: datetime) -> int:
    """Lay down purposes, kinds of going and shares that ship with the house; those there stay as they are."""
    made = [
        models.Purpose.objects.get_or_create(code=row["code"], defaults={"position": place, **row})[1]
        for place, row in enumerate(_shipped("purposes"), start=1)
    ]
    made += [
        models.GoingTerms.objects.get_or_create(kind=row["kind"], version=row["version"], defaults=row)[1]
        for row in _shipped("goings")
    ]
    made += [
        models.DrawShare.objects.get_or_create(code=row["code"], version=row["version"], defaults=row)[1]
        for row in _shipped("shares")
    ]
    made += [
        models.AlarmBudget.objects.get_or_create(version=row["version"], defaults=row)[1]
        for row in _shipped("budgets")
    ]
    return sum(made)


def _shipped(name: str) -> list[dict[str, Any]]:  # Any: rows of YAML
    return list(yaml.safe_load((SEEDS / f"{name}.yaml").read_text(encoding="utf-8")))


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
    planned: Planned = rules.AT_ONCE,
    over_reason: str = "",
) -> str:
    """Ask somebody to go, by a time on a named clock; returns the order's number.

    Beyond the budget of somebody's shift it takes a reason, which is kept with the order.
    """
    require(Verb.ISSUE_ORDER, by)
    kind = KindOfGoing(kind)
    asked = queries.terms(kind, on=calendar.local_day(now))
    source = _source_of(source_code, by) if source_code else None
    has_clue = bool(suspicion_number or case_ref)
    rules.check_plan(asked, planned, has_clue=has_clue, has_place=source is not None)
    purpose = models.Purpose.objects.get(code=what)
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
        grid=_grid_of(grid_code, by),
        source=source,
        issued_by_id=by.id,
        what=purpose,
        clock=clock,
        issued_at=now,
        due_at=_due(planned, hours=hours, clock=clock, now=now),
        mode=planned.mode,
        basis=planned.basis.strip(),
        plan=planned.plan.strip(),
        planned_on=planned.on or calendar.local_day(now),
        notified_on=planned.notified_on,
        draw_id=planned.draw_id,
        firm=queries.firm_of(source)[0] if source else "",
        uses_cap=source is not None and rules.counts_toward_cap(asked, has_clue=has_clue),
    )
    people = _people(order, [officer_id, companion_id], planned, asked=asked, by=by)
    _check_purpose(purpose, kind=kind, source=source)
    rules.check_due(due_at=order.due_at, now=now)
    order.over_reason = over_reason
    _issue(order, people=people, planned=planned, asked=asked, by=by, now=now)
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


def _due(planned: Planned, *, hours: Decimal, clock: str, now: datetime) -> datetime:
    """By when: the end of the day it is planned for, else so many hours on the clock."""
    if planned.on is not None:
        return datetime.combine(planned.on, ENDS, tzinfo=calendar.local_zone())
    return calendar.due_at(start=now, hours=hours, clock=clock) if hours > 0 else now


def _people(
    order: models.Order, ids: Sequence[int | None], planned: Planned, *, asked: Terms, by: Actor
) -> list[Person]:
    """Everybody who goes, each fit to be sent; the first is the officer."""
    named = [_person(person_id, by) for person_id in ids if person_id]
    joining = [_person(one.person_id, by) for one in planned.joining]
    everybody = [*named, *joining]
    for person in everybody[1:]:
        if sum(other.pk == person.pk for other in everybody) > 1:
            raise rules.OfficerUnfit(
                person.name_zh, reason=gettext_noop("is the officer and cannot be the companion too")
            )
    rules.check_papers(asked, certificates=[bool(person.certificate) for person in everybody])
    for person in everybody:
        _check_sendable(person, order, asked=asked)
    order.officer = named[0]
    order.companion = named[1] if len(named) > 1 else None
    return everybody


def _person(person_id: int, by: Actor) -> Person:
    person = Person.objects.select_related("organisation").get(pk=person_id)
    if not by.covers(person.organisation.path):
        raise NotAllowed(Verb.ISSUE_ORDER, by, f"person {person_id} is outside the area")
    return person


def _check_sendable(person: Person, order: models.Order, *, asked: Terms) -> None:
    """Raise OfficerUnfit for a closed account, a post that does not go, or somebody of the checked unit."""
    if not person.is_active:
        raise rules.OfficerUnfit(person.name_zh, reason=gettext_noop("the account is closed"))
    if person.role not in asked.may_go:
        raise rules.OfficerUnfit(person.name_zh, reason=NOT_OF_THE_KIND)
    if order.mode != Mode.UNANNOUNCED or order.source is None:
        return
    if person.organisation.path.startswith(order.source.answerable.path):
        raise rules.OfficerUnfit(person.name_zh, reason=OF_THE_UNIT)


def _check_purpose(purpose: models.Purpose, *, kind: KindOfGoing, source: Source | None) -> None:
    rules.check_purpose(purpose.name_zh, kind=kind, kinds=purpose.kinds_of_going)
    if not purpose.wets_ground:
        return
    if source is None:
        raise rules.PlaceNeeded(purpose.name_zh)
    rules.check_dry(purpose.name_zh, place=queries.outline(source), circles=queries.dry_circles())


def _issue(
    order: models.Order,
    *,
    people: Sequence[Person],
    planned: Planned,
    asked: Terms,
    by: Actor,
    now: datetime,
) -> None:
    suspicion = _suspicion(order)
    try:
        with transaction.atomic():
            _count_visit(order, asked=asked)
            order.over_reason = budgeting.reason_beyond_budget(order, people, now=now)
            series = AT_ONCE if planned.on is None and order.mode == Mode.ANNOUNCED else PLANNED
            order.number = references.next_number(series, calendar.local_day(now).year)
            order.save(force_insert=True)
            models.Part.objects.bulk_create(
                models.Part(order=order, person_id=one.person_id, part=one.part) for one in planned.joining
            )
            if suspicion:
                going = [person.pk for person in people]
                diagnosis.mark_ordered(number=suspicion, now=now, officer_ids=going, by_id=by.id)
            outbox.emit(_issued(order, planned, by=by, now=now))
    except IntegrityError as error:
        running = queries.running_order_of(suspicion)
        if running is None:
            raise
        raise rules.AlreadySent(suspicion=suspicion, order=running) from error


def _count_visit(order: models.Order, *, asked: Terms) -> None:
    """Refuse a visit beyond the firm's yearly cap; two desks count one after the other."""
    if not order.uses_cap or order.source is None or order.planned_on is None:
        return
    # Any: fields of a row
    key: dict[str, Any] = {"firm": order.firm, "kind": str(order.kind), "year": order.planned_on.year}
    models.FirmYear.objects.get_or_create(**key)
    models.FirmYear.objects.filter(**key).update(counted=F("counted") + 1)  # holds the row till the end
    used = queries.used_in(order.firm, kind=order.kind, year=order.planned_on.year)
    _firm, name = queries.firm_of(order.source)
    rules.check_cap(asked, firm=name, used=used, year=order.planned_on.year)


def _issued(
    order: models.Order, planned: Planned, *, by: Actor, now: datetime
) -> events.OrderIssued | events.UnannouncedPlanned:
    facts: dict[str, Any] = {  # Any: the fields both events have
        "about": _about(order),
        "by": by.id,
        "at": now,
        "kind": str(order.kind),
        "what": order.what.code,
        "officer": order.officer_id,
        "companion": order.companion_id,
        "joining": tuple(one.person_id for one in planned.joining),
        "grid": order.grid.code,
        "source": order.source.code if order.source else "",
        "basis": order.basis,
        "plan": order.plan,
        "due_at": order.due_at,
        "over_reason": order.over_reason,
    }
    if order.mode == Mode.UNANNOUNCED:
        return events.UnannouncedPlanned(**facts, draw=order.draw.number if order.draw else "")
    return events.OrderIssued(
        **facts,
        suspicion=_suspicion(order),
        case=order.case_ref,
        clock=order.clock,
        mode=str(order.mode),
    )


def _own(number: str, by: Actor) -> models.Order:
    """An order on which this person goes; absent and somebody else's look alike."""
    order = permissions.visible_orders(by).select_related("suspicion").get(number=number)
    if not queries.goes_now(order, by):
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
