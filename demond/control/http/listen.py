"""WebSocket clients: what they listen to is told in single messages, what they send is obeyed. One asyncio loop."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
from collections import deque
from collections.abc import Callable
from time import perf_counter

from aiohttp import WSMsgType, web

from demond.control.http.oscquery import Changes
from demond.control.http.pace import SLICE_SECONDS, Pace
from demond.control.osc import OscServer, Peer
from demond.control.osc.peers import is_loopback
from demond.control.osc.seldom import SeldomLog
from demond.parameters import PREFIX, ControlError

MOST_OF_HOST, MOST_HERE = 16, 64
"""WebSockets of a host outside, and of this machine."""
LONGEST_FRAME = 1 << 16
MOST_WAITING, BUFFERED = 1 << 18, 1 << 16
"""Bytes that wait for a client that reads slowly: here, and with the system's socket before anything is added."""
LOOK_SECONDS = 0.02
PING_SECONDS = 20.0
"""Between two; who does not answer within half of that is gone."""
END_SECONDS = 0.5

_log = logging.getLogger(__name__)


class Listener:
    """One client: a subscriber that is told address by address, and a peer that may send."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport, pace: Pace) -> None:
        self._socket = socket
        self._transport = transport
        self._pace = pace
        self._waiting: deque[bytes | str] = deque()
        self._bytes = 0
        self._some = asyncio.Event()

    def send(self, packet: bytes) -> None:
        """Have a packet sent in its turn; BlockingIOError where too much waits already."""
        if self._bytes > MOST_WAITING:
            raise BlockingIOError(errno.EAGAIN, "too much waits for a client that reads slowly")
        self._add(packet)

    def tell(self, command: str, path: str) -> None:
        """Tell what came of an address; a client that has read nothing for long is let go instead."""
        if self._bytes > 2 * MOST_WAITING:
            self._transport.abort()
        else:
            self._add(json.dumps({"COMMAND": command, "DATA": path}))

    def _add(self, frame: bytes | str) -> None:
        self._waiting.append(frame)
        self._bytes += len(frame)
        self._some.set()

    async def write(self) -> None:
        """Send what waits, for as long as the client is there."""
        while not self._socket.closed:
            await self._some.wait()
            while self._full():
                await asyncio.sleep(LOOK_SECONDS)
            async with self._pace:
                await self._write_some(perf_counter() + SLICE_SECONDS)

    async def _write_some(self, until: float) -> None:
        """Write until then, or until the system's socket is full: that is never waited for here."""
        while self._waiting and not self._full() and perf_counter() < until:
            frame = self._waiting.popleft()
            self._bytes -= len(frame)
            await (self._socket.send_str(frame) if isinstance(frame, str) else self._socket.send_bytes(frame))
        if not self._waiting:
            self._some.clear()

    def _full(self) -> bool:
        return not self._transport.is_closing() and self._transport.get_write_buffer_size() > BUFFERED


class Listeners:
    """All of them. `pace` is shared with whoever else answers here."""

    def __init__(self, osc: OscServer, pace: Pace, known: Callable[[str], bool]) -> None:
        """`known` says whether there is an address, to be heard or not."""
        self._osc = osc
        self._known = known
        self._pace = pace
        self._seldom = SeldomLog(_log)
        self._hosts: dict[Peer, str] = {}
        self._listeners: dict[Peer, Listener] = {}
        self._sockets: dict[Peer, web.WebSocketResponse] = {}

    def __len__(self) -> int:
        return len(self._listeners)

    def room(self, host: str) -> bool:
        """Whether a host may open one more."""
        return sum(known == host for known in self._hosts.values()) < (MOST_HERE if is_loopback(host) else MOST_OF_HOST)

    async def serve(self, request: web.Request, host: str, port: int) -> web.WebSocketResponse:
        """Have a client until it goes."""
        socket = web.WebSocketResponse(
            timeout=END_SECONDS,
            heartbeat=PING_SECONDS,
            autoping=False,
            compress=False,
            max_msg_size=LONGEST_FRAME,
            writer_limit=1 << 40,  # who is slow is waited for in `Listener`
        )
        await socket.prepare(request)
        if not isinstance(request.transport, asyncio.Transport):
            return socket
        listener = Listener(socket, request.transport, self._pace)
        peer = self._osc.connect(host, port, listener.send)
        self._hosts[peer], self._listeners[peer], self._sockets[peer] = host, listener, socket
        writing = asyncio.ensure_future(listener.write())
        writing.add_done_callback(self._written)
        try:
            async for message in socket:
                async with self._pace:
                    await self._heard(socket, message.type, message.data, peer)
        finally:
            writing.cancel()
            for known in (self._hosts, self._listeners, self._sockets):
                known.pop(peer, None)
            self._osc.disconnect(peer)
        return socket

    def tell(self, changes: Changes) -> None:
        """Tell everybody which addresses are others now."""
        for listener in self._listeners.values():
            for command, paths in (
                ("PATH_REMOVED", changes.removed),
                ("PATH_ADDED", changes.added),
                ("PATH_CHANGED", changes.changed),
            ):
                for path in paths:
                    listener.tell(command, path)

    async def close(self) -> None:
        """Let all go, as far as they answer in time."""
        sockets = list(self._sockets.values())
        await asyncio.gather(*(socket.close(code=1001) for socket in sockets), return_exceptions=True)

    async def _heard(self, socket: web.WebSocketResponse, kind: WSMsgType, data: object, peer: Peer) -> None:
        if kind is WSMsgType.BINARY and isinstance(data, bytes):
            self._osc.take(data, peer)
        elif kind is WSMsgType.TEXT and isinstance(data, str):
            try:
                self._command(data, peer)
            except ControlError as error:
                self._osc.error(error.name, error.reason, peer)
        elif kind is WSMsgType.PING and isinstance(data, (bytes, bytearray)):
            await socket.pong(bytes(data))

    def _command(self, text: str, peer: Peer) -> None:
        """Obey a command; ControlError says what is wanted."""
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            said = None
        command, address = (said.get("COMMAND"), said.get("DATA")) if isinstance(said, dict) else (None, None)
        if command not in ("LISTEN", "IGNORE") or not isinstance(address, str):
            wanted = 'wants {"COMMAND": "LISTEN", "DATA": "/demond/denoise"}, or IGNORE, as text, or OSC as binary'
            raise ControlError(PREFIX.rstrip("/"), wanted)
        if command == "IGNORE":
            self._osc.ignore(peer, address)
        elif not self._osc.listen(peer, address) and not self._known(address):
            raise ControlError(address, "there is no address of this name to listen to")

    def _written(self, writing: asyncio.Future[None]) -> None:
        error = None if writing.cancelled() else writing.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self._seldom.warning("a WebSocket client is told no more: %s", error, exc_info=error)
