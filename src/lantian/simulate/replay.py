"""Plays the demo through the real door: first what is missing, then every hour as it ends."""

import asyncio
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lantian.kernel import clock
from lantian.simulate import cities, kept, sender
from lantian.simulate.frames import LATEST_SECOND, Devices, Upload
from lantian.simulate.kept import SEED

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
AT_ONCE = timedelta(days=10)  # hours are made and sent in portions of this size
RETRY_SECONDS = 20.0
PATIENCE_SECONDS = 15.0  # a door that was just started may need a moment


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """What a catch-up sent."""

    since: datetime
    until: datetime
    acknowledged: int
    resent: int


class DoorSilent(ConnectionError):
    """The door took uploads and did not acknowledge them."""

    def __init__(self, unanswered: int, first: str) -> None:
        self.unanswered, self.first = unanswered, first
        super().__init__(
            f"the door left {unanswered} uploads unanswered, the first with QN {first}; send them again"
        )


def catch_up(*, now: datetime, host: str, port: int, tell: Callable[[str], None] = logger.info) -> CaughtUp:
    """Send every hour that has ended and is not with the door yet; may be repeated at will."""
    return asyncio.run(_catch_up(now=now, host=host, port=port, tell=tell))


def run_live(*, host: str, port: int, tell: Callable[[str], None] = logger.info) -> None:
    """Catch up, then send each hour one to three minutes after it ended, until SIGTERM or SIGINT."""
    asyncio.run(_run_live(host=host, port=port, tell=tell))


def write_frames(*, count: int, out: str | Path, now: datetime, seed: int = SEED) -> int:
    """Write the latest frames the devices would have sent to a file; returns how many."""
    frames = sample(count, now=now, seed=seed)
    Path(out).write_bytes(b"".join(frames))
    return len(frames)


def sample(count: int, *, now: datetime, seed: int) -> list[bytes]:
    """The latest frames the demo's devices would have sent, oldest first; needs no home and no door."""
    state, schedule = kept.begin(now=now, seed=seed)
    devices = Devices(kept.air_of(state, schedule))
    until = _this_hour(now)
    found: list[bytes] = []
    while len(found) < count:
        found = [upload.frame for upload in devices.uploads(until - HOUR, until)] + found
        until -= HOUR
    return found[-count:]


async def _catch_up(*, now: datetime, host: str, port: int, tell: Callable[[str], None]) -> CaughtUp:
    state = kept.state()
    devices = Devices(kept.air_of(state, kept.schedule()))
    begun, until, total = state.sent_until, _this_hour(now), sender.Sent()
    if begun < until:
        await sender.wait_for_door(host=host, port=port, seconds=PATIENCE_SECONDS)
    while state.sent_until < until:
        portion = min(until, state.sent_until + AT_ONCE)
        sent = await sender.send(devices.uploads(state.sent_until, portion), host=host, port=port)
        if not sent.is_complete:
            raise DoorSilent(len(sent.unanswered), sent.unanswered[0])
        await sender.send_strays(devices.strays(state.sent_until, portion), host=host, port=port)
        total.add(sent)
        state = kept.keep_sent(state, until=portion)
        tell(f"{total.acknowledged} packets acknowledged, hours up to {portion:%Y-%m-%d %H:%M} UTC")
    return CaughtUp(since=begun, until=until, acknowledged=total.acknowledged, resent=total.resent)


async def _run_live(*, host: str, port: int, tell: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    while not stop.is_set():
        try:
            await _catch_up(
                now=clock.now() - timedelta(seconds=LATEST_SECOND), host=host, port=port, tell=tell
            )
            await asyncio.to_thread(cities.bring_in, now=clock.now())
            await _live_hour(host=host, port=port, tell=tell, stop=stop)
        except ConnectionError as error:
            tell(f"{error}; trying again in {RETRY_SECONDS:.0f} s")
            await _wait(stop, RETRY_SECONDS)


async def _live_hour(*, host: str, port: int, tell: Callable[[str], None], stop: asyncio.Event) -> None:
    """Send the next hour to end, each device at its own second."""
    state = kept.state()
    devices = Devices(kept.air_of(state, kept.schedule()))
    begins, ends = state.sent_until, state.sent_until + HOUR
    if devices.air.offset.rounds(begins) > devices.air.offset.rounds(begins - HOUR):
        tell(f"the real hours end here; from {begins:%Y-%m-%d %H:%M} UTC the last 52 weeks of them go round")
    uploads = list(devices.uploads(begins, ends))
    outcomes = await asyncio.gather(
        *(_when_due(upload, host=host, port=port, stop=stop) for upload in uploads)
    )
    if stop.is_set():
        return
    acknowledged = sum(sent.acknowledged for sent in outcomes)
    unanswered = [qn for sent in outcomes for qn in sent.unanswered]
    if unanswered:
        raise DoorSilent(len(unanswered), unanswered[0])
    kept.keep_sent(state, until=ends)
    tell(f"{acknowledged} packets of the hour from {begins:%Y-%m-%d %H:%M} UTC acknowledged")


async def _when_due(upload: Upload, *, host: str, port: int, stop: asyncio.Event) -> sender.Sent:
    await _wait(stop, (upload.due_at - clock.now()).total_seconds())
    return sender.Sent() if stop.is_set() else await sender.send([upload], host=host, port=port)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until somebody asks to stop."""
    try:
        await asyncio.wait_for(stop.wait(), max(0.0, seconds))
    except TimeoutError:
        return


def _this_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
