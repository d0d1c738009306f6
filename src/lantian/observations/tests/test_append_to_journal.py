"""What `append` returned for is on disk; what it refused for left no trace."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantian.observations.journal import files, record, sealing, segments
from lantian.observations.journal.reader import JournalReader, NoSuchRecord
from lantian.observations.journal.record import Damage, Entry, Kind, Origin, Record
from lantian.observations.journal.writer import JournalWriter
from lantian.observations.tests.faults import FaultyFiles

ORIGIN = Origin("hj212", "198.51.100.7:50000")


def an_entry(number: int, *, kind: Kind = Kind.HJ212, length: int = 40) -> Entry:
    return Entry(kind, 1_000_000 + number, ORIGIN, f"frame {number} ".encode().ljust(length, b"."))


def everything(folder: Path, since: int = 0) -> list[Record | Damage]:
    reader = JournalReader(folder)
    try:
        return list(reader.read(since))
    finally:
        reader.close()


entries = st.builds(
    Entry,
    st.sampled_from(Kind),
    st.integers(0, 2**63),
    st.builds(
        Origin, *[st.text(st.characters(exclude_characters="\t", exclude_categories=["Cs"]), max_size=20)] * 3
    ),
    st.binary(max_size=300),
)


@given(entry=entries)
def test_a_record_decodes_to_what_was_encoded(entry: Entry) -> None:
    raw = record.encode(entry)
    found = record.decode(b"xx" + raw + b"yy", 2, base=100)
    assert isinstance(found, Record)
    assert (found.kind, found.received_ns, found.origin, found.body) == entry
    assert (found.position, found.end) == (102, 102 + len(raw))


@given(entry=entries, data=st.data())
def test_one_changed_byte_is_never_read_as_a_record(entry: Entry, data: st.DataObject) -> None:
    raw = bytearray(record.encode(entry))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    assert not isinstance(record.decode(bytes(raw), 0, base=0), Record)


@given(noise=st.binary(max_size=200))
def test_noise_never_raises(noise: bytes) -> None:
    assert not isinstance(record.decode(noise, 0, base=0), Record)


@settings(max_examples=25, deadline=None)
@given(groups=st.lists(st.lists(entries, min_size=1, max_size=5), max_size=8), size=st.integers(1, 2000))
def test_groups_come_back_in_order_over_any_segment_size(
    groups: list[list[Entry]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    writer = JournalWriter(folder, segment_bytes=size)
    positions = [position for group in groups for position in writer.append(group)]
    writer.close()
    found = everything(folder)
    assert [r.position for r in found] == positions
    assert [r[2:] for r in found] == [tuple(entry) for group in groups for entry in group]


def test_a_torn_tail_is_cut_and_kept_aside(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    writer.append([an_entry(1), an_entry(2)])
    writer.close()
    torn = record.encode(an_entry(3))[:-5]
    with segments.segment_path(tmp_path, 0).open("ab") as file:
        file.write(torn)
    again = JournalWriter(tmp_path)
    again.append([an_entry(4)])
    assert [r.received_ns for r in everything(tmp_path)] == [1_000_001, 1_000_002, 1_000_004]
    assert [p.read_bytes() for p in (tmp_path / segments.SIDE_FOLDER).iterdir()] == [torn]


def test_whole_records_behind_a_stale_end_are_kept(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    writer.append([an_entry(1)])
    stale = (tmp_path / segments.END_FILE).read_bytes()
    writer.append([an_entry(2)])
    writer.close()
    (tmp_path / segments.END_FILE).write_bytes(stale)  # what a power loss may leave
    JournalWriter(tmp_path).close()
    assert len(everything(tmp_path)) == 2


def test_a_lost_end_file_is_found_again(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, segment_bytes=100)
    for number in range(5):
        writer.append([an_entry(number)])
    writer.close()
    (tmp_path / segments.END_FILE).write_bytes(b"\x00" * 21)
    with pytest.raises(segments.EndUnreadable, match="Start the door"):
        JournalReader(tmp_path).durable_end()
    JournalWriter(tmp_path).close()
    assert len(everything(tmp_path)) == 5


def test_readers_stop_at_the_published_end(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    writer.append([an_entry(1)])
    with segments.segment_path(tmp_path, 0).open("ab") as file:
        file.write(record.encode(an_entry(2)))  # written, not yet synced by its writer
    assert len(everything(tmp_path)) == 1


def test_two_writers_take_turns_and_lose_nothing(tmp_path: Path) -> None:
    first, second = JournalWriter(tmp_path, segment_bytes=300), JournalWriter(tmp_path, segment_bytes=300)
    written = []
    for number in range(30):
        written += (first if number % 3 else second).append([an_entry(number)])
    found = everything(tmp_path)
    assert [r.position for r in found] == written
    assert [r.received_ns - 1_000_000 for r in found] == list(range(30))


def test_a_damaged_record_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    positions = writer.append([an_entry(number) for number in range(4)])
    path = segments.segment_path(tmp_path, 0)
    raw = bytearray(path.read_bytes())
    raw[positions[1] + 30] ^= 0xFF
    path.write_bytes(raw)
    found = everything(tmp_path)
    assert found[1] == Damage(positions[1], positions[2], "the checksum of the record does not match")
    assert [r.position for r in found if isinstance(r, Record)] == [positions[0], *positions[2:]]
    with pytest.raises(NoSuchRecord, match="checksum"):
        JournalReader(tmp_path).record_at(positions[1])


def test_damage_with_sound_records_behind_it_is_not_taken_for_a_torn_tail(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    positions = writer.append([an_entry(number) for number in range(4)])
    writer.close()
    path = segments.segment_path(tmp_path, 0)
    raw = bytearray(path.read_bytes())
    raw[positions[2] + 3] ^= 0xFF
    path.write_bytes(raw + b"torn")
    JournalWriter(tmp_path).close()
    assert [r.position for r in everything(tmp_path)] == positions
    assert path.read_bytes() == bytes(raw)


@pytest.mark.parametrize("seed", range(5))
def test_random_damage_never_raises_and_never_invents(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    writer = JournalWriter(tmp_path, segment_bytes=4000)
    for number in range(200):
        writer.append([an_entry(number, length=rng.randrange(20, 400))])
    writer.close()
    truth = set(everything(tmp_path))
    for segment in segments.segments(tmp_path):
        raw = bytearray(segment.path.read_bytes())
        for _ in range(5):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        segment.path.write_bytes(raw)
    found = everything(tmp_path)
    assert {r for r in found if isinstance(r, Record)} <= truth
    covered = [(r.position, r.end) for r in found]
    assert all(first[1] == second[0] for first, second in zip(covered, covered[1:], strict=False))
    assert covered[-1][1] == JournalReader(tmp_path).durable_end()


def test_a_missing_segment_is_named(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, segment_bytes=50)
    positions = [writer.append([an_entry(number)])[0] for number in range(3)]
    segments.segment_path(tmp_path, positions[1]).unlink()
    assert everything(tmp_path)[1] == Damage(
        positions[1], positions[2], "the segment is missing or cut short"
    )


def test_a_full_disk_leaves_no_half_group_and_says_what_to_do(tmp_path: Path) -> None:
    disk = FaultyFiles()
    writer = JournalWriter(tmp_path, files=disk)
    writer.append([an_entry(1)])
    disk.space = 50
    with pytest.raises(files.JournalFull, match="is full.*goes on by itself"):
        writer.append([an_entry(2), an_entry(3)])
    assert len(everything(tmp_path)) == 1
    disk.space = None
    writer.append([an_entry(4)])
    assert [r.received_ns for r in everything(tmp_path)] == [1_000_001, 1_000_004]


def test_a_full_disk_at_a_new_segment_leaves_no_trace(tmp_path: Path) -> None:
    disk = FaultyFiles()
    writer = JournalWriter(tmp_path, files=disk, segment_bytes=10)
    writer.append([an_entry(1)])
    disk.space = 0
    with pytest.raises(files.JournalFull):
        writer.append([an_entry(2)])
    disk.space = None
    writer.append([an_entry(3)])
    assert [r.received_ns for r in everything(tmp_path)] == [1_000_001, 1_000_003]


def test_a_failed_sync_is_not_taken_for_durable(tmp_path: Path) -> None:
    disk = FaultyFiles()
    writer = JournalWriter(tmp_path, files=disk)
    writer.append([an_entry(1)])
    disk.failing_syncs = 1
    with pytest.raises(files.JournalBroken, match="disk failed"):
        writer.append([an_entry(2)])
    writer.append([an_entry(3)])
    assert [r.received_ns for r in everything(tmp_path)] == [1_000_001, 1_000_003]


def test_a_read_only_folder_says_who_must_do_what(tmp_path: Path) -> None:
    disk = FaultyFiles()
    disk.is_read_only = True
    with pytest.raises(files.JournalNotWritable, match="write permission.*LANTIAN_HOME"):
        JournalWriter(tmp_path / "journal", files=disk)


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_without_permission_is_refused_by_the_system_itself(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(files.JournalNotWritable):
        JournalWriter(tmp_path / "journal")


def test_an_empty_journal_begins_at_the_recorded_position(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, floor=5000)
    assert writer.append([an_entry(1)]) == [5000]
    assert [r.position for r in everything(tmp_path, since=5000)] == [5000]


def test_a_journal_that_ends_before_the_recorded_position_is_refused(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    writer.append([an_entry(1)])
    with pytest.raises(segments.JournalBehind, match="segments are missing"):
        JournalWriter(tmp_path, floor=10_000)
    with pytest.raises(segments.JournalBehind):
        list(JournalReader(tmp_path).read(10_000))


def test_sealed_segments_read_the_same_and_singly(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, segment_bytes=2 << 20)
    for number in range(12):
        writer.append([an_entry(number, length=700_000)])
    before = everything(tmp_path)
    sealed = sealing.seal_finished(tmp_path, files=files.DISK)
    assert sealed and not any(segments.segment_path(tmp_path, int(p.name[:20])).exists() for p in sealed)
    assert everything(tmp_path) == before
    reader = JournalReader(tmp_path)
    assert [reader.record_at(r.position) for r in before] == before


def test_a_damaged_chunk_of_a_sealed_segment_costs_only_its_records(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, segment_bytes=4 << 20)
    rng = random.Random(1)
    for number in range(40):
        writer.append([Entry(Kind.HJ212, number, ORIGIN, rng.randbytes(300_000))])
    writer.close()
    sealed = sealing.seal_finished(tmp_path, files=files.DISK)[0]
    raw = bytearray(sealed.read_bytes())
    raw[1_500_000] ^= 0xFF
    sealed.write_bytes(raw)
    found = everything(tmp_path)
    lost = set(range(40)) - {r.received_ns for r in found if isinstance(r, Record)}
    assert 1 <= len(lost) <= 6
    assert any(isinstance(r, Damage) for r in found)


def test_other_kinds_are_hopped_over(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    writer.append([an_entry(n, kind=Kind.QUARANTINED if n % 5 == 0 else Kind.HJ212) for n in range(20)])
    found = list(JournalReader(tmp_path).read(0, kinds=frozenset({Kind.QUARANTINED})))
    assert [r.received_ns - 1_000_000 for r in found if isinstance(r, Record)] == [0, 5, 10, 15]


def test_an_entry_too_large_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(record.EntryTooLarge, match="1048577 bytes"):
        JournalWriter(tmp_path).append([Entry(Kind.HJ212, 0, ORIGIN, bytes(record.MAX_BODY_BYTES + 1))])
