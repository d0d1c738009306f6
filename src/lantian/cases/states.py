"""The life of a case, as a table: which verb leads from which state to which, and who may.

Rows follow docs/reference/case-transitions.csv. A verb that has no row for a state is refused with a
sentence. `plan` and `publicise` come early (step 4): without them a case that reopens as major could neither
start nor close.
"""

from dataclasses import dataclass
from enum import StrEnum

from lantian.accounts.rules import Role, Verb
from lantian.kernel.refusals import Refused, gettext_noop


class State(StrEnum):
    REPORTED = "reported"
    FILED = "filed"
    VOID = "void"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    PASSED = "passed"
    IN_PUBLICITY = "in_publicity"
    CLOSED = "closed"
    REOPENED = "reopened"


class Level(StrEnum):
    """How grave: 一般, 较大, 重大, 督察交办."""

    MINOR = "minor"
    SERIOUS = "serious"
    MAJOR = "major"
    SUPERIOR = "superior"


class Move(StrEnum):
    """What can be done to a case."""

    REPORT = "report"
    FILE = "file"
    VOID = "void"
    ASSIGN = "assign"
    RETURN = "return"
    ACCEPT = "accept"
    START = "start"
    PLAN = "plan"
    SUBMIT = "submit"
    RECHECK_PASS = "recheck_pass"
    RECHECK_FAIL = "recheck_fail"
    PUBLICISE = "publicise"
    CLOSE = "close"
    REOPEN = "reopen"


class Who(StrEnum):
    """The parts people play towards a case, in the words of the table."""

    FINDER = "any finder"
    DESK = "desk"
    UNIT_HEAD = "unit head"
    HANDLER = "handler"
    RECHECKER = "rechecker"
    TASK_FORCE = "task force"
    SIGNER = "signer by level: grid head, task force, leader"


class Signer(StrEnum):
    """Who signs a case off."""

    GRID_HEAD = "grid_head"
    TASK_FORCE = "task_force"
    LEADER = "leader"


OPEN_STATES = tuple(s for s in State if s not in {State.VOID, State.CLOSED})
IN_HAND = (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING)
LEVELS = tuple(Level)
GRAVE = frozenset({Level.MAJOR, Level.SUPERIOR})

ROLES: dict[Who, frozenset[Role]] = {
    Who.FINDER: frozenset({Role.GRID_OFFICER, Role.SUPERVISOR, Role.DUTY_ANALYST}),
    Who.DESK: frozenset({Role.DUTY_ANALYST}),
    Who.UNIT_HEAD: frozenset({Role.UNIT_HEAD}),
    Who.HANDLER: frozenset({Role.HANDLER}),
    Who.RECHECKER: frozenset({Role.SUPERVISOR, Role.GRID_OFFICER, Role.HANDLER, Role.UNIT_HEAD}),
    Who.TASK_FORCE: frozenset({Role.SUPERVISOR}),
    Who.SIGNER: frozenset({Role.GRID_OFFICER, Role.UNIT_HEAD, Role.SUPERVISOR, Role.LEADER}),
}

# the next signer up may sign in the place of the one below
SIGNERS: dict[Level, frozenset[Signer]] = {
    Level.MINOR: frozenset(Signer),
    Level.SERIOUS: frozenset({Signer.TASK_FORCE, Signer.LEADER}),
    Level.MAJOR: frozenset({Signer.LEADER}),
    Level.SUPERIOR: frozenset({Signer.LEADER}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table; no `sources` means that the case is new."""

    verb: Move
    sources: frozenset[State]
    to: State
    who: frozenset[Who]
    step: int = 1


def _row(verb: Move, sources: set[State], to: State, who: set[Who], *, step: int = 1) -> Row:
    return Row(verb=verb, sources=frozenset(sources), to=to, who=frozenset(who), step=step)


TABLE: tuple[Row, ...] = (
    _row(Move.REPORT, set(), State.REPORTED, {Who.FINDER}),
    _row(Move.FILE, {State.REPORTED}, State.FILED, {Who.DESK}),
    _row(Move.VOID, {State.REPORTED, State.FILED}, State.VOID, {Who.DESK}),
    _row(Move.ASSIGN, {State.FILED, State.RETURNED, State.REOPENED}, State.ASSIGNED, {Who.DESK}),
    _row(Move.RETURN, {State.ASSIGNED}, State.RETURNED, {Who.UNIT_HEAD}),
    _row(Move.ACCEPT, {State.ASSIGNED}, State.ACCEPTED, {Who.UNIT_HEAD, Who.HANDLER}),
    _row(Move.START, {State.ACCEPTED}, State.RECTIFYING, {Who.HANDLER}),
    _row(Move.PLAN, {State.ACCEPTED}, State.RECTIFYING, {Who.UNIT_HEAD}, step=4),
    _row(Move.SUBMIT, {State.RECTIFYING}, State.SUBMITTED, {Who.HANDLER}),
    _row(Move.RECHECK_PASS, {State.SUBMITTED}, State.PASSED, {Who.RECHECKER}),
    _row(Move.RECHECK_FAIL, {State.SUBMITTED}, State.RECTIFYING, {Who.RECHECKER}),
    _row(Move.PUBLICISE, {State.PASSED}, State.IN_PUBLICITY, {Who.TASK_FORCE}, step=4),
    _row(Move.CLOSE, {State.PASSED, State.IN_PUBLICITY}, State.CLOSED, {Who.SIGNER}),
    _row(Move.REOPEN, {State.CLOSED}, State.REOPENED, {Who.FINDER, Who.RECHECKER, Who.DESK}),
)

VERBS: dict[Move, Verb] = {
    Move.REPORT: Verb.REPORT,
    Move.FILE: Verb.FILE,
    Move.VOID: Verb.VOID,
    Move.ASSIGN: Verb.ASSIGN,
    Move.RETURN: Verb.RETURN,
    Move.ACCEPT: Verb.ACCEPT,
    Move.START: Verb.RECTIFY,
    Move.PLAN: Verb.PLAN,
    Move.SUBMIT: Verb.RECTIFY,
    Move.RECHECK_PASS: Verb.RECHECK,
    Move.RECHECK_FAIL: Verb.RECHECK,
    Move.PUBLICISE: Verb.PUBLICISE,
    Move.CLOSE: Verb.CLOSE,
    Move.REOPEN: Verb.REOPEN,
}


class MoveRefused(Refused):
    """A case cannot do that in its state."""

    sentence = gettext_noop(
        "A case that is {state} cannot be moved by “{verb}”. Reload the page to see what can be done now."
    )

    def __init__(self, verb: Move, state: State) -> None:
        self.verb, self.state = verb, state
        super().__init__(verb=verb, state=state)


class CaseMoved(Refused):
    """Somebody else was faster; nothing was overwritten."""

    sentence = gettext_noop(
        "Somebody else moved {number} while you were at it; nothing of yours was written. "
        "Reload the page and look again."
    )

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


def target(verb: Move, state: State) -> State:
    """The state a verb leads to; MoveRefused when the table has no such row."""
    for row in TABLE:
        if row.verb is verb and state in row.sources:
            return row.to
    raise MoveRefused(verb, state)


def moves_from(state: State) -> tuple[Move, ...]:
    """The verbs a state knows, in the order of the table."""
    return tuple(row.verb for row in TABLE if state in row.sources)


def raised(level: Level) -> Level:
    """One level higher; the top level stays."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
