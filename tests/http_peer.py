"""An OSCQuery server in a thread of its own, beside its OSC server, and a client that does what Chataigne does."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from pythonosc.osc_message import OscMessage
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from demond.control.http import HttpPort
from demond.control.http.paths import Paths
from demond.control.osc import Access
from demond.store import Store
from tests.osc_peer import Client, Rig, message
from tests.waiting import old_garbage_aside


class HttpRig(Rig):
    """A store, OSC and OSCQuery on free ports."""

    def __init__(
        self,
        advertise: str = "never",
        store: Store | None = None,
        host: str = "localhost",
        paths: Callable[[Store], Paths] = lambda store: {},
        **access,
    ) -> None:
        self.access = Access(**access)
        self._paths = paths
        super().__init__(host, store, access=self.access, listings={"loras": list})
        self.http: HttpPort = self.call(self._http, host, advertise)
        until = time.monotonic() + 10
        while self.http._discovery is None:
            assert time.monotonic() < until, self.http.state
            time.sleep(0.005)

    def _http(self, host: str, advertise: str) -> HttpPort:
        paths = self._paths(self.store)
        port = HttpPort(host, 0, advertise, self.store, self.server, self.access, lambda: True, paths)
        port.start()
        return port

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, Any]:
        """Status and body, read as JSON where it is."""
        status, told, raw = self.raw(path, method, **headers)
        body = raw.decode()
        return status, strict(body) if told.get("Content-Type") == "application/json" else body

    def raw(self, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http.state, timeout=5)
        with contextlib.closing(connection):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def worst_turn(self, during: Callable[[], object]) -> float:
        """The longest that the loop worked in one turn while something went on, in seconds of its thread's processor
        time: what other threads and programs take meanwhile is not counted."""
        longest, running = [0.0], [True]

        def beat(last: float) -> None:
            now = time.thread_time()
            longest[0] = max(longest[0], now - last)
            if running[0]:
                self.loop.call_later(0.001, beat, now)

        with old_garbage_aside():
            self.call(lambda: beat(time.thread_time()))
            try:
                during()
            finally:
                running[0] = False
        return longest[0]

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.http.close(), self.loop).result(10)
        super().close()


@contextlib.contextmanager
def http_rig(**options) -> Iterator[HttpRig]:
    made = HttpRig(**options)
    try:
        yield made
    finally:
        made.close()


def strict(text: str) -> Any:
    """JSON that is JSON in every language."""

    def never(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=never)


class Chataigne:
    """Reads HOST_INFO, opens a WebSocket if it may LISTEN, sends by UDP to OSC_PORT, takes single messages alone."""

    def __init__(self, rig: HttpRig) -> None:
        status, info = rig.get("/?HOST_INFO")
        assert status == 200
        assert info["EXTENSIONS"]["LISTEN"]
        self._stack = contextlib.ExitStack()
        self.socket = self._stack.enter_context(
            connect(f"ws://localhost:{info.get('WS_PORT', rig.http.state)}/", compression=None)
        )
        self.udp = Client(info["OSC_PORT"])

    def __enter__(self) -> Chataigne:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        self.udp.sock.close()

    def command(self, command: str, address: str) -> None:
        self.socket.send(json.dumps({"COMMAND": command, "DATA": address}))

    def send(self, address: str, *arguments, types: str = "") -> None:
        """Send OSC over the WebSocket."""
        self.socket.send(message(address, *arguments, types=types).dgram)

    def next(self, seconds: float = 3.0) -> tuple | dict:
        """The next message, or what a text frame says."""
        frame = self.socket.recv(timeout=seconds)
        if isinstance(frame, str):
            return strict(frame)
        one = OscMessage(frame)  # refuses bundles
        return (one.address, *one.params)

    def until(self, wanted: tuple | dict, seconds: float = 5.0) -> list[tuple | dict]:
        """Everything until that comes, which is the last."""
        got: list[tuple | dict] = []
        end = time.monotonic() + seconds
        while not got or got[-1] != wanted:
            try:
                got.append(self.next(max(0.01, end - time.monotonic())))
            except TimeoutError:
                raise AssertionError(f"{wanted} did not come, but {got[-20:]}") from None
        return got

    def sync(self) -> list[tuple | dict]:
        """Everything that came before the answer to a ping."""
        self.send("/demond/ping", "sync")
        return self.until(("/demond/pong", "sync"))[:-1]

    def gone(self, seconds: float) -> bool:
        """Whether the connection ends within some time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.socket.recv(timeout=left)
            except TimeoutError:
                return False
            except ConnectionClosed:
                return True
        return False
