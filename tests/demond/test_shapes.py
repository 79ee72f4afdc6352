"""What modulators draw, as tables."""

from __future__ import annotations

import math
import statistics
from datetime import datetime
from itertools import pairwise

import pytest

from demond import shapes
from engine.curves import SHAPES, Ramp, Wave, wave

NEAR = {"abs": 1e-9}


@pytest.mark.parametrize("shape", shapes.WAVES)
def test_waves_are_those_of_curves(shape: str) -> None:
    assert shape in SHAPES
    drawn = [shapes.WAVES[shape](at / 64) for at in range(-64, 64)]
    assert drawn == pytest.approx([*wave(shape, 64, 64), *wave(shape, 64, 64)], abs=1e-6)


def test_chance_is_even_and_its_own_for_every_seed_modulator_and_cycle() -> None:
    drawn = [shapes.chance(42, 1, cycle) for cycle in range(4000)]
    assert -1.0 <= min(drawn) < -0.99 < 0.99 < max(drawn) <= 1.0
    assert abs(statistics.mean(drawn)) < 0.04
    assert statistics.pstdev(drawn) == pytest.approx(1 / math.sqrt(3), abs=0.02)
    assert abs(statistics.correlation(drawn, drawn[1:] + drawn[:1])) < 0.05
    assert drawn == [shapes.chance(42, 1, cycle) for cycle in range(4000)]
    for seed, number in ((42, 2), (43, 1), (0, 1)):
        others = [shapes.chance(seed, number, cycle) for cycle in range(4000)]
        assert abs(statistics.correlation(drawn, others)) < 0.05


def test_a_walk_begins_in_the_middle_is_smooth_stays_within_and_is_the_same_again() -> None:
    first, again, other = shapes.Walk(42, 1), shapes.Walk(42, 1), shapes.Walk(42, 2)
    path = [first.at(at / 16) for at in range(16 * 400)]
    assert path[0] == 0.0
    assert max(map(abs, path)) <= 1.0
    assert min(path) < -0.9 < 0.9 < max(path), "it does not go everywhere"
    assert max(abs(b - a) for a, b in pairwise(path)) < 2 * shapes.STRIDE / 16
    assert [again.at(at / 4) for at in range(4 * 400)] == path[::4]
    assert [other.at(at / 16) for at in range(1600)] != path[:1600]


def test_a_walk_goes_on_from_where_it_was_after_a_leap() -> None:
    walk, plain = shapes.Walk(42, 1), shapes.Walk(42, 1)
    assert walk.at(70_000.0) == 0.0, "wherever the beat begins to be counted"
    before = [walk.at(70_000.0 + at) for at in range(20)]
    assert before == [plain.at(float(at)) for at in range(20)]
    assert walk.at(5.0) == before[-1]
    assert walk.at(6.0) == plain.at(20.0)


@pytest.mark.parametrize(
    ("steps", "round_"),
    [
        ((0.0, 1.0, 0.5, -1.0), [0.0, 0.0, 1.0, 1.0, 0.5, 0.5, -1.0, -1.0]),
        (Ramp(0.25, 0.75), [0.25] * 4 + [0.75] * 4),
        (0.5, [0.5] * 8),
        (None, [0.0] * 8),
        (Wave("square", 1.0, 0.5, 0.5), [1.0] * 4 + [0.0] * 4),
        (Wave("saw", 1.0, 1.0, 0.0), [-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75]),
    ],
)
def test_steps(steps: object, round_: list[float]) -> None:
    turns = [at / 8 for at in range(8)]
    assert [shapes.step(steps, t) for t in turns] == pytest.approx(round_)  # type: ignore[arg-type]
    assert [shapes.step(steps, t - 3.0) for t in turns] == pytest.approx(round_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("curve", "at"),
    [
        ((0.0, 1.0, 0.0), {0.0: 0.0, 0.25: 0.5, 0.5: 1.0, 0.75: 0.5, 1.0: 0.0, 1.5: 0.0, -1.0: 0.0}),
        (Ramp(0.2, 0.6), {0.0: 0.2, 0.5: 0.4, 1.0: 0.6}),
        (0.3, {0.0: 0.3, 1.0: 0.3}),
        (None, {0.5: 0.0}),
        (Wave("triangle", 0.1, 0.5, 0.5), {0.0: 0.5, 0.25: 1.0, 0.5: 0.5, 0.75: 0.0}),  # 10 s long
        (Wave("triangle", 0.05, 0.5, 0.5, beats=True), {0.0: 0.5, 0.25: 1.0, 0.75: 0.0}),  # at 120 a minute
    ],
)
def test_a_curve_along_the_song(curve: object, at: dict[float, float]) -> None:
    for part, value in at.items():
        assert shapes.drawn(curve, part, 10.0 * part, 120.0) == pytest.approx(value, **NEAR)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hour", "minute", "phase", "value"),
    [
        (0, 0, 0.0, 0.0),
        (12, 0, 0.0, 1.0),
        (6, 0, 0.0, 0.5),
        (18, 0, 0.0, 0.5),
        (0, 0, 0.5, 1.0),
        (15, 0, 0.25, 0.146447),
    ],
)
def test_the_day(hour: int, minute: int, phase: float, value: float) -> None:
    assert shapes.day(datetime(2026, 6, 1, hour, minute), phase) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("level", "loudness"), [(0.0, 0.0), (1e-4, 0.0), (1e-3, 0.0), (0.1, 2 / 3), (1.0, 1.0), (4, 1)]
)
def test_loudness_is_by_decibels(level: float, loudness: float) -> None:
    assert shapes.loudness(level) == pytest.approx(loudness, **NEAR)
