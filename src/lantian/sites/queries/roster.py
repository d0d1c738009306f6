"""Who is on duty, and which check-ins are missing."""

from datetime import date, datetime, timedelta

from lantian.calendar import queries as calendar
from lantian.registry.models import Source
from lantian.sites import models

ONE = timedelta(days=1)


def shifts(source: Source, *, first: date, last: date) -> dict[date, models.Shift]:
    """The roster of some days, by day."""
    found = models.Shift.objects.filter(source=source, day__gte=first, day__lte=last)
    return {shift.day: shift for shift in found.select_related("person", "was")}


def shift_today(source: Source, person_id: int, *, now: datetime) -> models.Shift | None:
    """This person's duty of today at a place; None without one."""
    today = calendar.local_day(now)
    return models.Shift.objects.filter(source=source, day=today, person_id=person_id).first()


def missed(source: Source, *, back_days: int, now: datetime) -> list[date]:
    """The days of the last so many, today left out, on which whoever was on duty never checked in."""
    today = calendar.local_day(now)
    found = models.Shift.objects.filter(
        source=source, day__gte=today - back_days * ONE, day__lt=today, checked_in_at__isnull=True
    )
    return list(found.order_by("day").values_list("day", flat=True))
