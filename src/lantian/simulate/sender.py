"""Sends uploads through a real door and waits until each is acknowledged: one connection a device."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import hj212
from lantian.simulate.frames import Upload

WINDOW = 64  # uploads in flight on one connection
ANSWER_SECONDS = 5.0
TRIES = 4
STRAY_SECONDS = 0.5
KNOCK_SECONDS = 0.2
READ_BYTES = 65536
DATA_REPLY = "9014"


class DoorUnreachable(ConnectionError):
    """Nobody listens where the door should be, or it hung up."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host, self.port, self.reason = host, port, reason
        super().__init__(f"no HJ 212 door at {host}:{port} ({reason}); is `lantian serve` running?")


@dataclass(slots=True, kw_only=True)
class Sent:
    """What came of sending."""

    acknowledged: int = 0
    resent: int = 0
    unanswered: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not self.unanswered

    def add(self, other: "Sent") -> None:
        """Count another connection's uploads in."""
        self.acknowledged += other.acknowledged
        self.resent += other.resent
        self.unanswered += other.unanswered


async def send(uploads: Iterable[Upload], *, host: str, port: int) -> Sent:
    """Send uploads, every device on its own connection, and count what the door acknowledged."""
    by_device = groupby(sorted(uploads, key=lambda u: (u.mn, u.due_at)), key=lambda u: u.mn)
    lines = [_Line(list(own), host=host, port=port) for _, own in by_device]
    total = Sent()
    for sent in await asyncio.gather(*(line.send() for line in lines)):
        total.add(sent)
    return total


async def wait_for_door(*, host: str, port: int, seconds: float) -> None:
    """Return once the door lets somebody in; DoorUnreachable when it does not in so many seconds."""
    ends = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            _, writer = await _connect(host, port)
        except DoorUnreachable:
            if asyncio.get_running_loop().time() >= ends:
                raise
            await asyncio.sleep(KNOCK_SECONDS)
        else:
            await _close(writer)
            return


async def send_strays(frames: Sequence[bytes], *, host: str, port: int) -> None:
    """Send frames that need no answer, and listen for a moment so that the door has read them."""
    if not frames:
        return
    reader, writer = await _connect(host, port)
    writer.write(b"".join(frames))
    with contextlib.suppress(TimeoutError, ConnectionError):
        await writer.drain()
        await asyncio.wait_for(reader.read(READ_BYTES), STRAY_SECONDS)
    await _close(writer)


class _Line:
    """One device's connection: a window of uploads in flight, resent when no answer comes."""

    def __init__(self, uploads: list[Upload], *, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._waiting = deque(uploads)
        self._flying: dict[str, Upload] = {}
        self._tries: dict[str, int] = {}
        self._sent = Sent()

    async def send(self) -> Sent:
        reader, writer = await _connect(self._host, self._port)
        splitter = hj212.FrameSplitter()
        try:
            while self._waiting or self._flying:
                await self._fill(writer)
                heard = await self._hear(reader)
                for piece in splitter.feed(heard):
                    self._note(piece.raw)
                if not heard:
                    self._again()
        except ConnectionError as error:
            raise DoorUnreachable(self._host, self._port, str(error) or type(error).__name__) from error
        finally:
            await _close(writer)
        return self._sent

    async def _fill(self, writer: asyncio.StreamWriter) -> None:
        frames = []
        while self._waiting and len(self._flying) < WINDOW:
            upload = self._waiting.popleft()
            self._flying[upload.qn] = upload
            self._tries[upload.qn] = self._tries.get(upload.qn, 0) + 1
            frames.append(upload.frame)
        if frames:
            writer.write(b"".join(frames))
            await writer.drain()

    async def _hear(self, reader: asyncio.StreamReader) -> bytes:
        """What the door says; nothing when it stays silent too long."""
        try:
            heard = await asyncio.wait_for(reader.read(READ_BYTES), ANSWER_SECONDS)
        except TimeoutError:
            return b""
        if not heard:
            raise ConnectionResetError("the door hung up")
        return heard

    def _note(self, raw: bytes) -> None:
        header = hj212.read_header(raw)
        if header.cn == DATA_REPLY and header.qn in self._flying:
            del self._flying[header.qn]
            self._sent.acknowledged += 1

    def _again(self) -> None:
        """Put what was not answered back in line; give up on it after the last try."""
        silent, self._flying = self._flying, {}
        for upload in silent.values():
            if self._tries[upload.qn] < TRIES:
                self._sent.resent += 1
                self._waiting.appendleft(upload)
            else:
                self._sent.unanswered.append(upload.qn)


async def _connect(host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        return await asyncio.open_connection(host, port)
    except OSError as error:
        raise DoorUnreachable(host, port, error.strerror or str(error)) from error


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
