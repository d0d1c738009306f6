"""`lantian explain ADDRESS`."""

import argparse
import json
import sys

from django.db import DatabaseError

from lantian.kernel.references import BadAddress
from lantian.reporting import queries


def run(given: argparse.Namespace) -> int:
    """Print the way from a number down to its packets; one sentence and exit code 2 where there is none."""
    try:
        trace = queries.trace(given.address.strip())
    except (BadAddress, LookupError) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
    except DatabaseError as error:
        print(f"lantian: the database cannot be read ({error}); run lantian migrate first.", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(queries.trace_as_json(trace), ensure_ascii=False, indent=2))
    else:
        print("\n".join(queries.trace_as_lines(trace)))
    return 0
