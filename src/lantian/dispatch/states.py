"""The life of an order, as a table."""

from enum import StrEnum

from lantian.kernel.refusals import Refused, gettext_noop


class State(StrEnum):
    ISSUED = "issued"
    ARRIVED = "arrived"
    DONE = "done"
    WITHDRAWN = "withdrawn"


RUNNING = (State.ISSUED, State.ARRIVED)

MOVES: dict[tuple[str, State], State] = {
    ("arrive", State.ISSUED): State.ARRIVED,
    ("finish", State.ARRIVED): State.DONE,
    ("withdraw", State.ISSUED): State.WITHDRAWN,
    # a recheck ends the order that asked for it, also one made from the paired photos, where nobody arrives
    ("look_again", State.ISSUED): State.DONE,
    ("look_again", State.ARRIVED): State.DONE,
}


class MoveRefused(Refused):
    """An order cannot do that in its state."""

    sentence = gettext_noop(
        "An order that is {state} cannot be moved by “{verb}”. Reload the page to see where it stands."
    )

    def __init__(self, verb: str, state: State) -> None:
        self.verb, self.state = verb, state
        super().__init__(verb=verb, state=state)


class OrderMoved(Refused):
    """Somebody else was faster; nothing was overwritten."""

    sentence = gettext_noop(
        "Somebody else moved {number} while you were at it; nothing of yours was written. "
        "Reload the page and look again."
    )

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


def target(verb: str, state: State) -> State:
    """The state a verb leads to; MoveRefused when the table has no such row."""
    try:
        return MOVES[verb, state]
    except KeyError:
        raise MoveRefused(verb, state) from None
