"""The authority of a home and the certificate of its pages."""

import ipaddress
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from lantian.cli import certificates
from lantian.cli.addresses import open_to_the_office, own_names

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
FOUND = ("localhost", "127.0.0.1", "10.1.2.3")


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _ready(folder: Path, *, asked: tuple[str, ...] = (), found: tuple[str, ...] = FOUND, now: datetime = NOW):
    return certificates.make_ready(folder, asked=asked, found=found, now=now)


def test_server_certificate_names_hosts_and_addresses(tmp_path: Path) -> None:
    assert _ready(tmp_path, asked=("air.office.example",)) == ("air.office.example", *FOUND)
    said = _read(tmp_path / certificates.SERVER).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    assert said.value.get_values_for_type(x509.DNSName) == ["air.office.example", "localhost"]
    assert ipaddress.ip_address("10.1.2.3") in said.value.get_values_for_type(x509.IPAddress)


def test_keys_are_for_the_owner_alone(tmp_path: Path) -> None:
    _ready(tmp_path / "tls")
    for name in (certificates.AUTHORITY_KEY, certificates.SERVER_KEY):
        assert stat.S_IMODE((tmp_path / "tls" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "tls").stat().st_mode) == 0o700


def test_nothing_is_made_again_while_it_holds(tmp_path: Path) -> None:
    _ready(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    _ready(tmp_path, now=NOW + timedelta(days=300))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_server_certificate_is_renewed_before_it_ends_and_the_authority_stays(tmp_path: Path) -> None:
    _ready(tmp_path)
    authority, server = _read(tmp_path / certificates.AUTHORITY), _read(tmp_path / certificates.SERVER)
    _ready(tmp_path, now=server.not_valid_after_utc - certificates.RENEWED_BEFORE)
    assert _read(tmp_path / certificates.AUTHORITY) == authority
    assert _read(tmp_path / certificates.SERVER).not_valid_after_utc > server.not_valid_after_utc


def test_another_office_address_is_added(tmp_path: Path) -> None:
    _ready(tmp_path)
    assert "192.168.7.7" in _ready(tmp_path, found=(*FOUND, "192.168.7.7"))


def test_an_address_outside_the_offices_networks_is_left_out(tmp_path: Path) -> None:
    _ready(tmp_path)
    assert "203.0.113.9" not in _ready(tmp_path, found=(*FOUND, "203.0.113.9"))


def test_a_name_asked_for_later_is_refused_by_name(tmp_path: Path) -> None:
    _ready(tmp_path)
    with pytest.raises(certificates.NameNotCovered, match=r"may not sign for bank\.example"):
        _ready(tmp_path, asked=("bank.example",))


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_program_that_trusts_the_authority_alone_is_answered(tmp_path: Path, name: str) -> None:
    """A real handshake, with the system's own verification of chain, names and constraints."""
    _ready(tmp_path, now=datetime.now(UTC))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / certificates.SERVER, tmp_path / certificates.SERVER_KEY)
    trusting = ssl.create_default_context(cafile=tmp_path / certificates.AUTHORITY)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answering = threading.Thread(target=_greet, args=(listening, serving))
        answering.start()
        plain = socket.create_connection(listening.getsockname())
        with plain, trusting.wrap_socket(plain, server_hostname=name) as wrapped:
            assert wrapped.recv(5) == b"hello"
        answering.join()


def _greet(listening: socket.socket, serving: ssl.SSLContext) -> None:
    plain, _ = listening.accept()
    with serving.wrap_socket(plain, server_side=True) as wrapped:
        wrapped.sendall(b"hello")


def test_serving_the_office_keeps_what_was_asked_for() -> None:
    environment = {"LANTIAN_BIND": "10.0.0.5", "LANTIAN_HOSTS": "air.example"}
    open_to_the_office(environment, names=["phone.example"])
    assert environment["LANTIAN_BIND"] == "10.0.0.5"
    assert environment["LANTIAN_HOSTS"].split(",") == ["air.example", "phone.example", *own_names()]
    assert environment["LANTIAN_TLS"] == "1"
