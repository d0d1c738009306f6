"""A home of its own for each test, and a door that only acknowledges."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import hj212

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:  # Any: pytest-django's settings wrapper has no type
    """LANTIAN_HOME in a fresh folder."""
    settings.LANTIAN_HOME = tmp_path
    return tmp_path


class Porter:
    """A door that keeps what it hears and acknowledges it, now and then not at once."""

    def __init__(self) -> None:
        self.port = 0
        self.deaf_for = 0  # so many sound frames get no answer
        self.heard: list[hj212.Packet] = []
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)

    def open(self) -> None:
        self._thread.start()
        self._ready.wait(5)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        splitter = hj212.FrameSplitter()
        while told := await reader.read(65536):
            for piece in splitter.feed(told):
                if piece.kind is hj212.Kind.FRAME:
                    self._answer(piece.raw, writer)
        writer.close()

    def _answer(self, raw: bytes, writer: asyncio.StreamWriter) -> None:
        packet = hj212.decode(raw)
        self.heard.append(packet)
        if not packet.is_intact:
            return
        if self.deaf_for > 0:
            self.deaf_for -= 1
        else:
            writer.write(hj212.acknowledge(packet.header))


@pytest.fixture
def porter() -> Iterator[Porter]:
    """An acknowledging door on a free port."""
    made = Porter()
    made.open()
    yield made
    made.close()
