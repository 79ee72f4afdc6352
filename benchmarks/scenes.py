"""A thousand scenes: read at the start, listed over OSC, recalled; and what a move of `morph` costs.

Of recalls and moves the time of the processor is told: both are done in the event loop.

    python -m benchmarks.scenes [--scenes 1000]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import socket
import statistics
import tempfile
import time
from pathlib import Path

from demond.calls import Calls
from demond.clock import Clock
from demond.control.osc import OscServer
from demond.parameters import PARAMETERS
from demond.places import Places
from demond.playback.loop import Loop
from demond.scenes.stage import Stage
from demond.store import Store
from demond.undo import Undo


def fill(folder: Path, text: str, count: int) -> None:
    """Write a scene's file under many names, each with values of its own."""
    for number in range(2, count + 1):
        fresh = text.replace('"scene-1"', f'"scene-{number}"').replace("number = 1\n", f"number = {number}\n")
        (folder / f"scene-{number}.toml").write_text(fresh.replace("denoise = 0.7", f"denoise = {number / count}"))


def shake(store: Store, generator: random.Random) -> None:
    """Have every number be another."""
    rows = [row for row in PARAMETERS.values() if row.kind in ("float", "curve") and row.name != "morph"]
    store.set_many({row.name: generator.uniform(row.low, row.high) for row in rows})


def ask(port: int) -> float:
    """Milliseconds until the whole list has come, in a thread."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        peer.settimeout(5.0)
        began = time.perf_counter()
        peer.sendto(b"/demond/scene/list\0\0,\0\0\0", ("127.0.0.1", port))
        while b"/demond/scene/list/end" not in peer.recv(1 << 16):
            pass
        return (time.perf_counter() - began) * 1e3


async def measure(state: Path, count: int, playback: Loop) -> None:
    store, calls = Store(), Calls()
    places = Places(state)
    stage = Stage(store, calls, Clock(store, playback), Undo(), places)
    await stage.start()
    await stage.handlers["scene/store"]("scene-1")  # type: ignore[misc]
    fill(places.scenes, (places.scenes / "scene-1.toml").read_text(), count)

    store = Store()
    stage = Stage(store, calls, Clock(store, playback), Undo(), places)
    server = OscServer(store, "127.0.0.1", 0, listings={"scene/list": stage.listed})
    began = time.perf_counter()
    await stage.start()
    print(f"{count} scenes read at the start, in a thread: {(time.perf_counter() - began) * 1e3:.0f} ms")
    times = [await asyncio.to_thread(ask, server.port) for _ in range(5)]
    print(f"listed over OSC: {statistics.median(times):.1f} ms")

    generator, recalls = random.Random(1), []
    for number in generator.sample(range(1, count + 1), 20):
        scene = stage.library.numbered("", number)
        await asyncio.to_thread(lambda scene=scene: scene.values)  # type: ignore[misc]
        shake(store, generator)
        began = time.thread_time()
        stage.recall.begin(scene.values, 4.0)
        recalls.append((time.thread_time() - began) * 1e3)
    print(f"recalled, of the loop's time: {statistics.median(recalls):.2f} ms, at most {max(recalls):.2f} ms")

    stage.recall.cancel()
    ends = []
    for _ in range(2):
        shake(store, generator)
        ends.append({**stage.library.numbered("", 1).values, **store.targets(), "prompt/a": str(generator.random())})
        ends[-1].pop("morph")
    stage.morph.between(*ends)
    stage.morph.move(0.0)
    began = time.thread_time()
    for step in range(1, 1001):
        stage.morph.move(step / 1001)
        store.drain()
    print(f"a move of morph over {len(ends[0])} controls: {(time.thread_time() - began):.3f} ms")
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=1000, help="how many there are")
    options = parser.parse_args()
    playback = Loop.create(2.0)
    try:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(Path(folder), options.scenes, playback))
    finally:
        playback.close()
        playback.unlink()


if __name__ == "__main__":
    main()
