"""The HTTP port: opened at the start, served once demond sounds, advertised where that is wanted.

What serves it takes a fifth of a second to load: nothing that sounds waits for that.
"""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import socket
from collections.abc import Callable
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from demond.calls import aside
from demond.control.discovery import Discovery, Service
from demond.control.http.paths import Paths
from demond.control.osc import Access, OscServer
from demond.control.osc.peers import Address, is_loopback
from demond.control.osc.ports import addresses
from demond.store import Store
from engine.errors import in_words

if TYPE_CHECKING:
    from demond.control.http.server import HttpServer

LATEST_SECONDS, LOOK_SECONDS = 10.0, 0.05
"""How long the first sound is waited for, and between two looks for it."""
RECEIVE_BUFFER, SEND_BUFFER = 1 << 14, 1 << 17
"""So that nobody can have much read in one turn of the loop, and who reads slowly hears what is new before long."""
BACKLOG = 64
TRIES = 8

_log = logging.getLogger(__name__)


class HttpPort:
    """OSCQuery on `port` of `host` (any free one for 0), in the running loop, until `close`.

    Where the port cannot be opened, the log and `state` say so, and nothing else is held up. `sounding` says whether
    demond has sounded, `paths` what is answered beside OSCQuery.
    """

    def __init__(
        self,
        host: str,
        port: int,
        advertise: str,
        store: Store,
        osc: OscServer,
        access: Access,
        sounding: Callable[[], bool],
        paths: Paths = MappingProxyType({}),
    ) -> None:
        self._paths = paths
        self._store = store
        self._osc = osc
        self._access = access
        self._sounding = sounding
        self._advertise = advertise
        self._server: HttpServer | None = None
        self._discovery: Discovery | None = None
        self._task: asyncio.Task[None] | None = None
        self._sockets: list[socket.socket] = []
        try:
            self._sockets = _opened(host, port)
        except OSError as error:
            self.state: int | str = in_words(error)
            _log.error("no OSCQuery: %s", self.state)
            return
        self.state = int(self._sockets[0].getsockname()[1])

    def start(self) -> None:
        """Serve, and advertise, once demond sounds."""
        if self._sockets:
            self._task = asyncio.get_running_loop().create_task(self._begin())

    async def close(self) -> None:
        """Let go of clients and port."""
        if self._discovery is not None:
            self._discovery.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._server is not None:
            await self._server.close()
        for sock in self._sockets:
            sock.close()
        if self._discovery is not None:
            await aside(self._discovery.join)

    async def _begin(self) -> None:
        until = asyncio.get_running_loop().time() + LATEST_SECONDS
        while not self._sounding() and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(LOOK_SECONDS)
        try:
            made = (await aside(_loaded))(self._store, self._osc, self._access, self._sockets, self._paths)
            await made.start()
        except Exception as error:
            self.state = in_words(error)
            _log.exception("no OSCQuery")
            return
        self._server = made
        hosts = [str(sock.getsockname()[0]) for sock in self._sockets]
        _log.info("OSCQuery on %s", ", ".join(f"{host} port {self.state}" for host in hosts))
        if not all(map(is_loopback, hosts)) and self._access.nobody:
            _log.warning("nobody outside this machine is answered by HTTP: [osc] allow is empty")
        self._discovery = Discovery(
            [
                Service("_oscjson._tcp.local.", int(self.state), tuple(hosts)),
                Service("_osc._udp.local.", self._osc.port, tuple(self._osc.hosts)),
            ],
            self._advertise,
        )
        self._discovery.start()


def _loaded() -> type[HttpServer]:
    server: type[HttpServer] = import_module("demond.control.http.server").HttpServer
    gc.freeze()  # what was loaded stays: no garbage collection has to look at it
    return server


def _opened(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of a host, on one port. Raises OSError with what to do."""
    for left in reversed(range(1 if port else TRIES)):
        try:
            return _opened_once(host, port)
        except OSError as error:
            if not left or error.errno != errno.EADDRINUSE:
                raise
    raise AssertionError


def _opened_once(host: str, port: int) -> list[socket.socket]:
    opened: list[socket.socket] = []
    problem: OSError | None = None
    for family, address in addresses(host, port):
        try:
            opened.append(_bound(family, (address[0], port, *address[2:])))
        except OSError as error:
            problem = error
            if error.errno == errno.EADDRINUSE:
                break
        else:
            port = opened[0].getsockname()[1]
    if not opened or (problem is not None and problem.errno == errno.EADDRINUSE):
        for sock in opened:
            sock.close()
        raise problem or OSError(f"the host {host} has no address")
    return opened


def _bound(family: socket.AddressFamily, address: Address) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        host, port = address[:2]
        if error.errno == errno.EADDRINUSE:
            text = f"port {port} (TCP) of {host} is in use; choose another with --port or [http] port"
            raise OSError(error.errno, text) from None
        raise OSError(error.errno, f"cannot listen on {host} port {port}: {error.strerror}") from None
    return sock
