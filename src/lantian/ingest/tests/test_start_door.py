"""The door as a program: what it says, and how it ends, when it cannot open."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("LANTIAN_")},
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LANTIAN_HOME": str(tmp_path),
    }


def start(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    setup = "import django; django.setup(); from django.core.management import call_command as c; "
    subprocess.run(
        [sys.executable, "-c", setup + "c('migrate', verbosity=0, skip_checks=True)"], env=env, check=True
    )
    return subprocess.run(
        [sys.executable, "-m", "lantian.ingest"],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_said_in_one_sentence(env: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = start({**env, "LANTIAN_DOOR_PORT": str(port)})
    assert ended.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken by another program" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_journal_that_cannot_be_written_is_said_in_one_sentence(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "journal").write_text("a file stands where the folder should be")
    ended = start(env)
    assert ended.returncode == 1
    assert "journal" in ended.stderr and "Traceback" not in ended.stderr
