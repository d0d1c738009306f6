"""What was set aside reaches the operator: alike arrivals together, none lost, none twice, floods bounded."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lantian.ingest import actions, allowance, ledger, models, quarantine
from lantian.ingest.rules import Reason
from lantian.observations import queries
from lantian.observations.journal.record import Entry, Kind, Origin
from lantian.observations.journal.writer import JournalWriter
from lantian.observations.tests import build
from lantian.observations.tests.build import NOON

pytestmark = pytest.mark.django_db


def arrive(home: Path, *notes: str, host: str = "198.51.100.7", kind: Kind = Kind.QUARANTINED) -> list[int]:
    writer = JournalWriter(home / "journal")
    positions = writer.append(
        [
            Entry(kind, int(NOON.timestamp() * 1e9) + n, Origin("hj212", f"{host}:5000{n}", note), b"##raw")
            for n, note in enumerate(notes)
        ]
    )
    writer.close()
    return positions


def test_alike_arrivals_are_one_row_with_the_way_back_to_the_bytes(home: Path) -> None:
    first, second, other = arrive(home, "bad-crc M1", "bad-crc M1", "unknown-device M2")
    assert quarantine.take_over(now=NOON) == 3
    row = models.Quarantine.objects.get(reason="bad-crc")
    assert (row.count, row.mn, row.peer) == (2, "M1", "198.51.100.7")
    assert (row.first_position, row.last_position, bytes(row.head)) == (first, second, b"##raw")
    packet = queries.packet(other)
    assert (packet.raw, packet.kind, packet.note) == (b"##raw", Kind.QUARANTINED, "unknown-device M2")


def test_nothing_is_counted_twice_and_sound_frames_are_passed_over(home: Path) -> None:
    arrive(home, "junk")
    quarantine.take_over(now=NOON)
    arrive(home, "", "", kind=Kind.HJ212)
    arrive(home, "junk")
    assert quarantine.take_over(now=NOON) == 1
    assert quarantine.take_over(now=NOON) == 0
    assert models.Quarantine.objects.get().count == 2


def test_a_settled_row_is_followed_by_a_new_one_and_settled_once(home: Path) -> None:
    arrive(home, "junk")
    quarantine.take_over(now=NOON)
    row = models.Quarantine.objects.get()
    actions.settle(quarantine_id=row.pk, now=NOON)
    with pytest.raises(actions.SettledAlready):
        actions.settle(quarantine_id=row.pk, now=NOON)
    arrive(home, "junk")
    quarantine.take_over(now=NOON)
    assert models.Quarantine.objects.filter(settled_at=None).get().count == 1


def test_a_flood_of_unknown_devices_ends_in_one_row(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "MAX_OPEN_ROWS", 10)
    arrive(home, *[f"unknown-device M{n}" for n in range(50)])
    quarantine.take_over(now=NOON)
    assert models.Quarantine.objects.count() == 11
    assert models.Quarantine.objects.get(mn="*").count == 40


def test_a_long_backlog_is_taken_in_stretches(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "RECORDS_AT_ONCE", 4)
    arrive(home, *["junk"] * 10)
    assert [quarantine.take_over(now=NOON) for _ in range(4)] == [4, 4, 2, 0]
    assert models.Quarantine.objects.get().count == 10


def test_one_address_may_have_so_many_faulty_bytes_kept_in_a_minute() -> None:
    judge = allowance.Allowance()
    size = allowance.BYTES_PER_WINDOW // 4
    seen = [judge.judge("a", Reason.JUNK, length=size, now=100.0) for _ in range(6)]
    assert seen == [Reason.JUNK] * 3 + [Reason.FLOOD, None, None]
    assert judge.judge("b", Reason.JUNK, length=size, now=100.0) is Reason.JUNK
    assert judge.judge("a", Reason.JUNK, length=size, now=161.0) is Reason.JUNK


def test_the_books_keep_liveness_and_the_state_of_the_door(home: Path) -> None:
    device = build.a_device()
    books = ledger.Books(door="hj212", listens_on="127.0.0.1:8212", opened_at=NOON)
    heard = ledger.Heard(frames=3, peer="198.51.100.7:1", at_ns=int(NOON.timestamp() * 1e9))
    roster = books.settle(ledger.Report(heard={build.MN: heard, "GONE": heard}, connections=1, frames=3))
    assert roster is not None and roster[build.MN].password == build.PASSWORD
    books.settle(ledger.Report(heard={build.MN: heard}, trouble="The disk is full."))
    alive = models.Liveness.objects.get(device=device)
    assert (alive.frames, alive.last_seen_at, alive.peer) == (6, NOON, "198.51.100.7:1")
    link = models.Link.objects.get(door="hj212")
    assert (link.state, link.sentence) == ("paused", "The disk is full.")
    books.close(ledger.Report())
    assert models.Link.objects.get(door="hj212").state == "closed"
    assert timedelta(0) < models.Link.objects.get(door="hj212").beat_at - NOON


def test_what_was_heard_while_the_books_waited_is_added(home: Path) -> None:
    device = build.a_device()
    earlier = {build.MN: ledger.Heard(5, "198.51.100.7:1", int(NOON.timestamp() * 1e9)), "A": ledger.Heard(2)}
    later = {build.MN: ledger.Heard(3, "198.51.100.8:2", int(NOON.timestamp() * 1e9)), "B": ledger.Heard(1)}
    both = ledger.together(earlier, later)
    assert {mn: heard.frames for mn, heard in both.items()} == {build.MN: 8, "A": 2, "B": 1}
    assert ledger.together({}, earlier) == earlier
    ledger.write_liveness(both)
    alive = models.Liveness.objects.get(device=device)
    assert (alive.frames, alive.peer) == (8, "198.51.100.8:2")


def test_counts_are_not_told_twice_when_only_the_set_aside_bytes_wait(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.a_device()
    books = ledger.Books(door="hj212", listens_on="127.0.0.1:8212", opened_at=NOON)

    def refused(*, now: datetime) -> int:
        raise OSError("no room")

    monkeypatch.setattr(quarantine, "take_over", refused)
    assert books.settle(ledger.Report(heard={build.MN: ledger.Heard(frames=5)})) is not None
    assert models.Liveness.objects.get().frames == 5
