"""CPU time of one OSC message, beside python-osc's dispatcher, and of one MIDI message, in one run.

    python -m benchmarks.messages [--seconds 2]

First the work alone, per message, MIDI by the shipped mappings; then a sender process at 2,000 and 10,000 messages a
second over loopback, with one more process that keeps a core busy: share received, CPU per message, and that the last
value won.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import multiprocessing
import socket
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_message_builder import OscMessageBuilder

from demond.control.mapping import MappedPort, Mappings
from demond.control.midi.messages import decode
from demond.control.osc import OscServer, Peer
from demond.parameters import PARAMETERS
from demond.store import Store


def datagram(address: str, *arguments: object) -> bytes:
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)  # type: ignore[arg-type]
    return builder.build().dgram


def busy(stop: Event) -> None:
    while not stop.is_set():
        sum(range(10000))


def send(port: int, rate: float, count: int) -> None:
    packets = [datagram("/demond/denoise", step / 1000) for step in range(1000)]
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    begin = time.perf_counter()
    for step in range(count):
        if (ahead := begin + step / rate - time.perf_counter()) > 0:
            time.sleep(ahead)
        sock.sendto(packets[step % 1000], ("127.0.0.1", port))


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
                    decode(data)
            read = min(read, (time.process_time() - begin) / (100 * len(messages)) * 1e6)
            begin = time.process_time()
            for _ in range(20):
                for data in messages:
                    if (message := decode(data)) is not None:
                        port.play(message)
            played = min(played, (time.process_time() - begin) / (20 * len(messages)) * 1e6)
        print(f"MIDI, {name}: {read:.2f} us to read a message, {played:.1f} us with what it plays")


async def over_the_wire(rate: float, seconds: float) -> None:
    store = Store()
    server = OscServer(store, "127.0.0.1", 0)
    stop, count = multiprocessing.Event(), round(rate * seconds)
    load = multiprocessing.Process(target=busy, args=(stop,))
    sender = multiprocessing.Process(target=send, args=(server.port, rate, count))
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
        f"{rate:,.0f}/s wanted, {count / wall:,.0f}/s sent: {received / count:.1%} received, "
        f"{used / max(received, 1) * 1e6:.1f} us CPU a message, last value {'won' if last else 'LOST'}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each flood")
    options = parser.parse_args()
    asyncio.run(alone())
    midi()
    for rate in (2_000, 10_000):
        asyncio.run(over_the_wire(rate, options.seconds))


if __name__ == "__main__":
    main()
