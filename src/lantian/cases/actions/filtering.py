"""A narrowed list is kept under a name, by whoever narrowed it, and taken away by them alone."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.cases import events, models
from lantian.cases.rules import filtering
from lantian.kernel import outbox

ADDRESS = "cases.filter:"


@transaction.atomic
def save_filter(
    *, name: str, asked: Mapping[str, str], is_shared: bool, by: Actor, now: datetime
) -> models.SavedFilter:
    """Keep what a list is narrowed to; a shared one is for the people of one's own unit."""
    require(Verb.SEE_CASES, by)
    said, kept = name.strip(), models.SavedFilter.objects.filter(person_id=by.id)
    filtering.check_filter(said, asked, has=kept.count())
    unit = by.organisation_id if is_shared else None
    try:
        with transaction.atomic():
            row = models.SavedFilter.objects.create(
                person_id=by.id, name=said, asked=dict(asked), shared_with_id=unit, kept_at=now
            )
    except IntegrityError as taken:
        raise filtering.FilterNameTaken(said) from taken
    outbox.emit(
        events.FilterSaved(
            about=f"{ADDRESS}{row.pk}", by=by.id, at=now, name=said, asked=dict(asked), shared_with=unit
        )
    )
    return row


@transaction.atomic
def drop_filter(*, filter_id: int, by: Actor, now: datetime) -> None:
    """Take one's own filter away; SavedFilter.DoesNotExist for anybody else's, shared or not."""
    require(Verb.SEE_CASES, by)
    row = models.SavedFilter.objects.select_for_update().get(pk=filter_id, person_id=by.id)
    outbox.emit(events.FilterDropped(about=f"{ADDRESS}{row.pk}", by=by.id, at=now, name=row.name))
    row.delete()
