"""`lantian web`: only the pages."""

import argparse
import os
import socket
import sys

from django.conf import settings

from lantian.cli import addresses, certificates
from lantian.kernel import clock


def run(given: argparse.Namespace) -> int:
    """Become the server of the pages."""
    trouble = taken_port("PORT", settings.PORT) or unready()
    if trouble:
        print(f"lantian: {trouble}", file=sys.stderr)
        return 2
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    os.execv(words()[0], words())


def words() -> list[str]:
    """The command line of granian, which serves the pages."""
    return [
        os.path.join(os.path.dirname(sys.executable), "granian"), "--interface", "wsgi",
        "--host", settings.LANTIAN_BIND, "--port", str(settings.PORT),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        *(_tls() if settings.LANTIAN_TLS else ()),
        "lantian.config.wsgi:application",
    ]  # fmt: skip


def unready() -> str:
    """Make the certificate ready where the pages speak TLS; why that cannot be, as a sentence, else empty."""
    if not settings.LANTIAN_TLS:
        return ""
    asked = [name for name in settings.ALLOWED_HOSTS if name != "[::1]"]
    found = addresses.own_names()
    asked = [name for name in asked if name not in found and name != "127.0.0.1"]
    try:
        certificates.make_ready(settings.LANTIAN_TLS_FOLDER, asked=asked, found=found, now=clock.now())
    except (OSError, ValueError) as error:
        return f"no certificate for the pages: {error}"
    return ""


def taken_port(name: str, port: int) -> str:
    """That another program holds a port, as a sentence; empty when it is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.LANTIAN_BIND, port))
        except OSError:
            return f"port {port} is taken by another program; stop it, or choose another with {name}=…"
    return ""


def _tls() -> tuple[str, ...]:
    folder = settings.LANTIAN_TLS_FOLDER
    certificate, key = folder / certificates.SERVER, folder / certificates.SERVER_KEY
    return (
        "--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "--ssl-protocol-min", "tls1.2",
    )  # fmt: skip
