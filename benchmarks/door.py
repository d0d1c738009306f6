"""The HJ 212 door with durable acknowledgement: packets a second, latency of the reply, the door's own CPU.

    python benchmarks/door.py [--rate 5000] [--seconds 20] [--connections 500]

The door is a process of its own on a fresh home; this process plays the devices. Frames are encoded before
the clock starts; a connection sends one at a time, evenly over the second. A reply counts from the send to
its arrival. CPU is what the door's process used between the first packet and the last, books and journal
included. The disk's own limit, a write of one group and its fdatasync, is measured beside it in the same run.
"""

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

import uvloop

import hj212

TICK_SECONDS = 0.01
WARM_UP_SECONDS = 2.0
FRAMES_EACH = 20
PASSWORD = "123456"
CODES = ("a34004", "a34002", "a21026", "a21004", "a21005", "a05024")
PREPARE = """
import sys
import django; django.setup()
from django.core.management import call_command
from lantian.registry.models import Device, Region, Station
call_command("migrate", verbosity=0, skip_checks=True)
region = Region.objects.create(code="bench", name_zh="bench", name_en="bench", kind="district")
station = Station.objects.create(
    code="bench", name_zh="bench", name_en="bench", kind="micro", region=region, lon=0, lat=0
)
Device.objects.bulk_create(
    Device(mn=f"BENCH{number:04d}", password="123456", station=station) for number in range(int(sys.argv[1]))
)
"""


class Device(asyncio.Protocol):
    """One connection: sends frames in turn, notes how long each reply took."""

    def __init__(self, number: int, delays: list[float]) -> None:
        self._frames, self._next = frames_of(number), 0
        self._sent: deque[float] = deque()
        self._delays = delays
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # TCP transports are what create_connection gives

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        for _ in range(data.count(b"CN=9014;")):
            self._delays.append(now - self._sent.popleft())

    def send(self) -> None:
        assert self._transport is not None
        self._sent.append(time.perf_counter())
        self._transport.write(self._frames[self._next % FRAMES_EACH])
        self._next += 1

    @property
    def waiting(self) -> int:
        return len(self._sent)


def frames_of(number: int) -> list[bytes]:
    """Frames of one device: hour values of six pollutants with their marks."""
    frames = []
    for turn in range(FRAMES_EACH):
        header = hj212.Header(
            qn=f"202603010000{turn:02d}{number % 1000:03d}", st="22", cn="2061", pw=PASSWORD,
            mn=f"BENCH{number:04d}", flag=5,
        )  # fmt: skip
        fields = {"DataTime": "20260301080000"}
        for rank, code in enumerate(CODES):
            fields |= {f"{code}-Avg": f"{(number * 7 + rank * 13 + turn) % 500 / 10}", f"{code}-Flag": "N"}
        frames.append(hj212.encode(header, fields))
    return frames


def cpu_seconds(pid: int) -> float:
    """User and system seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def sync_delays(folder: Path, *, group_bytes: int, times: int = 300) -> list[float]:
    """How long this disk takes to write and sync one group."""
    delays = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(times):
            begun = time.perf_counter()
            file.write(bytes(group_bytes))
            os.fdatasync(file.fileno())
            delays.append(time.perf_counter() - begun)
    return delays


async def stream(port: int, pid: int, given: argparse.Namespace) -> dict[str, float]:
    """Send at the asked rate; what came back, how fast, and what the door spent."""
    loop = asyncio.get_running_loop()
    delays: list[float] = []
    devices = [Device(number, delays) for number in range(given.connections)]
    for device in devices:
        await loop.create_connection(lambda device=device: device, "127.0.0.1", port)
    sent, begun, measured_from, cpu_before = 0, time.perf_counter(), None, 0.0
    while (elapsed := time.perf_counter() - begun) < WARM_UP_SECONDS + given.seconds:
        if measured_from is None and elapsed >= WARM_UP_SECONDS:
            measured_from, cpu_before = time.perf_counter(), cpu_seconds(pid)
            delays.clear()
        while sent < elapsed * given.rate:
            devices[sent % given.connections].send()
            sent += 1
        await asyncio.sleep(TICK_SECONDS)
    assert measured_from is not None
    seconds, count = time.perf_counter() - measured_from, len(delays)
    cpu = cpu_seconds(pid) - cpu_before
    await asyncio.sleep(1.0)
    lost = sum(device.waiting for device in devices)
    delays.sort()
    return {
        "packets/s acknowledged": count / seconds,
        "reply p50 ms": delays[len(delays) // 2] * 1e3,
        "reply p99 ms": delays[len(delays) * 99 // 100] * 1e3,
        "reply max ms": delays[-1] * 1e3,
        "door CPU s per 1,000 packets": cpu / count * 1e3,
        "door cores": cpu / seconds,
        "never answered": lost,
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def until_open(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the door did not open within 30 s")


def run(given: argparse.Namespace, home: Path) -> None:
    """Prepare a home, open the door, stream, and print the table."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("LANTIAN_")} | {
        "DJANGO_SETTINGS_MODULE": "lantian.config.settings",
        "LANTIAN_HOME": str(home),
        "LANTIAN_DOOR_PORT": str(port),
        "LANTIAN_DOOR_CONNECTIONS": "20000",
        "LANTIAN_DOOR_CONNECTIONS_PER_PEER": "20000",
    }
    subprocess.run([sys.executable, "-c", PREPARE, str(given.connections)], env=env, check=True)
    group_bytes = int(given.rate * 0.02 * (len(frames_of(0)[0]) + 60))
    syncs = sync_delays(home, group_bytes=group_bytes)
    door = subprocess.Popen([sys.executable, "-m", "lantian.ingest"], env=env)
    try:
        until_open(port)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            found = runner.run(stream(port, door.pid, given))
    finally:
        door.terminate()
        door.wait(timeout=30)
    found["fdatasync of one group, p50 ms"] = statistics.median(syncs) * 1e3
    found["fdatasync of one group, p99 ms"] = sorted(syncs)[len(syncs) * 99 // 100] * 1e3
    print(f"{given.rate} packets/s offered over {given.connections} connections for {given.seconds:.0f} s,"
          f" frames of {len(frames_of(0)[0])} bytes, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print("| what | value |\n|---|---|")
    for name, value in found.items():
        print(f"| {name} | {value:,.3f} |" if value < 10 else f"| {name} | {value:,.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rate", type=int, default=5000, help="packets a second offered")
    parser.add_argument("--seconds", type=float, default=20, help="how long is measured")
    parser.add_argument("--connections", type=int, default=500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lantian-door-") as home:
        run(given, Path(home))


if __name__ == "__main__":
    main()
