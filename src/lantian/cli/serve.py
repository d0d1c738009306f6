"""`lantian serve`: everything on one machine."""

import argparse
import http.client
import io
import os
import ssl
import subprocess
import sys
import time

import segno
from django.conf import settings

from lantian.cli import addresses, certificates, home, supervisor, web

LONGEST_START_S = 30.0


def run(given: argparse.Namespace) -> int:
    """Check what can be checked, start everything, print the address, watch."""
    trouble = home.trouble() or _taken_port() or web.unready()
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
    return web.taken_port("PORT", settings.PORT) or web.taken_port(
        "LANTIAN_DOOR_PORT", settings.LANTIAN_DOOR_PORT
    )


def _await_pages(watcher: supervisor.Supervisor) -> None:
    """The pages have the machine to themselves until they answer; the other processes start then."""
    begun = time.monotonic()
    while not watcher.stopping and time.monotonic() - begun < LONGEST_START_S:
        asked = _connection()
        try:
            asked.request("HEAD", "/")
            asked.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            asked.close()


def _connection() -> http.client.HTTPConnection:
    """To the pages, as this machine itself reaches them."""
    host = "127.0.0.1" if settings.LANTIAN_BIND == "0.0.0.0" else settings.LANTIAN_BIND
    if not settings.LANTIAN_TLS:
        return http.client.HTTPConnection(host, settings.PORT, timeout=LONGEST_START_S)
    trusted = ssl.create_default_context(cafile=settings.LANTIAN_TLS_FOLDER / certificates.AUTHORITY)
    return http.client.HTTPSConnection(host, settings.PORT, timeout=LONGEST_START_S, context=trusted)


def _announce() -> None:
    """Say where the pages and the door are; over TLS also what a phone needs."""
    scheme = "https" if settings.LANTIAN_TLS else "http"
    hosts = [settings.LANTIAN_BIND]
    if settings.LANTIAN_BIND == "0.0.0.0":
        hosts = [one for one in addresses.own_addresses() if not one.startswith("127.")] or ["127.0.0.1"]
    pages = [f"{scheme}://{host}:{settings.PORT}/" for host in hosts]
    print(f"\n  蓝天 Lantian  →  {'  '.join(pages)}")
    print(f"  HJ 212 door   →  {settings.LANTIAN_BIND}:{settings.LANTIAN_DOOR_PORT}")
    if settings.LANTIAN_TLS:
        _announce_to_phones(pages[0])
    print("  Ctrl-C stops everything. 按 Ctrl-C 停止。\n", flush=True)


def _announce_to_phones(pages: str) -> None:
    """A QR code for the page that puts this home's certificate on a phone, and what to compare there."""
    drawn = io.StringIO()
    segno.make(f"{pages}field/install/", error="m").terminal(out=drawn, compact=True)
    print(f"\n  手机扫码安装证书 · scan with a phone: {pages}field/install/\n{drawn.getvalue()}")
    print(f"  SHA-256 {certificates.fingerprint(settings.LANTIAN_TLS_FOLDER)}\n")
