"""A whole Lantian for one journey: its own home, its own ports, real processes, real sockets."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hj212

PROCESSES = ("door", "recorder", "worker", "web")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True, kw_only=True)
class House:
    """One running house."""

    home: Path
    port: int
    door_port: int
    environ: dict[str, str]
    running: dict[str, "subprocess.Popen[bytes]"]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, code: str) -> str:
        """Run Python inside the house, Django set up; returns what it printed."""
        code = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def lantian(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the command line."""
        program = [sys.executable, "-m", "lantian.cli", *words]
        return subprocess.run(
            program, env=self.environ, capture_output=True, text=True, timeout=120, check=False
        )

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:  # Any: whatever the table holds
        """Look into the database, as an inspector from above would."""
        with sqlite3.connect(
            f"file:{self.home / 'lantian.sqlite3'}?mode=ro", uri=True, timeout=20
        ) as database:
            return database.execute(sql, values).fetchall()

    def wait(
        self, what: str, look: Callable[[], Any], *, seconds: float = 40
    ) -> Any:  # Any: what `look` finds
        """Ask again until something is found."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            found = look()
            if found:
                return found
            time.sleep(0.2)
        raise AssertionError(f"waited {seconds} s for {what}")

    def start(self, name: str, **environ: str) -> None:
        """Start one process of the house."""
        program = [sys.executable, "-m", "lantian.cli", name]
        self.running[name] = subprocess.Popen(program, env=self.environ | environ, start_new_session=True)

    def stop(self, name: str) -> None:
        """End one process of the house."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)

    def await_pages(self) -> None:
        """Wait until the pages answer."""
        self.wait("the pages", lambda: _answers(self.port))

    def send(self, frame: bytes) -> hj212.Packet:
        """Send one frame to the door and read its answer."""
        with socket.create_connection(("127.0.0.1", self.door_port), timeout=10) as line:
            line.sendall(frame)
            splitter, pieces = hj212.FrameSplitter(), []
            while not pieces:
                pieces = [p for p in splitter.feed(line.recv(4096)) if p.kind is hj212.Kind.FRAME]
        return hj212.decode(pieces[0].raw)


@contextmanager
def open_house(home: Path, *, processes: tuple[str, ...] = PROCESSES) -> Iterator[House]:
    """The demo district's register without its history, and its processes running."""
    port, door_port = free_port(), free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LANTIAN_")}
    environ = kept | {
        "LANTIAN_HOME": str(home),
        "PORT": str(port),
        "LANTIAN_DOOR_PORT": str(door_port),
        "LANTIAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "lantian.config.settings",
    }
    house = House(home=home, port=port, door_port=door_port, environ=environ, running={})
    house.run(
        "from lantian.cli import migrate; migrate.bring_up_to_date()\n"
        "from lantian.simulate.district import loading; from lantian.kernel import clock\n"
        "loading.load(now=clock.now())"
    )
    try:
        for name in processes:
            house.start(name)
        if "web" in processes:
            house.await_pages()
        if "door" in processes:
            house.wait("the door", lambda: _answers(door_port))
        yield house
    finally:
        for name in list(house.running):
            house.stop(name)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def as_json(text: str) -> Any:  # Any: JSON
    """The last line of an output, read as JSON."""
    return json.loads(text.strip().splitlines()[-1])
