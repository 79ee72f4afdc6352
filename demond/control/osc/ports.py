"""Opens a port: for UDP and for TCP, on every address of a host."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from typing import NamedTuple

from demond.control.osc.peers import Address

RECEIVE_BUFFER = 1 << 22
TRIES = 8
BACKLOG = 32
"""Connections that wait to be taken."""


class PortInUseError(OSError):
    """The port cannot be opened; the text says what to do."""


class Opened(NamedTuple):
    """The sockets of one address: datagrams, and connections to be taken."""

    udp: socket.socket
    tcp: socket.socket


def opened(host: str, port: int) -> list[Opened]:
    """Open both kinds of socket on each address of a host, all of the same port; any that is free for 0.

    `host` is an address or name to bind; all addresses of a name are bound, "" means any. "localhost" is loopback by
    IPv4 and, where there is that, by IPv6. Raises PortInUseError, or OSError for a host that is not here.
    """
    for left in reversed(range(1 if port else TRIES)):
        try:
            return _all(host, port)
        except PortInUseError:
            if not left:
                raise
    raise AssertionError


def _all(host: str, port: int) -> list[Opened]:
    """Open them on each address of the host; where none can be, or the port is in use, leave none open."""
    those: list[Opened] = []
    problem: OSError | None = None
    try:
        for family, address in addresses(host, port):
            try:
                those.append(_both(family, (address[0], port, *address[2:])))
            except PortInUseError:
                raise
            except OSError as error:
                problem = error
            else:
                port = those[-1].udp.getsockname()[1]
        if not those:
            raise problem or OSError(f"the host {host} has no address")
    except OSError:
        for sock in (sock for each in those for sock in each):
            sock.close()
        raise
    return those


def addresses(host: str, port: int) -> Iterator[tuple[socket.AddressFamily, Address]]:
    """Give every address of a host, as `opened` takes it, with its family."""
    if host == "localhost":  # whatever else that name may mean
        yield socket.AF_INET, ("127.0.0.1", port)
        yield socket.AF_INET6, ("::1", port, 0, 0)
        return
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE)
    for family, _, _, _, address in dict.fromkeys(found):
        if family in (socket.AF_INET, socket.AF_INET6):
            yield family, address


def _both(family: socket.AddressFamily, address: Address) -> Opened:
    udp = _bind(family, address, socket.SOCK_DGRAM)
    try:
        return Opened(udp, _bind(family, (address[0], udp.getsockname()[1], *address[2:]), socket.SOCK_STREAM))
    except OSError:
        udp.close()
        raise


def _bind(family: socket.AddressFamily, address: Address, kind: socket.SocketKind) -> socket.socket:
    sock = socket.socket(family, kind)
    try:
        sock.setblocking(False)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if kind == socket.SOCK_DGRAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            sock.bind(address)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of before may linger
            sock.bind(address)
            sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        host, port = address[:2]
        if error.errno == errno.EADDRINUSE:
            name = "UDP" if kind == socket.SOCK_DGRAM else "TCP"
            raise PortInUseError(
                error.errno,
                f"{name} port {port} of {host} is in use, perhaps by another demond; "
                "stop that, or choose another port with --port or [osc] port",
            ) from None
        raise OSError(error.errno, f"cannot listen on {host} port {port}: {error.strerror}") from None
    return sock
