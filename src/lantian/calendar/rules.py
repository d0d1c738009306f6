"""Two clocks: the natural one never stops, the working one runs only in the shifts of working days."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

LONGEST_SEARCH_DAYS = 1000


class ClockKind(StrEnum):
    NATURAL = "natural"
    WORKING = "working"


class NoWorkingTime(ValueError):
    """The calendar has no working time left in sight."""

    def __init__(self, since: date) -> None:
        self.since = since
        super().__init__(f"the calendar has no working day in the {LONGEST_SEARCH_DAYS} days after {since}")


Shifts = Sequence[tuple[time, time]]
ShiftsOn = Callable[[date], Shifts]


def stretches(start: datetime, *, zone: tzinfo, shifts_on: ShiftsOn) -> Iterator[tuple[datetime, datetime]]:
    """Working stretches from a moment on, in order; the first may be cut by the moment."""
    first = start.astimezone(zone).date()
    for ahead in range(LONGEST_SEARCH_DAYS):
        day = first + timedelta(days=ahead)
        for begins, ends in shifts_on(day):
            opens = datetime.combine(day, begins, tzinfo=zone)
            shuts = datetime.combine(day, ends, tzinfo=zone)
            if shuts > start:
                yield max(opens, start), shuts
    raise NoWorkingTime(first)


def working_due(start: datetime, *, length: timedelta, zone: tzinfo, shifts_on: ShiftsOn) -> datetime:
    """The moment at which a length of working time after the start has run."""
    left = length
    for opens, shuts in stretches(start, zone=zone, shifts_on=shifts_on):
        if left <= shuts - opens:
            return opens + left
        left -= shuts - opens
    raise NoWorkingTime(start.date())


def working_time(start: datetime, end: datetime, *, zone: tzinfo, shifts_on: ShiftsOn) -> timedelta:
    """Working time between two moments; nothing when the end is not after the start."""
    total = timedelta()
    if end <= start:
        return total
    for opens, shuts in stretches(start, zone=zone, shifts_on=shifts_on):
        if opens >= end:
            return total
        total += min(shuts, end) - opens
    return total
