"""Sheets by day, what is missing of them, and the weeks that were confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from lantian.calendar import queries as calendar
from lantian.registry.models import Source
from lantian.sites import models, rules
from lantian.sites.queries import policy

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day in the list of sheets: signed, late, missing, or still to be signed until `due_at`."""

    day: date
    due_at: datetime
    version: int
    is_late: bool
    is_missing: bool
    unmet: int

    @property
    def is_signed(self) -> bool:
        return self.version > 0


def versions(source: Source, day: date) -> list[models.Sheet]:
    """Every version of a day's sheet, the newest first."""
    found = models.Sheet.objects.filter(source=source, day=day).select_related("signed_by")
    return list(found.prefetch_related("answers__item", "photos__evidence").order_by("-version"))


def begins_on(source: Source) -> date:
    """The first day of which a sheet is due."""
    return models.Premises.objects.values_list("begins_on", flat=True).get(source=source)


def due_at(day: date) -> datetime:
    """When the sheet of a day must be signed."""
    hour = policy.bounds(on=day).sheet_due_hour
    return rules.due_at(day, day_ends_at=calendar.day_bounds(day)[1], hour=hour)


def days(source: Source, *, now: datetime) -> list[DayRow]:
    """The days that are shown, the newest first; three statements."""
    today = calendar.local_day(now)
    bounds = policy.bounds(on=today)
    first = max(begins_on(source), today - (int(bounds.sheet_shown_days) - 1) * ONE)
    signed = _newest(source, since=first)
    rows = []
    for day in reversed(rules.days_of(first=first, last=today)):
        due = rules.due_at(day, day_ends_at=calendar.day_bounds(day)[1], hour=bounds.sheet_due_hour)
        sheet = signed.get(day)
        rows.append(
            DayRow(
                day=day,
                due_at=due,
                version=sheet.version if sheet else 0,
                is_late=bool(sheet and sheet.is_late),
                is_missing=sheet is None and due < now,
                unmet=sum(answer.value == rules.Tap.NO for answer in sheet.answers.all()) if sheet else 0,
            )
        )
    return rows


def missing(source: Source, *, back_days: int, now: datetime) -> list[date]:
    """The days of the last so many, today left out, that have no sheet though its time is over."""
    return missing_of([source], back_days=back_days, now=now)[source.pk]


def missing_of(sources: Iterable[Source], *, back_days: int, now: datetime) -> dict[int, list[date]]:
    """The missing days of several places by their id; three statements."""
    today = calendar.local_day(now)
    hour = policy.bounds(on=today).sheet_due_hour
    found = list(sources)
    begins = dict(models.Premises.objects.filter(source__in=found).values_list("source_id", "begins_on"))
    first, last = today - back_days * ONE, today - ONE
    due = {
        day: rules.due_at(day, day_ends_at=calendar.day_bounds(day)[1], hour=hour)
        for day in rules.days_of(first=first, last=last)
    }
    signed: dict[int, set[date]] = {}
    rows = models.Sheet.objects.filter(source__in=found, day__gte=first).values_list("source_id", "day")
    for source_id, day in rows:
        signed.setdefault(source_id, set()).add(day)
    return {
        one.pk: rules.missing_days(
            since=max(first, begins[one.pk]), until=last, signed=signed.get(one.pk, set()), due=due, now=now
        )
        for one in found
    }


def week(source: Source, monday: date) -> models.Week | None:
    """A week's confirmation; None while there is none."""
    return models.Week.objects.filter(source=source, monday=monday).select_related("confirmed_by").first()


def weeks(source: Source, *, limit: int) -> list[models.Week]:
    """The weeks that were confirmed, the newest first."""
    found = models.Week.objects.filter(source=source).select_related("confirmed_by")
    return list(found.order_by("-monday")[:limit])


def weeks_missing(source: Source, *, back_days: int, now: datetime) -> list[date]:
    """The Mondays of whole weeks that nobody confirmed in time."""
    today = calendar.local_day(now)
    grace = int(policy.bounds(on=today).week_grace_days)
    return _weeks(source, back_days=back_days, today=today, grace_days=grace)


def weeks_open(source: Source, *, back_days: int, now: datetime) -> list[date]:
    """The Mondays of weeks that are over and may be confirmed."""
    return _weeks(source, back_days=back_days, today=calendar.local_day(now) + ONE, grace_days=0)


def _weeks(source: Source, *, back_days: int, today: date, grace_days: int) -> list[date]:
    since = begins_on(source)
    confirmed = set(models.Week.objects.filter(source=source).values_list("monday", flat=True))
    return rules.weeks_to_confirm(
        since=since, today=today, back_days=back_days, confirmed=confirmed, grace_days=grace_days
    )


def _newest(source: Source, *, since: date) -> dict[date, models.Sheet]:
    """The newest version of each day."""
    found: QuerySet[models.Sheet] = models.Sheet.objects.filter(source=source, day__gte=since)
    return {sheet.day: sheet for sheet in found.prefetch_related("answers").order_by("version")}
