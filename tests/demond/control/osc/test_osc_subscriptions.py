"""Subscriptions by themselves: what is handed over to be sent, and when."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from demond.control.osc import OscServer, telling
from demond.control.osc.packets import Messages, encode
from demond.control.osc.sockets import Peer
from demond.control.osc.subscriptions import Subscriber, Subscriptions
from demond.store import Store

HERE = Peer(0, ("127.0.0.1", 9000))


def test_what_waits_to_be_sent_is_sent_as_it_is_then_and_nothing_is_put_behind_it() -> None:
    async def play() -> None:
        store = Store()
        waiting: list[Iterator[tuple[str, object]]] = []

        def send(to: Peer, messages: Messages) -> bool:
            waiting.append(iter(messages))
            return True

        subscriptions = Subscriptions(store, asyncio.get_running_loop(), send, 60.0)
        store.listen(lambda name, value, origin: subscriptions.change(name))
        subscriptions.add(HERE, HERE, "/demond/denoise", 100.0)
        for step in range(1, 6):
            store.set("denoise", step / 8)
            await asyncio.sleep(0.02)
        [_, values] = waiting
        assert list(values) == [("/demond/denoise", (0.625,))]
        await asyncio.sleep(0.03)
        [_, _, later] = waiting
        assert list(later) == [("/demond/denoise", (0.625,))]
        subscriptions.close()

    asyncio.run(play())


def test_who_sets_does_not_wait_for_those_who_are_told_and_what_they_hear_is_written_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    touched: list[str] = []
    written: list[str] = []

    def sends_from(self: Subscriber, peer: Peer) -> bool:
        touched.append(str(peer))
        return False

    def counted(address: str, arguments: object = ()) -> bytes:
        written.append(address)
        return encode(address, arguments)  # type: ignore[arg-type]

    async def play() -> None:
        store = Store()
        server = OscServer(store, "127.0.0.1", 0)
        sent: dict[int, list[bytes]] = {}
        monkeypatch.setattr(
            server._sockets, "send", lambda to, packet: sent.setdefault(to.address[1], []).append(packet)
        )
        for number in range(32):
            peer = Peer(0, ("127.0.0.1", 9000 + number))
            server.receive(encode("/demond/subscribe", ("/demond/denoise", 20.0)), peer)
        await asyncio.sleep(0.1)
        sent.clear()
        monkeypatch.setattr(Subscriber, "sends_from", sends_from)
        monkeypatch.setattr(telling, "encode", counted)
        server.receive(encode("/demond/denoise", (0.25,)), Peer(0, ("127.0.0.1", 8000)))
        assert store.get("denoise") == 0.25
        assert not touched, "nobody was looked at meanwhile"
        await asyncio.sleep(0.15)
        assert sent == {9000 + number: [encode("/demond/denoise", (0.25,))] for number in range(32)}
        assert written == ["/demond/denoise"]
        server.close()

    asyncio.run(play())


def test_what_is_told_is_never_what_it_was_before() -> None:
    """Values that equal each other, and are of different kinds, are written each as it is."""

    async def play() -> None:
        store = Store()
        told: list[tuple[str, object]] = []
        subscriptions = Subscriptions(
            store, asyncio.get_running_loop(), lambda to, said: told.extend(said) or True, 60.0
        )
        store.listen(lambda name, value, origin: subscriptions.change(name))
        subscriptions.add(HERE, HERE, "/demond/velocity_scale", 100.0)
        for value in ((1.0, 0.5, 1.0), (0.0, 1.0, 0.2), 0.5, (1.0, 0.5, 1.0)):
            store.set("velocity_scale", value)
            await asyncio.sleep(0.02)
        store.set("velocity_scale", 1.5, seconds=0.05)
        await asyncio.sleep(0.1)
        values = [arguments for address, arguments in told if address == "/demond/velocity_scale"]
        assert [*values[1:5], values[-1]] == [(1.0, 0.5, 1.0), (0.0, 1.0, 0.2), (0.5,), (1.0, 0.5, 1.0), (1.5,)]
        subscriptions.close()

    asyncio.run(play())


def test_another_thread_that_sets_much_wakes_the_loop_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> None:
        store = Store()
        server = OscServer(store, "127.0.0.1", 0)
        told: list[bytes] = []
        monkeypatch.setattr(server._sockets, "send", lambda to, packet: told.append(packet))
        server.receive(encode("/demond/subscribe", ("/demond/denoise", 50.0)), HERE)
        await asyncio.sleep(0.05)
        loop, woken = asyncio.get_running_loop(), [0]
        soon = loop.call_soon_threadsafe

        def counted(*what: object) -> object:
            woken[0] += 1
            return soon(*what)  # type: ignore[arg-type]

        monkeypatch.setattr(loop, "call_soon_threadsafe", counted)
        for value in (0.25, 0.75):  # and once more after a rest
            woken[0] = 0
            thread = threading.Thread(target=lambda v=value: [store.set("denoise", v + n / 1000) for n in range(100)])
            thread.start()
            thread.join()
            assert woken[0] == 1
            await asyncio.sleep(0.1)
            assert told[-1] == encode("/demond/denoise", (value + 99 / 1000,))
        server.close()

    asyncio.run(play())
