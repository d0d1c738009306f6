"""What the campaign asks of its officers, counted by week: fields, minutes, forms, orders and nights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

WEEKS = 8
LONGEST_VISIT = timedelta(hours=4)  # a visit filed later was left open, not worked on


@dataclass(slots=True, kw_only=True)
class Load:
    """One officer's week; `seconds` are of visits whose time is known, `unmeasured` counts the others."""

    fields: int = 0
    seconds: int = 0
    unmeasured: int = 0
    said_seconds: int = 0
    forms: int = 0
    orders: int = 0
    wakings: int = 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all was asked."""
        return not (self.fields or self.forms or self.orders)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def last_weeks(today: date) -> list[date]:
    """The Mondays of the last weeks, the running one last."""
    return [week_of(today) - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def seconds_spent(*, arrived: datetime, filed: datetime, is_sent_later: bool) -> int | None:
    """From check-in to filing; None where the phone sent both later or the visit was left open."""
    length = filed - arrived
    if is_sent_later or length > LONGEST_VISIT or length < timedelta(0):
        return None
    return round(length.total_seconds())


def middle(values: Iterable[float]) -> float | None:
    """The median; None of nothing."""
    known = list(values)
    return median(known) if known else None
