"""`lantian explain ADDRESS`."""

import argparse
import json
import os
import sys

from django.db import DatabaseError
from django.utils import translation

from lantian.kernel.references import BadAddress
from lantian.reporting import queries


def run(given: argparse.Namespace) -> int:
    """Print the way from a number down to its packets; one sentence and exit code 2 where there is none."""
    try:
        with translation.override("en"):
            trace = queries.trace(given.address.strip())
    except (BadAddress, LookupError) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
    except DatabaseError as error:
        print(f"lantian: the database cannot be read ({error}); run lantian migrate first.", file=sys.stderr)
        return 2
    if given.json:
        with translation.override("en"):
            told = queries.trace_as_json(trace)
        return _say(json.dumps(told, ensure_ascii=False, indent=2))
    return _say("\n".join(queries.trace_as_lines(trace)))


def _say(text: str) -> int:
    """Print it; a reader that has had enough, as `head` has, is no error, a full disk is one sentence."""
    try:
        print(text, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left of it says nothing more
        if isinstance(error, BrokenPipeError):
            return 0
        print(f"lantian: standard output: {error.strerror}", file=sys.stderr)
        return 2
    return 0
