"""How a demand for a reply stands, and what a reply must say. Pure."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lantian.kernel.refusals import gettext_noop
from lantian.sites.rules import refusals


class DemandState(StrEnum):
    """How a demand stands: waiting, answered in time, missed, answered late, or without ground."""

    OPEN = "open"
    ANSWERED = "answered"
    MISSED = "missed"
    LATE = "late"
    LIFTED = "lifted"


WAITING = (DemandState.OPEN, DemandState.MISSED)
FAILED = (DemandState.MISSED, DemandState.LATE)


def state_of_reply(*, replied_at: datetime, due_at: datetime) -> DemandState:
    """A reply at the limit itself is in time."""
    return DemandState.ANSWERED if replied_at <= due_at else DemandState.LATE


def check_reply(*, cause: str, measure: str, photos: Sequence[object]) -> None:
    """Raise ReplyIncomplete unless there are a cause, a measure and a photo."""
    given = {
        gettext_noop("the cause"): bool(cause.strip()),
        gettext_noop("what was done"): bool(measure.strip()),
        gettext_noop("a photo"): bool(photos),
    }
    missing = [name for name, there in given.items() if not there]
    if missing:
        raise refusals.ReplyIncomplete(missing)


def check_reason(reason: str) -> None:
    """Raise ReasonMissing unless there are words."""
    if not reason.strip():
        raise refusals.ReasonMissing()


def check_shares(shares: Sequence[Decimal]) -> None:
    """Raise SharesWrong unless shares come to a hundred, to half a per cent."""
    total = sum(shares, Decimal(0))
    if any(share < 0 for share in shares) or abs(total - 100) > Decimal("0.5"):
        raise refusals.SharesWrong(f"{total.normalize():f}")
