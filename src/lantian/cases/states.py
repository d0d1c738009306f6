"""The life of a case, as a table: which verb leads from which state to which, and who may.

Rows follow docs/reference/case-transitions.csv, every one of them. A verb that has no row for a state is
refused with a sentence; one whose row leads to no state of its own leaves the case where it is.
"""

from dataclasses import dataclass
from enum import StrEnum

from lantian.accounts.rules import Role, Verb
from lantian.kernel.refusals import Refused, gettext_noop


class State(StrEnum):
    REPORTED = "reported"
    VERIFYING = "verifying"
    FILED = "filed"
    VOID = "void"
    MERGED = "merged"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    RECTIFYING = "rectifying"
    PARKED = "parked"
    SUBMITTED = "submitted"
    SELF_CHECKED = "self_checked"
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
    VERIFY = "verify"
    FILE = "file"
    VOID = "void"
    MERGE = "merge"
    ASSIGN = "assign"
    RETURN = "return"
    HAND_DOWN = "hand_down"
    ACCEPT = "accept"
    START = "start"
    PLAN = "plan"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    PARK = "park"
    RESUME = "resume"
    SUBMIT = "submit"
    PASS_SELF_CHECK = "pass_self_check"
    FAIL_SELF_CHECK = "fail_self_check"
    RECHECK_PASS = "recheck_pass"
    RECHECK_FAIL = "recheck_fail"
    PUBLICISE = "publicise"
    UPHOLD_OBJECTION = "uphold_objection"
    CLOSE = "close"
    RECHECK_LATER_OK = "recheck_later_ok"
    REOPEN = "reopen"


class Who(StrEnum):
    """The parts people play towards a case, in the words of the table."""

    FINDER = "any finder"
    DESK = "desk"
    UNIT_HEAD = "unit head"
    HANDLER = "handler"
    ABOVE_UNIT = "one level above the unit"
    LEADER = "leader"
    CLOCK = "clock"
    RECHECKER = "rechecker"
    TASK_FORCE = "task force"
    SIGNER = "signer by level: grid head, task force, leader"


class Signer(StrEnum):
    """Who signs a case off."""

    GRID_HEAD = "grid_head"
    TASK_FORCE = "task_force"
    LEADER = "leader"


OPEN_STATES = tuple(s for s in State if s not in {State.VOID, State.MERGED, State.CLOSED})
IN_HAND = (State.ASSIGNED, State.ACCEPTED, State.RECTIFYING)
BEING_MENDED = (State.ACCEPTED, State.RECTIFYING)
LEVELS = tuple(Level)
GRAVE = frozenset({Level.MAJOR, Level.SUPERIOR})

ROLES: dict[Who, frozenset[Role]] = {
    Who.FINDER: frozenset({Role.GRID_OFFICER, Role.SUPERVISOR, Role.DUTY_ANALYST}),
    Who.DESK: frozenset({Role.DUTY_ANALYST}),
    Who.UNIT_HEAD: frozenset({Role.UNIT_HEAD}),
    Who.HANDLER: frozenset({Role.HANDLER}),
    Who.ABOVE_UNIT: frozenset({Role.UNIT_HEAD, Role.SUPERVISOR, Role.LEADER}),
    Who.LEADER: frozenset({Role.LEADER}),
    Who.CLOCK: frozenset(),  # nobody: the timetable does it
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
    """One row of the table; no `sources` means that the case is new, no `to` that its state stays."""

    verb: Move
    sources: frozenset[State]
    to: State | None
    who: frozenset[Who]
    step: int = 1


def _row(verb: Move, sources: set[State], to: State | None, who: set[Who], *, step: int = 1) -> Row:
    return Row(verb=verb, sources=frozenset(sources), to=to, who=frozenset(who), step=step)


TABLE: tuple[Row, ...] = (
    _row(Move.REPORT, set(), State.REPORTED, {Who.FINDER}),
    _row(Move.VERIFY, {State.REPORTED}, State.VERIFYING, {Who.DESK}, step=4),
    _row(Move.FILE, {State.REPORTED, State.VERIFYING}, State.FILED, {Who.DESK}),
    _row(Move.VOID, {State.REPORTED, State.VERIFYING, State.FILED}, State.VOID, {Who.DESK}),
    _row(
        Move.MERGE, {State.REPORTED, State.VERIFYING, State.FILED, *IN_HAND}, State.MERGED, {Who.DESK}, step=4
    ),
    _row(Move.ASSIGN, {State.FILED, State.RETURNED, State.REOPENED}, State.ASSIGNED, {Who.DESK}),
    _row(Move.RETURN, {State.ASSIGNED}, State.RETURNED, {Who.UNIT_HEAD}),
    _row(Move.HAND_DOWN, {*IN_HAND}, None, {Who.UNIT_HEAD}, step=4),
    _row(Move.ACCEPT, {State.ASSIGNED}, State.ACCEPTED, {Who.UNIT_HEAD, Who.HANDLER}),
    _row(Move.START, {State.ACCEPTED}, State.RECTIFYING, {Who.HANDLER}),
    _row(Move.PLAN, {*BEING_MENDED}, State.RECTIFYING, {Who.UNIT_HEAD}, step=4),
    _row(Move.ASK_EXTENSION, {*BEING_MENDED}, None, {Who.HANDLER}, step=4),
    _row(Move.GRANT_EXTENSION, {*BEING_MENDED}, None, {Who.ABOVE_UNIT}, step=4),
    _row(Move.REFUSE_EXTENSION, {*BEING_MENDED}, None, {Who.ABOVE_UNIT}, step=4),
    _row(Move.PARK, {*IN_HAND}, State.PARKED, {Who.LEADER}, step=4),
    _row(Move.RESUME, {State.PARKED}, State.RECTIFYING, {Who.LEADER, Who.CLOCK}, step=4),
    _row(Move.SUBMIT, {State.RECTIFYING}, State.SUBMITTED, {Who.HANDLER}),
    _row(Move.PASS_SELF_CHECK, {State.SUBMITTED}, State.SELF_CHECKED, {Who.UNIT_HEAD}, step=4),
    _row(Move.FAIL_SELF_CHECK, {State.SUBMITTED}, State.RECTIFYING, {Who.UNIT_HEAD}, step=4),
    _row(Move.RECHECK_PASS, {State.SELF_CHECKED}, State.PASSED, {Who.RECHECKER}),
    _row(Move.RECHECK_FAIL, {State.SELF_CHECKED}, State.RECTIFYING, {Who.RECHECKER}),
    _row(Move.PUBLICISE, {State.PASSED}, State.IN_PUBLICITY, {Who.TASK_FORCE}, step=4),
    _row(Move.UPHOLD_OBJECTION, {State.IN_PUBLICITY}, State.SELF_CHECKED, {Who.TASK_FORCE}, step=4),
    _row(Move.CLOSE, {State.PASSED, State.IN_PUBLICITY}, State.CLOSED, {Who.SIGNER}),
    _row(Move.RECHECK_LATER_OK, {State.CLOSED}, None, {Who.RECHECKER}, step=4),
    _row(Move.REOPEN, {State.CLOSED}, State.REOPENED, {Who.FINDER, Who.RECHECKER, Who.DESK}),
)

VERBS: dict[Move, Verb] = {
    Move.REPORT: Verb.REPORT,
    Move.FILE: Verb.FILE,
    Move.VOID: Verb.VOID,
    Move.VERIFY: Verb.VERIFY,
    Move.MERGE: Verb.MERGE,
    Move.ASSIGN: Verb.ASSIGN,
    Move.RETURN: Verb.RETURN,
    Move.HAND_DOWN: Verb.HAND_DOWN,
    Move.ACCEPT: Verb.ACCEPT,
    Move.START: Verb.RECTIFY,
    Move.PLAN: Verb.PLAN,
    Move.ASK_EXTENSION: Verb.RECTIFY,
    Move.GRANT_EXTENSION: Verb.DECIDE_EXTENSION,
    Move.REFUSE_EXTENSION: Verb.DECIDE_EXTENSION,
    Move.PARK: Verb.PARK,
    Move.RESUME: Verb.PARK,
    Move.SUBMIT: Verb.RECTIFY,
    Move.PASS_SELF_CHECK: Verb.SELF_CHECK,
    Move.FAIL_SELF_CHECK: Verb.SELF_CHECK,
    Move.RECHECK_PASS: Verb.RECHECK,
    Move.RECHECK_FAIL: Verb.RECHECK,
    Move.PUBLICISE: Verb.PUBLICISE,
    Move.UPHOLD_OBJECTION: Verb.UPHOLD_OBJECTION,
    Move.CLOSE: Verb.CLOSE,
    Move.RECHECK_LATER_OK: Verb.RECHECK,
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
    """The state a verb leads to, be it the same; MoveRefused when the table has no such row."""
    for row in TABLE:
        if row.verb is verb and state in row.sources:
            return row.to or state
    raise MoveRefused(verb, state)


def moves_from(state: State) -> tuple[Move, ...]:
    """The verbs a state knows, in the order of the table."""
    return tuple(row.verb for row in TABLE if state in row.sources)


def raised(level: Level) -> Level:
    """One level higher; the top level stays."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
