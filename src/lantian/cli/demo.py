"""`lantian demo`: the demo district in an empty home."""

import argparse
import subprocess
import sys
import time

from django.conf import settings

from lantian.cli import migrate, supervisor
from lantian.kernel import chain, clock, outbox
from lantian.observations.recorder import run as recorder
from lantian.pipeline import handlers
from lantian.simulate import cities, keeping, lists, patrol_story, replay, story
from lantian.simulate.district import loading


def run(given: argparse.Namespace) -> int:
    """Load it, or say why not."""
    migrate.bring_up_to_date()
    return load()


def load() -> int:
    """Rows first, then thirty days of packets through the real door, then what people did in them."""
    begun = time.monotonic()
    now = clock.now()
    try:
        loaded = loading.load(now=now)
    except loading.HomeNotEmpty as refused:
        print(f"lantian: {refused}", file=sys.stderr)
        return 2
    print("Loading the demo district, about a minute … 正在装载演示区，约一分钟……", flush=True)
    door = subprocess.Popen(supervisor.lantian("door"))
    try:
        sent = replay.catch_up(now=now, host=settings.LANTIAN_BIND, port=settings.LANTIAN_DOOR_PORT)
    finally:
        door.terminate()
        door.wait(20)
    shown = cities.bring_in(now=now)
    recorder.drain()
    keeping.begin(now=now)
    outbox.drain(handlers.HANDLERS)
    lists.hand_in(now=now)
    patrol_story.play(now=now)
    story.play(now=now, react=lambda: outbox.drain(handlers.HANDLERS))
    keeping.play(now=now)
    outbox.drain(handlers.HANDLERS)
    while chain.seal(now=clock.now()):
        pass
    took = time.monotonic() - begun
    print(f"{sent.acknowledged} packets through the door, {loaded.stations} stations, {took:.0f} s.")
    print(f"{shown} city hours from a file.")
    print(f"\n  Posts: {', '.join(loaded.usernames[:6])} …  Password of all posts: {loaded.password}")
    print("  演示岗位共用此口令，只在这里显示一次；页面右上角可直接切换角色。\n", flush=True)
    return 0
