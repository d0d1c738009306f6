"""`lantian demo`: the demo district in an empty home."""

import argparse
import subprocess
import sys
import time

from django.conf import settings

from lantian.cli import migrate, supervisor
from lantian.kernel import chain, clock, outbox
from lantian.pipeline import handlers
from lantian.registry import queries as registry
from lantian.simulate import district, replay, story


def run(given: argparse.Namespace) -> int:
    """Load it, or say why not."""
    migrate.bring_up_to_date()
    return load(days=given.days)


def is_loaded() -> bool:
    """Whether this home holds the demo district."""
    return registry.holds_demo()


def load(*, days: int) -> int:
    """Rows first, then thirty days of packets through the real door, then the story."""
    begun = time.monotonic()
    now = clock.now()
    try:
        loaded = district.load(now)
    except district.HomeNotEmpty as refused:
        print(f"lantian: {refused}", file=sys.stderr)
        return 2
    print("Loading the demo district 正在装载演示区 …", flush=True)
    processes = [subprocess.Popen(supervisor.lantian(name)) for name in ("door", "recorder")]
    try:
        sent = replay.catch_up(
            now=now, host=settings.LANTIAN_BIND, port=settings.LANTIAN_DOOR_PORT, days=days, patience_s=30
        )
        replay.wait_recorded(patience_s=60)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
    outbox.drain(handlers.HANDLERS)
    story.play(now=now, drain=lambda: outbox.drain(handlers.HANDLERS))
    outbox.drain(handlers.HANDLERS)
    while chain.seal(now=clock.now()):
        pass
    print(f"{sent} · {time.monotonic() - begun:.0f} s")
    print(
        f"\n  Sign in as any demo post, e.g. {loaded.username}; password of all demo posts: {loaded.password}"
    )
    print("  演示岗位均用此口令，只显示这一次；页面右上角可直接切换角色。\n", flush=True)
    return 0
