"""`lantian import FILE`."""

import argparse
import sys
from pathlib import Path

from lantian.ingest import actions
from lantian.kernel import clock


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
    except (OSError, ValueError) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
    print(f"{taken.accepted} rows taken, {len(taken.refused)} refused; the file is kept as {taken.sha256}")
    for refusal in taken.refused[:20]:
        print(f"  row {refusal.row}: {refusal.reason}")
    return 1 if taken.refused else 0
