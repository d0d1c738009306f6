"""An open door for tests: real sockets, a real journal, books kept in memory."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Mapping
from pathlib import Path

import uvloop

import hj212
from lantian.ingest import ledger, server
from lantian.ingest.door import Limits
from lantian.ingest.rules import Pass
from lantian.observations.journal.files import DISK, Files
from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import Kind, Record
from lantian.observations.journal.writer import JournalWriter
from lantian.observations.tests import build

ROSTER = {build.MN: Pass(build.PASSWORD, True), "OFF": Pass(build.PASSWORD, False)}


def run(scene: Coroutine[object, object, None]) -> None:
    """Play a scene on the loop that the door runs on."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(scene)


class Memory(ledger.Books):
    """Books that remember what they were told."""

    def __init__(self) -> None:
        self.reports: list[ledger.Report] = []

    def roster(self) -> Mapping[str, Pass]:
        return ROSTER

    def settle(self, report: ledger.Report) -> Mapping[str, Pass]:
        self.reports.append(report)
        return ROSTER

    def close(self, report: ledger.Report) -> None:
        self.reports.append(report)


class Client:
    """A device's end of a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, *frames: bytes) -> None:
        self.writer.write(b"".join(frame + b"\r\n" for frame in frames))
        await self.writer.drain()

    async def reply(self, *, seconds: float = 5) -> hj212.Header | None:
        """The next reply, or None when the connection ended or nothing came."""
        try:
            line = await asyncio.wait_for(self.reader.readline(), seconds)
        except (TimeoutError, ConnectionError):
            return None
        return hj212.read_header(line) if line else None

    async def is_cut(self, *, seconds: float = 5) -> bool:
        try:
            return await asyncio.wait_for(self.reader.read(1), seconds) == b""
        except ConnectionError:
            return True
        except TimeoutError:
            return False


class OpenDoor:
    """What a test may do with a door."""

    def __init__(self, port: int, home: Path, books: Memory) -> None:
        self.port, self.home, self.books = port, home, books
        self.clients: list[Client] = []

    async def client(self) -> Client:
        made = Client(*await asyncio.open_connection("127.0.0.1", self.port))
        self.clients.append(made)
        return made

    def kept(self, kind: Kind = Kind.HJ212) -> list[Record]:
        """What the journal holds of a kind."""
        reader = JournalReader(self.home / "journal")
        found = [one for one in reader.read(0) if isinstance(one, Record) and one.kind is kind]
        reader.close()
        return found

    async def until_kept(self, count: int, kind: Kind = Kind.HJ212) -> list[Record]:
        """Wait until the journal holds so many."""
        async with asyncio.timeout(5):
            while len(found := self.kept(kind)) < count:
                await asyncio.sleep(0.01)
        return found


@contextlib.asynccontextmanager
async def open_door(
    home: Path, *, files: Files = DISK, limits: Limits | None = None, port: int = 0
) -> AsyncIterator[OpenDoor]:
    """A listening door on a free port; everything is closed at the end."""
    journal, books, stop = JournalWriter(home / "journal", files=files), Memory(), asyncio.Event()
    opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        server.listen(
            journal,
            host="127.0.0.1",
            port=port,
            limits=limits or Limits(),
            books=books,
            stop=stop,
            opened=opened,
        )
    )
    await asyncio.wait([task, opened], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        journal.close()
        await task
    door = OpenDoor(opened.result(), home, books)
    try:
        yield door
    finally:
        stop.set()
        await task
        for client in door.clients:
            client.writer.close()
            with contextlib.suppress(ConnectionError):
                await client.writer.wait_closed()
        journal.close()
