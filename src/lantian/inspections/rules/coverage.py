"""Whether a grid or a place was looked at as often as its frequency asks, and where time has run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

LOOK_BACK = timedelta(days=60)  # who was not there in this time counts as never there
COURSE_DAYS = 28


class Cell(StrEnum):
    """A day of the course: somebody was there, nobody needed to be, or somebody should have been."""

    SEEN = "seen"
    FINE = "fine"
    HOLE = "hole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """So many looks in so many days, at any time or at night only, by whose rule."""

    subject: str
    object_class: str
    part_of_day: str
    times: int
    days: int
    tell_after_days: int
    night_begins: time | None
    night_ends: time | None
    origin: str

    @property
    def is_night(self) -> bool:
        """Whether only looks at night count."""
        return self.part_of_day == "night"

    def counts(self, local: datetime) -> bool:
        """Whether a look at a local moment counts."""
        if self.night_begins is None or self.night_ends is None or not self.is_night:
            return True
        at = local.time()
        if self.night_begins <= self.night_ends:
            return self.night_begins <= at < self.night_ends
        return at >= self.night_begins or at < self.night_ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a frequency is kept at a moment: last look, by when the next is due, and what is missing."""

    last: datetime | None
    due: datetime
    overdue: timedelta

    @property
    def is_hole(self) -> bool:
        """Whether the time is past."""
        return self.overdue > timedelta(0)


def standing(frequency: Frequency, looks: Sequence[datetime], *, now: datetime) -> Standing:
    """How it stands; looks oldest first. Of two in seven days the one before last decides."""
    counted = [at for at in looks if at <= now]
    deciding = counted[-frequency.times] if len(counted) >= frequency.times else now - LOOK_BACK
    due = deciding + timedelta(days=frequency.days)
    return Standing(last=counted[-1] if counted else None, due=due, overdue=max(now - due, timedelta(0)))


def course(
    frequency: Frequency, looks: Sequence[datetime], *, ends: Sequence[datetime]
) -> tuple[tuple[Cell, int], ...]:
    """Each day of a course by its end: how it stood then, and how many looks it saw."""
    cells = []
    for begun, end in zip([ends[0] - timedelta(days=1), *ends[:-1]], ends, strict=True):
        seen = sum(begun <= at < end for at in looks)
        is_hole = standing(frequency, looks, now=end).is_hole
        cells.append((Cell.SEEN if seen else Cell.HOLE if is_hole else Cell.FINE, seen))
    return tuple(cells)


def last_days(today: date) -> list[date]:
    """The days of a course, the last being today."""
    return [today - timedelta(days=back) for back in reversed(range(COURSE_DAYS))]
