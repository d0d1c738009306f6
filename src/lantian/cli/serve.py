"""`lantian serve`: everything on one machine."""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time

from django.conf import settings

from lantian.cli import home, supervisor, web

LONGEST_START_S = 30.0


def run(given: argparse.Namespace) -> int:
    """Check what can be checked, start everything, print the address, watch."""
    trouble = home.trouble() or _taken_port()
    if trouble:
        print(f"lantian: {trouble}", file=sys.stderr)
        return 2
    refused = _prepare(demo=given.demo)
    if refused:
        return refused
    names = ["door", "recorder", "worker"]
    rest = [supervisor.Child(name, supervisor.lantian(name)) for name in names]
    if home.holds_demo():
        os.environ["LANTIAN_DEMO"] = "1"
        rest.append(supervisor.Child("simulate", supervisor.lantian("simulate", "live")))
    watcher = supervisor.Supervisor([supervisor.Child("web", web.words())])
    watcher.start()
    _await_pages(watcher)
    watcher.children.extend(rest)
    _announce()
    return watcher.watch()


def _prepare(*, demo: bool) -> int:
    """What an empty or older home lacks, done by a process of its own; 0, or the code of what refused."""
    if not home.is_current():
        refused = subprocess.call(supervisor.lantian("migrate"))
        if refused:
            return refused
    if demo and not home.holds_demo():
        return subprocess.call(supervisor.lantian("demo"))
    return 0


def _taken_port() -> str:
    """Which port another program holds, as a sentence; empty when both are free."""
    for name, port in (("PORT", settings.PORT), ("LANTIAN_DOOR_PORT", settings.LANTIAN_DOOR_PORT)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe_socket:
            probe_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe_socket.bind((settings.LANTIAN_BIND, port))
            except OSError:
                return f"port {port} is taken by another program; stop it, or choose another with {name}=…"
    return ""


def _await_pages(watcher: supervisor.Supervisor) -> None:
    """The pages have the machine to themselves until they answer; the other processes start then."""
    begun = time.monotonic()
    while not watcher.stopping and time.monotonic() - begun < LONGEST_START_S:
        asked = http.client.HTTPConnection(settings.LANTIAN_BIND, settings.PORT, timeout=LONGEST_START_S)
        try:
            asked.request("HEAD", "/")
            asked.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            asked.close()


def _announce() -> None:
    """Say where the pages and the door are."""
    host = settings.LANTIAN_BIND
    print(f"\n  蓝天 Lantian  →  http://{host}:{settings.PORT}/")
    print(f"  HJ 212 door   →  {host}:{settings.LANTIAN_DOOR_PORT}")
    print("  Ctrl-C stops everything. 按 Ctrl-C 停止。\n", flush=True)
