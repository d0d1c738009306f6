"""Group commit: frames of all connections go to disk together, and only then are they acknowledged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol

import hj212
from lantian.observations.journal.files import JournalError
from lantian.observations.journal.record import Entry
from lantian.observations.journal.writer import JournalWriter

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.02
RETRY_SECONDS = 1.0
HIGH_WATER = 20_000  # entries waiting before every connection is paused
LOW_WATER = 2_000


class Sender(Protocol):
    """Whoever waits for an answer."""

    def answer(self, replies: bytes) -> None: ...


class Waiting(NamedTuple):
    """One entry on its way to disk, and who is to be told."""

    entry: Entry
    sender: Sender | None
    header: hj212.Header | None


class Commits:
    """Collects entries for a tick, writes them in one group, then answers."""

    def __init__(self, journal: JournalWriter, *, on_pause: Callable[[bool], None]) -> None:
        self._journal, self._on_pause = journal, on_pause
        self._waiting: list[Waiting] = []
        self._some = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._is_paused = False
        self._is_closing = False
        self.trouble: JournalError | None = None

    def put(self, entry: Entry, *, sender: Sender | None = None, header: hj212.Header | None = None) -> None:
        """Take an entry; with a header, `sender` is answered once it is durable."""
        self._waiting.append(Waiting(entry, sender, header))
        self._some.set()
        if len(self._waiting) > HIGH_WATER:
            self._pause(True)

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    async def run(self) -> None:
        """Commit until closed; a disk that refuses is tried again, with nothing answered meanwhile."""
        try:
            await self._run()
        finally:
            self._thread.shutdown()

    async def _run(self) -> None:
        while not (self._is_closing and not self._waiting):
            await self._some.wait()
            self._some.clear()
            if not self._is_closing:
                await asyncio.sleep(TICK_SECONDS)
            group, self._waiting = self._waiting, []
            if group and not await self._commit(group):
                self._waiting = group + self._waiting
                if self._is_closing:
                    return
                self._some.set()
                await asyncio.sleep(RETRY_SECONDS)

    def close(self) -> None:
        """Commit what waits and end; what the disk refuses stays unanswered, so devices send it again."""
        self._is_closing = True
        self._some.set()

    async def _commit(self, group: list[Waiting]) -> bool:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(
                self._thread, self._journal.append, [waiting.entry for waiting in group]
            )
        except JournalError as error:
            if self.trouble is None or type(error) is not type(self.trouble):
                logger.error("%s", error)
            self.trouble = error
            self._pause(True)
            return False
        if self.trouble is not None:
            logger.warning("the journal takes entries again")
        self.trouble = None
        _answer(group)
        if len(self._waiting) < LOW_WATER:
            self._pause(False)
        return True

    def _pause(self, is_paused: bool) -> None:
        if is_paused != self._is_paused:
            self._is_paused = is_paused
            self._on_pause(is_paused)


def _answer(group: list[Waiting]) -> None:
    """One write per connection, however many frames it had in the group."""
    replies: dict[Sender, list[bytes]] = {}
    for _, sender, header in group:
        if sender is not None and header is not None:
            replies.setdefault(sender, []).append(hj212.acknowledge(header))
    for sender, parts in replies.items():
        sender.answer(parts[0] if len(parts) == 1 else b"".join(parts))
