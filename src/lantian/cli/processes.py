"""The processes that `serve` supervises."""

import argparse
import os
import sys

from django.conf import settings

from lantian.ingest import server
from lantian.observations.journal.files import JournalError
from lantian.observations.recorder import run as recorder
from lantian.pipeline import worker


def run(given: argparse.Namespace) -> int:
    """Become one of the processes until told to stop; what keeps it from starting is one sentence."""
    processes = {"web": web, "door": server.serve, "recorder": recorder.run, "worker": worker.run}
    try:
        return int(processes[given.command]() or 0)
    except (server.DoorClosed, JournalError, recorder.RecorderRunning) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2


def web() -> int:
    """The pages, served by granian in place of this process."""
    program = os.path.join(os.path.dirname(sys.executable), "granian")
    words = [
        program, "--interface", "wsgi", "--host", settings.LANTIAN_BIND, "--port", str(settings.PORT),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "lantian.config.wsgi:application",
    ]  # fmt: skip
    os.execv(program, words)
