"""The record of an inspection and who signed it."""

from uuid import UUID

from lantian.accounts.rules import Actor
from lantian.inspections import models, permissions


def record_of(visit_key: UUID | str, by: Actor) -> models.Record | None:
    """What was written beside the checklist of a visit; None before anybody wrote."""
    return models.Record.objects.filter(
        visit__in=permissions.visible_visits(by), visit__key=visit_key
    ).first()


def signatures_of(visit: models.Visit) -> list[models.Signature]:
    """Who signed a visit, the inspectors before the unit's person."""
    found = visit.signatures.select_related("person__organisation", "picture__public_copy")
    return sorted(found, key=lambda one: (one.person_id is None, one.pk))


def visit_row(key: UUID | str, by: Actor) -> models.Visit:
    """A visit with what papers print of it; Visit.DoesNotExist when absent or not for this person."""
    details = (
        "order__grid__organisation",
        "order__source__answerable",
        "order__officer__organisation",
        "order__companion__organisation",
        "order__what",
        "template",
        "source__answerable",
    )
    return permissions.visible_visits(by).select_related(*details).get(key=key)
