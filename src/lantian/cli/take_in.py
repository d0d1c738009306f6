"""`lantian import FILE`."""

import argparse
import sys
from pathlib import Path

from lantian.ingest import actions
from lantian.kernel import clock


def run(given: argparse.Namespace) -> int:
    """Take in a file of hourly rows."""
    try:
        report = actions.import_file(path=Path(given.file), now=clock.now())
    except (OSError, ValueError) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
    print(report)
    return 0
