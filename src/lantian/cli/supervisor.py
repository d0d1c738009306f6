"""Starts processes, restarts the one that dies, and stops them all together."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger(__name__)

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
STEADY_S = 60.0
GRACE_S = 10.0


@dataclass(slots=True)
class Child:
    """One process and how often it has died of late."""

    name: str
    words: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Keeps a fixed set of children running until told to stop."""

    children: list[Child]
    stopping: bool = field(default=False)

    def start(self) -> None:
        """Start every child; a signal to us stops them all."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for child in self.children:
            self._spawn(child)

    def watch(self) -> int:
        """Until told to stop, restart whoever dies, later and later each time."""
        while not self.stopping:
            for child in self.children:
                self._look(child, time.monotonic())
            time.sleep(0.1)
        return self._stop_all()

    def _look(self, child: Child, now: float) -> None:
        if child.process is not None and child.process.poll() is None:
            if child.deaths and now - child.started > STEADY_S:
                child.deaths = 0
            return
        if child.process is not None:
            wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**child.deaths)
            logger.error(
                "%s stopped with code %s; again in %.1f s", child.name, child.process.returncode, wait
            )
            child.process, child.deaths, child.not_before = None, child.deaths + 1, now + wait
        if now >= child.not_before and not self.stopping:
            self._spawn(child)

    def _spawn(self, child: Child) -> None:
        child.process = subprocess.Popen(child.words, start_new_session=True)
        child.started = time.monotonic()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _stop_all(self) -> int:
        alive = [c.process for c in self.children if c.process is not None and c.process.poll() is None]
        for process in alive:
            process.terminate()
        for process in alive:
            try:
                process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
        return 0


def lantian(*words: str) -> list[str]:
    """The command line of one of our own processes."""
    return [sys.executable, "-m", "lantian.cli", *words]
