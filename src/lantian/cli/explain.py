"""`lantian explain ADDRESS`."""

import argparse
import json
import sys

from lantian.kernel.references import BadAddress, parse_address
from lantian.reporting import queries


def run(given: argparse.Namespace) -> int:
    """Print the way from a number down to its packets."""
    try:
        trace = queries.trace(parse_address(given.address))
    except (BadAddress, LookupError) as error:
        print(f"lantian: {error}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(queries.trace_as_json(trace), ensure_ascii=False, indent=2))
    else:
        print("\n".join(queries.trace_as_lines(trace)))
    return 0
