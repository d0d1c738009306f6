"""`lantian import FILE`."""

import argparse
import sys
from pathlib import Path

from lantian.ingest import actions
from lantian.kernel import clock

SHOWN = 20


def run(given: argparse.Namespace) -> int:
    """Take in a file of hourly rows."""
    try:
        taken = actions.bring_in_file(
            path=Path(given.file),
            now=clock.now(),
            station=given.station,
            period=given.period,
            offset_minutes=given.offset_minutes,
            labels_end=given.labels_end,
        )
    except OSError as error:
        print(f"lantian: {error.filename or given.file}: {error.strerror or error}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
    if taken.passed_over:
        print(f"columns passed over: {', '.join(taken.passed_over)}")
    print(f"{taken.accepted} rows taken, {len(taken.refused)} refused; the file is kept as {taken.sha256}")
    for refusal in taken.refused[:SHOWN]:
        print(f"  {refusal.sentence}")
    if len(taken.refused) > SHOWN:
        print(f"  … and {len(taken.refused) - SHOWN} more; all stand under quarantine")
    return 1 if taken.refused else 0
