"""The sockets of the OSC server: opened, read, written to, closed. What packets say is none of their business."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence

from demond.control.osc.peers import Address, Peer, Received, is_here, is_loopback
from demond.control.osc.ports import opened
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.streams import Door, Streams
from engine.errors import in_words

BATCH, BATCH_BYTES = 256, 1 << 19
"""Packets, and bytes, that are read at a time."""


class Sockets:
    """The sockets of one port, by UDP and TCP; `take(link, packets)` is called in the loop with what has come there.

    `host` is as `ports.opened` takes it. A link is a UDP socket, or a TCP connection that `door` lets in.
    """

    def __init__(
        self,
        host: str,
        port: int,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[int, Sequence[Received]], None],
        door: Door,
        log: SeldomLog,
    ) -> None:
        """Open the port, any free one for 0. Raises PortInUseError, or OSError for a host that is not here."""
        self._loop = loop
        self._take = take
        self._log = log
        both = opened(host, port)
        self._links = [each.udp for each in both]
        self.port: int = self._links[0].getsockname()[1]
        self._streams = Streams((each.tcp for each in both), loop, take, door, log)
        for link, sock in enumerate(self._links):
            loop.add_reader(sock, self._readable, link, sock)

    def hosts(self) -> list[str]:
        """The addresses that are listened on."""
        return [sock.getsockname()[0] for sock in self._links]

    def own(self, peer: Peer) -> bool:
        """Say whether a peer is this server itself, by whatever address of this machine."""
        return not peer.connected and peer.address[1] == self.port and is_here(str(peer.address[0]))

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
        if to.connected:
            self._streams.send(to, packet)
        elif to.link < len(self._links):
            self._links[to.link].sendto(packet, to.address)

    def room(self, to: Peer) -> int:
        """How many bytes a peer that is connected may be answered now."""
        return self._streams.room(to)

    def behind(self, to: Peer) -> bool:
        """Say whether a peer has yet to read so much that it had better not be told what changes."""
        return to.connected and self._streams.behind(to)

    def look(self) -> None:
        """End connections on which nothing moves any more."""
        self._streams.look()

    def close(self) -> None:
        """Stop listening."""
        self._streams.close()
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
