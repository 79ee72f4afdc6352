"""Tempo and phase from ticks that jitter, get lost, come twice and change their tempo."""

from __future__ import annotations

import numpy as np
import pytest

from demond.clock.grid import grid_of, nearest
from demond.clock.taps import Taps
from demond.clock.ticks import PER_BEAT, Ticks


def fed(times: list[float]) -> Ticks:
    ticks = Ticks()
    for time in times:
        ticks.take(time)
    return ticks


def at(bpm: float, count: int, begin: float = 10.0) -> list[float]:
    return [begin + n * 60.0 / (bpm * PER_BEAT) for n in range(count)]


def tempo(ticks: Ticks) -> float:
    assert ticks.pulse is not None
    return 60.0 / (ticks.pulse.period * PER_BEAT)


def off(ticks: Ticks, times: list[float]) -> float:
    """Ticks by which what is said of the last one is off, by its number and its time."""
    pulse = ticks.pulse
    assert pulse is not None
    return pulse.tick + (times[-1] - pulse.time) / pulse.period - (len(times) - 1)


@pytest.mark.parametrize(
    "garbage",
    [[30.0] * 200, [30.0 - n / 50 for n in range(200)], at(5000.0, 500, 30.0), [30.0, 1e9, 1e9, 30.0] * 20],
    ids=["all at once", "backwards", "5000 bpm", "from age to age"],
)
@pytest.mark.parametrize("before", [0, 200])
def test_ticks_that_are_garbage_say_no_tempo_and_those_after_them_do(before: int, garbage: list[float]) -> None:
    ticks = fed([*at(120.0, before), *garbage])
    assert ticks.pulse is None or 1.0 <= tempo(ticks) <= 1000.0 or garbage[1] == 1e9
    for time in at(120.0, 400, 1e9 + 1.0):
        ticks.take(time)
    assert tempo(ticks) == pytest.approx(120.0, rel=0.001)


@pytest.mark.parametrize("bpm", [40.0, 123.4, 180.0])
def test_ticks_that_jitter_by_five_milliseconds_say_the_tempo(bpm: float) -> None:
    rng = np.random.default_rng(int(bpm))
    exact = at(bpm, 400)
    ticks = fed([time + rng.uniform(-0.005, 0.005) for time in exact])
    assert tempo(ticks) == pytest.approx(bpm, rel=0.001)
    assert abs(off(ticks, exact)) * 60 / bpm / PER_BEAT < 0.0015


@pytest.mark.parametrize("jitter", [0.0, 0.003])
def test_ticks_that_are_lost_or_come_twice_do_not_move_the_beat(jitter: float) -> None:
    rng = np.random.default_rng(3)
    exact = at(123.4, 600)
    times = [time + jitter * rng.standard_normal() for time in exact]
    heard = [time for n, time in enumerate(times) if n not in (150, 330)]
    heard = sorted([*heard, times[240] + 0.0005, times[420] + 0.001])
    ticks = fed(heard)
    assert tempo(ticks) == pytest.approx(123.4, rel=0.001)
    assert off(ticks, exact) == pytest.approx(0.0, abs=0.08)


@pytest.mark.parametrize(("before", "after"), [(120.0, 140.0), (140.0, 90.0), (120.0, 122.0), (60.0, 61.0)])
def test_another_tempo_is_taken_within_a_beat_or_two(before: float, after: float) -> None:
    rng = np.random.default_rng(4)
    exact = at(before, 200)
    exact += at(after, 72, exact[-1] + 60.0 / (after * PER_BEAT))
    ticks = fed([time + 0.001 * rng.standard_normal() for time in exact])
    assert tempo(ticks) == pytest.approx(after, rel=0.004)
    assert off(ticks, exact) == pytest.approx(0.0, abs=0.1)


def test_a_grid_stretches_beats_to_whole_bars_where_a_loop_is_meant_to_hold_them() -> None:
    grid = grid_of(0, 292 * 1920, 123.4, 4)  # 24.02 beats
    assert (grid.whole, grid.cycle, grid.beat(292 * 1920)) == (24, 4, 24.0)
    assert grid.tempo == pytest.approx(24 / 11.68 * 60)
    assert grid.position(25.0) == pytest.approx(292 * 1920 / 24)
    ragged = grid_of(0, 12 * 48000, 110.0, 4)  # 22 beats: whole, no whole bars
    assert (ragged.whole, ragged.cycle) == (22, 1)
    neither = grid_of(0, 12 * 48000, 113.3, 4)
    assert (neither.whole, neither.cycle, round(neither.tempo, 3)) == (0, 1, 113.3)
    region = grid_of(4 * 24000 + 300, 12 * 24000, 120.0, 4)
    assert (region.first, region.whole, region.cycle) == (4, 8, 4)


def test_distances_are_the_shorter_way_around() -> None:
    assert [nearest(beats, 4) for beats in (0.5, 3.5, -3.5, 5.0)] == [0.5, -0.5, 0.5, 1.0]


def test_taps_are_averaged_and_an_outlier_begins_anew() -> None:
    taps = Taps()
    assert [taps.tap(now) for now in (1.0, 1.5, 2.02, 2.5)] == [None, 120.0, pytest.approx(117.65, abs=0.01), 120.0]
    assert taps.tap(3.3) is None, "as long as an interval and a half: another tempo"
    assert taps.tap(4.1) == pytest.approx(75.0)
    assert taps.tap(9.0) is None, "a pause"
    assert taps.tap(9.0) is None, "twice at once"
