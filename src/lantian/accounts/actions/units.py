"""Units: their heads of record, what else they are called, and whether they take our orders."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lantian.accounts import events, models, queries, rules
from lantian.accounts.actions import reaching
from lantian.accounts.rules import Actor
from lantian.kernel import outbox

DEPUTY = models.Head.Seat.DEPUTY


@transaction.atomic
def set_head(
    *,
    unit: str,
    username: str,
    seat: str,
    valid_from: date,
    by: Actor,
    now: datetime,
    domains: Sequence[str] = (),
) -> models.Head:
    """Put a head of record down: of the party, of the government, or a deputy with their domains."""
    organisation = reaching.administered_unit(unit, by)
    person = reaching.administered(username, by)
    if not organisation.path.startswith(person.organisation.path) and not person.organisation.path.startswith(
        organisation.path
    ):
        raise rules.HeadOutside(person.name_zh, unit=organisation.name_zh)
    if seat == DEPUTY and not domains:
        raise rules.DomainMissing()
    list(models.Organisation.objects.select_for_update().filter(pk=organisation.pk))
    if seat != DEPUTY:
        _refuse_taken(organisation, models.Head.Seat(seat), valid_from=valid_from)
    head = models.Head.objects.create(
        organisation=organisation,
        person=person,
        seat=models.Head.Seat(seat),
        domains=sorted(domains) if seat == DEPUTY else [],
        valid_from=valid_from,
    )
    outbox.emit(
        events.HeadSet(
            about=reaching.about_unit(organisation),
            by=by.id,
            at=now,
            person=person.pk,
            seat=seat,
            domains=tuple(head.domains),
            valid_from=valid_from,
        )
    )
    return head


@transaction.atomic
def end_head(*, head_id: int, last: date, by: Actor, now: datetime) -> None:
    """Somebody is head of record for the last time on a day; the row stays."""
    head = models.Head.objects.select_related("organisation").get(pk=head_id, valid_to__isnull=True)
    reaching.administered_unit(head.organisation.code, by)
    if last < head.valid_from:
        raise rules.DatesBackwards(first=head.valid_from, last=last)
    models.Head.objects.filter(pk=head.pk).update(valid_to=last)
    outbox.emit(
        events.HeadEnded(
            about=reaching.about_unit(head.organisation),
            by=by.id,
            at=now,
            person=head.person_id,
            seat=head.seat,
            valid_to=last,
        )
    )


@transaction.atomic
def add_alias(
    *, unit: str, name: str, valid_from: date, by: Actor, now: datetime, valid_to: date | None = None
) -> None:
    """Say what else a unit is or was called, so that lists from elsewhere match."""
    organisation = reaching.administered_unit(unit, by)
    said = name.strip()
    if not said:
        raise rules.NameMissing()
    if valid_to is not None and valid_to < valid_from:
        raise rules.DatesBackwards(first=valid_from, last=valid_to)
    taken = queries.organisation_named(said, on=valid_to or valid_from) or queries.organisation_named(
        said, on=valid_from
    )
    if taken is not None:
        raise rules.AliasTaken(said, unit=taken.name_zh)
    models.Alias.objects.create(
        organisation=organisation, name=said, valid_from=valid_from, valid_to=valid_to
    )
    outbox.emit(
        events.AliasAdded(
            about=reaching.about_unit(organisation),
            by=by.id,
            at=now,
            name=said,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    )


@transaction.atomic
def set_command(*, unit: str, is_under_command: bool, by: Actor, now: datetime) -> None:
    """Say whether a unit takes orders of ours, or is written letters."""
    organisation = reaching.administered_unit(unit, by)
    models.Organisation.objects.filter(pk=organisation.pk).update(is_under_command=is_under_command)
    outbox.emit(
        events.CommandSet(
            about=reaching.about_unit(organisation), by=by.id, at=now, is_under_command=is_under_command
        )
    )


def _refuse_taken(organisation: models.Organisation, seat: str, *, valid_from: date) -> None:
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    held = models.Head.objects.filter(current, organisation=organisation, seat=seat).first()
    if held is not None:
        raise rules.SeatTaken(held.person.name_zh, unit=organisation.name_zh)
