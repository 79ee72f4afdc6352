"""CPU time of one OSC message, beside python-osc's dispatcher, and of one MIDI message, in one run.

    python -m benchmarks.messages [--seconds 2]

First the work alone, per message, MIDI by the shipped mappings; what setting, draining and moving a control costs
with none and with eight modulators on; then a sender process at 2,000 and 10,000 messages a second over loopback, by
UDP and by TCP in both framings, with one more process that keeps a core busy: share received, CPU per message, and
that the last value won. Then what long curves and the analysis cost.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import multiprocessing
import socket
import time
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.synchronize import Event
from types import SimpleNamespace

import numpy as np
from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_message_builder import OscMessageBuilder

from demond.analysis import Analysis
from demond.calls import Calls
from demond.clock import Clock
from demond.control.mapping import MappedPort, Mappings
from demond.control.midi.messages import decode as midi_message
from demond.control.osc import OscServer, Peer, encode
from demond.control.osc.framing import Framing, SizePrefix, Slip
from demond.control.osc.packets import Message, decode
from demond.control.osc.values import told, value_of
from demond.modulators import Modulators
from demond.parameters import PARAMETERS
from demond.playback.loop import Loop
from demond.store import Store


def datagram(address: str, *arguments: object) -> bytes:
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)  # type: ignore[arg-type]
    return builder.build().dgram


def busy(stop: Event) -> None:
    while not stop.is_set():
        sum(range(10000))


FRAMINGS: dict[str, Callable[[], Framing] | None] = {"UDP": None, "TCP, size": SizePrefix, "TCP, SLIP": Slip}


def send(port: int, rate: float, count: int, way: str) -> None:
    packets = [datagram("/demond/denoise", step / 1000) for step in range(1000)]
    framing = FRAMINGS[way]
    if framing is not None:
        packets = list(map(framing().framed, packets))
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM if framing else socket.SOCK_DGRAM)
    sock.connect(("127.0.0.1", port))
    begin = time.perf_counter()
    for step in range(count):
        if (ahead := begin + step / rate - time.perf_counter()) > 0:
            time.sleep(ahead)
        sock.sendall(packets[step % 1000])


async def per_message(take: Callable[[bytes], object], packets: list[bytes], repeat: int) -> float:
    """Microseconds of CPU for one packet; these packets come in every turn of the loop."""
    begin = time.process_time()
    for _ in range(repeat):
        for packet in packets:
            take(packet)
        await asyncio.sleep(0)
    return (time.process_time() - begin) / (repeat * len(packets)) * 1e6


async def alone() -> None:
    server = OscServer(Store(), "127.0.0.1", 0)
    peer = Peer(0, ("127.0.0.1", 1))
    dispatcher = Dispatcher()
    for row in PARAMETERS.values():
        dispatcher.map(row.address, lambda *_: None)
    packets = [datagram("/demond/denoise", step / 100) for step in range(100)]
    ours = await per_message(lambda packet: server.receive(packet, peer), packets, 200)
    theirs = await per_message(lambda packet: dispatcher.call_handlers_for_packet(packet, ("127.0.0.1", 1)), packets, 5)
    print(f"{len(PARAMETERS)} addresses, one message: demond, checked and stored {ours:.1f} us; ", end="")
    print(f"python-osc's dispatcher, nothing done {theirs:.1f} us; ratio {theirs / ours:.1f}")
    server.close()


def midi(rounds: int = 5) -> None:
    """Microseconds of CPU for one MIDI message, least of some rounds: from its bytes, and with what it then plays."""
    for name, messages in (
        ("a fader", [(0xB0, 0, step) for step in range(128)]),
        ("a note", [(0x90, 60, 64), (0x80, 60, 0)] * 64),
    ):
        port = MappedPort("nanoKONTROL2", Mappings.load(), Store())
        read, played = math.inf, math.inf
        for _ in range(rounds):
            begin = time.process_time()
            for _ in range(100):
                for data in messages:
                    midi_message(data)
            read = min(read, (time.process_time() - begin) / (100 * len(messages)) * 1e6)
            begin = time.process_time()
            for _ in range(20):
                for data in messages:
                    if (message := midi_message(data)) is not None:
                        port.play(message)
            played = min(played, (time.process_time() - begin) / (20 * len(messages)) * 1e6)
        print(f"MIDI, {name}: {read:.2f} us to read a message, {played:.1f} us with what it plays")


async def modulated() -> None:
    clock = [0.0]
    for count in (0, 8):
        store, loop = Store(lambda: clock[0]), Loop.create(1.0)
        beats = Clock(store, loop, lambda: clock[0])
        modulators = Modulators(store, loop, beats, None, lambda: None, Calls().soon, lambda: clock[0])
        for number in range(1, count + 1):
            store.set_many({f"mod/{number}/to": f"channel/{number}", f"mod/{number}/rate": 1.0})
        spent, rounds = [0.0, 0.0, 0.0], 20_000
        for step in range(rounds):
            clock[0] += 0.02
            moments = [time.perf_counter()]
            store.set("denoise", step % 1000 / 1000)
            moments.append(time.perf_counter())
            store.drain()
            moments.append(time.perf_counter())
            modulators.step()
            moments.append(time.perf_counter())
            spent = [before + end - begin for before, (begin, end) in zip(spent, pairwise(moments), strict=True)]
        told = (
            f"{what} {seconds / rounds * 1e6:.1f} us"
            for what, seconds in zip(("set", "drain", "step"), spent, strict=True)
        )
        print(f"{count} modulators on: {', '.join(told)}")
        loop.close()
        loop.unlink()


async def over_the_wire(rate: float, seconds: float, way: str) -> None:
    store = Store()
    server = OscServer(store, "127.0.0.1", 0)
    stop, count = multiprocessing.Event(), round(rate * seconds)
    load = multiprocessing.Process(target=busy, args=(stop,))
    sender = multiprocessing.Process(target=send, args=(server.port, rate, count, way))
    load.start()
    begin, used = time.perf_counter(), time.process_time()
    sender.start()
    while sender.is_alive():
        await asyncio.sleep(0.01)
        store.drain()
    await asyncio.sleep(0.2)
    used, wall = time.process_time() - used, time.perf_counter() - begin
    stop.set()
    load.join()
    received = server.counters["received"]
    last = abs(float(store.get("denoise")) - (count - 1) % 1000 / 1000) < 1e-6  # type: ignore[arg-type]
    server.close()
    print(
        f"{way}: {rate:,.0f}/s wanted, {count / wall:,.0f}/s sent: {received / count:.1%} received, "
        f"{used / max(received, 1) * 1e6:.1f} us CPU a message, last value {'won' if last else 'LOST'}"
    )


def each(work: Callable[[], object], times: int = 300) -> float:
    """Microseconds of CPU for doing something once."""
    begin = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begin) / times * 1e6


def curves() -> None:
    store = Store()
    row = store.rows["velocity_scale"]
    for count in (400, 4096):
        packet = encode(row.address, [np.linspace(0, 1, count, dtype=">f4").tobytes()])

        def take(packet: bytes = packet) -> None:
            message = decode(packet)
            assert isinstance(message, Message)
            store.set(row.name, *value_of(row, message.arguments)[:1])

        taken, telling = each(take), each(lambda: encode(row.address, told(store.get(row.name))))
        print(f"a curve of {count} points as a blob: taken {taken:.0f} us, told {telling:.0f} us; ", end="")
        print(f"25 a second are {25 * (taken + telling) / 1e4:.2f} % of a core")


def analysis() -> None:
    loop = Loop.create(1.0)
    loop.segment.ring[:] = np.random.default_rng(1).normal(0.0, 0.1, loop.segment.ring.shape)
    reading = Analysis(loop, SimpleNamespace(beat=lambda: 0.0, bar=4))  # type: ignore[arg-type]

    def read() -> None:
        loop.segment.header.ring_written += 800
        reading.read()

    spent = each(read, 600)
    print(f"analysis: {spent:.0f} us a reading, at 60 a second {60 * spent / 1e4:.2f} % of a core")
    loop.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each flood")
    options = parser.parse_args()
    asyncio.run(alone())
    midi()
    asyncio.run(modulated())
    for rate in (2_000, 10_000):
        for way in FRAMINGS:
            asyncio.run(over_the_wire(rate, options.seconds, way))
    curves()
    analysis()


if __name__ == "__main__":
    main()
