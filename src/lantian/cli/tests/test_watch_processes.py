"""The supervisor: who dies is started again, later and later; a stop stops all."""

import sys
import time

from lantian.cli import supervisor


def _child(name: str, code: str) -> supervisor.Child:
    return supervisor.Child(name, [sys.executable, "-c", code])


def test_a_child_that_dies_is_started_again_after_a_growing_pause() -> None:
    child = _child("short", "pass")
    watcher = supervisor.Supervisor([child])
    watcher._spawn(child)
    assert child.process is not None
    first = child.process.pid
    child.process.wait(10)
    watcher._look(child, 100.0)
    assert (child.process, child.deaths, child.not_before) == (None, 1, 100.0 + supervisor.FIRST_WAIT_S)
    watcher._look(child, 100.1)
    assert child.process is None, "not before its pause is over"
    watcher._look(child, 101.0)
    assert child.process is not None and child.process.pid != first
    child.process.wait(10)
    watcher._look(child, 200.0)
    assert child.not_before == 200.0 + supervisor.FIRST_WAIT_S * 2


def test_a_stop_ends_every_child() -> None:
    children = [_child(name, "import time; time.sleep(60)") for name in ("a", "b")]
    watcher = supervisor.Supervisor(children)
    for child in children:
        watcher._spawn(child)
    watcher._stop(15, None)
    begun = time.monotonic()
    assert watcher.watch() == 0
    assert [child.process.poll() is not None for child in children if child.process] == [True, True]
    assert time.monotonic() - begun < supervisor.GRACE_S
