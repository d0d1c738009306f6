"""When the record of an inspection may be kept, and what an on-site order needs."""

from dataclasses import dataclass
from datetime import date, datetime

from lantian.kernel.refusals import Refused, gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the inspectors write down beside the checklist."""

    present_name: str = ""
    present_post: str = ""
    running: str = ""
    facilities: str = ""
    permit: str = ""
    monitor_seen: str = ""
    ledger_seen: str = ""
    refused: bool = False
    refused_words: str = ""
    order_words: str = ""
    order_due_on: date | None = None
    left_at: datetime | None = None


class PresentMissing(Refused):
    """A record without the unit's person, and no refusal."""

    sentence = gettext_noop(
        "Write who of the unit was present, or tick that the unit refused and say how. Nothing else is lost."
    )


class OrderUndated(Refused):
    """An on-site order without words or without its day."""

    sentence = gettext_noop(
        "An on-site order says what is to be mended and by which day; one of the two is missing."
    )


class OrderInPast(Refused):
    """An on-site order whose day has passed."""

    sentence = gettext_noop("The on-site order is to be done by {due_on}, which is before {today}.")

    def __init__(self, *, due_on: date, today: date) -> None:
        self.due_on, self.today = due_on, today
        super().__init__(due_on=due_on, today=today)


class OrderCannotFollow(Refused):
    """A kind of going that no on-site order follows."""

    sentence = gettext_noop(
        "No on-site order follows {kind}. Write it as advice, or have certificate holders sent to inspect."
    )

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind=kind)


def check_told(told: Told, *, kind: str, what_may_follow: tuple[str, ...], today: date) -> None:
    """Raise unless the record is whole and its on-site order may follow."""
    if told.refused:
        if not told.refused_words.strip():
            raise PresentMissing()
    elif not told.present_name.strip():
        raise PresentMissing()
    has_words = bool(told.order_words.strip())
    if has_words is (told.order_due_on is None):
        raise OrderUndated()
    if told.order_due_on is None:
        return
    if "on_site_order" not in what_may_follow:
        raise OrderCannotFollow(kind)
    if told.order_due_on < today:
        raise OrderInPast(due_on=told.order_due_on, today=today)
