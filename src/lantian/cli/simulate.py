"""`lantian simulate …`."""

import argparse

from django.conf import settings

from lantian.kernel import clock
from lantian.simulate import replay


def run(given: argparse.Namespace) -> int:
    """Send what is missing, keep sending, or write frames."""
    port = given.port or settings.LANTIAN_DOOR_PORT
    if given.what == "live":
        return int(replay.run_live(host=given.host, port=port) or 0)
    if given.what == "frames":
        return replay.write_frames(count=given.count, out=given.out, now=clock.now())
    sent = replay.catch_up(now=clock.now(), host=given.host, port=port)
    print(sent)
    return 0
