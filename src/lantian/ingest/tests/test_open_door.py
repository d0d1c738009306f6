"""The door over real sockets: who gets in, what is answered, what is set aside, and its limits."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest

from lantian.ingest import commits, connection, server
from lantian.ingest import door as door_module
from lantian.ingest.tests.door import Client, open_door, run
from lantian.observations.journal.record import Kind
from lantian.observations.tests import build
from lantian.observations.tests.faults import FaultyFiles

FRAME = build.a_frame({"pm25": "35.1"})


def test_a_known_device_is_answered_once_its_frame_is_durable(home: Path) -> None:
    async def scene() -> None:
        async with open_door(home) as door:
            device = await door.client()
            await device.send(FRAME)
            reply = await device.reply()
            assert reply is not None
            assert (reply.cn, reply.st, reply.mn, reply.qn) == ("9014", "91", build.MN, "20260301120000000")
            (kept,) = door.kept()
            assert kept.body == FRAME
            assert kept.origin.door == "hj212" and kept.origin.peer.startswith("127.0.0.1:")

    run(scene())


def test_nothing_is_answered_before_the_sync(home: Path) -> None:
    class Slow(FaultyFiles):
        is_synced = False

        def sync(self, fd: int) -> None:
            super().sync(fd)
            self.is_synced = True

    async def scene() -> None:
        disk = Slow()
        async with open_door(home, files=disk) as door:
            device = await door.client()
            disk.is_synced = False
            await device.send(FRAME)
            assert await device.reply() is not None
            assert disk.is_synced

    run(scene())


def test_a_frame_that_asks_for_no_reply_is_kept_and_not_answered(home: Path) -> None:
    async def scene() -> None:
        async with open_door(home) as door:
            device = await door.client()
            await device.send(build.a_frame({"pm25": "35"}, flag=4))
            await door.until_kept(1)
            assert await device.reply(seconds=0.1) is None

    run(scene())


def test_frames_cut_anywhere_and_glued_together_are_all_answered(home: Path) -> None:
    async def scene() -> None:
        frames = [build.a_frame({"pm25": str(n)}, qn=n) for n in range(20)]
        stream = b"".join(frame + b"\r\n" for frame in frames)
        async with open_door(home) as door:
            device = await door.client()
            for at in range(0, len(stream), 37):
                device.writer.write(stream[at : at + 37])
                await device.writer.drain()
            for n in range(20):
                reply = await device.reply()
                assert reply is not None and reply.qn == f"20260301120000{n:03d}"
            assert [record.body for record in door.kept()] == frames

    run(scene())


@pytest.mark.parametrize(
    "raw, note",
    [
        (build.a_frame({"pm25": "1"}, mn="STRANGER"), "unknown-device STRANGER"),
        (build.a_frame({"pm25": "1"}, mn="OFF"), "inactive-device OFF"),
        (build.a_frame({"pm25": "1"}, pw="wrong"), f"wrong-password {build.MN}"),
        (FRAME[:-4] + (b"0000" if FRAME[-4:] != b"0000" else b"1111"), f"bad-crc {build.MN}"),
        (FRAME.replace(build.MN.encode(), b"A110000_0002"), "bad-crc A110000_0002"),
        (b"GET / HTTP/1.1\r\nHost: a", "junk"),
        (b"##0300QN=" + b"x" * 400, "damaged"),
    ],
)
def test_what_is_not_taken_is_kept_unanswered_with_its_reason(home: Path, raw: bytes, note: str) -> None:
    async def scene() -> None:
        async with open_door(home) as door:
            device = await door.client()
            await device.send(raw)
            device.writer.write_eof()
            kept = await door.until_kept(1, Kind.QUARANTINED)
            assert await device.reply(seconds=0.05) is None
            assert kept[0].origin.note == note
            assert kept[0].body and kept[0].body in raw + b"\r\n"
            assert not door.kept()

    run(scene())


def test_a_frame_over_the_limit_is_cut_and_named(home: Path) -> None:
    async def scene() -> None:
        limits = door_module.Limits(max_frame=512)
        async with open_door(home, limits=limits) as door:
            device = await door.client()
            await device.send(b"##9000QN=" + b"x" * 2000)
            kept = await door.until_kept(1, Kind.QUARANTINED)
            assert kept[0].origin.note == "oversize"
            assert len(kept[0].body) == 512

    run(scene())


def test_a_good_frame_after_a_bad_one_is_answered(home: Path) -> None:
    async def scene() -> None:
        async with open_door(home) as door:
            device = await door.client()
            await device.send(b"junk", FRAME[:-4] + b"ZZZZ", FRAME)
            reply = await device.reply()
            assert reply is not None and reply.cn == "9014"

    run(scene())


def test_connections_are_limited_in_all_and_per_address(home: Path) -> None:
    async def scene(limits: door_module.Limits) -> None:
        async with open_door(home, limits=limits) as door:
            first, second = await door.client(), await door.client()
            await second.send(FRAME)
            assert await second.reply() is not None
            third = await door.client()
            assert await third.is_cut()
            first.writer.close()
            await first.writer.wait_closed()
            await asyncio.sleep(0.05)
            fourth = await door.client()
            await fourth.send(FRAME)
            assert await fourth.reply() is not None

    run(scene(door_module.Limits(connections=2)))
    run(scene(door_module.Limits(connections_per_peer=2)))


def test_a_silent_connection_is_cut(home: Path) -> None:
    async def scene() -> None:
        async with open_door(home, limits=door_module.Limits(idle_seconds=0.1)) as door:
            device = await door.client()
            assert await device.is_cut(seconds=3)

    run(scene())


@pytest.mark.parametrize(
    "drop",
    [b"#", b"\r\n", b"##0100QN=20260301120000000;", FRAME[:-4] + b"ZZZZ\r\n"],
    ids=["bytes of a frame", "line ends", "beginnings", "damaged frames"],
)
def test_a_slow_drip_does_not_keep_a_connection(home: Path, drop: bytes) -> None:
    async def drip(device: Client) -> None:
        with contextlib.suppress(ConnectionError):
            for _ in range(100):
                device.writer.write(drop)
                await device.writer.drain()
                await asyncio.sleep(0.05)

    async def scene() -> None:
        async with open_door(home, limits=door_module.Limits(idle_seconds=0.3)) as door:
            device = await door.client()
            dripping = asyncio.create_task(drip(device))
            assert await device.is_cut(seconds=3)
            assert not dripping.done(), "it was cut while bytes still came"
            dripping.cancel()

    run(scene())


def test_whole_frames_keep_a_connection_although_none_asks_for_a_reply(home: Path) -> None:
    async def scene() -> None:
        async with open_door(home, limits=door_module.Limits(idle_seconds=1)) as door:
            device = await door.client()
            for number in range(15):
                await device.send(build.a_frame({"pm25": "35"}, flag=4, qn=number))
                assert await device.reply(seconds=0.1) is None
            assert len(await door.until_kept(15)) == 15

    run(scene())


def test_a_peer_that_sends_only_faults_is_cut(home: Path) -> None:
    async def scene() -> None:
        async with open_door(home) as door:
            device = await door.client()
            await device.send(*[FRAME[:-4] + b"ZZZZ"] * (connection.MAX_FAULTS_IN_A_ROW + 5))
            assert await device.is_cut()

    run(scene())


def test_a_full_disk_pauses_and_afterwards_everything_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(door_module, "LEDGER_SECONDS", 0.05)

    async def scene() -> None:
        disk = FaultyFiles()
        async with open_door(home, files=disk) as door:
            device = await door.client()
            await device.send(FRAME)
            assert await device.reply() is not None
            disk.space = 0
            await device.send(build.a_frame({"pm25": "36"}, qn=1))
            assert await device.reply(seconds=0.3) is None
            assert "is full" in door.books.reports[-1].trouble
            assert len(door.kept()) == 1
            disk.space = None
            reply = await device.reply()
            assert reply is not None and reply.qn == "20260301120000001"
            assert len(door.kept()) == 2
            await asyncio.sleep(0.2)
            assert door.books.reports[-1].trouble == ""
            await device.send(build.a_frame({"pm25": "37"}, qn=2))  # reading has resumed
            assert await device.reply() is not None

    run(scene())


def test_a_failed_sync_is_not_answered_until_one_succeeds(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "RETRY_SECONDS", 0.05)

    async def scene() -> None:
        disk = FaultyFiles()
        async with open_door(home, files=disk) as door:
            device = await door.client()
            disk.failing_syncs = 3
            await device.send(FRAME)
            assert await device.reply() is not None
            assert disk.failing_syncs == 0
            assert len(door.kept()) == 1

    run(scene())


def test_too_much_waiting_pauses_the_readers_and_loses_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "HIGH_WATER", 20)
    monkeypatch.setattr(commits, "LOW_WATER", 5)

    async def scene() -> None:
        frames = [build.a_frame({"pm25": str(n)}, qn=n) for n in range(500)]
        async with open_door(home) as door:
            device = await door.client()
            await device.send(*frames)
            for _ in frames:
                assert await device.reply() is not None
            assert [record.body for record in door.kept()] == frames

    run(scene())


def test_a_taken_port_is_named_with_what_to_do(home: Path, tmp_path: Path) -> None:
    async def scene() -> None:
        async with open_door(home) as door:
            with pytest.raises(server.PortTaken, match=f"Port {door.port} .* LANTIAN_DOOR_PORT"):
                async with open_door(tmp_path / "other", port=door.port):
                    pass

    run(scene())


def test_a_stopped_door_answers_what_it_holds(home: Path) -> None:
    async def scene() -> None:
        async with open_door(home) as door:
            device = await door.client()
            await device.send(FRAME)
            await asyncio.sleep(0.005)  # read, and not yet committed
        assert await device.reply() is not None or not door.kept()

    run(scene())


def test_the_books_hear_of_every_device(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "LEDGER_SECONDS", 0.02)

    async def scene() -> None:
        async with open_door(home) as door:
            device = await door.client()
            await device.send(FRAME, FRAME)
            await device.reply()
            await asyncio.sleep(0.1)
            heard = [report.heard[build.MN] for report in door.books.reports if build.MN in report.heard]
            assert sum(one.frames for one in heard) == 2
            assert max(report.connections for report in door.books.reports) == 1

    run(scene())
