"""What every look at a mending needs: somebody independent, and photos of their own.

A look by somebody who is not independent is refused, and the attempt is written down in a transaction of its
own: the case, its state and its clock stay as they are.
"""

from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import moving
from lantian.inspections.models import Evidence
from lantian.kernel import outbox


def refuse_unless_independent(case: models.Case, *, round: int, by: Actor, now: datetime) -> None:
    """Raise NotIndependent for a handler or a colleague, after the attempt has been written down for good."""
    reason = queries.why_not(by, queries.involvement_in(case))
    if reason is None:
        return
    with transaction.atomic(durable=True):  # the line must outlive the refusal that follows it
        models.CaseScope.objects.filter(case=case).update(was_refused=True)
        outbox.emit(
            events.RecheckRefused(
                about=moving.about(case),
                by=by.id,
                at=now,
                round=round,
                reason=reason,
                unit=case.unit_id,
                handler=case.handler_id,
            )
        )
    raise rules.NotIndependent(case.number, reason=reason)


def own_photos(keys: tuple[str, ...], by: Actor) -> list[Evidence]:
    """New photos of the rechecker's own; one of another case, or of an earlier look, shows nothing now."""
    found = {str(photo.key): photo for photo in permissions.free_evidence(by).filter(key__in=keys)}
    for key in keys:
        if str(key) not in found:
            raise rules.PhotoUnknown(key)
    return [found[str(key)] for key in keys]
