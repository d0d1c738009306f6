"""Events: written with the change they tell of, then carried to each handler at least once."""

import dataclasses
import functools
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    room = kind.__module__.split(".")[1]
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


class Together:
    """A handler that takes all events that wait for it in one go, for less than one after the other.

    When it fails it is asked for each event alone, so that one poisoned event stops nobody else.
    """

    def __init__(self, take: Callable[[Sequence[models.Event]], None]) -> None:
        self.take = take
        functools.update_wrapper(self, take)

    def __call__(self, event: models.Event) -> None:
        self.take([event])


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
    """Run the deliveries that are due, each in its own transaction; returns how many succeeded.

    Those of a handler that takes them `Together` share one, when the first of them has its turn.
    """
    by_name = {handler_name(h): h for some in handlers.values() for h in some}
    due = models.Delivery.objects.filter(is_done=False, next_at__lte=now).order_by("event_id", "id")
    done = 0
    for deliveries in _in_turn(list(due.select_related("event")[:limit]), by_name):
        name = deliveries[0].handler
        handler = by_name.get(name)
        if handler is None:
            _postpone(deliveries[0], error=f"no handler is named {name}", now=now)
        elif isinstance(handler, Together) and len(deliveries) > 1 and _carry_all(deliveries, handler):
            done += len(deliveries)
        else:
            done += sum(_carry(delivery, handler, now=now) for delivery in deliveries)
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


def _in_turn(
    due: Sequence[models.Delivery], by_name: Mapping[str, Handler]
) -> Iterator[list[models.Delivery]]:
    """Deliveries in their order: one by one, or all that a handler takes together."""
    together: dict[str, list[models.Delivery]] = {}
    for delivery in due:
        if isinstance(by_name.get(delivery.handler), Together):
            together.setdefault(delivery.handler, []).append(delivery)
    for delivery in due:
        if delivery.handler not in together:
            yield [delivery]
        elif delivery is together[delivery.handler][0]:
            yield together[delivery.handler]


def _carry(delivery: models.Delivery, handler: Handler, *, now: datetime) -> bool:
    """Run one delivery unless somebody else did; whether it was done here."""
    try:
        with transaction.atomic():
            taken = _take([delivery])
            if taken:
                handler(delivery.event)
    except Exception as error:  # the outermost loop: one poisoned event stops nobody else
        logger.exception("handler %s failed on event %s", delivery.handler, delivery.event_id)
        _postpone(delivery, error=f"{type(error).__name__}: {error}", now=now)
        return False
    return bool(taken)


def _carry_all(deliveries: Sequence[models.Delivery], handler: Together) -> bool:
    """Run deliveries of one handler in one go; False, and nothing done, when that cannot be."""
    try:
        with transaction.atomic():
            if _take(deliveries) < len(deliveries):
                raise _Taken
            handler.take([delivery.event for delivery in deliveries])
    except Exception:  # each is tried alone then; the one that fails is shown at its delivery
        logger.info("handler %s goes on one by one", handler_name(handler), exc_info=True)
        return False
    return True


class _Taken(Exception):
    """Somebody else took one of several deliveries."""


def _take(deliveries: Sequence[models.Delivery]) -> int:
    """Mark deliveries as done in the transaction of what they do; how many nobody else had taken."""
    waiting = models.Delivery.objects.filter(pk__in=[one.pk for one in deliveries], is_done=False)
    return waiting.update(is_done=True, error="")


def _postpone(delivery: models.Delivery, *, error: str, now: datetime) -> None:
    wait = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(delivery.attempts, 12))
    models.Delivery.objects.filter(pk=delivery.pk).update(
        attempts=delivery.attempts + 1, next_at=now + wait, error=error[:2000]
    )


def _can_skip_locked() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)
