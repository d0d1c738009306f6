"""The record of an inspection: what is written beside the checklist, and the names drawn on glass."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.dispatch import queries as dispatch
from lantian.inspections import events, models, permissions, rules
from lantian.inspections.actions import own
from lantian.kernel import outbox


@transaction.atomic
def keep_record(*, visit_key: UUID, told: rules.Told, by: Actor, now: datetime) -> models.Record:
    """Write down what the paper asks; the last word counts until the finding is filed."""
    visit = own.own_open_visit(visit_key, by)
    terms = dispatch.terms_of(visit.order)
    rules.check_told(
        told, kind=visit.order.kind, what_may_follow=terms.what_may_follow, today=calendar.local_day(now)
    )
    record, _ = models.Record.objects.update_or_create(
        visit=visit, defaults=asdict(told) | {"by_id": by.id, "kept_at": now}
    )
    outbox.emit(
        events.RecordKept(
            about=own.about(visit),
            by=by.id,
            at=now,
            is_refused=told.refused,
            has_order=bool(told.order_words.strip()),
            order_due_on=told.order_due_on.isoformat() if told.order_due_on else "",
        )
    )
    return record


@transaction.atomic
def sign(*, visit_key: UUID, photo_key: UUID, is_present: bool, by: Actor, now: datetime) -> None:
    """Take a drawn name as the signature of whoever holds the phone, or of the unit's person beside them.

    Everybody signs once; sending it twice changes nothing.
    """
    visit = own.own_visit(visit_key, by)
    picture = permissions.visible_evidence(by).get(key=photo_key, visit=visit)
    person_id = None if is_present else by.id
    _signature, is_new = models.Signature.objects.get_or_create(
        visit=visit, person_id=person_id, defaults={"picture": picture, "at": now}
    )
    if is_new:
        outbox.emit(
            events.Signed(
                about=own.about(visit),
                by=by.id,
                at=now,
                is_present=is_present,
                sha256=picture.original_id,
            )
        )
