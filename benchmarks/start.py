"""`lantian serve` on a home that exists: from the command to the first page, by the clock and in CPU.

    python benchmarks/start.py [--home FOLDER] [--times 5]

Without `--home` the demo district is loaded into a folder of its own first. A page is asked for every 20 ms
until it is answered; CPU is that of the command and all its children until then, user and system. Files are
warm: one start goes before those that are counted.
"""

import argparse
import contextlib
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOST, PORT, DOOR = (
    "127.0.0.1",
    int(os.environ.get("PORT", "8397")),
    int(os.environ.get("LANTIAN_DOOR_PORT", "8398")),
)
PAGE = "/sign-in/"
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Start it again and again and print the medians."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--home", type=Path)
    asked.add_argument("--times", type=int, default=5)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = given.home or Path(made)
        lantian = str(Path(sys.executable).with_name("lantian"))
        known = os.environ | {
            "LANTIAN_HOME": str(home),
            "LANTIAN_BIND": HOST,
            "LANTIAN_DOOR_PORT": str(DOOR),
            "PORT": str(PORT),
        }
        if given.home is None:
            subprocess.run([lantian, "demo"], env=known, check=True, stdout=subprocess.DEVNULL)
        start(lantian, known)
        found = [start(lantian, known) for _ in range(given.times)]
    walls, cpus = zip(*found, strict=True)
    print(f"load {os.getloadavg()[0]:.1f} now; {given.times} starts, median (least to most)")
    for name, values in (("wall", walls), ("CPU", cpus)):
        print(f"{name:5} {statistics.median(values):5.2f} s  ({min(values):.2f}–{max(values):.2f})")


def start(lantian: str, known: dict[str, str]) -> tuple[float, float]:
    """Start once: seconds until the page is there, by the clock and of CPU; everything is stopped again."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [lantian, "serve"],
        env=known,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers():
            if process.poll() is not None or time.perf_counter() - begun > 60:
                raise SystemExit("lantian serve did not come up")
            time.sleep(0.02)
        return time.perf_counter() - begun, cpu_of(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        while answers():
            time.sleep(0.1)


def answers() -> bool:
    """Whether the page is served."""
    asked = http.client.HTTPConnection(HOST, PORT, timeout=30)
    try:
        asked.request("GET", PAGE)
        return asked.getresponse().status == 200
    except OSError:
        return False
    finally:
        asked.close()


def cpu_of(pid: int) -> float:
    """Seconds of CPU of a process, of those it has waited for, and of all that descend from it."""
    children: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(folder.name))
            spent[int(folder.name)] = sum(map(int, fields[11:15])) / TICK
    total, left = 0.0, [pid]
    while left:
        one = left.pop()
        total += spent.get(one, 0.0)
        left += children.get(one, [])
    return total


if __name__ == "__main__":
    main()
