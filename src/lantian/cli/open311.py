"""`lantian open311`: let another jurisdiction report here, or report to it."""

import argparse
import sys
from urllib.parse import urlsplit

from lantian.kernel import clock
from lantian.residents import actions


def run(given: argparse.Namespace) -> int:
    """Print the new key, this once; a key given before counts no more."""
    if given.url and urlsplit(given.url).scheme not in {"http", "https"}:
        print(f"lantian: {given.url} is no address; it begins with https://", file=sys.stderr)
        return 2
    key = actions.admit(
        code=given.code,
        name_zh=given.name_zh or given.code,
        name_en=given.name_en or given.code,
        url=given.url,
        out_key=given.out_key,
        now=clock.now(),
    )
    print(f"api_key of {given.code} (shown this once, kept as its hash): {key}")
    return 0
