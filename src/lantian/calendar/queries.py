"""Local days, working days and due times."""

import warnings
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar
from django.conf import settings

from lantian.calendar import models, rules
from lantian.calendar.rules import ClockKind

DEFAULT_SHIFTS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 30)))


def local_zone() -> tzinfo:
    """The zone in which the office's days are cut."""
    return ZoneInfo(settings.TIME_ZONE)


def local_day(moment: datetime) -> date:
    """The office's day at a moment."""
    return moment.astimezone(local_zone()).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Begin and end of a local day, in UTC."""
    begins = datetime.combine(day, time(), tzinfo=local_zone())
    ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=local_zone())
    return begins.astimezone(UTC), ends.astimezone(UTC)


def is_working(day: date) -> bool:
    """Whether a day is worked: the office's own table, then the published one, then the weekday."""
    override = models.DayOverride.objects.filter(day=day).first()
    if override is not None:
        return override.is_working
    return _published(day)


def due_at(*, start: datetime, hours: Decimal, clock: ClockKind | str) -> datetime:
    """The moment a limit of some hours on a named clock runs out."""
    length = timedelta(seconds=float(hours * 3600))
    if ClockKind(clock) is ClockKind.NATURAL:
        return start + length
    return rules.working_due(start, length=length, zone=local_zone(), shifts_on=_shifts_on()).astimezone(UTC)


def elapsed(*, start: datetime, end: datetime, clock: ClockKind | str) -> timedelta:
    """Time of a named clock between two moments."""
    if ClockKind(clock) is ClockKind.NATURAL:
        return max(end - start, timedelta())
    return rules.working_time(start, end, zone=local_zone(), shifts_on=_shifts_on())


def remaining(*, now: datetime, due: datetime, clock: ClockKind | str) -> timedelta:
    """Time left on a named clock; negative once overdue, be it while the clock stands still."""
    if due >= now:
        return elapsed(start=now, end=due, clock=clock)
    return -max(elapsed(start=due, end=now, clock=clock), timedelta.resolution)


def remaining_each(limits: Iterable[tuple[datetime, ClockKind | str]], *, now: datetime) -> list[timedelta]:
    """Time left of many limits, each on its clock; the tables are read once, whatever their number."""
    shifts_on = cache(_shifts_on())
    zone = local_zone()
    left = []
    for due, clock in limits:
        first, last = min(now, due), max(now, due)
        length = (
            last - first
            if ClockKind(clock) is ClockKind.NATURAL
            else rules.working_time(first, last, zone=zone, shifts_on=shifts_on)
        )
        left.append(length if due >= now else -max(length, timedelta.resolution))
    return left


def remaining_where_due(
    limits: Iterable[tuple[datetime | None, ClockKind | str]], *, now: datetime
) -> list[timedelta | None]:
    """As `remaining_each`, with nothing for what has no limit."""
    asked = list(limits)
    left = iter(remaining_each([(due, clock) for due, clock in asked if due is not None], now=now))
    return [None if due is None else next(left) for due, _clock in asked]


def _shifts_on() -> Callable[[date], rules.Shifts]:
    """The shifts of any day, from tables read once."""
    overrides = dict(models.DayOverride.objects.values_list("day", "is_working"))
    kept = list(models.Shift.objects.order_by("starts_at"))

    def shifts(day: date) -> rules.Shifts:
        works = overrides[day] if day in overrides else _published(day)
        if not works:
            return ()
        own = [
            (s.starts_at, s.ends_at)
            for s in kept
            if s.valid_from <= day and (s.valid_to is None or day <= s.valid_to)
        ]
        return own or DEFAULT_SHIFTS

    return shifts


def _published(day: date) -> bool:
    """The announced holidays; beyond the last announced year only weekends are known."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
