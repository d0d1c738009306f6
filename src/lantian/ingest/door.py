"""What all connections of one listening port share: limits, roster, commits, what is told to the books."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from lantian.ingest import ledger
from lantian.ingest.allowance import Allowance
from lantian.ingest.commits import Commits
from lantian.ingest.rules import Pass
from lantian.observations.journal.writer import JournalWriter

LEDGER_SECONDS = 2.0
SWEEP_SECONDS = 5.0


class Peer(Protocol):
    """A connection, as the door sees it."""

    host: str
    last_frame_at: float

    def pause(self, is_paused: bool) -> None: ...
    def cut(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a door bears; a connection is idle from its last whole frame on, whatever else comes."""

    max_frame: int = 8192
    idle_seconds: float = 900
    connections: int = 2000
    connections_per_peer: int = 1000


class Door:
    """Everything the connections of one listening port share."""

    def __init__(self, journal: JournalWriter, *, limits: Limits, books: ledger.Books) -> None:
        self.limits = limits
        self.commits = Commits(journal, on_pause=self._pause_all)
        self.allowance = Allowance()
        self.roster: Mapping[str, Pass] = {}
        self._books = books
        self._connections: set[Peer] = set()
        self._per_host: dict[str, int] = {}
        self._heard: dict[str, ledger.Heard] = {}
        self._frames = self._refused_connections = 0

    def admit(self, connection: Peer) -> bool:
        """Whether there is room for one more connection of its host."""
        count = self._per_host.get(connection.host, 0)
        if len(self._connections) >= self.limits.connections or count >= self.limits.connections_per_peer:
            self._refused_connections += 1
            return False
        self._connections.add(connection)
        self._per_host[connection.host] = count + 1
        if self.commits.is_paused:
            connection.pause(True)
        return True

    def dismiss(self, connection: Peer) -> None:
        """A connection has ended."""
        if connection in self._connections:
            self._connections.remove(connection)
            self._per_host[connection.host] -= 1
            if not self._per_host[connection.host]:
                del self._per_host[connection.host]

    def heard(self, mn: str, peer: str) -> None:
        """A frame of a device was taken."""
        self._frames += 1
        known = self._heard.get(mn)
        if known is None:
            known = self._heard[mn] = ledger.Heard()
        known.frames += 1
        known.peer, known.at_ns = peer, time.time_ns()

    async def keep_books(self) -> None:
        """Load the roster, then write down every few seconds how the door fares and what it heard."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="books") as thread:
            while True:
                heard, self._heard = self._heard, {}
                roster = await loop.run_in_executor(thread, self._books.settle, self.report(heard))
                if roster is not None:
                    self.roster = roster
                else:
                    self._heard = ledger.together(heard, self._heard)
                await asyncio.sleep(LEDGER_SECONDS)

    async def sweep(self) -> None:
        """Cut connections that brought no whole frame for too long; while paused nobody can."""
        while True:
            await asyncio.sleep(min(SWEEP_SECONDS, self.limits.idle_seconds))
            oldest = time.monotonic() - self.limits.idle_seconds
            if not self.commits.is_paused:
                for connection in [one for one in self._connections if one.last_frame_at < oldest]:
                    connection.cut()

    def report(self, heard: Mapping[str, ledger.Heard]) -> ledger.Report:
        """How the door fares at this moment."""
        trouble = self.commits.trouble
        return ledger.Report(
            heard=heard,
            connections=len(self._connections),
            frames=self._frames,
            refused_connections=self._refused_connections,
            trouble="" if trouble is None else str(trouble),
        )

    def close(self) -> None:
        """End every connection."""
        for connection in list(self._connections):
            connection.cut()

    def _pause_all(self, is_paused: bool) -> None:
        for connection in list(self._connections):
            connection.pause(is_paused)
