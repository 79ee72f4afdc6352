"""What others are sent: bytes, and when, in simulated time and once in real time."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

import numpy as np
import pytest

from demond.clock import Anchor, Clock
from demond.clock.out import ClockOut
from demond.playback.loop import Loop
from demond.store import Store


class Sink:
    def __init__(self, now: Callable[[], float]) -> None:
        self.now, self.heard, self.closed = now, list[tuple[float, str]](), False

    def send(self, data: bytes) -> None:
        self.heard.append((self.now(), data.hex(" ").upper()))

    def close(self) -> None:
        self.closed = True

    def words(self) -> list[str]:
        """Everything but ticks."""
        return [data for _, data in self.heard if data != "F8"]


class Stage:
    """A clock at 120 bpm, a transport that a test turns, and who follows."""

    def __init__(self, loop: Loop) -> None:
        self.time = 20.0
        self.clock = Clock(Store(), loop, self.now)
        self.sink, self.playing, self.restarts, self.shift = Sink(self.now), False, 0, 0.0
        self.out = ClockOut(
            self.clock, [self.sink], lambda: self.playing, lambda: self.restarts, self.beat, self.now
        )  # fmt: skip

    def now(self) -> float:
        return self.time

    def beat(self, at: float) -> float:
        return (self.clock.beat(at) + self.shift) % 24.0

    def run(self, seconds: float) -> None:
        end = self.time + seconds
        while (wait := self.out.wait()) + self.time < end:
            if wait > 0.0:
                self.time += max(wait, 1e-6)
            else:
                self.out.tick()
        self.time = end


def staged(play: Callable[[Stage], None]) -> None:
    async def run() -> None:
        loop = Loop.create(2.0)
        try:
            play(Stage(loop))
        finally:
            loop.unlink()

    asyncio.run(run())


def test_24_ticks_a_beat_and_start_with_the_beat() -> None:
    def play(stage: Stage) -> None:
        stage.run(1.0)
        assert stage.sink.words() == []
        assert len(stage.sink.heard) == pytest.approx(48, abs=1)
        stage.playing, stage.shift = True, -stage.clock.beat()  # the loop begins here
        stage.run(1.0)
        assert stage.sink.words() == ["FA"]
        place = [data for _, data in stage.sink.heard].index("FA")
        assert stage.sink.heard[place + 1] == (pytest.approx(21.0, abs=0.001), "F8")
        stage.playing = False
        stage.run(1.0)
        assert stage.sink.words() == ["FA", "FC"]

    staged(play)


def test_from_the_middle_of_the_loop_it_is_song_position_and_continue() -> None:
    def play(stage: Stage) -> None:
        stage.run(0.06)
        stage.playing, stage.shift = True, 16.0
        stage.run(2.0)
        assert stage.sink.words() == ["F2 41 00", "FB"], "the next sixteenth after beat 16.12"
        stage.restarts, stage.shift = 1, -math.ceil(stage.clock.beat() * 4) / 4
        stage.run(0.5)
        assert stage.sink.words()[2:] == ["FC", "FA"]

    staged(play)


def test_a_beat_that_moves_is_caught_up_with_by_no_burst_and_no_hole() -> None:
    def play(stage: Stage) -> None:
        stage.run(1.0)
        for moved in (0.3, -0.4, 100.0, -100.0):
            stage.clock.lead(Anchor(stage.time, stage.clock.beat() + moved, 120.0))
            stage.run(2.0)
            away = (stage.clock.beat() * 24 - stage.out._next) % 24
            assert min(away, 24 - away) <= 1.01, moved
        gaps = np.diff([time for time, data in stage.sink.heard if data == "F8"]) * 48
        assert gaps.min() > 0.59
        assert gaps.max() < 2.1

    staged(play)


def test_in_real_time_ticks_come_within_two_milliseconds() -> None:
    async def run() -> np.ndarray:
        loop = Loop.create(2.0)
        try:
            clock = Clock(Store(), loop)
            sink = Sink(time.monotonic)
            out = ClockOut(clock, [sink], lambda: False, lambda: 0, lambda at: 0.0)
            out.start()
            await asyncio.sleep(1.0)
            await asyncio.to_thread(out.close)
            assert sink.closed
            return np.array([clock.beat(at) * 24 for at, _ in sink.heard[1:]])
        finally:
            loop.unlink()

    def on_time() -> bool:
        beats = asyncio.run(run())
        late = (beats - np.round(beats)) / 48
        return len(beats) > 40 and bool(np.median(np.abs(late)) < 0.002)

    assert any(on_time() for _ in range(3)), "where the machine stands still, it is looked at again"
