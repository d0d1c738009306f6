"""`lantian simulate …`."""

import argparse
import sys

from django.conf import settings

from lantian.kernel import clock
from lantian.simulate import replay


def run(given: argparse.Namespace) -> int:
    """Send what is missing, keep sending, or write frames."""
    port = given.port or settings.LANTIAN_DOOR_PORT
    if given.what == "live":
        replay.run_live(host=given.host, port=port)
        return 0
    if given.what == "frames":
        written = replay.write_frames(count=given.count, out=given.out, now=clock.now())
        print(f"{written} frames", file=sys.stderr)
        return 0
    try:
        sent = replay.catch_up(now=clock.now(), host=given.host, port=port)
    except (ConnectionError, LookupError) as refused:
        print(f"lantian: {refused}", file=sys.stderr)
        return 2
    until = f"{sent.until:%Y-%m-%d %H:%M} UTC"
    print(f"{sent.acknowledged} packets acknowledged, {sent.resent} sent again; hours up to {until}")
    return 0
