"""The worker: carries events to their handlers, seals them, keeps the schedule."""

import logging
import signal
import threading
from datetime import datetime
from types import FrameType

from django.db import close_old_connections

from lantian.kernel import chain, clock, outbox
from lantian.pipeline import handlers, schedule, timetable

logger = logging.getLogger(__name__)

PAUSE_S = 0.5


def run() -> int:
    """Work until told to stop."""
    stop = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    while not stop.is_set():
        try:
            busy = step(now=clock.now())
        except Exception:  # the outermost loop: logged, and tried again
            logger.exception("the worker stumbled")
            busy = False
        close_old_connections()
        if not busy:
            stop.wait(PAUSE_S)
    return 0


def step(*, now: datetime) -> bool:
    """One round; True when there was something to do."""
    taken = outbox.fan_out(handlers.HANDLERS, now=now)
    made = outbox.deliver(handlers.HANDLERS, now=now)
    sealed = chain.seal(now=now)
    ran = schedule.run_due(timetable.LINES, now=now)
    return bool(taken or made or sealed or ran)
