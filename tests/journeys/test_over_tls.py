"""`lantian serve --tls`, met by a phone on another machine that localhost's exemption does not cover."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from journeys.house import free_port, open_house

pytestmark = [pytest.mark.slow, pytest.mark.browser]
OURS, THEIRS = "10.77.0.1", "10.77.0.2"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # SHA-256 of "abc", FIPS 180-4
NEEDED = ("ip", "certutil")


@pytest.fixture
def elsewhere() -> Iterator[str]:
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing or os.geteuid() != 0:
        pytest.skip(f"needs root and {', '.join(NEEDED)} (apt-get install iproute2 libnss3-tools)")
    with cabled() as name:
        yield name


@contextmanager
def cabled() -> Iterator[str]:
    """A network namespace joined to this machine by one cable."""
    name, cable = f"phone-{os.getpid()}", f"lt{os.getpid() % 100_000}"
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        for words in (
            f"ip link add {cable} type veth peer name {cable}p",
            f"ip link set {cable}p netns {name}",
            f"ip addr add {OURS}/24 dev {cable}",
            f"ip link set {cable} up",
            f"ip -n {name} addr add {THEIRS}/24 dev {cable}p",
            f"ip -n {name} link set {cable}p up",
            f"ip -n {name} link set lo up",
        ):
            subprocess.run(words.split(), check=True)
        yield name
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=False)
        subprocess.run(["ip", "link", "delete", cable], check=False, stderr=subprocess.DEVNULL)


def test_a_phone_elsewhere_works_over_tls_and_without_a_network(elsewhere: str, tmp_path: Path) -> None:
    told = visit_from(elsewhere, tmp_path)
    able = told["able"]
    assert able["secure"] and able["worker"] and able["camera"] and told["controlled"]
    assert able["hash"] == ABC
    assert able["place"] == [116.43, 39.92]
    assert told["offline_s"] > 0


def test_without_tls_the_same_phone_is_given_nothing(elsewhere: str, tmp_path: Path) -> None:
    """The check above can fail: plain HTTP from another machine is no secure context."""
    with open_house(tmp_path / "home", processes=()) as house:
        served = _serve(house.home, house.environ | {"LANTIAN_BIND": OURS, "LANTIAN_HOSTS": OURS})
        try:
            _await_line(served, "Ctrl-C")
            phone = _phone(elsewhere, f"http://{OURS}:{house.port}", tmp_path, trusted=None)
        finally:
            _end(served)
    assert phone.returncode != 0
    assert "no secure context" in phone.stderr


def visit_from(elsewhere: str, folder: Path) -> dict:
    """Serve over TLS, install the authority on the phone, and let it tell what it found."""
    with open_house(folder / "home", processes=()) as house:
        served = _serve(house.home, house.environ, "--tls")
        try:
            _await_line(served, "Ctrl-C")
            base = f"https://{OURS}:{house.port}"
            phone = _phone(elsewhere, base, folder, trusted=house.home / "tls" / "authority.crt")
        finally:
            _end(served)
    assert phone.returncode == 0, phone.stderr[-3000:]
    return json.loads(phone.stdout.strip().splitlines()[-1])


def _serve(home: Path, environ: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    environ = environ | {"LANTIAN_DOOR_PORT": str(free_port())}
    program = [sys.executable, "-m", "lantian.cli", "serve", *words]
    return subprocess.Popen(program, env=environ, stdout=subprocess.PIPE, text=True, start_new_session=True)


def _await_line(served: "subprocess.Popen[str]", words: str) -> None:
    begun = time.monotonic()
    assert served.stdout is not None
    for line in served.stdout:
        if words in line:
            return
        assert time.monotonic() - begun < 60, f"no line with {words!r} within a minute"
    raise AssertionError("serve ended before it served")


def _phone(
    elsewhere: str, base: str, folder: Path, *, trusted: Path | None
) -> "subprocess.CompletedProcess[str]":
    """Run the browser over there with a home folder of its own, where the certificate is installed."""
    home = folder / "phone"
    database = f"sql:{home}/.pki/nssdb"
    (home / ".pki" / "nssdb").mkdir(parents=True)
    subprocess.run(["certutil", "-d", database, "-N", "--empty-password"], check=True)
    if trusted:
        words = ["certutil", "-d", database, "-A", "-t", "C,,", "-n", "office", "-i", str(trusted)]
        subprocess.run(words, check=True)
    script = Path(__file__).with_name("from_elsewhere.py")
    program = [
        "ip",
        "netns",
        "exec",
        elsewhere,
        sys.executable,
        str(script),
        base,
        "grid-a",
        str(home / "browser"),
    ]
    environ = {**os.environ, "HOME": str(home)}
    return subprocess.run(program, env=environ, capture_output=True, text=True, timeout=180, check=False)


def _end(served: "subprocess.Popen[str]") -> None:
    os.killpg(served.pid, signal.SIGTERM)
    served.communicate(timeout=30)
