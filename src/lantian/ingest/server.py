"""The HJ 212 door: listens, lets devices in, and acknowledges only what is durable."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
from datetime import datetime

import uvloop
from django.conf import settings

from lantian.ingest import ledger
from lantian.ingest.connection import DOOR, Connection
from lantian.ingest.door import Door, Limits
from lantian.kernel import clock
from lantian.observations import actions as observations
from lantian.observations.journal.writer import JournalWriter

logger = logging.getLogger(__name__)

BACKLOG = 1024


class DoorClosed(Exception):
    """The door could not be opened; the sentence says why and what to do."""


class PortTaken(DoorClosed):
    """Another program listens there already."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"Port {port} on {host} is taken by another program. Stop it, "
            "or choose another port with LANTIAN_DOOR_PORT and tell the devices."
        )


class PortForbidden(DoorClosed):
    """The system does not let this user listen there."""

    def __init__(self, host: str, port: int, *, why: str) -> None:
        self.host, self.port, self.why = host, port, why
        super().__init__(
            f"Port {port} on {host} cannot be listened on ({why}). "
            "Choose a port above 1023 with LANTIAN_DOOR_PORT, "
            "and an address of this machine with LANTIAN_BIND."
        )


async def listen(
    journal: JournalWriter,
    *,
    host: str,
    port: int,
    limits: Limits,
    books: ledger.Books,
    stop: asyncio.Event,
    opened: asyncio.Future[int] | None = None,
) -> None:
    """Serve until `stop`; then commit and answer what waits, and close. `opened` receives the port."""
    door = Door(journal, limits=limits, books=books)
    loop = asyncio.get_running_loop()
    door.roster = await loop.run_in_executor(
        None, books.roster
    )  # the database may not be asked from the loop
    server = await _listening(door, host, port)
    async with server:
        if opened is not None:
            opened.set_result(server.sockets[0].getsockname()[1])
        commits = loop.create_task(door.commits.run())
        chores = [loop.create_task(door.keep_books()), loop.create_task(door.sweep())]
        stopped = loop.create_task(stop.wait())
        await asyncio.wait([stopped, commits, *chores], return_when=asyncio.FIRST_COMPLETED)
        server.close()
        door.commits.close()
        await commits
        await loop.run_in_executor(None, books.close, door.report({}))
        door.close()
        for chore in [stopped, *chores]:
            if not chore.cancel():
                await chore  # it ended by itself, so it failed: say why


async def _listening(door: Door, host: str, port: int) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(lambda: Connection(door), host, port, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host, port) from error
        raise PortForbidden(host, port, why=os.strerror(error.errno or 0)) from error


def serve() -> None:
    """Run the door until SIGTERM or SIGINT; DoorClosed or JournalError says why it cannot open."""
    limits = Limits(
        max_frame=settings.LANTIAN_DOOR_MAX_FRAME,
        idle_seconds=settings.LANTIAN_DOOR_IDLE_SECONDS,
        connections=settings.LANTIAN_DOOR_CONNECTIONS,
        connections_per_peer=settings.LANTIAN_DOOR_CONNECTIONS_PER_PEER,
    )
    host, port = settings.LANTIAN_BIND, settings.LANTIAN_DOOR_PORT
    journal = observations.open_journal()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_until_signal(journal, host=host, port=port, limits=limits, opened_at=clock.now()))
    finally:
        journal.close()


async def _until_signal(
    journal: JournalWriter, *, host: str, port: int, limits: Limits, opened_at: datetime
) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    books = ledger.Books(door=DOOR, listens_on=f"{host}:{port}", opened_at=opened_at)
    logger.info("the HJ 212 door listens on %s:%d", host, port)
    await listen(journal, host=host, port=port, limits=limits, books=books, stop=stop)
