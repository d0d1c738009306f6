"""`lantian web`: only the pages."""

import argparse
import os
import sys

from django.conf import settings


def run(given: argparse.Namespace) -> int:
    """Become the server of the pages."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    os.execv(words()[0], words())


def words() -> list[str]:
    """The command line of granian, which serves the pages."""
    return [
        os.path.join(os.path.dirname(sys.executable), "granian"), "--interface", "wsgi",
        "--host", settings.LANTIAN_BIND, "--port", str(settings.PORT),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "lantian.config.wsgi:application",
    ]  # fmt: skip
