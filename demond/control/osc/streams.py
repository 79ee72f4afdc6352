"""The TCP connections of the OSC server: taken, read, written to, ended. Lives in one asyncio loop, one thread.

No connection holds the loop: of each a few packets are read at a time, none while its packets before wait for their
turn, so that who sends too fast is slowed down by TCP itself; what it does not read waits for it, as much as there is
room for.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from demond.control.osc.framing import Framing, framing_of
from demond.control.osc.peers import Peer, Received, is_loopback
from demond.control.osc.seldom import SeldomLog
from engine.errors import in_words

MOST_OF_HOST, MOST_OUTSIDE = 32, 64
"""Connections of one host, and of all hosts outside this machine."""
BATCH, BATCH_BYTES = 32, 1 << 16
"""Packets of one connection, and their bytes, that are taken at a time."""
READ_BYTES, SEND_BUFFER = 1 << 16, 1 << 16
ANSWER_BYTES, BEHIND_BYTES = 1 << 18, 1 << 14
"""What may wait to be read by a peer: with more it is not answered, or is behind and told no changes."""
STALLED_SECONDS = 30.0
"""A connection ends on which nothing was read for so long although much waits."""
REST_SECONDS, AGAIN_SECONDS = 0.004, 1.0
ALIVE_SECONDS = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
"""How a peer is found out that went away without a word."""


class Door(NamedTuple):
    """What is asked of who knows what packets mean: whether a host may connect, whether packets of a peer wait for
    their turn; and told: that a peer is gone."""

    welcome: Callable[[str], bool]
    busy: Callable[[Peer], bool]
    gone: Callable[[Peer], object]


@dataclass(slots=True, eq=False)
class _Connection:
    sock: socket.socket
    peer: Peer
    framing: Framing | None = None
    out: bytearray = field(default_factory=bytearray)
    moved: float = 0.0  # when something of `out` went last
    reading: bool = False


class Streams:
    """Takes connections at sockets that listen; `take(link, packets)` is called with what comes on each."""

    def __init__(
        self,
        listening: Iterable[socket.socket],
        loop: asyncio.AbstractEventLoop,
        take: Callable[[int, Sequence[Received]], None],
        door: Door,
        log: SeldomLog,
    ) -> None:
        self._loop = loop
        self._take = take
        self._door = door
        self._log = log
        self._links = count(-1, -1)
        self._open: dict[int, _Connection] = {}
        self._listening = list(listening)
        for sock in self._listening:
            loop.add_reader(sock, self._accept, sock)

    def __len__(self) -> int:
        return len(self._open)

    def link(self) -> int:
        """Return the link of one more connection."""
        return next(self._links)

    def room(self, to: Peer) -> int:
        """How many bytes a peer may be answered now."""
        connection = self._open.get(to.link)
        return ANSWER_BYTES - len(connection.out) if connection is not None else 0

    def behind(self, to: Peer) -> bool:
        """Say whether a peer has yet to read so much that it had better not be told what changes."""
        connection = self._open.get(to.link)
        return connection is not None and len(connection.out) > BEHIND_BYTES

    def send(self, to: Peer, packet: bytes) -> None:
        """Send one packet, nothing where the connection has ended. OSError where there is no room for it."""
        connection = self._open.get(to.link)
        if connection is None or connection.framing is None:
            return
        data = connection.framing.framed(packet)
        if connection.out:
            if len(connection.out) > 2 * ANSWER_BYTES:
                raise BlockingIOError(errno.EAGAIN, "what it was sent is not read")
            connection.out += data
            return
        connection.moved = self._loop.time()
        try:
            sent = connection.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._loop.call_soon(self._end, connection)
            return
        if sent < len(data):
            connection.out += data[sent:]
            self._loop.add_writer(connection.sock, self._writable, connection)

    def look(self) -> None:
        """End connections on which nothing moves any more."""
        late = self._loop.time() - STALLED_SECONDS
        for connection in [c for c in self._open.values() if len(c.out) > BEHIND_BYTES and c.moved < late]:
            self._log.warning("connection of %s ended: it does not read what it is sent", connection.peer)
            self._loop.call_soon(self._end, connection)

    def close(self) -> None:
        """Take no more, and end all."""
        for sock in self._listening:
            self._loop.remove_reader(sock)
            sock.close()
        self._listening = []
        for connection in list(self._open.values()):
            self._end(connection)

    # -- beginning and end --------------------------------------------------------------------------------------

    def _accept(self, listening: socket.socket) -> None:
        try:
            sock, address = listening.accept()
        except BlockingIOError:
            return
        except OSError as error:
            self._log.warning("no connection is taken: %s", in_words(error))
            self._loop.remove_reader(listening)
            self._loop.call_later(AGAIN_SECONDS, self._listen_again, listening)
            return
        host = str(address[0])
        self.look()
        if not self._door.welcome(host) or not self._has_room(host):
            sock.close()
            return
        try:
            _prepare(sock)
        except OSError:  # gone already
            sock.close()
            return
        connection = _Connection(sock, Peer(self.link(), address))
        self._open[connection.peer.link] = connection
        self._read_on(connection)

    def _listen_again(self, listening: socket.socket) -> None:
        if listening in self._listening:
            self._loop.add_reader(listening, self._accept, listening)

    def _has_room(self, host: str) -> bool:
        hosts = Counter(str(connection.peer.address[0]) for connection in self._open.values())
        outside = sum(number for each, number in hosts.items() if not is_loopback(each))
        if hosts[host] < MOST_OF_HOST and (is_loopback(host) or outside < MOST_OUTSIDE):
            return True
        self._log.warning("no connection is taken from %s: there are %d of it", host, hosts[host])
        return False

    def _end(self, connection: _Connection) -> None:
        if self._open.pop(connection.peer.link, None) is None:
            return
        self._loop.remove_reader(connection.sock)
        self._loop.remove_writer(connection.sock)
        connection.sock.close()
        self._door.gone(connection.peer)

    # -- reading and writing ------------------------------------------------------------------------------------

    def _read_on(self, connection: _Connection) -> None:
        if not connection.reading:
            connection.reading = True
            self._loop.add_reader(connection.sock, self._readable, connection)

    def _readable(self, connection: _Connection) -> None:
        try:
            data = connection.sock.recv(READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._end(connection)
            return
        if connection.framing is None:
            connection.framing = framing_of(data[0])
        if connection.framing is None:
            self._no_osc(connection)
            return
        connection.framing.feed(data)
        self._obey(connection)

    def _obey(self, connection: _Connection) -> None:
        """Hand on some of what came; read no more before all of it was."""
        peer, framing = connection.peer, connection.framing
        if peer.link not in self._open or framing is None:
            return
        if self._door.busy(peer):
            self._pause(connection)
            self._loop.call_later(REST_SECONDS, self._obey, connection)
            return
        packets = framing.packets(BATCH, BATCH_BYTES)
        if framing.lost:
            self._loop.call_soon(self._no_osc, connection)
        elif len(packets) >= BATCH or sum(map(len, packets)) >= BATCH_BYTES:
            self._pause(connection)
            self._loop.call_soon(self._obey, connection)
        else:
            self._read_on(connection)
        if packets:
            self._take(peer.link, [(packet, peer.address) for packet in packets])

    def _pause(self, connection: _Connection) -> None:
        if connection.reading:
            connection.reading = False
            self._loop.remove_reader(connection.sock)

    def _no_osc(self, connection: _Connection) -> None:
        why = "what came is neither SLIP nor packets behind their size"
        self._log.warning("connection of %s ended: %s", connection.peer, why)
        self._end(connection)

    def _writable(self, connection: _Connection) -> None:
        try:
            sent = connection.sock.send(connection.out)
        except BlockingIOError:
            return
        except OSError:
            self._end(connection)
            return
        del connection.out[:sent]
        connection.moved = self._loop.time()
        if not connection.out:
            self._loop.remove_writer(connection.sock)


def _prepare(sock: socket.socket) -> None:
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, seconds in ALIVE_SECONDS.items():
        with contextlib.suppress(AttributeError, OSError):  # some systems have other names for it
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), seconds)
