"""Events: written with the change they tell of, then carried to each handler at least once."""

import dataclasses
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from lantian.kernel import clock, models, references

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=30)


class Happening(Protocol):
    """What a room's `events.py` defines: a frozen dataclass with these fields beside its own facts."""

    version: ClassVar[int]

    @property
    def about(self) -> str: ...
    @property
    def by(self) -> int | None: ...
    @property
    def at(self) -> datetime: ...


Handler = Callable[[models.Event], None]
Handlers = Mapping[str, Sequence[Handler]]


def name_of(kind: type) -> str:
    """`lantian.cases.events.SentBack` is written down as `cases.sent_back`."""
    room = kind.__module__.split(".")[-2]
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__)
    return f"{room}.{words.lstrip('_')}"


def emit(happening: Happening) -> models.Event:
    """Write an event in the caller's transaction; it is the audit entry and the message in one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{name_of(type(happening))} must be emitted inside a transaction")
    facts = {
        field.name: getattr(happening, field.name)
        for field in dataclasses.fields(happening)  # type: ignore[arg-type]  # a Protocol of dataclasses
        if field.name not in {"about", "by", "at"}
    }
    return models.Event.objects.create(
        uuid=references.new_key(happening.at),
        name=name_of(type(happening)),
        version=happening.version,
        at=happening.at,
        by_id=happening.by,
        about=happening.about,
        facts=json.loads(json.dumps(facts, cls=DjangoJSONEncoder)),
    )


def handler_name(handler: Handler) -> str:
    """How a delivery names its handler."""
    return getattr(handler, "__name__", repr(handler))


def fan_out(handlers: Handlers, *, now: datetime, limit: int = 500) -> int:
    """Turn new events into one delivery per handler; returns how many events were taken."""
    with transaction.atomic():
        events = list(
            models.Event.objects.select_for_update(skip_locked=_can_skip_locked())
            .filter(is_fanned_out=False)
            .order_by("id")[:limit]
        )
        models.Delivery.objects.bulk_create(
            [
                models.Delivery(event=event, handler=handler_name(handler), next_at=now)
                for event in events
                for handler in handlers.get(event.name, ())
            ],
            ignore_conflicts=True,
        )
        models.Event.objects.filter(id__in=[event.id for event in events]).update(is_fanned_out=True)
    return len(events)


def deliver(handlers: Handlers, *, now: datetime, limit: int = 500) -> int:
    """Run the deliveries that are due, each in its own transaction; returns how many succeeded."""
    by_name = {handler_name(h): h for some in handlers.values() for h in some}
    due = models.Delivery.objects.filter(is_done=False, next_at__lte=now).order_by("event_id", "id")
    done = 0
    for delivery in due.select_related("event")[:limit]:
        handler = by_name.get(delivery.handler)
        if handler is None:
            _postpone(delivery, error=f"no handler is named {delivery.handler}", now=now)
            continue
        try:
            with transaction.atomic():
                taken = models.Delivery.objects.filter(pk=delivery.pk, is_done=False).update(
                    is_done=True, error=""
                )
                if taken:
                    handler(delivery.event)
                    done += 1
        except Exception as error:  # the outermost loop: one poisoned event stops nobody else
            logger.exception("handler %s failed on event %s", delivery.handler, delivery.event_id)
            _postpone(delivery, error=f"{type(error).__name__}: {error}", now=now)
    return done


def drain(handlers: Handlers, *, now: datetime | None = None, rounds: int = 50) -> int:
    """Fan out and deliver until nothing is due; returns the number of deliveries made."""
    total = 0
    for _ in range(rounds):
        moment = now or clock.now()
        taken = fan_out(handlers, now=moment)
        made = deliver(handlers, now=moment)
        total += made
        if not taken and not made:
            break
    return total


def _postpone(delivery: models.Delivery, *, error: str, now: datetime) -> None:
    wait = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(delivery.attempts, 12))
    models.Delivery.objects.filter(pk=delivery.pk).update(
        attempts=delivery.attempts + 1, next_at=now + wait, error=error[:2000]
    )


def _can_skip_locked() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)
