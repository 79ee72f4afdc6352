"""No datagram, however made, holds the event loop: the longest turn of the loop, in CPU time of its thread."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import pickle
import random
import selectors
import socket
import struct
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from demond.analysis import Heard
from demond.bridge import PUMP_SECONDS
from demond.control.mapping import Mappings
from demond.control.osc import OscServer, Peer
from demond.control.osc.packets import encode
from demond.parameters import PARAMETERS, lora_rows
from demond.store import Store

HOLD_SECONDS = 0.020
LORAS = 200
LARGEST = 65000

SCENES = [(f"scene {number}", "denoise prompt/*") for number in range(1000)]

NOW = struct.pack(">Q", 1)


class Watch(selectors.DefaultSelector):
    """Measures what happens between two looks for events: a turn of the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[float] = []
        self._began = time.thread_time()

    def select(self, timeout: float | None = None):
        self.turns.append(time.thread_time() - self._began)
        ready = super().select(timeout)
        self._began = time.thread_time()
        return ready


def at(seconds: float) -> bytes:
    return struct.pack(">Q", int((time.time() + seconds + 2208988800) * 2**32))


def bundled(messages: Sequence[bytes], tag: bytes = NOW) -> bytes:
    return b"#bundle\0" + tag + b"".join(struct.pack(">i", len(each)) + each for each in messages)


def many(*messages: bytes, count: int = 1024) -> bytes:
    """A bundle of these messages over and over, as many as are taken and fit."""
    size = sum(len(each) + 4 for each in messages) / len(messages)
    count = min(count, int((LARGEST - 16) / size))
    return bundled([messages[step % len(messages)] for step in range(count)])


def different(address: str, texts: Iterator[str]) -> bytes:
    return bundled([encode(address, (next(texts),)) for _ in range(900)])


def words(seed: int, letters: str, length: int) -> Iterator[str]:
    dice = random.Random(seed)
    while True:
        yield "".join(dice.choices(letters, k=length))


CURVE = tuple(step / 4096 for step in range(4096))

CASES: dict[str, list[bytes]] = {
    "get with patterns of stars": [encode("/demond/get", ["/demond/" + "*" * 200] * 40)] * 20,
    "one long pattern": [encode("/demond/get", ["*" * 248])] * 200,
    "different patterns": [
        different("/demond/get", words(1, "*abcdeno{}[],?/", 40)),
        different("/demond/get", words(2, "*ae?", 200)),
        bundled([encode("/demond/get", ["*{,}" * 50 + str(step)]) for step in range(250)]),
        bundled([encode("/demond/get", ["//" * 100 + str(step)]) for step in range(250)]),
        bundled([encode("/demond/get", ["/demond/*" + "[!a-z]" * 36 + str(step)]) for step in range(250)]),
    ],
    "different letters": [
        encode(
            "/demond/get", ["[" + chr(97 + n % 26) * n + "\u0101\u0103" * ((230 - n) // 2) + "]*" for n in range(64)]
        ),
        encode("/demond/get", ["/demond/[" + "!-~" * 76 + f"{n:02}]*" for n in range(64)]),
    ],
    "get everything": [many(encode("/demond/get", ["//*"]))] * 3,
    "get of many names": [
        encode("/demond/get", ["a*"] * 8000),
        many(encode("/demond/get", [f"*{c}*" for c in "abcdefghijkl"])),
    ],
    "list": [many(encode("/demond/list"))] * 3,
    "dump": [many(encode("/demond/dump")), many(encode("/demond/dump", ["//*"]))] * 2,
    "status": [many(encode("/demond/status"))] * 3,
    "loras": [many(encode("/demond/loras"))] * 3,
    "a thousand scenes": [
        encode("/demond/scene/list"),
        many(encode("/demond/scene/list")),
        many(encode("/demond/scene/list", [999])),
    ]
    * 2,
    "subscriptions": [many(encode("/demond/subscribe", ["denoise"])), many(encode("/demond/subscribe", ["//*"]))],
    "different subscriptions": [different("/demond/subscribe", words(3, "*ae?", 50))],
    "subscriptions of ports": [bundled([encode("/demond/subscribe", ["//*", 100, 2000 + n]) for n in range(1000)])],
    "reload and save": [many(encode("/demond/reload"), encode("/demond/save"))] * 4,
    "unknown addresses": [
        different("/demond/x", words(4, "ab", 8)),
        bundled([encode(f"/demond/denoisf{n}", [1.0]) for n in range(1000)]),
    ],
    "unknown names": [bundled([encode("/demond/get", [f"channel/x{n}"]) for n in range(1000)])] * 2,
    "unknown words of an enum": [different("/demond/dcw_wavelet", words(5, "coifdbsym0123456789", 8))],
    "unknown LoRAs": [bundled([encode(f"/demond/lora/l{n}/strength", [1.0]) for n in range(1000)])] * 2,
    "nearly LoRAs": [bundled([encode(f"/demond/lora/number-{n}/strengt", [1.0]) for n in range(900)])] * 2,
    "curves": [encode("/demond/velocity_scale", CURVE), encode("/demond/velocity_scale", [list(CURVE)])] * 20,
    "curves for all": [encode("/demond/channel/*", CURVE), encode("/demond/{channel,group}/*", CURVE)] * 10,
    "curves as blobs": [
        encode("/demond/velocity_scale", [np.array(CURVE, ">f4").tobytes()]),
        encode("/demond/channel/*", [np.array(CURVE, ">f4").tobytes()]),
    ]
    * 20,
    "ramps of curves": [
        encode("/demond/channel/*", [1.0]),
        *(encode("/demond/{channel,group}/*", [list(CURVE[:count]), 3600.0]) for count in (64, 4096, 64)),
        encode("/demond/get", ["channel/*"]),
    ],
    "curves as texts": [
        encode("/demond/channel/*", ["1 " * 4096]),
        encode("/demond/channel/*", [" ".join(["x"] * 4096)]),
    ]
    * 10,
    "all set by pattern": [many(encode("/demond/channel/*", [0.5]), encode("/demond/channel/*", [9.0]))] * 3,
    "all LoRAs": [many(encode("/demond/lora/*/*", [1.0]), encode("/demond/lora/*/*", [0.0]))] * 3,
    "all clamped": [many(encode("/demond/channel/*", [99.0]))] * 3,
    "aliases": [many(encode("/1/*", [1.0])), many(encode("/*/*", [1.0])), many(encode("/1/fader1", [0.5]))],
    "actions": [many(encode("/demond/play")), many(encode("/demond/{play,stop,restart}"))],
    "what waits": [
        *(bundled([encode("/demond/channel/*", [float(n)])] * 900, at(0.05)) for n in range(10)),
        bundled([bundled([encode("/demond/channel/*", [0.25])], at(0.05 + n / 1e5)) for n in range(900)]),
        bundled([encode("/demond/denoise", [0.5])] * 1000, struct.pack(">Q", 0)),
        bundled([encode("/demond/denoise", [0.5])] * 1000, struct.pack(">Q", 2**64 - 1)),
    ],
    "nested bundles": [bundled([bundled([bundled([])] * 300) for _ in range(3)])] * 20,
    "smallest messages": [b"#bundle\0" + NOW + (b"\0\0\0\4/\0\0\0") * 8000, many(b"/\0\0\0")] * 10,
    "type tags": [b"/a\0\0," + tags * (60000 // len(tags)) + b"\0" * 3 for tags in (b"T", b"[]", b"I", b"N")]
    + [
        b"/a\0\0," + tag * 7999 + b"\0" * 4 + b"\0" * 8 * 4000 + b"\0" * 4 * 7999
        for tag in (b"s", b"b", b"m", b"i", b"[", b"t")
    ]
    + [b"/a\0\0," + tag * 7003 + b"\0" * (4 * 7003 + 4) for tag in (b"s", b"b", b"m")] * 5,
    "long strings": [
        encode("/demond/" + "x" * 60000),
        encode("/demond/get", ["y" * 60000]),
        encode("/demond/prompt/a", ["z" * 60000]),
        encode("/demond/sde", ["é" * 30000]),
        encode("/demond/subscribe", ["u" * 60000]),
        encode("/demond/record", ["v" * 60000]),
        encode("/" + "*" * 60000),
    ]
    * 8,
    "pings": [
        encode("/demond/ping", [1.0] * 8000),
        many(encode("/demond/ping", [1.0] * 60)),
        encode("/demond/ping", [bytes(60000)]),
    ]
    * 5,
    "empty": [b"", b"\0" * LARGEST, b"/" * LARGEST, b"#bundle\0" * 8000] * 20,
}


async def _pump(store: Store) -> None:
    """Carry values on as the daemon does: what changed goes to the engine, pickled."""
    while True:
        pickle.dumps(store.drain())
        await asyncio.sleep(PUMP_SECONDS)


def _served() -> tuple[Store, OscServer]:
    store = Store()
    store.admit([row for lora in range(LORAS) for row in lora_rows(f"number-{lora}", 1.0)])
    for row in PARAMETERS.values():
        if row.kind == "action":
            store.handle(row.name, lambda *_: "done")
    server = OscServer(
        store,
        "127.0.0.1",
        0,
        status=lambda: dict.fromkeys(map(str, range(30)), 1.0),
        meters=lambda: [0.0] * 4,
        listings={"scene/list": lambda: SCENES},
        analysis=lambda: Heard((0.5, 0.5), (0.5,) * 8, 0.0, 0.5, 0.5),
    )
    server.set_aliases(Mappings.load(["touchosc"]).aliases(store))
    return store, server


async def _flood(packets: Sequence[bytes], peers: int, subscribers: int) -> tuple[list[float], OscServer]:
    store, server = _served()
    loop = asyncio.get_running_loop()
    watch: Watch = loop._selector  # type: ignore[attr-defined]
    socks = []
    for each in range(max(peers, subscribers)):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.connect(("127.0.0.1", server.port))
        socks.append(sock)
        if each < subscribers:
            sock.send(encode("/demond/subscribe", ["//*", 100.0]))
            sock.send(encode("/demond/subscribe", ["analysis", 60.0]))
    pump = asyncio.create_task(_pump(store))
    await asyncio.sleep(0.02)
    gc.collect()
    gc.disable()  # its pauses grow with all that a process holds
    await asyncio.sleep(0)
    watch.turns.clear()

    def send() -> None:
        for step, packet in enumerate(packets):
            socks[step % peers].send(packet[:LARGEST])
            if step % 16 == 15:
                time.sleep(0.002)

    await asyncio.to_thread(send)
    await asyncio.sleep(0.12)
    turns = list(watch.turns)
    pump.cancel()
    server.close()
    for sock in socks:
        sock.close()
    await asyncio.sleep(0)
    gc.enable()
    return turns, server


def longest(packets: Sequence[bytes], peers: int = 1, subscribers: int = 0) -> float:
    """The CPU time of the longest turn of the loop, in seconds."""
    loop = asyncio.SelectorEventLoop(Watch())
    try:
        turns, _ = loop.run_until_complete(_flood(packets, peers, subscribers))
    finally:
        loop.close()
    return max(turns)


@pytest.mark.parametrize("case", CASES)
def test_nothing_holds_the_loop(case: str) -> None:
    assert longest(CASES[case]) < HOLD_SECONDS


def test_neither_does_all_of_it_from_many_peers() -> None:
    packets = [packet for packets in CASES.values() for packet in packets[:3]]
    random.Random(6).shuffle(packets)
    assert longest(packets, peers=40, subscribers=30) < HOLD_SECONDS


async def _streamed(packets: Sequence[bytes], connections: int) -> list[float]:
    """The turns of the loop while connections send all they can."""
    loop = asyncio.get_running_loop()
    store, server = _served()
    data = b"".join(struct.pack(">I", len(packet)) + packet for packet in packets)
    socks = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(connections)]
    for sock in socks:
        sock.setblocking(False)
    pump = asyncio.create_task(_pump(store))
    await asyncio.sleep(0.02)
    gc.collect()
    gc.disable()
    watch: Watch = loop._selector  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    watch.turns.clear()

    def send() -> None:
        left = dict.fromkeys(socks, data)
        until = time.monotonic() + 0.4
        while any(left.values()) and time.monotonic() < until:
            for sock, rest in left.items():
                with contextlib.suppress(BlockingIOError):
                    left[sock] = rest[sock.send(rest) :] if rest else b""
            time.sleep(0.001)

    await asyncio.to_thread(send)
    turns = list(watch.turns)
    pump.cancel()
    server.close()
    for sock in socks:
        sock.close()
    await asyncio.sleep(0)
    gc.enable()
    return turns


STREAMED = {
    "shuffled": [packet for packets in CASES.values() for packet in packets[:3]],
    "tiny": [b"", b"/a\0\0"] * 50000,
    "settings": [encode("/demond/seed", [step]) for step in range(50000)],
}


@pytest.mark.parametrize("case", STREAMED)
def test_neither_does_what_connections_send_as_fast_as_they_can(case: str) -> None:
    loop = asyncio.SelectorEventLoop(Watch())
    try:
        assert max(loop.run_until_complete(_streamed(STREAMED[case], 24))) < HOLD_SECONDS
    finally:
        loop.close()


def test_many_costly_patterns_hold_nothing_where_aliases_and_loras_change() -> None:
    async def play() -> list[float]:
        loop, store = asyncio.get_running_loop(), Store()
        store.admit([row for lora in range(LORAS) for row in lora_rows(f"number-{lora}", 1.0)])
        server = OscServer(store, "127.0.0.1", 0)
        for port in range(32):
            for n in range(8):
                packet = encode("/demond/subscribe", ["/demond/" + "*" * (240 - n) + "e", 30.0, 2000 + port])
                server.receive(packet, Peer(0, ("127.0.0.1", 1000 + port)))
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        watch: Watch = loop._selector  # type: ignore[attr-defined]
        gc.disable()
        await asyncio.sleep(0)
        watch.turns.clear()
        server.set_aliases(Mappings.load(["touchosc"]).aliases(store))
        await asyncio.sleep(0.3)
        assert server._subscriptions.wants("/1/fader1") is False
        turns = list(watch.turns)
        gc.enable()
        server.close()
        return turns

    loop = asyncio.SelectorEventLoop(Watch())
    try:
        assert max(loop.run_until_complete(play())) < HOLD_SECONDS
    finally:
        loop.close()


if __name__ == "__main__":
    for name, case in CASES.items():
        alone, beside = longest(case) * 1e3, longest(case, 8, 32) * 1e3
        print(f"{name:30} {alone:6.1f} ms, from 8 peers with 32 subscribers {beside:6.1f} ms")
