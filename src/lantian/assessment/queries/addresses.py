"""The addresses of assessed numbers."""

from datetime import date, datetime

from lantian.assessment.rules.keys import INDEX, DayKey, HourKey, PeriodKey, RankKey
from lantian.kernel.references import Address


def of_hour(kind: str, subject: str, begins_at: datetime, *, figure: str = INDEX, position: int) -> str:
    """`assessment.hour:station/ST01/2026-11-21T05:00Z/pm10@POS`."""
    key = HourKey(kind=kind, subject=subject, begins_at=begins_at, figure=figure)
    return str(Address(room="assessment", kind="hour", key=str(key), as_of=position))


def of_day(kind: str, subject: str, day: date, *, figure: str = INDEX, position: int) -> str:
    """`assessment.day:region/DS01/2026-11-21/pm10@POS`."""
    key = DayKey(kind=kind, subject=subject, day=day, figure=figure)
    return str(Address(room="assessment", kind="day", key=str(key), as_of=position))


def of_composite(kind: str, subject: str, first: date, last: date, *, figure: str = "", position: int) -> str:
    """`assessment.composite:region/DS01/2026-11-01..2026-11-21@POS`; with a figure, one period value."""
    key = PeriodKey(kind=kind, subject=subject, first=first, last=last, figure=figure)
    return str(Address(room="assessment", kind="composite", key=str(key), as_of=position))


def of_rank(group: str, by: str, first: date, last: date, subject: str, *, position: int) -> str:
    """`assessment.rank:districts/composite/2026-11-01..2026-11-21/DS01@POS`."""
    key = RankKey(group=group, by=by, first=first, last=last, subject=subject)
    return str(Address(room="assessment", kind="rank", key=str(key), as_of=position))
