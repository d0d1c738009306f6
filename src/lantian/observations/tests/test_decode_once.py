"""A frame is decoded once for both stores, and nothing depends on what waits in memory between them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lantian.observations import queries
from lantian.observations.lake import tables
from lantian.observations.recorder import handover, intake, run
from lantian.observations.recorder.handover import Handover
from lantian.observations.recorder.intake import Batch
from lantian.observations.tests import build
from lantian.observations.tests.build import NOON
from lantian.registry.models import Device

HOUR = timedelta(hours=1)
NEVER = 1e9


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The positions decoded, in their order."""
    seen: list[int] = []
    observe = intake.observe

    def watched(record: intake.Record, **known: object) -> object:
        seen.append(record.position)
        return observe(record, **known)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(intake, "observe", watched)
    return seen


def frame(number: int) -> bytes:
    return build.a_frame({"pm25": str(number)}, at=NOON + number * HOUR)


def values() -> list[float | None]:
    return queries.hourly(since=NOON, until=NOON + 99 * HOUR)["pm25"].to_list()


def test_each_frame_is_decoded_once_for_both_stores(home: Path, device: Device, decoded: list[int]) -> None:
    recorder = run.Recorder(home, lake_seconds=NEVER)
    recorder.step()  # the lake is due the first time
    positions = []
    for number in range(4):
        positions += build.journal(home, frame(number))
        recorder.step()
    assert queries.latest()["ST01"].values == {"pm25": 3.0}
    assert values() == []
    recorder.drain()
    assert values() == [0.0, 1.0, 2.0, 3.0]
    assert decoded == positions


def test_after_a_start_the_lake_decodes_what_it_had_not_written(
    home: Path, device: Device, decoded: list[int]
) -> None:
    recorder = run.Recorder(home, lake_seconds=NEVER)
    recorder.step()
    build.journal(home, frame(0), frame(1))
    recorder.step()
    again = run.Recorder(home, lake_seconds=NEVER)  # the first died before the lake's turn
    again.step()
    assert values() == [0.0, 1.0]
    (position,) = build.journal(home, frame(2))
    decoded.clear()
    again.step()
    again.drain()
    assert values() == [0.0, 1.0, 2.0]
    assert decoded == [position]


def test_a_batch_the_lake_refused_is_not_decoded_again(
    home: Path, device: Device, decoded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = run.Recorder(home, lake_seconds=NEVER)
    recorder.step()
    (position,) = build.journal(home, frame(0))

    def full(*_: object, **__: object) -> None:
        raise tables.LakeFull(home / "lake")

    with monkeypatch.context() as patched:
        patched.setattr(tables, "append", full)
        with pytest.raises(tables.LakeFull):
            recorder.drain()
    recorder.forget()
    recorder.drain()
    assert values() == [0.0]
    assert decoded == [position]


def test_the_lake_takes_over_before_too_much_waits(
    home: Path, device: Device, decoded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = run.Recorder(home, lake_seconds=NEVER)
    monkeypatch.setattr(recorder, "_decoded", Handover(room=2))
    recorder.step()
    for number in range(3):
        build.journal(home, frame(number))
        recorder.step()
    assert values() == [0.0, 1.0], "when two waited the lake took them, although it was not due"
    recorder.drain()
    assert values() == [0.0, 1.0, 2.0] and len(decoded) == 3


def test_stretches_are_joined_and_what_was_written_is_let_go() -> None:
    held = Handover()
    one, two, three = (Batch([object()], [], n, n + 10) for n in (0, 10, 20))
    for since, batch in ((0, one), (10, two), (20, three)):
        held.put(since, batch)
    held.put(30, Batch([], [], 30, 30))  # nothing was new
    joined = held.take(10)
    assert joined is not None
    assert (joined.observations, joined.position, joined.end) == (
        two.observations + three.observations, 20, 30,
    )  # fmt: skip
    assert held.take(10) == joined, "asked for again after a failure"
    assert held.take(0) is None, "let go when it was asked from 10"
    assert held.take(25) is None, "in the middle of a stretch nothing begins"
    assert held.take(30) is None


def test_the_lake_meets_what_is_held_although_frames_keep_coming(
    home: Path, device: Device, decoded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run.Recorder(home, lake_seconds=NEVER)
    first.step()
    build.journal(home, frame(0), frame(1))
    first.step()  # it dies now: the lake lies behind the latest values
    take = Handover.take
    numbers = iter(range(2, 60))

    def take_while_frames_come(held: Handover, since: int) -> Batch | None:
        if len(decoded) < 40:
            build.journal(home, frame(next(numbers)))
        return take(held, since)

    again = run.Recorder(home, lake_seconds=0)
    decoded.clear()
    monkeypatch.setattr(Handover, "take", take_while_frames_come)
    for _ in range(10):
        build.journal(home, frame(next(numbers)))
        again.step()
    monkeypatch.setattr(Handover, "take", take)
    again.drain()
    twice = {position for position in decoded if decoded.count(position) > 1}
    assert len(twice) <= 1, "at most what came in the moment of the start"
    assert values() == [float(number) for number in range(len(values()))] and len(values()) > 20


def test_the_lake_decodes_for_itself_no_further_than_the_latest_values_are() -> None:
    held = Handover()
    assert held.limit is None
    held.put(100, Batch([object()], [], 100, 110))
    assert held.take(40) is None and held.limit == 100
    assert held.take(100) is not None
    assert held.take(110) is None and held.limit == 110
    held.put(110, Batch([], [], 110, 120))
    assert held.take(115) is None and held.limit == 120, "a lake ahead waits for the next stretch"


def test_a_gap_or_too_much_begins_anew() -> None:
    held = Handover(room=2)
    held.put(0, Batch([object()], [], 0, 10))
    held.put(20, Batch([object()], [], 20, 30))
    assert held.take(0) is None and held.take(20) is not None
    held.put(30, Batch([object()], [], 30, 40))
    assert held.is_full
    held.put(40, Batch([object()], [], 40, 50))
    assert not held.is_full
    found = held.take(40)
    assert found is not None and found.end == 50
    assert handover.BATCH_RECORDS >= 10_000
