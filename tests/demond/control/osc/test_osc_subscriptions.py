"""Subscriptions by themselves: what is handed over to be sent, and when."""

import asyncio
from collections.abc import Iterator

from demond.control.osc.packets import Messages
from demond.control.osc.sockets import Peer
from demond.control.osc.subscriptions import Subscriptions
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
