"""The chain: one row changed, removed or slipped in by hand is found."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from lantian.kernel import chain, models

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _events(count: int) -> list[models.Event]:
    return [
        models.Event.objects.create(
            uuid=uuid4(),
            name="cases.closed",
            at=NOON,
            by_id=1,
            about=f"cases.case:{n}",
            facts={"n": n, "词": "字"},
        )
        for n in range(count)
    ]


def test_an_untouched_chain_holds_and_says_what_is_not_sealed_yet() -> None:
    _events(3)
    assert chain.seal(now=NOON) == 3
    _events(1)
    verdict = chain.verify()
    assert (verdict.is_sound, verdict.sealed, verdict.unsealed) == (True, 3, 1)


def test_sealing_in_two_goes_gives_the_same_chain_as_one() -> None:
    _events(4)
    chain.seal(now=NOON, limit=1)
    chain.seal(now=NOON)
    assert chain.seal(now=NOON) == 0
    verdict = chain.verify()
    assert (verdict.is_sound, verdict.sealed) == (True, 4)
    assert verdict.head == models.Seal.objects.latest("sequence").digest


@pytest.mark.parametrize(
    "sql",
    [
        "update kernel_event set by_id = 2 where about = 'cases.case:1'",
        "update kernel_event set facts = '{\"n\": 9}' where about = 'cases.case:1'",
        "update kernel_event set at = '2026-11-20 04:00:00+00:00' where about = 'cases.case:1'",
        "update kernel_event set name = 'cases.opened' where about = 'cases.case:1'",
    ],
)
def test_one_row_changed_by_hand_is_found_and_named(sql: str) -> None:
    altered = _events(3)[1]
    chain.seal(now=NOON)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount == 1
    verdict = chain.verify()
    assert not verdict.is_sound
    assert [found.event_id for found in verdict.breaks] == [altered.id]
    assert str(altered.id) in verdict.breaks[0].reason


def test_a_removed_event_leaves_a_gap_that_is_found() -> None:
    gone = _events(3)[1]
    chain.seal(now=NOON)
    models.Seal.objects.filter(event=gone).delete()
    models.Event.objects.filter(pk=gone.pk).delete()
    verdict = chain.verify()
    assert any("missing" in found.reason for found in verdict.breaks)


def test_a_cut_off_end_is_found() -> None:
    last = _events(3)[2]
    chain.seal(now=NOON)
    models.Seal.objects.filter(event=last).delete()
    assert [found.event_id for found in chain.verify().breaks] == [last.id]


def test_a_rewritten_seal_breaks_the_next_one() -> None:
    second = _events(3)[1]
    chain.seal(now=NOON)
    models.Event.objects.filter(pk=second.pk).update(by_id=9)
    second.refresh_from_db()
    seal = models.Seal.objects.get(event=second)
    previous = models.Seal.objects.get(sequence=seal.sequence - 1).digest
    models.Seal.objects.filter(pk=seal.pk).update(digest=chain.digest(second, previous=previous))
    assert not chain.verify().is_sound
