"""The sockets of the OSC server: opened, read, written to, closed. What packets say is none of their business."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

from demond.control.osc.seldom import SeldomLog
from engine.errors import in_words

RECEIVE_BUFFER = 1 << 22
TRIES = 8
BATCH, BATCH_BYTES = 256, 1 << 19
"""Packets, and bytes, that are read at a time."""


class PortInUseError(OSError):
    """The port cannot be opened; the text says what to do."""


Address = tuple[object, ...]
"""A socket address."""
Received = tuple[bytes, Address]
"""A packet and where on its link it came from."""


class Peer(NamedTuple):
    """Where a packet came from: which of the server's links, and the socket address there."""

    link: int
    address: Address

    def __str__(self) -> str:
        return str(self.address[0])


class Sockets:
    """The UDP sockets of one port, one link each; `take(link, packets)` is called in the loop with what has come there.

    `host` is an address or name to bind; all addresses of a name are bound, "" means any. "localhost" is loopback by
    IPv4 and, where there is that, by IPv6.
    """

    def __init__(
        self,
        host: str,
        port: int,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[int, Sequence[Received]], None],
        log: SeldomLog,
    ) -> None:
        """Open the port, any free one for 0. Raises PortInUseError, or OSError for a host that is not here."""
        self._loop = loop
        self._take = take
        self._log = log
        self._links = _bound(host, port)
        self.port: int = self._links[0].getsockname()[1]
        for link, sock in enumerate(self._links):
            loop.add_reader(sock, self._readable, link, sock)

    def hosts(self) -> list[str]:
        """The addresses that are listened on."""
        return [sock.getsockname()[0] for sock in self._links]

    def own(self, peer: Peer) -> bool:
        """Say whether a peer is this server itself, by whatever address of this machine."""
        return peer.address[1] == self.port and _is_here(str(peer.address[0]))

    def reach(self, family: int, address: Address) -> Peer:
        """Return the peer at an address, by a socket that gets there: one that listens, else one that only sends."""
        away = not is_loopback(str(address[0]))
        for link, sock in enumerate(self._links):
            if sock.family == family and not (away and is_loopback(sock.getsockname()[0])):
                return Peer(link, address)
        sock = socket.socket(family, socket.SOCK_DGRAM)
        sock.setblocking(False)
        self._links.append(sock)
        return Peer(len(self._links) - 1, address)

    def send(self, to: Peer, packet: bytes) -> None:
        """Send one packet, nothing where the link is closed. Raises OSError."""
        if to.link < len(self._links):
            self._links[to.link].sendto(packet, to.address)

    def close(self) -> None:
        """Stop listening."""
        for sock in self._links:
            self._loop.remove_reader(sock)
            sock.close()
        self._links = []

    def _readable(self, link: int, sock: socket.socket) -> None:
        batch: list[Received] = []
        size = 0
        try:
            while len(batch) < BATCH and size < BATCH_BYTES:
                batch.append(sock.recvfrom(65536))
                size += len(batch[-1][0])
        except BlockingIOError:
            pass
        except OSError as error:
            self._log.warning("receiving failed: %s", in_words(error))
        self._take(link, batch)


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
def _is_here(host: str) -> bool:
    """Say whether an address is one of this machine's: only those can be bound."""
    if is_loopback(host):
        return True
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((host, 0))
    except (OSError, ValueError):
        return False
    return True


def _bound(host: str, port: int) -> list[socket.socket]:
    """Open a socket on each address of a host, all of the same port; any port that is free on all of them for 0."""
    for left in reversed(range(1 if port else TRIES)):
        try:
            return _opened(host, port)
        except PortInUseError:
            if not left:
                raise
    raise AssertionError


def _opened(host: str, port: int) -> list[socket.socket]:
    """Open a socket on each address of the host; where none can be, or the port is in use, leave none open."""
    opened: list[socket.socket] = []
    problem: OSError | None = None
    try:
        for family, address in _addresses(host, port):
            try:
                opened.append(_bind(family, (address[0], port, *address[2:])))
            except PortInUseError:
                raise
            except OSError as error:
                problem = error
            else:
                port = opened[-1].getsockname()[1]
        if not opened:
            raise problem or OSError(f"the host {host} has no address")
    except OSError:
        for sock in opened:
            sock.close()
        raise
    return opened


def _addresses(host: str, port: int) -> Iterator[tuple[socket.AddressFamily, Address]]:
    if host == "localhost":  # whatever else that name may mean
        yield socket.AF_INET, ("127.0.0.1", port)
        yield socket.AF_INET6, ("::1", port, 0, 0)
        return
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE)
    for family, _, _, _, address in dict.fromkeys(found):
        if family in (socket.AF_INET, socket.AF_INET6):
            yield family, address


def _bind(family: socket.AddressFamily, address: Address) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(address)
    except OSError as error:
        sock.close()
        host, port = address[:2]
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(
                error.errno,
                f"UDP port {port} of {host} is in use, perhaps by another demond; "
                "stop that, or choose another port with --port or [osc] port",
            ) from None
        raise OSError(error.errno, f"cannot listen on {host} port {port}: {error.strerror}") from None
    return sock
