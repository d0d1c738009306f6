"""A certificate authority of this home's own, and the certificate its pages show to a phone.

A camera, a place and a page without a signal exist in a browser only over TLS. An office network seldom has
a public name, so the authority is made here once, put on each phone by hand, and may sign for the networks
of an office and the names it was made for, nothing else (RFC 5280 4.2.1.10).
"""

import ipaddress
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY, AUTHORITY_KEY = "authority.crt", "authority.key"
SERVER, SERVER_KEY = "server.crt", "server.key"
AUTHORITY_LIFE = timedelta(days=3650)
# browsers refuse longer ones: 398 days (CA/Browser Forum ballot SC31), counted with the hour before
SERVER_LIFE = timedelta(days=390)
RENEWED_BEFORE = timedelta(days=60)
SET_BACK = timedelta(hours=1)  # a phone's clock may be late
# networks nobody outside can claim: loopback, RFC 1918, RFC 6598, link-local, unique local (RFC 4193)
OFFICE_NETWORKS = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16",
    "::1/128", "fc00::/7", "fe80::/10",
)  # fmt: skip


class NameNotCovered(ValueError):
    """The authority of this home was not made for a name or address it is asked to sign for."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        super().__init__(
            f"the certificate authority in {folder} may not sign for {name}; name it with --name when the "
            f"authority is made: move {folder} away, start again and install the new one on the phones"
        )


def make_ready(folder: Path, *, asked: Sequence[str], found: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Lay down what is missing: the authority once; the server's again when its names or its end ask for it.

    Names are hosts and addresses as text. Those `asked` for must be signed for; those `found` on this machine
    are where the authority may (an address that came later and is not an office's is left out). Returns what
    the certificate names. Raises NameNotCovered, OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / AUTHORITY).exists():
        _make_authority(folder, names=[*asked, *found], now=now)
    authority = _certificate(folder / AUTHORITY)
    uncovered = next((name for name in asked if not _covers(authority, name)), None)
    if uncovered is not None:
        raise NameNotCovered(uncovered, folder)
    names = tuple(dict.fromkeys([*asked, *(name for name in found if _covers(authority, name))]))
    if not _serves(folder, names=names, now=now):
        _make_server(folder, names=names, now=now)
    return names


def fingerprint(folder: Path) -> str:
    """SHA-256 of the authority's certificate, in pairs as phones show it."""
    return _certificate(folder / AUTHORITY).fingerprint(hashes.SHA256()).hex(":").upper()


def authority_der(folder: Path) -> bytes:
    """The authority's certificate as phones take it in."""
    return _certificate(folder / AUTHORITY).public_bytes(serialization.Encoding.DER)


def _make_authority(folder: Path, *, names: Sequence[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Lantian {now:%Y-%m-%d}")])
    permitted: list[x509.GeneralName] = []
    permitted += [x509.IPAddress(ipaddress.ip_network(net)) for net in OFFICE_NETWORKS]
    permitted += [_constraint(one) for one in names]
    certificate = (
        _begun(name, name, key.public_key(), now=now, life=AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.NameConstraints(_distinct(permitted), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_key(folder / AUTHORITY_KEY, key)
    _write(folder / AUTHORITY, certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _make_server(folder: Path, *, names: Sequence[str], now: datetime) -> None:
    authority = _certificate(folder / AUTHORITY)
    signer = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lantian pages")])
    certificate = (
        _begun(subject, authority.subject, key.public_key(), now=now, life=SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_alternative(one) for one in names]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write_key(folder / SERVER_KEY, key)
    chain = certificate.public_bytes(serialization.Encoding.PEM) + (folder / AUTHORITY).read_bytes()
    _write(folder / SERVER, chain, mode=0o644)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SET_BACK)
        .not_valid_after(now + life)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _serves(folder: Path, *, names: Sequence[str], now: datetime) -> bool:
    """Whether the server's certificate names exactly these, is this authority's, and lasts long enough."""
    if not ((folder / SERVER).exists() and (folder / SERVER_KEY).exists()):
        return False
    server, authority = _certificate(folder / SERVER), _certificate(folder / AUTHORITY)
    said = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    is_ours = server.issuer == authority.subject
    return is_ours and set(said) == set(map(_alternative, names)) and _lasts(server, now=now)


def _lasts(certificate: x509.Certificate, *, now: datetime) -> bool:
    return certificate.not_valid_after_utc - now > RENEWED_BEFORE


def _covers(authority: x509.Certificate, name: str) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    return any(_lies_in(one, name) for one in permitted or ())


def _lies_in(permitted: x509.GeneralName, name: str) -> bool:
    address = _address(name)
    if address is None:
        within = permitted.value if isinstance(permitted, x509.DNSName) else None
        return within is not None and (name == within or name.endswith("." + within))
    network = permitted.value if isinstance(permitted, x509.IPAddress) else None
    return isinstance(network, ipaddress.IPv4Network | ipaddress.IPv6Network) and address in network


def _constraint(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(ipaddress.ip_network(address))


def _alternative(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(address)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _distinct(names: Sequence[x509.GeneralName]) -> list[x509.GeneralName]:
    return list(dict.fromkeys(names))


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(path, pem, mode=0o600)


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Whole or not at all."""
    new = path.with_suffix(path.suffix + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
