"""What is in force on a day: numbers, limits, routes."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from lantian.accounts.models import Organisation
from lantian.calendar import queries as calendar
from lantian.cases import models, rules

Row = TypeVar("Row", bound=Model)


def bounds(*, on: date) -> rules.Bounds:
    """The numbers the loop runs by on a day; NotSeeded when one is missing."""
    found = dict(_in_force(models.Policy.objects.order_by("valid_from"), on).values_list("code", "value"))
    for field in fields(rules.Bounds):
        if field.name not in found:
            raise rules.NotSeeded(f"policy {field.name}", on)
    return rules.Bounds(**{field.name: found[field.name] for field in fields(rules.Bounds)})


def figure(code: str, *, on: date) -> Decimal:
    """One number in force on a day; NotSeeded when it is missing."""
    found = _in_force(models.Policy.objects.filter(code=code), on).order_by("valid_from").last()
    if found is None:
        raise rules.NotSeeded(f"policy {code}", on)
    return found.value


def limit(step: str, *, level: str, category: str, on: date, channel: str = "") -> models.Limit:
    """The limit of a step; the row that says more wins: category, then channel, then level."""
    found = _in_force(models.Limit.objects.filter(step=step), on)
    fitting = [
        row
        for row in found
        if row.level in {"", level} and row.category in {"", category} and row.channel in {"", channel}
    ]
    if not fitting:
        raise rules.NotSeeded(f"limit of {step}", on)
    return max(
        fitting, key=lambda row: (bool(row.category), bool(row.channel), bool(row.level), row.valid_from)
    )


def channels(*, on: date) -> list[models.Channel]:
    """The channels in force on a day, in the order in which they were laid down."""
    return list(_in_force(models.Channel.objects.order_by("pk"), on))


def channel(code: str, *, on: date) -> models.Channel:
    """The channel in force on a day; ChannelUnknown when there is none."""
    found = _in_force(models.Channel.objects.filter(code=code), on).order_by("valid_from").last()
    if found is None:
        raise rules.ChannelUnknown(code)
    return found


def due(step: str, case: models.Case, *, now: datetime) -> tuple[datetime, str]:
    """When a step that starts now must be done, and the clock that says so."""
    found = limit(
        step, level=case.level, category=case.category, channel=case.channel, on=calendar.local_day(now)
    )
    return calendar.due_at(start=now, hours=found.hours, clock=found.clock), found.clock


def route(case: models.Case, *, on: date) -> Organisation:
    """The unit a case goes to; the row that says more wins. NoRoute when none leads anywhere."""
    kind = case.source.kind if case.source else ""
    found = _in_force(models.Route.objects.select_related("unit"), on)
    fitting = [row for row in found if row.category in {"", case.category} and row.source_kind in {"", kind}]
    if not fitting:
        raise rules.NoRoute(case.category)
    best = max(fitting, key=lambda row: (bool(row.category), bool(row.source_kind), row.valid_from))
    if best.to == models.Route.To.UNIT and best.unit:
        return best.unit
    if best.to == models.Route.To.ANSWERABLE and case.source:
        return case.source.answerable
    return case.grid.organisation


def _in_force(rows: QuerySet[Row], on: date) -> QuerySet[Row]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
