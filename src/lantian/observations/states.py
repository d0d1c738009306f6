"""The life of a flag, as a table: a check proposes, a person decides."""

from enum import StrEnum

from lantian.kernel.refusals import Refused, gettext_noop


class State(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LIFTED = "lifted"


class Move(StrEnum):
    """What a person can do to a flag."""

    ACCEPT = "accept"
    REJECT = "reject"
    LIFT = "lift"


MOVES: dict[tuple[Move, State], State] = {
    (Move.ACCEPT, State.PROPOSED): State.ACCEPTED,
    (Move.REJECT, State.PROPOSED): State.REJECTED,
    (Move.LIFT, State.ACCEPTED): State.LIFTED,
}


class FlagMoved(Refused):
    """A flag stands otherwise than the person saw it: somebody was faster."""

    sentence = gettext_noop(
        "Somebody else decided about this flag while you were at it: it is {state} now. "
        "Nothing of yours was written; reload the page and look again."
    )

    def __init__(self, *, state: State) -> None:
        self.state = state
        super().__init__(state=state)


def target(move: Move, state: State) -> State:
    """The state a move leads to; FlagMoved when the table has no such row."""
    try:
        return MOVES[move, state]
    except KeyError:
        raise FlagMoved(state=state) from None
