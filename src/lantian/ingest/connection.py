"""One TCP connection of a device: bytes in, entries out, replies when they are durable."""

from __future__ import annotations

import asyncio
import time
from typing import cast

import hj212
from lantian.ingest.door import Door
from lantian.ingest.rules import Reason, asks_for_reply, why_set_aside
from lantian.observations.journal.record import Entry, Kind, Origin

DOOR = "hj212"
MAX_UNSENT_BYTES = 256 << 10  # a peer that never reads its replies is cut off
MAX_FAULTS_IN_A_ROW = 100
MAX_KEPT_BYTES = 64 << 10  # of one piece of junk


class Connection(asyncio.Protocol):
    """Splits the stream and hands every piece to the door's commits, taken or set aside."""

    __slots__ = ("_door", "_faults", "_splitter", "_transport", "host", "last_frame_at", "origin")

    def __init__(self, door: Door) -> None:
        self._door = door
        self._splitter = hj212.FrameSplitter(max_frame=door.limits.max_frame)
        self._transport: asyncio.Transport | None = None
        self._faults = 0
        self.last_frame_at = time.monotonic()
        self.host = ""
        self.origin = Origin(DOOR, "")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername") or ("unknown", 0)
        # uvloop's transports are no asyncio.Transport by class, only by what they do.
        self._transport, self.host = cast(asyncio.Transport, transport), str(peer[0])
        self.origin = Origin(DOOR, f"{peer[0]}:{peer[1]}")
        if not self._door.admit(self):
            self.cut()

    def connection_lost(self, exc: Exception | None) -> None:
        for piece in self._splitter.finish():
            self._take(piece)
        self._door.dismiss(self)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        for piece in self._splitter.feed(data):
            self._take(piece)
        if self._faults >= MAX_FAULTS_IN_A_ROW:
            self.cut()

    def answer(self, replies: bytes) -> None:
        """Send replies, if the device is still there to read them."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(replies)
        if self._transport.get_write_buffer_size() > MAX_UNSENT_BYTES:
            self.cut()

    def pause(self, is_paused: bool) -> None:
        """Stop reading while the journal cannot follow; TCP holds the device back."""
        if self._transport is not None and not self._transport.is_closing():
            if is_paused:
                self._transport.pause_reading()
            else:
                self.last_frame_at = time.monotonic()
                self._transport.resume_reading()

    def cut(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def _take(self, piece: hj212.Piece) -> None:
        if piece.kind is hj212.Kind.LINE_END:
            return
        if piece.kind is hj212.Kind.JUNK:
            self._set_aside(Reason.JUNK, piece.raw[:MAX_KEPT_BYTES])
            return
        raw = piece.raw
        header = hj212.read_header(raw)
        if header.is_intact:
            self.last_frame_at = time.monotonic()
        door = self._door
        reason = why_set_aside(header, length=len(raw), max_frame=door.limits.max_frame, roster=door.roster)
        if reason is not None:
            self._set_aside(reason, raw, mn=header.mn or "")
            return
        self._faults = 0
        entry = Entry(Kind.HJ212, time.time_ns(), self.origin, raw)
        door.commits.put(entry, sender=self, header=header if asks_for_reply(header) else None)
        door.heard(header.mn or "", self.origin.peer)

    def _set_aside(self, reason: Reason, raw: bytes, *, mn: str = "") -> None:
        self._faults += 1
        kept = self._door.allowance.judge(self.host, reason, length=len(raw), now=time.monotonic())
        if kept is not None:
            origin = self.origin._replace(note=f"{kept} {mn}".strip())
            self._door.commits.put(Entry(Kind.QUARANTINED, time.time_ns(), origin, raw))
