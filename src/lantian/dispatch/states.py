"""The life of an order, as a table."""

from enum import StrEnum


class State(StrEnum):
    ISSUED = "issued"
    ARRIVED = "arrived"
    DONE = "done"
    WITHDRAWN = "withdrawn"


MOVES: dict[tuple[str, State], State] = {
    ("arrive", State.ISSUED): State.ARRIVED,
    ("finish", State.ARRIVED): State.DONE,
    ("withdraw", State.ISSUED): State.WITHDRAWN,
}


class MoveRefused(ValueError):
    """An order cannot do that in its state."""

    def __init__(self, verb: str, state: State) -> None:
        self.verb, self.state = verb, state
        super().__init__(f"an order that is {state} cannot {verb}")


def target(verb: str, state: State) -> State:
    """The state a verb leads to; MoveRefused when the table has no such row."""
    try:
        return MOVES[verb, state]
    except KeyError:
        raise MoveRefused(verb, state) from None
