"""Who packets come from and go to, and where a host is. Pure functions."""

from __future__ import annotations

import socket
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

Address = tuple[object, ...]
"""A socket address."""
Received = tuple[bytes, Address]
"""A packet and where on its link it came from."""


class Peer(NamedTuple):
    """Where a packet came from: which of the server's links, and the socket address there.

    Links of UDP are counted from 0 up; each connection has one of its own, counted from -1 down.
    """

    link: int
    address: Address

    @property
    def connected(self) -> bool:
        """Whether it is at the other end of a connection, which nobody reaches in another's name."""
        return self.link < 0

    def __str__(self) -> str:
        return str(self.address[0])


def plain(host: str) -> str:
    """A host as networks are written: without its interface, and IPv4 as such where it comes as IPv6."""
    host = host.partition("%")[0]
    return host.removeprefix("::ffff:") if "." in host else host


@lru_cache(1024)
def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, by loopback."""
    try:
        return ip_address(plain(host)).is_loopback
    except ValueError:
        return False


@lru_cache(256)
def is_here(host: str) -> bool:
    """Say whether an address is one of this machine's: only those can be bound."""
    if is_loopback(host):
        return True
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((host, 0))
    except (OSError, ValueError):
        return False
    return True
