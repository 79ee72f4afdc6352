"""An OSC server in a thread of its own, and a plain UDP client built on python-osc alone."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial

from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from demond.control.osc import OscServer
from demond.store import Store
from tests.waiting import wait_for


class Rig:
    """A store and the server in front of it."""

    def __init__(self, host: str = "127.0.0.1", store: Store | None = None, **options) -> None:
        self.store = store or Store()
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.server = self.call(partial(OscServer, self.store, host, 0, **options))

    @property
    def port(self) -> int:
        return self.server.port

    def call(self, function, *args):
        """Run something in the server's loop and return what it returns."""

        async def run():
            return function(*args)

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(5)

    def rest(self) -> None:
        """Wait until nothing of what has come waits for its turn any more."""
        wait_for(lambda: self.call(lambda: not self.server._turns._queues))

    def close(self) -> None:
        self.call(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@contextlib.contextmanager
def rig(*args, **options) -> Iterator[Rig]:
    made = Rig(*args, **options)
    try:
        yield made
    finally:
        made.close()


def message(address: str, *arguments, types: str = "") -> OscMessage:
    """Build a message; `types` names the type of each argument, else it is guessed."""
    builder = OscMessageBuilder(address)
    for place, argument in enumerate(arguments):
        builder.add_arg(argument, types[place] if types else None)
    return builder.build()


def bundle(*elements, at: float = IMMEDIATELY) -> OscBundle:
    builder = OscBundleBuilder(at)
    for element in elements:
        builder.add_content(element)
    return builder.build()


class Client:
    """Sends to the server from a socket of its own and collects what comes back there."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.connect((host, port))
        self.port = self.sock.getsockname()[1]

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self.sock.close()

    def send(self, address: str, *arguments, types: str = "") -> None:
        self.raw(message(address, *arguments, types=types).dgram)

    def raw(self, data: bytes) -> None:
        self.sock.send(data)

    def ask(self, address: str, *arguments, types: str = "") -> list[tuple]:
        """Send a message and return everything answered before the pong of a following ping."""
        self.send(address, *arguments, types=types)
        return self.sync()

    def sync(self) -> list[tuple]:
        """Return everything that has arrived, after making sure that all sent so far was obeyed."""
        self.send("/demond/ping", "sync")
        got = []
        while True:
            for one in self._packet(10.0):
                if one == ("/demond/pong", "sync"):
                    return got
                got.append(one)

    def listen(self, seconds: float) -> list[tuple]:
        """Return what arrives within some time."""
        got, until = [], time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                got += self._packet(left)
            except TimeoutError:
                break
        return got

    def hear(self, count: int, seconds: float = 3.0) -> list[tuple]:
        """Return what arrives until there are `count` messages, and what follows close upon them."""
        got: list[tuple] = []
        until = time.monotonic() + seconds
        while len(got) < count and (left := until - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                got += self._packet(left)
        return got + self.listen(0.03)

    def until(self, wanted: tuple, seconds: float = 10.0) -> list[tuple]:
        """Return what arrives until that does, and what comes in one packet with it."""
        got: list[tuple] = []
        end = time.monotonic() + seconds
        while wanted not in got:
            assert time.monotonic() < end, f"{wanted} did not come, but {got[-20:]}"
            with contextlib.suppress(TimeoutError):
                got += self._packet(max(end - time.monotonic(), 0.01))
        return got

    def _packet(self, timeout: float) -> list[tuple]:
        self.sock.settimeout(timeout)
        data = self.sock.recv(65536)
        if OscBundle.dgram_is_bundle(data):
            return [(one.address, *one.params) for one in OscBundle(data)]
        one = OscMessage(data)
        return [(one.address, *one.params)]
