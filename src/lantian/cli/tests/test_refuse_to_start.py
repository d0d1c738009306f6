"""What stands in the way of starting is said in a sentence with what to do, exit code 2."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import lantian.cli


def _lantian(*words: str, home: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LANTIAN_", "PORT", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "lantian.cli", *words],
        env={**clean, "LANTIAN_HOME": str(home), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", ["PORT", "LANTIAN_DOOR_PORT"])
def test_a_taken_port_is_named_with_the_setting_that_moves_it(name: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = _lantian("serve", home=tmp_path, **{name: str(port)})
    assert run.returncode == 2
    assert f"port {port} is taken by another program; stop it, or choose another with {name}=" in run.stderr


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    run = _lantian("serve", home=file / "home")
    assert run.returncode == 2
    assert str(file) in run.stderr
    assert "Traceback" not in run.stderr


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    run = _lantian("verify", home=tmp_path, LANTIAN_HOEM="x")
    assert run.returncode == 2
    assert "LANTIAN_HOEM is not a setting of Lantian" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_python_too_old_is_said_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lantian.cli, "NEEDED", (99, 0))
    assert lantian.cli.main(["verify"]) == 2
    assert "is needed" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "demo", "simulate", "verify", "explain", "import", "migrate"])
def test_every_command_explains_itself_without_a_home(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        lantian.cli.main([command, "--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: lantian {command}")
    assert len(said.splitlines()) >= 4
