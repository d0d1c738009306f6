"""By what names this machine can be called from its own networks."""

import fcntl
import ipaddress
import socket
import struct
from collections.abc import MutableMapping, Sequence

ASK_ADDRESS = 0x8915  # SIOCGIFADDR, netdevice(7)


def own_names() -> list[str]:
    """`localhost`, the host's name, and the IPv4 address of every interface that has one."""
    names = ["localhost", socket.gethostname().lower(), *own_addresses()]
    return list(dict.fromkeys(filter(None, names)))


def own_addresses() -> list[str]:
    """IPv4 addresses, those that others can reach first."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, interface in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asked, ASK_ADDRESS, struct.pack("256s", interface.encode()[:15]))
            except OSError:  # an interface without an address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return sorted(set(found), key=lambda one: (ipaddress.ip_address(one).is_loopback, one))


def open_to_the_office(environment: MutableMapping[str, str], *, names: Sequence[str]) -> None:
    """Set what `serve --tls` stands for, where nothing else was asked: all interfaces, all own names."""
    environment["LANTIAN_TLS"] = "1"
    environment.setdefault("LANTIAN_BIND", "0.0.0.0")
    before = filter(None, environment.get("LANTIAN_HOSTS", "").split(","))
    environment["LANTIAN_HOSTS"] = ",".join(dict.fromkeys([*before, *names, *own_names()]))
