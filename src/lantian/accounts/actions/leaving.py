"""Leave: who is away, and who does the post's work meanwhile.

Nobody waits for somebody who is away as well: a stand-in is never on leave in that time, and whoever goes on
leave stands in for nobody in it. So there is no chain of stand-ins, and no circle.
"""

from datetime import datetime

from django.db import transaction

from lantian.accounts import events, models, queries, rules
from lantian.accounts.actions import reaching
from lantian.accounts.rules import Actor
from lantian.kernel import outbox
from lantian.kernel.refusals import gettext_noop


@transaction.atomic
def set_leave(
    *,
    username: str,
    stand_in: str,
    begins_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Actor,
    now: datetime,
) -> models.Leave:
    """Somebody is away for a time; orders, cases and rungs of theirs go to the stand-in meanwhile."""
    person, other = reaching.administered(username, by), reaching.administered(stand_in, by)
    if not reason.strip():
        raise rules.NameMissing()
    if ends_at <= max(begins_at, now):
        raise rules.LeaveBackwards(begins_at=max(begins_at, now), ends_at=ends_at)
    _lock(person, other)
    _check_free(person, other, begins_at=begins_at, ends_at=ends_at)
    leave = models.Leave.objects.create(
        person=person,
        stand_in=other,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=reason.strip(),
        set_by_id=by.id,
        set_at=now,
    )
    outbox.emit(
        events.LeaveSet(
            about=reaching.about(person),
            by=by.id,
            at=now,
            stand_in=other.pk,
            begins_at=begins_at,
            ends_at=ends_at,
            reason=leave.reason,
        )
    )
    return leave


@transaction.atomic
def end_leave(*, leave_id: int, by: Actor, now: datetime) -> None:
    """Somebody is back: from this moment the stand-in stands in no more."""
    leave = models.Leave.objects.select_related("person").get(pk=leave_id, ends_at__gt=now)
    reaching.administered(leave.person.username, by)
    leave.ends_at = max(now, leave.begins_at)
    leave.save(update_fields=["ends_at"])
    outbox.emit(
        events.LeaveEnded(about=reaching.about(leave.person), by=by.id, at=now, stand_in=leave.stand_in_id)
    )


def refuse_while_standing_in(person: models.Person, *, now: datetime) -> None:
    """Raise while somebody stands in for another: an account that is closed then would leave nobody."""
    running = models.Leave.objects.filter(stand_in=person, ends_at__gt=now).select_related("person").first()
    if running is not None:
        raise rules.StillStandsIn(person.name_zh, person=running.person.name_zh, until=running.ends_at)


def _lock(*people: models.Person) -> None:
    """Of two leaves of the same people that are set at once, one waits."""
    ids = [person.pk for person in people]
    list(models.Person.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _check_free(
    person: models.Person, other: models.Person, *, begins_at: datetime, ends_at: datetime
) -> None:
    reason = _why_unfit(person, other, begins_at=begins_at, ends_at=ends_at)
    if reason is not None:
        raise rules.StandInUnfit(other.name_zh, person=person.name_zh, reason=reason)
    within = models.Leave.objects.filter(begins_at__lt=ends_at, ends_at__gt=begins_at)
    if within.filter(person=person).exists():
        raise rules.LeaveOverlaps(person.name_zh)
    waits = within.filter(stand_in=person).select_related("person").first()
    if waits is not None:
        raise rules.StillStandsIn(person.name_zh, person=waits.person.name_zh, until=waits.ends_at)


def _why_unfit(
    person: models.Person, other: models.Person, *, begins_at: datetime, ends_at: datetime
) -> str | None:
    if not other.is_active:
        return gettext_noop("the account is closed")
    within = models.Leave.objects.filter(begins_at__lt=ends_at, ends_at__gt=begins_at)
    if within.filter(person=other).exists():
        return gettext_noop("they are on leave in that time themselves")
    return rules.why_unfit_to_stand_in(person=queries.actor_of(person), stand_in=queries.actor_of(other))
