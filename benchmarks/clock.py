"""How far the loop is from the beat of a MIDI clock that jitters and drifts: the daemon's own parts in simulated time.

    python -m benchmarks.clock

Prints, for every ten seconds, the largest distance between the beat that is meant and the one that is heard.
"""

from __future__ import annotations

import argparse
import asyncio
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from demond.calls import Calls
from demond.clock import Clock
from demond.clock.grid import nearest
from demond.clock.lock import STEP_SECONDS, Lock
from demond.clock.sync import Sync
from demond.clock.ticks import PER_BEAT
from demond.clock.transport import Transport
from demond.playback.loop import Loop
from demond.playback.native import Renderer
from demond.store import Store

LATENCY = 0.012
START = 100.0
"""Seconds at which the simulated clock begins."""


class Heard(NamedTuple):
    """At a time, by how many seconds the loop is late, what the daemon takes that to be, and the playhead's speed."""

    time: float
    late: float
    told: float | None
    speed: float


def drifting(bpm: float, drift: float, seconds: float = 60.0) -> Callable[[float], float]:
    """The beat at a time, of a tempo that goes up and down by `drift` once in so many seconds."""
    around = 2.0 * math.pi / seconds
    return lambda t: (bpm * t + drift / around * (1.0 - math.cos(around * t))) / 60.0


class Simulation:
    """A sequencer that sends MIDI clock, a device that takes blocks, and the daemon's clock between them."""

    def __init__(
        self,
        beat: Callable[[float], float],
        *,
        jitter: float = 0.003,
        music: float = 123.4,
        block: int = 256,
        frames: int = 292,
        native: bool | None = None,
    ) -> None:
        """For an event loop; `jitter` is the standard deviation of when ticks come, in seconds, `beat(t)` the beat at
        so many seconds; the loop has latent `frames` of music at `music` bpm."""
        self.time, self._beat, self._jitter, self._block = START, beat, jitter, block
        self.rng = np.random.default_rng(1)
        self.store, self.loop = Store(), Loop.create(30.0)
        self.store.set_many({"bpm": music, "sync": "midi"})
        self.loop.begin(frames * 1920)
        self.loop.commit(fade=0)
        self.renderer, self._out = Renderer(self.loop.segment, native=native), np.zeros((block, 2), np.float32)
        clock = Clock(self.store, self.loop, self.now)
        self.lock = Lock(self.loop, clock, lambda: float(self.store.get("bpm")), lambda: LATENCY, self.now)  # type: ignore[arg-type]
        self.transport = Transport(self.store, self.loop, clock, self.lock, self.now)
        self.clock = clock
        self.sync = Sync(self.store, self.loop, clock, self.lock, self.transport, Calls(), self, False, self.now)
        self._ticks = 0
        self._block_at, self._step_at = self.time, self.time + 0.5 * STEP_SECONDS
        self._due: list[tuple[float, str]] = []
        self.errors: list[str] = []

    def now(self) -> float:
        return self.time

    def error(self, address: str, reason: str, to: object = None) -> None:
        self.errors.append(reason)

    def late(self) -> float:
        """Seconds by which the loop is heard later than the sequencer's beat."""
        grid, mark = self.lock.grid(), self.loop.mark
        if grid is None or mark is None:
            return math.nan
        at = mark.time + LATENCY + 63 / 48000 - START
        tempo = (self._beat(at + 0.5) - self._beat(at - 0.5)) * 60.0
        return nearest(self._beat(at) - grid.beat(mark.position), grid.cycle) * 60.0 / tempo

    async def run(self, seconds: float, lost: float = 0.0, doubled: float = 0.0) -> list[Heard]:
        """Go on for so long; parts of the ticks get lost, and come twice."""
        end, heard = self.time + seconds, list[Heard]()
        period = self._block / 48000 * (1 + 60e-6)  # a device is never quite at its rate
        while self.time < end:
            while (due := self._tick_time(self._ticks)) < self.time + 0.1:
                if self.rng.random() >= lost:
                    self._due.append((due + self._jitter * self.rng.standard_normal(), "F8"))
                if self.rng.random() < doubled:
                    self._due.append((due + self._jitter * self.rng.standard_normal(), "F8"))
                self._ticks += 1
            self._due.sort()
            tick_at = self._due[0][0]
            self.time = max(self.time, min(tick_at, self._block_at, self._step_at))
            if tick_at <= self.time:
                _, data = self._due.pop(0)
                self.sync.clock_in("port", bytes.fromhex(data), self.time)
                await asyncio.sleep(0)
            elif self._block_at <= self.time:
                self.renderer.render(self._out, began=self._block_at + float(self.rng.exponential(0.0003)))
                self._block_at += period
            else:
                self.sync.step()
                self._step_at += STEP_SECONDS + float(self.rng.exponential(0.001))
                if self.loop.mark is not None:
                    heard.append(Heard(self.time - START, self.late(), self.lock.offset, self.loop.speed))
        return heard

    async def begin(self) -> None:
        """Have the sequencer start."""
        self.sync.clock_in("port", b"\xfa", self.time)

    def close(self) -> None:
        self.loop.close()
        self.loop.unlink()

    def _tick_time(self, number: int) -> float:
        """When a tick is meant: where the beat is that."""
        t, beat = number / PER_BEAT * 0.5, number / PER_BEAT
        for _ in range(6):
            slope = (self._beat(t + 0.01) - self._beat(t - 0.01)) / 0.02
            t -= (self._beat(t) - beat) / slope
        return START + t


async def _measure(seconds: float, bpm: float, drift: float, jitter: float) -> None:
    simulation = Simulation(drifting(bpm, drift), jitter=jitter, music=bpm)
    try:
        await simulation.begin()
        heard: list[Heard] = []
        print(f"{'seconds':>8}{'late, ms':>20}{'told, ms':>10}{'speed':>18}")
        while simulation.time - START < seconds:
            ten = await simulation.run(10.0)
            late, speeds = np.array([each.late for each in ten]) * 1000.0, [each.speed for each in ten]
            told = max(abs(each.told or 0.0) for each in ten) * 1000.0
            print(
                f"{ten[-1].time:8.0f}{late.min():10.2f}{late.max():10.2f}{told:10.2f}{min(speeds):9.4f}{max(speeds):9.4f}"
            )
            heard += ten
        locked = np.array([abs(each.late) for each in heard if each.time > 10.0]) * 1000.0
        print(f"after 10 s: mean {locked.mean():.2f} ms, largest {locked.max():.2f} ms")
    finally:
        simulation.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--bpm", type=float, default=123.4)
    parser.add_argument("--drift", type=float, default=0.5, help="by how many bpm the tempo goes up and down")
    parser.add_argument("--jitter", type=float, default=0.003, help="standard deviation of a tick, in seconds")
    options = parser.parse_args()
    asyncio.run(_measure(options.seconds, options.bpm, options.drift, options.jitter))


if __name__ == "__main__":
    main()
