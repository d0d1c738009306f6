"""The life of a suspicion, as a table."""

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    ORDERED = "ordered"
    DISMISSED = "dismissed"
    ANSWERED = "answered"


MOVES: dict[tuple[str, State], State] = {
    ("order", State.OPEN): State.ORDERED,
    ("order", State.ORDERED): State.ORDERED,  # somebody else is sent too
    ("order", State.DISMISSED): State.ORDERED,
    ("dismiss", State.OPEN): State.DISMISSED,
    ("answer", State.OPEN): State.ANSWERED,
    ("answer", State.ORDERED): State.ANSWERED,
    ("answer", State.ANSWERED): State.ANSWERED,
}


class MoveRefused(ValueError):
    """A suspicion cannot do that in its state."""

    def __init__(self, verb: str, state: State) -> None:
        self.verb, self.state = verb, state
        super().__init__(f"a suspicion that is {state} cannot be met with {verb}")


def target(verb: str, state: State) -> State:
    """The state a verb leads to; MoveRefused when the table has no such row."""
    try:
        return MOVES[verb, state]
    except KeyError:
        raise MoveRefused(verb, state) from None
