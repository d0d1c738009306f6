"""Two planned visits to one firm become one joint visit; somebody decides it, the house only offers it."""

from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.dispatch import events, models, permissions, queries, rules, states
from lantian.dispatch.queries import who_goes
from lantian.dispatch.states import State
from lantian.kernel import outbox
from lantian.kernel.refusals import gettext_noop

MERGED = gettext_noop("made one visit with {into}")


def merge(*, number: str, into: str, by: Actor, now: datetime) -> None:
    """Make a planned visit part of another to the same firm: its people join, its own order ends."""
    require(Verb.ISSUE_ORDER, by)
    seen = permissions.visible_orders(by).select_related(*queries.DETAILS)
    given, kept = seen.get(number=number), seen.get(number=into)
    _check(given, kept)
    there = {person.pk for person, _part in who_goes(kept)}
    joining = [(person, part) for person, part in who_goes(given) if person.pk not in there]
    with transaction.atomic():
        _hold(kept)
        _end(given, kept, now=now)
        models.Part.objects.bulk_create(
            models.Part(order=kept, person=person, part=part or given.what.name_zh)
            for person, part in joining
        )
        outbox.emit(
            events.OrdersMerged(
                about=f"dispatch.order:{kept.number}",
                by=by.id,
                at=now,
                merged=given.number,
                joining=tuple(person.pk for person, _part in joining),
            )
        )


def _check(given: models.Order, kept: models.Order) -> None:
    """Raise NotToMerge unless both wait, at one firm, as one kind and mode, on days near each other."""
    days = queries.terms_of(kept).merge_within_days
    on, other = given.planned_on, kept.planned_on
    is_near = on is not None and other is not None and abs((on - other).days) <= days
    alike = (given.firm, given.kind, given.mode) == (kept.firm, kept.kind, kept.mode) and bool(kept.firm)
    wait = given.state == kept.state == State.ISSUED and given.pk != kept.pk
    if not (days and is_near and alike and wait):
        raise rules.NotToMerge(given.number, into=kept.number, days=days)


def _hold(kept: models.Order) -> None:
    """The visit that goes on has not begun in the meantime."""
    if not models.Order.objects.filter(pk=kept.pk, state=State.ISSUED).update(state=State.ISSUED):
        raise states.OrderMoved(kept.number)


def _end(given: models.Order, kept: models.Order, *, now: datetime) -> None:
    moved = models.Order.objects.filter(pk=given.pk, state=State.ISSUED).update(
        state=State.WITHDRAWN,
        withdrawn_at=now,
        withdrawn_reason=MERGED.format(into=kept.number),
        merged_into=kept,
    )
    if not moved:
        raise states.OrderMoved(given.number)
