"""Ways to reach a person, kept for the few who have to, and when somebody was last reached by one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lantian.accounts import events, models, rules
from lantian.accounts.actions import reaching
from lantian.accounts.rules import Actor, Verb, require
from lantian.kernel import outbox


@transaction.atomic
def add_means(*, username: str, kind: str, address: str, by: Actor, now: datetime) -> None:
    """Keep a way to reach a person; one that is kept already stays as it is."""
    person = reaching.administered(username, by)
    rules.check_address(kind, address)
    kept = models.Means(person=person, kind=models.Means.Kind(kind), address=address.strip(), added_at=now)
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        return
    outbox.emit(events.MeansAdded(about=reaching.about(person), by=by.id, at=now, kind=kind))


@transaction.atomic
def end_means(*, means_id: int, by: Actor, now: datetime) -> None:
    """A way to reach a person that holds no more."""
    found = models.Means.objects.select_related("person").get(pk=means_id, ended_at__isnull=True)
    person = reaching.administered(found.person.username, by)
    models.Means.objects.filter(pk=found.pk).update(ended_at=now)
    outbox.emit(events.MeansEnded(about=reaching.about(person), by=by.id, at=now, kind=found.kind))


@transaction.atomic
def confirm_means(*, means_id: int, by: Actor, now: datetime) -> None:
    """Somebody was reached this way: it is known to work on this day."""
    require(Verb.SEE_MEANS, by)
    found = models.Means.objects.select_related("person__organisation").get(
        pk=means_id, ended_at__isnull=True
    )
    if not by.covers(found.person.organisation.path):
        raise models.Means.DoesNotExist(means_id)
    models.Means.objects.filter(pk=found.pk).update(confirmed_at=now, confirmed_by_id=by.id)
    outbox.emit(events.MeansConfirmed(about=reaching.about(found.person), by=by.id, at=now, kind=found.kind))
