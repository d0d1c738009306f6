"""What waits for a person: the cases whose next move is theirs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from lantian.accounts.rules import Actor, Role
from lantian.calendar.rules import ClockKind
from lantian.cases import models
from lantian.cases.queries import signing
from lantian.cases.queries.involvement import involvements, why_not
from lantian.cases.queries.parties import Party
from lantian.cases.states import BEING_MENDED, GRAVE, SIGNERS, Level, Move, Signer, State
from lantian.dispatch import queries as dispatch

MOST = 50


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
    is_warned: bool = False
    stands_in_for: Party | None = None


_WITHOUT_LIMIT = {
    Move.FILE,
    Move.ASSIGN,
    Move.CLOSE,
    Move.PUBLICISE,
    Move.UPHOLD_OBJECTION,
    Move.RECHECK_LATER_OK,
}
_ACTS = {
    Move.RECHECK_PASS: "recheck",
    Move.RECHECK_LATER_OK: "recheck_later",
    Move.PASS_SELF_CHECK: "self_check",
}

Waiting = tuple[Move, QuerySet[models.Case]]


def needs_me(by: Actor, now: datetime) -> list[Need]:
    """Cases that wait for this person, overdue ones first; at most 50 a move."""
    needs = [
        _need(case, move, now, hat if hat is not by else None)
        for hat in by.hats
        for move, found in _BY_ROLE.get(hat.role, _nothing)(hat, now)
        for case in _theirs(_details(found).order_by("due_at", "pk")[:MOST], move, by)
    ]
    return sorted(needs, key=lambda need: (not need.is_overdue, need.due_at or now, need.number))


def _desk(by: Actor, now: datetime) -> list[Waiting]:
    return [
        (Move.FILE, _area(by, State.REPORTED, State.VERIFYING)),
        (Move.ASSIGN, _area(by, State.FILED, State.RETURNED, State.REOPENED)),
    ]


def _unit_head(by: Actor, now: datetime) -> list[Waiting]:
    return [
        (Move.ACCEPT, _unit(by, State.ASSIGNED)),
        (Move.PLAN, _unit(by, State.ACCEPTED, level__in=GRAVE)),
        (Move.PLAN, _unit(by, State.RECTIFYING, level__in=GRAVE, case__plans__isnull=True)),
        (Move.HAND_DOWN, _unit(by, *BEING_MENDED, case__handler__isnull=True)),
        (Move.PASS_SELF_CHECK, _unit(by, State.SUBMITTED)),
        (Move.GRANT_EXTENSION, _asked_below(by)),
    ]


def _handler(by: Actor, now: datetime) -> list[Waiting]:
    own = models.Case.objects.filter(handler_id=by.id)
    return [
        (Move.START, own.filter(state=State.ACCEPTED).exclude(level__in=GRAVE)),
        (Move.SUBMIT, own.filter(state=State.RECTIFYING)),
        *_sent(by),
    ]


def _supervisor(by: Actor, now: datetime) -> list[Waiting]:
    plain = [level for level in Level if level not in GRAVE]
    return [
        (Move.RECHECK_PASS, _area(by, State.SELF_CHECKED)),
        (Move.PUBLICISE, _area(by, State.PASSED, level__in=GRAVE)),
        (Move.CLOSE, _area(by, State.PASSED, level__in=plain)),
        (Move.UPHOLD_OBJECTION, _area(by, State.IN_PUBLICITY, case__in=_objected())),
        (Move.RECHECK_LATER_OK, _to_look_at_later(by, now)),
        (Move.GRANT_EXTENSION, _asked_under_district(by)),
    ]


def _leader(by: Actor, now: datetime) -> list[Waiting]:
    return [
        (Move.CLOSE, _area(by, State.IN_PUBLICITY, case__publicity_until__lte=now)),
        (Move.RESUME, _area(by, State.PARKED)),
    ]


def _officer(by: Actor, now: datetime) -> list[Waiting]:
    signed = [level for level in Level if Signer.GRID_HEAD in SIGNERS[level]]
    headed = signing.headed_grids(by.id, now=now)
    passed = _area(by, State.PASSED, level__in=signed, case__grid__in=headed)
    return [(Move.CLOSE, passed), *_sent(by)]


def _nothing(by: Actor, now: datetime) -> list[Waiting]:
    return []


_BY_ROLE: dict[Role, Callable[[Actor, datetime], list[Waiting]]] = {
    Role.DUTY_ANALYST: _desk,
    Role.UNIT_HEAD: _unit_head,
    Role.HANDLER: _handler,
    Role.SUPERVISOR: _supervisor,
    Role.LEADER: _leader,
    Role.GRID_OFFICER: _officer,
}


def _sent(by: Actor) -> list[Waiting]:
    """Cases this person was sent to look at again."""
    numbers = dispatch.cases_to_recheck(by.id)
    sent = models.Case.objects.filter(number__in=numbers, state=State.SELF_CHECKED)
    return [(Move.RECHECK_PASS, sent)]


def _asked_below(by: Actor) -> QuerySet[models.Case]:
    """Cases of the units right below that ask for more time."""
    below = models.Case.objects.filter(unit__parent=by.organisation_id, state__in=BEING_MENDED)
    return below.filter(extensions__in=_open_extensions())


def _asked_under_district(by: Actor) -> QuerySet[models.Case]:
    """Cases of the area that ask for more time, whose units stand right under the district."""
    below = models.Case.objects.filter(unit__path__startswith=by.area_path, state__in=BEING_MENDED)
    asked = below.filter(extensions__in=_open_extensions())
    return asked.filter(unit__parent__parent__isnull=True).exclude(
        unit__path__startswith=by.organisation_path
    )


def _open_extensions() -> QuerySet[models.Extension]:
    return models.Extension.objects.filter(decided_at__isnull=True)


def _objected() -> QuerySet[models.Objection]:
    """Cases with an objection that nobody has decided."""
    return models.Objection.objects.filter(decided_at__isnull=True).values("case")


def _to_look_at_later(by: Actor, now: datetime) -> QuerySet[models.Case]:
    """Closed cases of the area whose next later look has fallen due."""
    due = models.LaterLook.objects.filter(
        at__isnull=True, due_at__lte=now, closing=F("case__reopened"), case__state=State.CLOSED
    )
    mine = due.filter(case__scopes__ancestor__path=by.area_path).order_by("due_at", "pk")
    return models.Case.objects.filter(pk__in=list(mine.values_list("case_id", flat=True)[:MOST]))


def _area(by: Actor, *states: State, **wanted: object) -> QuerySet[models.Case]:
    """The first cases of a person's area in some states, by the index that lists use."""
    return _first(by.area_path, states, wanted)


def _unit(by: Actor, *states: State, **wanted: object) -> QuerySet[models.Case]:
    """The first cases a person's unit answers for in some states."""
    return _first(by.organisation_path, states, wanted | {"case__unit": by.organisation_id})


def _first(path: str, states: Iterable[State], wanted: Mapping[str, object]) -> QuerySet[models.Case]:
    scopes = models.CaseScope.objects.filter(ancestor__path=path, state__in=states, **wanted)
    first = scopes.order_by("deadline", "case_id").values_list("case_id", flat=True)[:MOST]
    return models.Case.objects.filter(pk__in=list(first))


def _theirs(found: Iterable[models.Case], move: Move, by: Actor) -> list[models.Case]:
    """Those for which a person stands outside the mending, where the move asks for that."""
    cases = list(found)
    if move is Move.CLOSE:
        own = {hat.organisation_id for hat in by.hats}
        return [case for case in cases if case.unit_id not in own]
    if move not in {Move.RECHECK_PASS, Move.RECHECK_LATER_OK}:
        return cases
    involved = involvements(cases)
    return [case for case in cases if not why_not(by, involved[case.number])]


def _details(found: QuerySet[models.Case]) -> QuerySet[models.Case]:
    """With everything a need and the independence of a recheck ask for."""
    names = ("grid", "unit", "handler__organisation")
    return found.select_related(*names).prefetch_related("rectifications")


def _need(case: models.Case, move: Move, now: datetime, absent: Actor | None) -> Need:
    due_at, clock = _deadline(case, move)
    return Need(
        kind="case",
        number=case.number,
        title=case.title,
        detail=case.unit.name_zh if case.unit else case.grid.name_zh,
        due_at=due_at,
        clock=clock,
        is_overdue=due_at is not None and due_at < now,
        act=_ACTS.get(move, move.value),
        is_warned=due_at is not None and due_at == case.due_at and _is_warned(case, now),
        stands_in_for=Party(id=absent.id, name_zh=absent.name_zh, name_en=absent.name_en) if absent else None,
    )


def _is_warned(case: models.Case, now: datetime) -> bool:
    """Whether three quarters of the limit have gone, and not all of it."""
    return case.warn_at is not None and case.due_at is not None and case.warn_at <= now < case.due_at


def _deadline(case: models.Case, move: Move) -> tuple[datetime | None, str]:
    if move is Move.RECHECK_PASS:
        return case.recheck_due_at, case.recheck_clock
    if move is Move.PASS_SELF_CHECK:
        return case.self_check_due_at, case.clock
    if move is Move.RESUME:
        return case.review_at, ClockKind.NATURAL
    if move in _WITHOUT_LIMIT:
        return None, ""
    return case.due_at, case.clock
