"""The door as a program: what it says, and how it ends, when it cannot open."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest


def start(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words, code", [(("lantian.ingest",), 1), (("lantian.cli", "door"), 2)])
def test_a_taken_port_is_said_in_one_sentence(env: dict[str, str], words: tuple[str, ...], code: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = start({**env, "LANTIAN_DOOR_PORT": str(port)}, *words)
    assert ended.returncode == code
    assert f"Port {port} on 127.0.0.1 is taken by another program" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_journal_that_cannot_be_written_is_said_in_one_sentence(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "journal").write_text("a file stands where the folder should be")
    ended = start(env, "lantian.ingest")
    assert ended.returncode == 1
    assert "journal" in ended.stderr and "Traceback" not in ended.stderr
