"""The life of a case, as a table: which verb leads from which state to which.

Rows, roles and guards follow docs/reference/case-transitions.csv; a verb that is not in the table for a state
is refused with a sentence.
"""

from enum import StrEnum


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
    CLOSED = "closed"
    REOPENED = "reopened"


class Level(StrEnum):
    """How grave: 一般, 较大, 重大, 督察交办."""

    MINOR = "minor"
    SERIOUS = "serious"
    MAJOR = "major"
    SUPERIOR = "superior"


OPEN_STATES = tuple(s for s in State if s not in {State.VOID, State.CLOSED})
LEVELS = tuple(Level)
