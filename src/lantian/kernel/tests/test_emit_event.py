"""Events are written with their change, carried to each handler, and never twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from lantian.kernel import models, outbox

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRang:
    version: ClassVar[int] = 3
    about: str
    by: int | None
    at: datetime
    loudness: int


def _ring(loudness: int = 1) -> models.Event:
    with transaction.atomic():
        return outbox.emit(BellRang(about="kernel.bell:1", by=7, at=NOON, loudness=loudness))


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="must be emitted inside a transaction"):
        outbox.emit(BellRang(about="kernel.bell:1", by=7, at=NOON, loudness=1))
    assert not models.Event.objects.exists()


@pytest.mark.django_db
def test_an_event_keeps_its_name_version_subject_actor_and_facts() -> None:
    event = models.Event.objects.get(pk=_ring(5).pk)
    assert (event.version, event.by_id, event.about, event.at) == (3, 7, "kernel.bell:1", NOON)
    assert event.name.endswith(".bell_rang")
    assert event.facts == {"loudness": 5}


@pytest.mark.django_db
def test_a_change_that_fails_leaves_no_event() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.emit(BellRang(about="kernel.bell:1", by=7, at=NOON, loudness=1 // 0))
    assert not models.Event.objects.exists()


@pytest.mark.django_db
def test_each_handler_runs_once_per_event() -> None:
    heard: list[int] = []

    def ear(event: models.Event) -> None:
        heard.append(event.facts["loudness"])

    name = _ring(1).name
    _ring(2)
    handlers = {name: (ear,)}
    assert outbox.drain(handlers, now=NOON) == 2
    assert outbox.drain(handlers, now=NOON) == 0
    assert heard == [1, 2]


@pytest.mark.django_db
def test_a_failing_handler_is_retried_alone_later_and_shown() -> None:
    heard: list[str] = []

    def deaf(event: models.Event) -> None:
        models.Numbering.objects.create(body="XX", year=2026)
        raise OSError("no ear")

    def ear(event: models.Event) -> None:
        heard.append("rang")

    handlers = {_ring().name: (deaf, ear)}
    assert outbox.drain(handlers, now=NOON) == 1
    assert heard == ["rang"]
    failed = models.Delivery.objects.get(handler="deaf")
    assert (failed.is_done, failed.attempts, failed.error) == (False, 1, "OSError: no ear")
    assert failed.next_at == NOON + outbox.FIRST_RETRY
    assert not models.Numbering.objects.exists(), "what the handler wrote before failing is undone"
    assert outbox.drain(handlers, now=NOON) == 0
    assert outbox.drain(handlers, now=NOON + timedelta(seconds=3), rounds=1) == 0
    failed.refresh_from_db()
    assert failed.attempts == 2


@pytest.mark.django_db
def test_an_event_for_nobody_is_still_taken_off_the_list() -> None:
    _ring()
    assert outbox.fan_out({}, now=NOON) == 1
    assert outbox.fan_out({}, now=NOON) == 0
    assert not models.Delivery.objects.exists()


@pytest.mark.django_db
def test_a_handler_for_events_together_takes_all_that_wait_at_once_whatever_lies_between() -> None:
    heard: list[object] = []

    @outbox.Together
    def choir(events: Sequence[models.Event]) -> None:
        heard.append([event.facts["loudness"] for event in events])

    def ear(event: models.Event) -> None:
        heard.append(event.facts["loudness"])

    name = _ring(1).name
    _ring(2)
    _ring(3)
    assert outbox.drain({name: (choir, ear)}, now=NOON) == 6
    assert heard == [[1, 2, 3], 1, 2, 3]
    assert not models.Delivery.objects.filter(is_done=False).exists()


@pytest.mark.django_db
def test_one_poisoned_event_is_tried_alone_and_the_others_are_done_one_by_one() -> None:
    heard: list[int] = []

    @outbox.Together
    def choir(events: Sequence[models.Event]) -> None:
        for event in events:
            models.Numbering.objects.create(body=f"B{event.facts['loudness']}", year=2026)
            if event.facts["loudness"] == 2:
                raise OSError("too loud")
        heard.extend(event.facts["loudness"] for event in events)

    name = _ring(1).name
    poisoned = _ring(2)
    _ring(3)
    assert outbox.drain({name: (choir,)}, now=NOON) == 2
    assert heard == [1, 3]
    failed = models.Delivery.objects.get(is_done=False)
    assert (failed.event_id, failed.handler, failed.error) == (poisoned.pk, "choir", "OSError: too loud")
    assert set(models.Numbering.objects.values_list("body", flat=True)) == {"B1", "B3"}


@pytest.mark.django_db
def test_events_of_which_somebody_took_one_are_not_taken_together() -> None:
    heard: list[int] = []

    @outbox.Together
    def choir(events: Sequence[models.Event]) -> None:
        heard.extend(event.facts["loudness"] for event in events)

    handlers = {_ring(1).name: (choir,)}
    _ring(2)
    outbox.fan_out(handlers, now=NOON)
    waiting = list(models.Delivery.objects.order_by("pk"))
    models.Delivery.objects.filter(pk=waiting[0].pk).update(is_done=True)
    assert not outbox._carry_all(waiting, choir)
    assert heard == []
    assert outbox.deliver(handlers, now=NOON) == 1
    assert heard == [2]
