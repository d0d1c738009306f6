"""What a person may try with a case now, and why it would be refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import models
from lantian.cases.queries import policy, signing
from lantian.cases.queries.answering import is_above
from lantian.cases.queries.involvement import involvement_in, why_not
from lantian.cases.states import GRAVE, VERBS, Move, State, moves_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a person may try now; `refusal` says beforehand why it would be refused."""

    move: Move
    refusal: str


def acts(found: models.Case, by: Actor, *, now: datetime) -> tuple[Act, ...]:
    """What a person may try with a case now, in the order of the table."""
    return tuple(
        Act(move=move, refusal=_refusal(move, found, by))
        for move in moves_from(State(found.state))
        if by.may(VERBS[move]) and _is_theirs(move, found, by, now=now)
    )


def _is_theirs(move: Move, found: models.Case, by: Actor, *, now: datetime) -> bool:
    """Whether the part this person plays towards the case goes with the move."""
    if move in _PARTS:
        return _PARTS[move](found, by)
    if move in {Move.START, Move.SUBMIT}:
        return found.handler_id in by.ids and (move is Move.SUBMIT or found.level not in GRAVE)
    if move in {Move.RETURN, Move.ACCEPT, Move.PLAN}:
        is_of_unit = found.unit is not None and by.is_of(found.unit.path)
        return is_of_unit and (move is not Move.PLAN or _needs_plan(found))
    if move is Move.PUBLICISE:
        return found.level in GRAVE
    if move is Move.CLOSE:
        return _is_closable(found) and signing.signer(by, found, now=now) is not None
    return True


def _needs_plan(found: models.Case) -> bool:
    """Whether a grave case is still without a plan: not begun, or parked before it had one."""
    if found.level not in GRAVE:
        return False
    planned = found.plans.filter(at__gte=found.assigned_at or found.reported_at)
    return found.state == State.ACCEPTED or not planned.exists()


def _is_handlers_with_none_asked(found: models.Case, by: Actor) -> bool:
    return found.handler_id in by.ids and not _asks_for_time(found)


def _is_asked_from_above(found: models.Case, by: Actor) -> bool:
    return is_above(by, found.unit) and _asks_for_time(found)


def _is_of_the_unit(found: models.Case, by: Actor) -> bool:
    return found.unit is not None and by.is_of(found.unit.path)


def _asks_for_time(found: models.Case) -> bool:
    return found.extensions.filter(decided_at__isnull=True).exists()


def _is_to_be_verified(found: models.Case, by: Actor) -> bool:
    return policy.channel(found.channel, on=calendar.local_day(found.reported_at)).needs_verification


def _has_objection(found: models.Case, by: Actor) -> bool:
    return found.objections.filter(decided_at__isnull=True).exists()


def _has_later_look(found: models.Case, by: Actor) -> bool:
    return found.later_looks.filter(closing=found.reopened, at__isnull=True).exists()


_PARTS: dict[Move, Callable[[models.Case, Actor], bool]] = {
    Move.VERIFY: _is_to_be_verified,
    Move.ASK_EXTENSION: _is_handlers_with_none_asked,
    Move.GRANT_EXTENSION: _is_asked_from_above,
    Move.REFUSE_EXTENSION: _is_asked_from_above,
    Move.HAND_DOWN: _is_of_the_unit,
    Move.PASS_SELF_CHECK: _is_of_the_unit,
    Move.FAIL_SELF_CHECK: _is_of_the_unit,
    Move.UPHOLD_OBJECTION: _has_objection,
    Move.RECHECK_LATER_OK: _has_later_look,
}


def _is_closable(found: models.Case) -> bool:
    return found.state == State.IN_PUBLICITY or found.level not in GRAVE


def _refusal(move: Move, found: models.Case, by: Actor) -> str:
    if move in {Move.RECHECK_PASS, Move.RECHECK_FAIL, Move.RECHECK_LATER_OK}:
        return why_not(by, involvement_in(found)) or ""
    return ""
