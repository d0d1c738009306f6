"""`lantian serve`: everything on one machine."""

import argparse
import os
import socket
import sys
import time

from django.conf import settings

from lantian.cli import demo, migrate, supervisor

LONGEST_START_S = 30.0


def run(given: argparse.Namespace) -> int:
    """Check what can be checked, start everything, print the address, watch."""
    trouble = _trouble()
    if trouble:
        print(f"lantian: {trouble}", file=sys.stderr)
        return 2
    migrate.bring_up_to_date()
    if given.demo and not demo.is_loaded():
        refused = demo.load()
        if refused:
            return refused
    if demo.is_loaded():
        os.environ["LANTIAN_DEMO"] = "1"
    names = ["door", "recorder", "worker", "web"]
    children = [supervisor.Child(name, supervisor.lantian(name)) for name in names]
    if demo.is_loaded():
        children.append(supervisor.Child("simulate", supervisor.lantian("simulate", "live")))
    watcher = supervisor.Supervisor(children)
    watcher.start()
    _announce()
    return watcher.watch()


def _trouble() -> str:
    """Why nothing can be started, as a sentence; empty when all is well."""
    home = settings.LANTIAN_HOME
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".write-test"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        return f"{home} cannot be written ({error.strerror}); set LANTIAN_HOME to a folder you own."
    for name, port in (("PORT", settings.PORT), ("LANTIAN_DOOR_PORT", settings.LANTIAN_DOOR_PORT)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe_socket:
            probe_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe_socket.bind((settings.LANTIAN_BIND, port))
            except OSError:
                return f"port {port} is taken by another program; stop it, or choose another with {name}=…"
    return ""


def _announce() -> None:
    """Say where the pages are, once they answer."""
    address = (settings.LANTIAN_BIND, settings.PORT)
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_START_S:
        try:
            socket.create_connection(address, timeout=0.2).close()
            break
        except OSError:
            time.sleep(0.1)
    print(f"\n  蓝天 Lantian  →  http://{address[0]}:{address[1]}/")
    print(f"  HJ 212 door   →  {address[0]}:{settings.LANTIAN_DOOR_PORT}")
    print("  Ctrl-C stops everything. 按 Ctrl-C 停止。\n", flush=True)
