"""Takeover and curves as pure functions."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from demond.control.mapping.takeover import NEAR, TAKEOVERS, LastMove, jump, pickup, scale
from demond.control.mapping.transform import Bend, bend, between, fraction, unbend

UNIT = st.floats(0.0, 1.0)
MOVES = st.lists(UNIT, min_size=1, max_size=40)
CURVES = st.sampled_from(get_args(Bend))


def moved(how: str, start: float, moves: list[float], away: dict[int, float] | None = None) -> list[float]:
    """The parameter after every move of the control; `away`: where somebody else puts it before a move."""
    last, value, path = LastMove(), start, []
    for index, position in enumerate(moves):
        value = (away or {}).get(index, value)
        taken = TAKEOVERS[how](last, position, value)
        if taken is not None:
            value = taken
        last = LastMove(position, taken)
        path.append(value)
    return path


def test_jump_goes_to_the_control() -> None:
    assert jump(LastMove(), 0.3, 0.9) == 0.3


def test_pickup_waits_below_and_takes_when_crossed() -> None:
    assert moved("pickup", 0.5, [0.1, 0.3, 0.45, 0.6, 0.65]) == [0.5, 0.5, 0.5, 0.6, 0.65]


def test_pickup_waits_above_and_takes_when_near() -> None:
    assert moved("pickup", 0.5, [0.9, 0.6, 0.5 + NEAR / 2, 0.7]) == [0.5, 0.5, 0.5 + NEAR / 2, 0.7]


def test_pickup_lets_go_when_somebody_else_moves_the_parameter() -> None:
    path = moved("pickup", 0.5, [0.5, 0.52, 0.54, 0.5, 0.35, 0.3], away={2: 0.4})
    assert path == [0.5, 0.52, 0.4, 0.4, 0.35, 0.3]


def test_pickup_holds_through_a_fast_move() -> None:
    assert moved("pickup", 0.5, [0.5, 1.0, 0.0]) == [0.5, 1.0, 0.0]


def test_a_parameter_without_a_position_is_taken_at_once() -> None:
    for takeover in TAKEOVERS.values():
        assert takeover(LastMove(), 0.3, None) == 0.3


def test_scale_reaches_the_end_together_with_the_control() -> None:
    path = moved("scale", 0.8, [0.2, 0.6, 1.0])
    assert path == [0.8, pytest.approx(0.9), 1.0]
    assert moved("scale", 0.8, [0.2, 0.1, 0.0]) == [0.8, pytest.approx(0.4), 0.0]


def test_scale_is_the_control_once_they_have_met() -> None:
    assert moved("scale", 0.8, [0.2, 1.0, 0.5, 0.25]) == [0.8, 1.0, 0.5, 0.25]


@given(UNIT, MOVES)
def test_pickup_never_jumps_before_it_was_crossed(start: float, moves: list[float]) -> None:
    """Until the control reached the parameter the parameter stays; the first change is no further than the move."""
    path = [start, *moved("pickup", start, moves)]
    first = next((index for index in range(1, len(path)) if path[index] != start), None)
    if first is None:
        return
    step = abs(moves[first - 1] - (moves[first - 2] if first > 1 else start))
    assert abs(path[first] - start) <= max(NEAR, step) + 1e-12
    assert path[first:] == moves[first - 1 :]


@given(UNIT, MOVES)
def test_pickup_follows_after_a_sweep(start: float, moves: list[float]) -> None:
    assert moved("pickup", start, [0.0, 1.0, *moves])[2:] == moves


@given(UNIT, MOVES)
def test_scale_stays_in_range_and_never_moves_against_the_control(start: float, moves: list[float]) -> None:
    path = [start, *moved("scale", start, moves)]
    assert all(0.0 <= value <= 1.0 for value in path)
    for index in range(2, len(path)):
        turn, change = moves[index - 1] - moves[index - 2], path[index] - path[index - 1]
        assert turn * change >= 0.0 or abs(change) < 1e-6


@given(UNIT, UNIT, UNIT)
def test_scale_has_no_leap(start: float, first: float, second: float) -> None:
    """A move by part of the way to an end moves the parameter by the same part of its own way."""
    assume(abs(start - first) > NEAR and abs(second - first) > 1e-6 and abs(start - second) > 1e-3)
    value = scale(LastMove(first, None), second, start)
    assert value is not None
    end = 1.0 if second > first else 0.0
    assert abs(value - start) == pytest.approx(abs(end - start) * abs(second - first) / abs(end - first), abs=1e-9)


def test_a_control_holds_only_where_it_left_the_parameter() -> None:
    assert LastMove(0.5, 0.5).holds(0.5)
    assert not LastMove(0.5, 0.5).holds(0.51)
    assert not LastMove(0.5, None).holds(0.5)
    assert not LastMove(0.5, 0.5).holds(None)
    assert pickup(LastMove(0.2, 0.9), 0.1, 0.9) == 0.1


@given(CURVES, UNIT, UNIT, st.integers(2, 9))
def test_curves_keep_the_ends_and_the_order(curve: Bend, x: float, y: float, steps: int) -> None:
    assert bend(curve, 0.0, steps) == pytest.approx(0.0, abs=1e-12)
    assert bend(curve, 1.0, steps) == pytest.approx(1.0)
    low, high = sorted((x, y))
    assert bend(curve, low, steps) <= bend(curve, high, steps) + 1e-12
    assert -1e-12 <= bend(curve, x, steps) <= 1.0 + 1e-12


@given(CURVES, UNIT, st.integers(2, 9))
def test_curves_have_an_inverse(curve: Bend, x: float, steps: int) -> None:
    u = bend(curve, x, steps)
    assert bend(curve, unbend(curve, u, steps), steps) == pytest.approx(u, abs=1e-6)


@pytest.mark.parametrize(
    ("curve", "middle"), [("linear", 0.5), ("s", 0.5), ("exp", 0.1502), ("log", 0.8089), ("steps", 2 / 3)]
)
def test_middle_of_the_curves(curve: Bend, middle: float) -> None:
    assert bend(curve, 0.5, 4) == pytest.approx(middle, abs=2e-4)


@given(st.floats(-90, 6), st.floats(-90, 6), UNIT)
def test_fraction_and_between_are_inverse(low: float, high: float, u: float) -> None:
    assume(abs(high - low) > 1e-3)
    assert fraction(between(u, low, high), low, high) == pytest.approx(u, abs=1e-9)
    assert between(1.0, low, high) == high
