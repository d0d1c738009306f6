"""`lantian simulate` and `lantian demo`: arguments in, one call, a few lines out."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from lantian.kernel import clock
from lantian.simulate import kept, replay
from lantian.simulate.district import loading


def simulate(arguments: Sequence[str] | None = None) -> int:
    """Entry of `lantian simulate`."""
    given = simulate_parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except (kept.NoDemo, ConnectionError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def demo(arguments: Sequence[str] | None = None) -> int:
    """Entry of `lantian demo`: load the district; the readings come with `lantian simulate`."""
    parser = argparse.ArgumentParser(
        prog="lantian demo", description="Put a fictional district into an empty LANTIAN_HOME."
    )
    parser.add_argument(
        "--seed", type=int, default=loading.SEED, help="draws the plumes (default %(default)s)"
    )
    given = parser.parse_args(arguments)
    try:
        loaded = loading.load(now=clock.now(), seed=given.seed)
    except loading.HomeNotEmpty as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{loaded.stations} stations, {loaded.sources} sources.")
    print(f"Real hours of {loaded.source_hour:%Y-%m-%d} play as now.")
    print(f"Password of all {len(loaded.usernames)} posts, told only here: {loaded.password}")
    print(f"Posts: {', '.join(loaded.usernames)}")
    return 0


def simulate_parser() -> argparse.ArgumentParser:
    """The arguments of `lantian simulate`."""
    parser = argparse.ArgumentParser(
        prog="lantian simulate",
        description="Play the demo's real hours through the HJ 212 door, as its devices would send them.",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, run, told in (
        ("catch-up", _catch_up, "send every hour that has ended and was not sent yet, then stop"),
        ("live", _live, "catch up, then send each hour one to three minutes after it ended, until stopped"),
    ):
        verb = verbs.add_parser(name, help=told, description=told)
        verb.add_argument(
            "--host", default=settings.LANTIAN_BIND, help="where the door is (default %(default)s)"
        )
        verb.add_argument(
            "--port", type=int, default=settings.LANTIAN_DOOR_PORT, help="its port (default %(default)s)"
        )
        verb.set_defaults(run=run)
    told = "write the latest N frames to a file, one a line; needs neither a demo nor a door"
    verb = verbs.add_parser("frames", help=told, description=told)
    verb.add_argument("count", type=int, metavar="N")
    verb.add_argument("--out", type=Path, required=True, help="file to write")
    verb.add_argument("--seed", type=int, default=loading.SEED, help="draws the plumes (default %(default)s)")
    verb.set_defaults(run=_frames)
    return parser


def _catch_up(given: argparse.Namespace) -> int:
    done = replay.catch_up(now=clock.now(), host=given.host, port=given.port, tell=print)
    print(f"{done.acknowledged} packets acknowledged, {done.resent} sent again.")
    print(f"The door has every hour before {done.until:%Y-%m-%d %H:%M} UTC.")
    return 0


def _live(given: argparse.Namespace) -> int:
    replay.run_live(host=given.host, port=given.port, tell=print)
    return 0


def _frames(given: argparse.Namespace) -> int:
    frames = replay.sample(given.count, now=clock.now(), seed=given.seed)
    given.out.write_bytes(b"".join(frames))
    print(f"{len(frames)} frames, {sum(map(len, frames))} bytes in {given.out}")
    return 0
