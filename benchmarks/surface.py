"""What the surface costs: messages and the audio callback with nothing beside them, and with everything that is told.

    python -m benchmarks.surface [--rounds 7] [--profile]

Everything: 64 subscribers by UDP, four controllers that show all they have, MIDI clock in (24 ticks a beat at 120 bpm)
and out, and a WebSocket client that listens to each of 64 controls by OSCQuery. In turns with nothing of it, a hand
moves 20 controls a hundred times a second.

The path of a message is all that happens until its value is in the store and drained for the engine: what whoever
sends waits for. Telling the others is work of its own, in turns, and counted in what all threads take; a message that
comes while a turn of it is full waits for the next, which is counted apart. The callback
renders blocks of 256 frames by hand in a process of its own, at the pace of a device, with the playhead held to the
MIDI clock and without. Times are those of the processor, but for the one that says so.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import multiprocessing
import pstats
import selectors
import socket
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from websockets.sync.client import connect

from demond.calls import Calls
from demond.clock import Clock
from demond.clock.lock import Lock
from demond.clock.out import ClockOut
from demond.clock.sync import Sync
from demond.clock.transport import Transport
from demond.control.http import HttpPort
from demond.control.mapping import MappedPort, Mappings
from demond.control.mapping.shows import Unit
from demond.control.midi.messages import decode
from demond.control.midi.outputs import Outputs
from demond.control.midi.surface import Surface
from demond.control.osc import Access, OscServer, Peer, encode
from demond.parameters import PARAMETERS
from demond.playback.loop import Loop
from demond.playback.native import Renderer
from demond.store import Store

UNITS, SUBSCRIBERS, BATCH, TURNS = 4, 64, 20, 100
BLOCK, RATE = 256, 48000
TICK_SECONDS = 60.0 / (120.0 * 24.0)
NUMERIC = [name for name, row in PARAMETERS.items() if row.kind in ("float", "curve")][:64]


def at(name: str, value: float) -> float:
    row = PARAMETERS[name]
    return row.low + value * (row.high - row.low)


class Wire:
    """An output that takes everything, and notes when it last did."""

    def __init__(self) -> None:
        self.last = 0.0
        self.came = threading.Event()

    def send(self, messages: Sequence[bytes] | bytes) -> None:
        self.last = time.perf_counter()
        self.came.set()

    def close(self) -> None: ...


def mapping(folder: Path) -> Mappings:
    entries = [
        f'[[midi]]\ntype = "cc"\nchannel = 1\nnumber = {number}\nto = "{name}"\ntakeover = "jump"\nshow = ["own", '
        f'{{ send = "F0 00 00 66 14 12 {number:02X} {{value:7}} F7" }}]\n'
        for number, name in enumerate(NUMERIC)
    ]
    (folder / "unit.toml").write_text("\n".join(entries))
    return Mappings.load([folder])


# -- in processes of their own ------------------------------------------------------------------------------------


def hear(pipe: Connection) -> None:
    """Subscribers and a WebSocket client: reads what comes for them, counts it and listens when it is told to."""
    selector, counts = selectors.DefaultSelector(), [0]
    for index in range(SUBSCRIBERS):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((f"127.0.0.{1 + index // 32}", 0))
        sock.setblocking(False)
        selector.register(sock, selectors.EVENT_READ)
    sockets = [key.fileobj for key in selector.get_map().values()]
    pipe.send([sock.getsockname() for sock in sockets])  # type: ignore[union-attr]
    selector.register(pipe, selectors.EVENT_READ)
    listening: Any = None

    def read(client: Any) -> None:
        with suppress(Exception):
            while True:
                client.recv()
                counts[0] += 1

    while True:
        for key, _ in selector.select():
            if key.fileobj is not pipe:
                with suppress(BlockingIOError):
                    while True:
                        key.fileobj.recv(65536)  # type: ignore[union-attr]
                        counts[0] += 1
                continue
            match pipe.recv():
                case None:
                    return
                case int(port):
                    listening = connect(f"ws://127.0.0.1:{port}/", compression=None)
                    for name in NUMERIC:
                        listening.send(f'{{"COMMAND": "LISTEN", "DATA": "/demond/{name}"}}')
                    threading.Thread(target=read, args=(listening,), daemon=True).start()
                case "go":
                    listening.close()
            pipe.send(counts[0])


def play(pipe: Connection, name: str) -> None:
    """A device: renders block after block, and says what one took of the processor since it was last asked."""
    loop = Loop.attach(name)
    renderer, out = Renderer(loop.segment), np.zeros((BLOCK, 2), np.float32)
    times, due = list[float](), time.monotonic()
    while True:
        if pipe.poll(max(0.0, due - time.monotonic())):
            if pipe.recv() is None:
                break
            pipe.send((statistics.mean(sorted(times)[: max(1, len(times) * 99 // 100)]) * 1e6, loop.speed))
            times.clear()
        began = time.thread_time()
        renderer.render(out)
        times.append(time.thread_time() - began)
        due = max(due + BLOCK / RATE, time.monotonic() - 0.05)
    loop.close()


# -- here ---------------------------------------------------------------------------------------------------------


class Everything:
    """All that a surface can have at once, to be there or not."""

    def __init__(
        self, store: Store, server: OscServer, playback: Loop, mappings: Mappings, hearing: Connection
    ) -> None:
        self._store, self._server, self._hearing = store, server, hearing
        self._destinations = [Peer(0, address) for address in hearing.recv()]
        self._clock = Clock(store, playback)
        lock = Lock(playback, self._clock, lambda: 120.0, lambda: 0.012)
        self._transport = Transport(store, playback, self._clock, lock)
        self._sync = Sync(store, playback, self._clock, lock, self._transport, Calls(), server, True)
        self._playback, self._lock = playback, lock
        self._outputs = Outputs(store, {})
        self._mapped = [MappedPort(f"unit {count}", mappings, store) for count in range(UNITS)]
        self.wires = [Wire() for _ in range(UNITS)]
        self._shown: list[Surface] = []
        self._http = HttpPort("127.0.0.1", 0, "never", store, server, Access(), lambda: True)
        self._http.start()
        self._steps = asyncio.ensure_future(self._sync.run())
        self._ticking: threading.Event | None = None
        self._out: ClockOut | None = None

    async def come(self) -> None:
        for peer in self._destinations:
            self._server.receive(encode("/demond/subscribe", ()), peer)
        await asyncio.to_thread(self._say, self._http.state)
        for wire, mapped in zip(self.wires, self._mapped, strict=True):
            self._shown.append(self._outputs.show(mapped.name, wire, Unit(pace=20000), mapped))
        self._store.set("sync", "midi")
        self._ticking = threading.Event()
        threading.Thread(target=self._tick, args=(self._ticking,), daemon=True).start()
        playback, transport = self._playback, self._transport
        self._out = ClockOut(
            self._clock, [Wire()], lambda: playback.playing, lambda: transport.restarts, self._lock.loop_beat
        )
        self._out.start()
        await asyncio.sleep(4.0)

    async def let_go(self) -> None:
        """Follow the MIDI clock no more."""
        self._store.set("sync", "off")
        await asyncio.sleep(1.5)

    async def go(self) -> int:
        """Go again; how many packets were heard so far."""
        heard = await asyncio.to_thread(self._say, "go")
        for peer in self._destinations:
            self._server.receive(encode("/demond/unsubscribe", ()), peer)
        while self._shown:
            await asyncio.to_thread(self._outputs.leave, self._shown.pop())
        assert self._ticking is not None
        assert self._out is not None
        self._ticking.set()
        await asyncio.to_thread(self._out.close)
        self._store.set("sync", "off")
        await asyncio.sleep(1.5)
        return heard

    async def close(self) -> None:
        self._steps.cancel()
        self._outputs.close()
        self._sync.close()
        await self._http.close()

    def _say(self, what: object) -> int:
        self._hearing.send(what)
        return int(self._hearing.recv())

    def _tick(self, ended: threading.Event) -> None:
        due = time.monotonic()
        self._sync.clock_in("sequencer", b"\xfa", due)
        while not ended.wait(max(0.0, due - time.monotonic())):
            self._sync.clock_in("sequencer", b"\xf8", time.monotonic())
            due += TICK_SECONDS


class Paths:
    """The ways a value takes into the store: `ways` does a batch of changes by each."""

    def __init__(self, store: Store, server: OscServer, mappings: Mappings) -> None:
        self._store, self._server = store, server
        self._peer = Peer(0, ("127.0.0.1", 1))
        self._packets = [
            [encode(f"/demond/{name}", (at(name, 0.1 + 0.8 * step / 50),)) for name in NUMERIC[:BATCH]]
            for step in range(50)
        ]
        self._port = MappedPort("a hand", mappings, store)
        self.ways: dict[str, Callable[[int], bool]] = {
            "set": self._set, "OSC message": self._receive, "MIDI message": self._turn,
        }  # fmt: skip

    def _set(self, turn: int) -> bool:
        for name in NUMERIC[:BATCH]:
            self._store.set(name, at(name, 0.1 + 0.8 * (turn % 50) / 50))
        return self._arrived()

    def _receive(self, turn: int) -> bool:
        for packet in self._packets[turn % 50]:
            self._server.receive(packet, self._peer)
        return self._arrived()

    def _turn(self, turn: int) -> bool:
        for number in range(BATCH):
            message = decode((0xB0, number, 10 + turn % 50))
            assert message is not None
            self._port.play(message)
        return self._arrived()

    def _arrived(self) -> bool:
        """Whether every value has arrived, and does not wait for a turn of the loop that has time left."""
        return len(self._store.drain()) >= BATCH


async def paced(way: str, change: Callable[[int], bool]) -> dict[str, float]:
    """Microseconds for one change: of the thread that does it, of its median batch in time, and of all threads."""
    own, walls = list[float](), list[float]()

    def once(turn: int) -> None:
        began, used = time.perf_counter(), time.thread_time()
        arrived = change(turn)
        spent, wall = time.thread_time() - used, time.perf_counter() - began
        if arrived:
            own.append(spent)
            walls.append(wall)

    def all_of_it() -> None:
        began = time.perf_counter()
        for turn in range(TURNS):
            once(turn)
            time.sleep(max(0.0, began + (turn + 1) * 0.01 - time.perf_counter()))

    used, began = time.process_time(), time.perf_counter()
    if way == "MIDI message":  # which comes in a thread of its own
        await asyncio.to_thread(all_of_it)
    else:
        for turn in range(TURNS):
            once(turn)
            await asyncio.sleep(max(0.0, began + (turn + 1) * 0.01 - time.perf_counter()))
    return {
        "its path": statistics.median(own) / BATCH * 1e6,
        "its path, in time": statistics.median(walls) / BATCH * 1e6,
        "batches of 100 that waited for a turn": 100.0 * (1 - len(own) / TURNS),
        "of all threads": (time.process_time() - used) / (BATCH * TURNS) * 1e6,
    }


async def over_the_wire(store: Store, port: int) -> float:
    """Milliseconds from the sending of a datagram until its value is in the store."""
    came, took = threading.Event(), list[float]()

    def changed(name: str, value: object, origin: object) -> None:
        if name == NUMERIC[0]:
            came.set()

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            for count in range(200):
                came.clear()
                began = time.perf_counter()
                value = at(NUMERIC[0], (count % 90 + 1) / 100)
                sock.sendto(encode(f"/demond/{NUMERIC[0]}", (value,)), ("127.0.0.1", port))
                came.wait(1.0)
                took.append((time.perf_counter() - began) * 1e3)
                time.sleep(0.002 + 0.001 * (count % 7))

    store.listen(changed)
    await asyncio.to_thread(send)
    store.unlisten(changed)
    return statistics.median(took)


async def measure(rounds: int, profile: bool) -> None:
    playback = Loop.create(8.0)
    playback.set_device(RATE, 2)
    playback.begin(4 * RATE)
    playback.patch(0, np.random.default_rng(0).normal(0.0, 0.1, (2, 4 * RATE)).astype(np.float32), fade=0, pending=True)
    playback.commit(fade=0)
    playback.play()
    spawn = multiprocessing.get_context("spawn")
    (hearing, theirs), (device, its) = spawn.Pipe(), spawn.Pipe()
    processes = [
        spawn.Process(target=hear, args=(theirs,), daemon=True),
        spawn.Process(target=play, args=(its, playback.name), daemon=True),
    ]
    for process in processes:
        process.start()
    store = Store()
    server = OscServer(store, "127.0.0.1", 0)
    with tempfile.TemporaryDirectory() as folder:
        mappings = mapping(Path(folder))
    everything, paths = Everything(store, server, playback, mappings, hearing), Paths(store, server, mappings)

    def rendered() -> tuple[float, float]:
        device.send(True)
        return device.recv()  # type: ignore[no-any-return]

    await asyncio.sleep(1.0)
    times: defaultdict[tuple[str, str, bool], list[float]] = defaultdict(list)
    profiler, bent, unbent, heard = cProfile.Profile(), list[bool](), list[float](), 0
    for _ in range(rounds):
        for there in (False, True):
            if there:
                await everything.come()
            await asyncio.to_thread(rendered)
            for way, change in paths.ways.items():
                if profile and there and way == "OSC message":
                    profiler.enable()
                for what, spent in (await paced(way, change)).items():
                    times[way, what, there].append(spent)
                profiler.disable()
            times["OSC message over the wire", "milliseconds", there].append(await over_the_wire(store, server.port))
            spent, speed = await asyncio.to_thread(rendered)
            times["callback", "of a block", there].append(spent)
            if there:
                bent.append(speed != 1.0)
                await everything.let_go()
                await asyncio.to_thread(rendered)
                await paced("OSC message", paths.ways["OSC message"])
                unbent.append((await asyncio.to_thread(rendered))[0])
                heard = await everything.go()
    for (way, what, there), found in times.items():
        if there:
            bare, full = statistics.median(times[way, what, False]), statistics.median(found)
            ratio = f" ({full / bare - 1:+.0%})" if bare else ""
            print(f"{way}, {what}: {bare:.2f} alone, {full:.2f} with everything{ratio}")
    print(f"callback, of a block, with everything but a clock that leads: {statistics.median(unbent):.2f}")
    print(f"packets that were heard: {heard}; with everything the playhead was bent in {sum(bent)} of {rounds} looks")
    await everything.come()
    await asyncio.to_thread(soon, store, everything.wires[0])
    await everything.go()
    await everything.close()
    server.close()
    for pipe, process in zip((hearing, device), processes, strict=True):
        pipe.send(None)
        process.join(5.0)
    playback.close()
    playback.unlink()
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def soon(store: Store, wire: Wire) -> None:
    """From a set to the bytes at a controller's port."""
    took = []
    for count in range(200):
        wire.came.clear()
        began = time.perf_counter()
        store.set(NUMERIC[0], at(NUMERIC[0], (count % 90 + 1) / 100))
        wire.came.wait(1.0)
        took.append((wire.last - began) * 1e3)
        time.sleep(0.004 * (count % 7))
    took.sort()
    print(f"from a set to the bytes for a controller: {took[100]:.1f} ms, {took[-3]:.1f} ms at worst but for 1 %")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--profile", action="store_true", help="what an OSC message with everything is made of")
    options = parser.parse_args()
    asyncio.run(measure(options.rounds, options.profile))


if __name__ == "__main__":
    main()
