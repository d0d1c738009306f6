"""What is in force on a day: numbers, lines of sheets, the plate's rule."""

from dataclasses import fields
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from lantian.sites import models, rules

Row = TypeVar("Row", bound=Model)


def policies(*, on: date) -> list[models.Policy]:
    """The numbers in force on a day, each of the newest row."""
    found = {row.code: row for row in _in_force(models.Policy.objects.order_by("valid_from"), on)}
    return list(found.values())


def bounds(*, on: date) -> rules.Bounds:
    """The numbers the duties run by on a day; NotSeeded when one is missing."""
    found = {row.code: row.value for row in policies(on=on)}
    for field in fields(rules.Bounds):
        if field.name not in found:
            raise rules.NotSeeded(f"policy {field.name}", on)
    return rules.Bounds(**{field.name: found[field.name] for field in fields(rules.Bounds)})


def items_for(kind: str, *, on: date) -> list[models.SheetItem]:
    """The lines of a sheet of a kind of source on a day, of one code the newest version."""
    found = _in_force(models.SheetItem.objects.order_by("version"), on)
    newest = {row.code: row for row in found if kind in row.source_kinds}
    return sorted(newest.values(), key=lambda row: (row.position, row.code))


def plate_rule(kind: str, *, on: date) -> models.PlateRule | None:
    """The rule by which sources of a kind have a plate; None where they have none."""
    found = _in_force(models.PlateRule.objects.order_by("valid_from", "version"), on)
    fitting = [row for row in found if kind in row.source_kinds]
    return fitting[-1] if fitting else None


def _in_force(rows: QuerySet[Row], on: date) -> QuerySet[Row]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
