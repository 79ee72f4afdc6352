"""The loop lands on the shared beat, and stays there: the daemon's own parts in simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.clock import START, Heard, Simulation, drifting
from demond.clock.beats import Anchor
from demond.clock.lock import FAR_SECONDS

Play = Callable[[Simulation], Awaitable[None]]


def simulated(play: Play, bpm: float = 123.4, drift: float = 0.5, **options: float) -> None:
    async def run() -> None:
        simulation = Simulation(drifting(bpm, drift), **options)  # type: ignore[arg-type]
        try:
            await play(simulation)
        finally:
            simulation.close()

    asyncio.run(run())


def largest(heard: list[Heard]) -> float:
    return max(abs(each.late) for each in heard)


def test_it_is_within_five_milliseconds_of_a_clock_that_jitters_and_drifts() -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(8.0)
        assert simulation.loop.playing
        heard = await simulation.run(22.0)
        assert largest(heard) < 0.005
        speeds = np.array([each.speed for each in heard])
        assert np.abs(np.diff(speeds)).max() <= 0.0004 + 1e-9, "no wow"
        assert simulation.store.get("bpm") == 123.4, "no new music for half a beat a minute"
        told = simulation.sync.figures()
        assert told["sync"] == "midi: port"
        assert told["tempo"] == pytest.approx(123.4, abs=0.6)
        assert told["beat"] == pytest.approx((30.0 * 123.4) / 60.0, abs=0.5)
        assert abs(float(told["sync_offset_ms"])) < 5.0

    simulated(play)


def test_with_a_clock_of_its_own_tempo_it_mostly_goes_at_its_own_speed() -> None:
    """So that the callback costs what it does without a clock, though the clocks differ by 60 millionths."""

    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(8.0)
        heard = await simulation.run(40.0)
        assert largest(heard) < 0.005
        assert np.mean([each.speed == 1.0 for each in heard]) > 0.85

    simulated(play, bpm=120.0, drift=0.0, music=120.0, frames=300)


def test_ticks_that_are_lost_and_doubled_do_not_move_it() -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(8.0)
        assert largest(await simulation.run(12.0, lost=0.004, doubled=0.004)) < 0.007

    simulated(play, jitter=0.001)


def test_blocks_of_a_slow_output_make_no_difference() -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(8.0)
        assert largest(await simulation.run(10.0)) < 0.005

    simulated(play, block=4096)


def test_from_far_away_it_jumps_at_a_bar() -> None:
    """What plays already when a clock comes that does not say where it is."""

    async def play(simulation: Simulation) -> None:
        simulation.loop.play()
        simulation.loop.seek(170000)
        heard = await simulation.run(12.0)
        assert largest(heard[:20]) > 0.3
        assert largest(heard[-100:]) < 0.005
        jumps = [b.time for a, b in pairwise(heard) if abs(b.late - a.late) > 0.1]
        assert len(jumps) == 1
        assert jumps[0] * 123.4 / 60.0 % 4.0 == pytest.approx(4.0, abs=0.4) or jumps[0] * 123.4 / 60.0 % 4.0 < 0.2

    simulated(play, drift=0.0)


def test_another_song_lands_on_the_beat_as_it_comes() -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(9.8)
        simulation.loop.begin(240 * 1920)
        simulation.store.set("bpm", 125.0)
        simulation.loop.commit(fade=9600)
        heard = await simulation.run(3.0)
        assert largest(heard[:10]) > 0.1, "it comes in beside the beat"
        assert largest(heard[15:]) < FAR_SECONDS, "and is on it long before the next bar"
        jumps = [b.time for a, b in pairwise(heard) if abs(b.late - a.late) > 0.1]
        assert len(jumps) <= 1

    simulated(play, bpm=125.0, drift=0.0, music=123.4)


def test_another_tempo_makes_new_music_once() -> None:
    async def play(simulation: Simulation) -> None:
        told: list[tuple[object, object]] = []
        simulation.store.listen(lambda name, value, origin: told.append((value, origin)) if name == "bpm" else None)
        await simulation.begin()
        await simulation.run(10.0)
        assert len(told) == 1
        assert told[0][0] == pytest.approx(126.0, abs=0.2)
        assert told[0][1] == "clock"

    simulated(play, bpm=126.0, drift=0.0, music=120.0, frames=300)


@pytest.mark.parametrize("origin", ["somebody", "scene"])
def test_a_tempo_that_a_hand_or_a_scene_sets_while_it_is_led_is_never_played(origin: str) -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(4.0)
        simulation.store.drain()
        simulation.store.set("bpm", 90.0, origin=origin)
        assert simulation.store.drain()["bpm"] == pytest.approx(123.4, abs=0.2)
        assert simulation.errors == ([] if origin == "scene" else ["is led: sync is midi"])
        simulation.store.set("sync", "off")
        simulation.store.set("bpm", 90.0, origin=origin)
        assert simulation.store.get("bpm") == 90.0

    simulated(play, drift=0.0)


def test_a_tempo_that_speed_cannot_reach_leaves_the_loop_at_its_own() -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        heard = await simulation.run(4.0)
        assert max(abs(each.speed - 1.0) for each in heard) < 0.005
        assert heard[-1].speed == 1.0

    simulated(play, bpm=143.0, drift=0.0, music=120.0, frames=300)


def test_while_a_clock_is_waited_for_the_beat_is_that_of_what_is_heard() -> None:
    async def play(simulation: Simulation) -> None:
        simulation.sync.clock_in = lambda port, data, at: None  # type: ignore[method-assign]
        simulation.loop.play()
        await simulation.run(1.0)
        simulation.clock.move(Anchor(simulation.time, 0.3, 62.0))  # what played before was slower
        simulation.clock.until("beat")
        told = simulation.sync.figures()
        assert told["sync"] == "midi: waiting for a port that sends clock"
        assert told["tempo"] == pytest.approx(123.3, abs=0.2)

    simulated(play, drift=0.0)


def test_stop_continue_and_position_move_the_loop() -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(6.0)
        simulation.sync.clock_in("port", b"\xfc", simulation.time)
        await simulation.run(0.2)
        assert not simulation.loop.playing
        assert simulation.loop.silent
        simulation.sync.clock_in("port", b"\xf2\x10\x00", simulation.time)  # beat 4
        await simulation.run(0.1)
        assert simulation.loop.position == pytest.approx(4 * 292 * 1920 / 24, abs=2)
        simulation.sync.clock_in("port", b"\xfb", simulation.time)
        await simulation.run(0.5)
        assert simulation.loop.playing
        assert simulation.clock.beat() == pytest.approx(4.0 + 0.5 * 123.4 / 60.0, abs=0.1)
        assert simulation.loop.position == pytest.approx(simulation.clock.beat() * 292 * 1920 / 24, abs=2500)

    simulated(play, drift=0.0)


def test_without_a_clock_the_speed_eases_back_and_nothing_is_left_to_do() -> None:
    async def play(simulation: Simulation) -> None:
        await simulation.begin()
        await simulation.run(6.0)
        assert simulation.loop.speed != 1.0
        simulation.store.set("sync", "off")
        speeds = [simulation.loop.speed]
        for _ in range(100):
            again = simulation.sync.step()
            speeds.append(simulation.loop.speed)
        assert not again
        assert speeds[-1] == 1.0
        assert np.abs(np.diff(speeds)).max() <= 0.0004 + 1e-9
        assert simulation.sync.figures()["sync"] == "off"
        assert simulation.sync.figures()["sync_offset_ms"] == ""
        assert simulation.time > START

    simulated(play)
