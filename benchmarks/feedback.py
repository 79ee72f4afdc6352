"""What controllers that show cost the message path, and how soon they do.

    python -m benchmarks.feedback [--rounds 7]

Time of a `set` and of an OSC message, alone and with four controllers that show everything, in turns, with 64
subscribers in both; then how long it is from a set to the bytes.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pythonosc.osc_message_builder import OscMessageBuilder

from demond.control.mapping import MappedPort, Mappings
from demond.control.mapping.shows import Unit
from demond.control.midi.outputs import Outputs
from demond.control.midi.surface import Surface
from demond.control.osc import OscServer, Peer
from demond.parameters import PARAMETERS
from demond.store import Store

UNITS, SUBSCRIBERS, BATCH = 4, 64, 20
NUMERIC = [name for name, row in PARAMETERS.items() if row.kind in ("float", "curve")][:64]


class Wire:
    """An output that takes everything, and notes when it last did."""

    def __init__(self) -> None:
        self.last = 0.0
        self.count = 0
        self.came = threading.Event()

    def send(self, messages: Sequence[bytes]) -> None:
        self.last, self.count = time.perf_counter(), self.count + len(messages)
        self.came.set()

    def close(self) -> None: ...


def mapping(folder: Path) -> Mappings:
    entries = [
        f'[[midi]]\ntype = "cc"\nchannel = 1\nnumber = {number}\nto = "{name}"\nshow = ["own", '
        f'{{ send = "F0 00 00 66 14 12 {number:02X} {{value:7}} F7" }}]\n'
        for number, name in enumerate(NUMERIC)
    ]
    (folder / "unit.toml").write_text("\n".join(entries))
    return Mappings.load([folder])


class Units:
    """Controllers that show, to be there or not."""

    def __init__(self, store: Store, mappings: Mappings) -> None:
        self._outputs = Outputs(store, {})
        self._mapped = [MappedPort(f"unit {count}", mappings, store) for count in range(UNITS)]
        self.wires = [Wire() for _ in range(UNITS)]
        self._shown: list[Surface] = []

    def come(self) -> None:
        for wire, mapped in zip(self.wires, self._mapped, strict=True):
            self._shown.append(self._outputs.show(mapped.name, wire, Unit(pace=20000), mapped))
        time.sleep(0.5)

    def go(self) -> None:
        while self._shown:
            self._outputs.leave(self._shown.pop())
        time.sleep(0.05)

    def close(self) -> None:
        self._outputs.close()


def packets(value: float) -> list[bytes]:
    """A hand on as many controls: an OSC message each."""
    found = []
    for name in NUMERIC[:BATCH]:
        builder = OscMessageBuilder(f"/demond/{name}")
        builder.add_arg(PARAMETERS[name].low + value * (PARAMETERS[name].high - PARAMETERS[name].low))
        found.append(builder.build().dgram)
    return found


async def paced(change: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Microseconds of this thread, and of all, for one change: `BATCH` of them a hundred times a second."""
    own, all_, began = time.thread_time(), time.process_time(), time.perf_counter()
    for turn in range(rounds):
        change(turn)
        await asyncio.sleep(max(0.0, began + (turn + 1) * 0.01 - time.perf_counter()))
    count = BATCH * rounds / 1e6
    return (time.thread_time() - own) / count, (time.process_time() - all_) / count


async def measure(rounds: int) -> None:
    store = Store()
    server = OscServer(store, "127.0.0.1", 0)
    sinks = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(SUBSCRIBERS)]
    for index, sink in enumerate(sinks):
        sink.bind((f"127.0.0.{1 + index // 32}", 0))
        builder = OscMessageBuilder("/demond/subscribe")
        server.receive(builder.build().dgram, Peer(0, sink.getsockname()))
    await asyncio.sleep(0.2)
    written = [packets(0.1 + 0.8 * step / 50) for step in range(50)]
    peer = Peer(0, ("127.0.0.1", 1))

    def by_hand(turn: int) -> None:
        value = 0.1 + 0.8 * (turn % 50) / 50
        for name in NUMERIC[:BATCH]:
            store.set(name, PARAMETERS[name].low + value * (PARAMETERS[name].high - PARAMETERS[name].low))
        store.drain()

    def by_osc(turn: int) -> None:
        for packet in written[turn % 50]:
            server.receive(packet, peer)
        store.drain()

    with tempfile.TemporaryDirectory() as folder:
        units = Units(store, mapping(Path(folder)))
    times: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for there in (False, True):
            if there:
                units.come()
            for what, change in (("set", by_hand), ("OSC message", by_osc)):
                times.setdefault((what, there), []).append(await paced(change, 100))
            if there:
                units.go()
    for what in ("set", "OSC message"):
        (own, every), (own_with, every_with) = (
            [statistics.median(column) for column in zip(*times[what, there], strict=True)] for there in (False, True)
        )
        print(
            f"{what}: {own:.1f} us of its thread, {own_with:.1f} with {UNITS} controllers ({own_with / own - 1:+.0%}); "
            f"{every:.1f} us of all threads, {every_with:.1f} with them"
        )
    units.come()
    await asyncio.to_thread(soon, store, units.wires[0])
    units.go()
    units.close()
    server.close()


def soon(store: Store, wire: Wire) -> None:
    """From a set to the bytes at a port."""
    took = []
    for count in range(200):
        wire.came.clear()
        began = time.perf_counter()
        store.set(NUMERIC[0], (count % 100 + 1) / 101)
        wire.came.wait(1.0)
        took.append((wire.last - began) * 1e3)
        time.sleep(0.004 * (count % 7))
    took.sort()
    print(f"from a set to the bytes: {took[100]:.1f} ms, {took[-3]:.1f} ms at worst but for 1 %")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    asyncio.run(measure(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
