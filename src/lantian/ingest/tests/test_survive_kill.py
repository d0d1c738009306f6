"""kill -9 at random moments: every acknowledged packet is in the lake, exactly once.

Door and recorder run as processes of their own, a client streams over TCP and sends again what was not
acknowledged, as a device does. Both are killed and started again all the while.
"""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from deltalake import DeltaTable

import hj212
from lantian.observations.journal.reader import JournalReader
from lantian.observations.journal.record import Record
from lantian.observations.lake import tables
from lantian.observations.tests import build

SEED = 20261122
DEVICES = 8
ROUNDS = 20  # the door and the recorder are killed once in each
SETUP = """
import django; django.setup()
from lantian.observations.tests import build
for number in range({devices}):
    build.a_device(f"KILL{{number:04d}}", station=f"ST{{number:02d}}")
"""
NURSERY = """
import os, signal, sys
import django; django.setup()
from lantian.ingest import server
from lantian.observations.recorder import run
programs, alive = {"door": server.serve, "recorder": run.run}, set()
for line in sys.stdin:
    verb, *words = line.split()
    if verb == "start":
        pid = os.fork()
        if not pid:
            os.close(0), os.dup2(2, 1)
            programs[words[0]]()
            os._exit(0)
        alive.add(pid)
        print(pid, flush=True)
    else:
        pid, number = map(int, words)
        early = os.waitpid(pid, os.WNOHANG)[0]
        if not early:
            os.kill(pid, number)
        alive.discard(pid)
        print(99 if early else os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
for pid in alive:
    os.kill(pid, signal.SIGKILL)
"""


class Nursery:
    """A process that has everything loaded and forks the programs, so that a start takes no seconds."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *words: object) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        print(*words, file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Leave nothing running, whatever the test found."""
        with self._process:  # closes both pipes, which ends it, and waits
            pass


class Program:
    """A process that is killed and started again."""

    def __init__(self, name: str, nursery: Nursery) -> None:
        self._name, self._nursery, self._pid = name, nursery, 0

    def start(self) -> None:
        self._pid = self._nursery.ask("start", self._name)

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return how the process ended: minus the signal, or its exit code."""
        return self._nursery.ask("end", self._pid, int(number))


class Device(threading.Thread):
    """Sends hour after hour; an hour that was not acknowledged is sent again with the same bytes."""

    def __init__(self, number: int, port: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.mn, self._port, self._stop_sending = f"KILL{number:04d}", port, stop
        self.acknowledged: list[int] = []
        self.hour = self.sent_again = 0

    def run(self) -> None:
        while not self._stop_sending.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self._port), timeout=2) as connection:
                    self._stream(connection)
            except OSError:
                self.sent_again += 1
                time.sleep(0.02)

    def _stream(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as replies:
            self._converse(connection, replies)

    def _converse(self, connection: socket.socket, replies: BinaryIO) -> None:
        while not self._stop_sending.is_set():
            connection.sendall(frame(self.mn, self.hour) + b"\r\n")
            line = replies.readline()
            if not line.endswith(b"\r\n"):
                raise ConnectionError("the door went away before it answered")
            assert hj212.read_header(line).cn == "9014"
            self.acknowledged.append(self.hour)
            self.hour += 1
            time.sleep(0.02)  # a pace that leaves the processor to the programs that start


def frame(mn: str, hour: int) -> bytes:
    values = {"pm25": str(hour % 500), "pm10": f"{hour}.5"}
    return build.a_frame(values, mn=mn, at=build.NOON - timedelta(hours=hour))


@pytest.fixture
def port(env: dict[str, str]) -> int:
    """A free port, and the recorder in a hurry: the lake every two seconds, so that kills meet commits."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        found = int(free.getsockname()[1])
    env |= {"LANTIAN_DOOR_PORT": str(found), "LANTIAN_DEMO": "yes"}
    return found


def wait_for_door(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the door did not open within 30 s")


@pytest.fixture
def nursery(env: dict[str, str], port: int) -> Iterator[Nursery]:
    subprocess.run([sys.executable, "-c", SETUP.format(devices=DEVICES)], env=env, check=True)
    made = Nursery(env)
    yield made
    made.end()


def test_every_acknowledged_packet_is_in_the_lake_exactly_once(
    tmp_path: Path, port: int, nursery: Nursery
) -> None:
    rng = random.Random(SEED)
    door, recorder = Program("door", nursery), Program("recorder", nursery)
    recorder.start()
    door.start()
    wait_for_door(port)
    stop = threading.Event()
    devices = [Device(number, port, stop) for number in range(DEVICES)]
    for device in devices:
        device.start()
    for _ in range(ROUNDS):
        for victim in rng.sample([door, recorder], 2):
            time.sleep(rng.uniform(0.02, 1.5))
            assert victim.end(signal.SIGKILL) == -signal.SIGKILL
        recorder.start()
        door.start()
        wait_for_door(port)
    stop.set()
    for device in devices:
        device.join(timeout=10)
    assert door.end(signal.SIGTERM) == 0
    assert recorder.end(signal.SIGTERM) == 0

    acknowledged = {(d.mn, hour) for d in devices for hour in d.acknowledged}
    assert len(acknowledged) > 200 and sum(d.sent_again for d in devices) > ROUNDS
    rows = tables.scan(tmp_path / "lake", tables.READINGS).collect()
    keys = list(zip(rows["station"].to_list(), rows["begins_at"].to_list(), strict=True))
    assert len(keys) == len(set(keys)), "a packet is in the lake twice"
    found = dict(zip(keys, zip(rows["pm25"].to_list(), rows["pm10"].to_list(), strict=True), strict=True))
    for mn, hour in acknowledged:
        key = (f"ST{mn[-2:]}", build.NOON - timedelta(hours=hour))
        assert found.get(key) == (float(hour % 500), hour + 0.5)
    journal = [one for one in JournalReader(tmp_path / "journal").read(0) if isinstance(one, Record)]
    bodies = [record.body for record in journal]
    assert {frame(mn, hour) for mn, hour in acknowledged} <= set(bodies)
    commits = DeltaTable(str(tmp_path / "lake" / "readings")).version()
    assert commits >= 5, "too few lake commits for the kills to have met any"
