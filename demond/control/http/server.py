"""The HTTP server: OSCQuery by GET, WebSocket clients on the same port. One asyncio loop, one thread."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from demond.calls import aside
from demond.control.http.listen import Listeners
from demond.control.http.oscquery import ATTRIBUTES, EXTENSIONS, Node, Tree, written
from demond.control.http.pace import Pace
from demond.control.http.paths import DOOR, UI, Answer, Asked, Paths
from demond.control.osc import Access, OscServer
from demond.control.osc.access import Standing
from demond.control.osc.peers import is_loopback
from demond.control.osc.seldom import SeldomLog
from demond.store import Store

MOST_CONNECTIONS, MOST_OF_HOST, MOST_HERE = 160, 24, 96
"""Connections in all, of a host outside, and of this machine."""
MOST_OF_REFUSED, MOST_REFUSED = 2, 16
"""Of a host that is not answered, and of all of those."""
IDLE_SECONDS, STALLED_SECONDS, END_SECONDS = 20.0, 30.0, 1.0
"""A connection ends where nothing is asked for so long, or nothing read of what was answered."""
LONGEST_LINE = 4096
PIECES = 2000
"""Of a node's JSON, written at a time: about a millisecond."""
LOOK_SECONDS = 0.25
"""Between two looks for addresses that came or went."""
SECRET = "SECRET"

_log = logging.getLogger(__name__)
_quiet = logging.getLogger(__name__ + ".aiohttp")
_quiet.setLevel(logging.CRITICAL)
"""What is malformed is answered; it fills no log."""


class HttpServer:
    """Answers on sockets that are bound, from `start` to `close`; `access` says who is answered, `paths` what beside
    the tree."""

    def __init__(
        self, store: Store, osc: OscServer, access: Access, sockets: list[socket.socket], paths: Paths
    ) -> None:
        self._paths = paths
        self._store = store
        self._osc = osc
        self._access = access
        self._sockets = sockets
        self._seldom = SeldomLog(_log)
        self._pace = Pace()
        self._listeners = Listeners(osc, self._pace, lambda path: self._tree.find(path) is not None)
        self._tree = Tree()
        self._of: tuple[object, object] = (None, None)
        self._making = asyncio.Lock()
        self._refused: set[asyncio.BaseTransport] = set()
        self._unread: dict[asyncio.Transport, tuple[int, float]] = {}
        app = web.Application(client_max_size=LONGEST_LINE)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(
            app,
            handle_signals=False,
            access_log=None,
            logger=_quiet,
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=0.0,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            shutdown_timeout=END_SECONDS,
        )
        self._servers: list[asyncio.Server] = []
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to answer."""
        await self._refresh()
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        for sock in self._sockets:
            self._servers.append(await loop.create_server(lambda: _Door(self), sock=sock))
        self._watching = loop.create_task(self._watch())

    async def close(self) -> None:
        """Answer no more, and let everybody go."""
        if self._watching is not None:
            self._watching.cancel()
        for server in self._servers:
            server.close()
        await self._listeners.close()
        await self._runner.cleanup()

    def door(self, host: str, transport: asyncio.Transport) -> asyncio.Protocol | None:
        """Who talks to one more connection of a host; None where it, or all together, have as many as they may."""
        server = self._runner.server
        if server is None:
            return None
        hosts = [str(each.peername[0]) for each in server.connections if each.peername]
        most = MOST_HERE if is_loopback(host) else MOST_OF_HOST
        if self._access.of(host) is Standing.REFUSED:
            self._refused = {each for each in self._refused if not each.is_closing()}
            if len(self._refused) >= MOST_REFUSED:
                return None
            self._refused.add(transport)
            most = MOST_OF_REFUSED
        return None if len(hosts) >= MOST_CONNECTIONS or hosts.count(host) >= most else server()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answered(request)
        except (asyncio.CancelledError, ConnectionError, web.HTTPException):
            raise
        except Exception as error:
            self._seldom.warning("%.200s could not be answered: %s", request.path, error, exc_info=error)
            return _sentence(500, "this could not be answered; the log says why")

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        peer = request.transport.get_extra_info("peername") if request.transport is not None else None
        if peer is None:
            raise ConnectionResetError
        host, port = str(peer[0]), int(peer[1])
        if refusal := self._refusal(request, host):
            if _browses(request) and DOOR in self._paths and self._locked(host):
                return await self._beside(request, host, DOOR, 403)
            return _sentence(403, refusal)
        if request.method != "GET":
            refused = _sentence(405, "this is only read, by GET; values are set by OSC, also over a WebSocket")
            refused.headers["Allow"] = "GET"
            return refused
        if request.headers.get("Upgrade", "").lower() == "websocket":
            if not self._listeners.room(host):
                return _sentence(429, "there are as many WebSockets of this host as there may be")
            return await self._listeners.serve(request, host, port)
        if request.path == "/" and not request.query and UI in self._paths and _browses(request):
            return web.Response(status=303, headers={"Location": UI, "Cache-Control": "no-store", "Vary": "Accept"})
        if request.path in self._paths:
            return await self._beside(request, host, request.path)
        if self._of != self._now():
            await self._refresh()
        asking = self._access.of(host) is Standing.READER
        attributes = [key for key in request.query if key != SECRET]
        node = None if attributes else self._tree.find(request.path)
        if node is not None:
            return await self._whole(node, asking)
        async with self._pace:
            return self._asked(request.path, attributes, asking)

    async def _beside(self, request: web.Request, host: str, path: str, status: int = 200) -> web.Response:
        """What is no part of the tree."""
        confined = not (self._access.anywhere and is_loopback(host))
        async with self._pace:
            answer = self._paths[path](Asked(request.query, request.headers, confined))
        if not isinstance(answer, Answer):
            answer = await answer
        async with self._pace:
            return web.Response(
                status=status, body=answer.body, headers={"Content-Type": answer.kind, **answer.headers}
            )

    async def _whole(self, node: Node, asking: bool) -> web.Response:
        """A node and all below it, written a part at a time."""
        async with self._pace:
            plan, values = self._tree.plan(node, asking), self._store.snapshot()
        parts = []
        for start in range(0, len(plan), PIECES):
            async with self._pace:
                parts.append(written(plan[start : start + PIECES], values))
        return _json("".join(parts))

    def _asked(self, path: str, attributes: list[str], asking: bool) -> web.Response:
        """What OSCQuery answers."""
        if attributes == ["HOST_INFO"]:
            return _json(json.dumps(self._host_info()))
        if len(attributes) > 1:
            return _sentence(400, "wants one attribute at a time")
        unknown = [name for name in attributes if name not in ATTRIBUTES]
        if unknown:
            known = ", ".join(sorted(ATTRIBUTES))
            return _sentence(400, f"there is no attribute {unknown[0][:60]!a}; there are HOST_INFO, {known}")
        node = self._tree.find(path)
        if node is None:
            return _sentence(404, f"there is no address {path[:200]!a}; / has all there are")
        told = self._tree.attribute(node, attributes[0], self._store, asking)
        return web.Response(status=204) if told is None else _json(told)

    def _host_info(self) -> Mapping[str, object]:
        return {
            "NAME": "demond",
            "EXTENSIONS": EXTENSIONS,
            "OSC_PORT": self._osc.port,
            "OSC_TRANSPORT": "UDP",
            "WS_PORT": self._sockets[0].getsockname()[1],
        }

    # -- who is answered ------------------------------------------------------------------------------------------

    def _locked(self, host: str) -> bool:
        """Whether a host is refused that the secret would let in."""
        return self._access.of(host) is Standing.REFUSED and self._access.welcome(host)

    def _refusal(self, request: web.Request, host: str) -> str:
        """Why nothing is answered; an empty text where it is."""
        if self._access.of(host) is Standing.REFUSED:
            word = request.query.get(SECRET) or request.headers.get(SECRET, "")
            if not (word and self._access.opened_by(host, word)):
                reason = self._access.reason(host)
                self._seldom.warning("nothing is answered to %s: %s", host, reason)
                return reason.replace("(/demond/secret WORD)", f"(/demond/secret WORD, or ?{SECRET}=WORD here)")
        origin = request.headers.get("Origin")
        named = request.headers.get("Host", "")
        if origin is not None and _netloc(origin) != named:
            return "this comes from a page of another site"
        browses = origin is not None or request.path == UI or request.path.startswith(UI + "/")
        if (browses or is_loopback(host)) and not _is_own(named):
            return "this asks by a name that is not this machine's; ask by its address"
        return ""

    # -- what there is --------------------------------------------------------------------------------------------

    def _now(self) -> tuple[object, object]:
        return self._store.rows, self._osc.aliases

    async def _refresh(self) -> None:
        """Make the tree of what there is now, beside the loop; who listens is told what came and went."""
        async with self._making:
            rows, aliases = self._store.rows, self._osc.aliases
            if self._of[0] is rows and self._of[1] is aliases:
                return
            before = self._tree
            tree = await aside(Tree, rows, aliases, self._osc.listings, before)
            if len(self._listeners):
                self._listeners.tell(await aside(tree.changes, before))
            self._tree, self._of = tree, (rows, aliases)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._end_stalled()
            if len(self._listeners):
                with contextlib.suppress(RuntimeError):
                    await self._refresh()

    def _end_stalled(self) -> None:
        """End connections of which nothing was read for long that waits to be."""
        now = asyncio.get_running_loop().time()
        before, self._unread = self._unread, {}
        for each in self._runner.server.connections if self._runner.server is not None else ():
            transport = each.transport
            if isinstance(transport, asyncio.Transport) and (size := transport.get_write_buffer_size()):
                known, since = before.get(transport, (0, now))
                self._unread[transport] = (size, since if size == known else now)
                if now - self._unread[transport][1] > STALLED_SECONDS:
                    transport.abort()


class _Door(asyncio.Protocol):
    """Has a connection talked to, or ends it where its host has too many."""

    def __init__(self, server: HttpServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        peer = transport.get_extra_info("peername")
        protocol = None if peer is None else self._server.door(str(peer[0]), transport)
        if protocol is None:
            transport.abort()
            return
        transport.set_protocol(protocol)
        protocol.connection_made(transport)


def _browses(request: web.Request) -> bool:
    """Whether this is somebody who looks at pages, not a client of OSCQuery."""
    return "text/html" in request.headers.get("Accept", "")


def _netloc(origin: str) -> str | None:
    """Host and port of an Origin header; None for what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _is_own(named: str) -> bool:
    """Whether a Host header names this machine by its address or its own name: no other can be led here by a page."""
    try:
        name = (urlsplit("//" + named).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    own = socket.gethostname().lower()
    if name in ("localhost", own, own.partition(".")[0], own.partition(".")[0] + ".local"):
        return True
    try:
        ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _json(text: str) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=text.encode("ascii"), content_type="application/json", headers=headers)


def _sentence(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text + "\n")
