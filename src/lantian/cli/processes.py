"""The processes that `serve` supervises."""

import argparse
import sys

from lantian.ingest import server
from lantian.observations.journal.files import JournalError
from lantian.observations.recorder import run as recorder
from lantian.pipeline import worker


def run(given: argparse.Namespace) -> int:
    """Become one of the processes until told to stop; what keeps it from starting is one sentence."""
    processes = {"door": server.serve, "recorder": recorder.run, "worker": worker.run}
    try:
        return int(processes[given.command]() or 0)
    except (server.DoorClosed, JournalError, recorder.RecorderRunning) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
