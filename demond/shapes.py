"""What modulators draw: waves, chance, steps, the day; -1..1 over cycles, or 0..1 where it says so. No torch."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np

from demond.parameters import Value
from engine import curves

STRIDE = 0.6
"""How far a walk goes in a cycle at most."""
WAVE_POINTS = 16
"""The steps that a wave stands for, over one of its seconds or beats."""
DAY_SECONDS = 86400.0
_MASK = 2**64 - 1


def _triangle(turns: float) -> float:
    return 1.0 - 4.0 * abs((turns + 0.25) % 1.0 - 0.5)


WAVES: Mapping[str, Callable[[float], float]] = {
    "sine": lambda turns: math.sin(2.0 * math.pi * turns),
    "triangle": _triangle,
    "saw": lambda turns: 2.0 * (turns % 1.0) - 1.0,
    "square": lambda turns: 1.0 if turns % 1.0 < 0.5 else -1.0,
}
"""Waves over cycles counted from 0."""


def chance(seed: int, number: int, cycle: int) -> float:
    """Return the value in -1..1 of a cycle: the same one for the same seed, modulator and cycle, and no other's."""
    mixed = (seed * 0xD1342543DE82EF95 + number * 0xAF251AF3B0F025B5 + cycle * 0x9E3779B97F4A7C15) & _MASK
    mixed = ((mixed ^ (mixed >> 32)) * 0xBEA225F9EB34556D) & _MASK
    mixed = ((mixed ^ (mixed >> 29)) * 0xBEA225F9EB34556D) & _MASK
    return ((mixed ^ (mixed >> 32)) >> 11) * (2.0 / 2.0**53) - 1.0


class Walk:
    """A random walk from 0 that turns round at -1 and 1, a stride a cycle, smooth between; one seed, one walk."""

    LONGEST = 1000
    """Cycles that are walked at once; what is longer is a leap, and goes on from where it was."""

    def __init__(self, seed: int, number: int) -> None:
        self._seed, self._number = seed, number
        self._first: int | None = None
        self._at = 0
        self._here = 0.0
        self._next = self._onward(0.0, 0)

    def at(self, turns: float) -> float:
        """Return where it is after so many cycles, counted from any beginning."""
        cycle = math.floor(turns)
        if self._first is None or not 0 <= cycle - self._first - self._at <= self.LONGEST:
            self._first = cycle - self._at
        while self._at < cycle - self._first:
            self._at += 1
            self._here, self._next = self._next, self._onward(self._next, self._at)
        part = turns - cycle
        return self._here + (self._next - self._here) * part * part * (3.0 - 2.0 * part)

    def _onward(self, here: float, cycle: int) -> float:
        there = here + STRIDE * chance(self._seed, self._number, cycle)
        return 2.0 - there if there > 1.0 else -2.0 - there if there < -1.0 else there


def step(steps: Value, turns: float) -> float:
    """Return the step of a round of steps: a curve's points in turn, each as long; a number is one step."""
    if isinstance(steps, curves.Ramp):
        steps = steps.start, steps.end
    elif isinstance(steps, curves.Wave):
        steps = tuple(np.asarray(curves.render(steps, WAVE_POINTS, float(WAVE_POINTS), 60.0)).tolist())
    if isinstance(steps, tuple):
        return steps[min(int(turns % 1.0 * len(steps)), len(steps) - 1)]
    return float(steps) if isinstance(steps, (int, float)) else 0.0


def drawn(curve: Value, part: float, seconds: float, bpm: float) -> float:
    """Return where a curve along a piece is at a part of it, 0..1, which is so many seconds from its beginning."""
    if isinstance(curve, curves.Wave):
        turned = curve.phase + curve.rate * (bpm / 60.0 if curve.beats else 1.0) * seconds
        at = np.asarray(curves.render(replace(curve, phase=turned), 1, 1.0, bpm))
        return float(at[0])
    if isinstance(curve, curves.Ramp):
        curve = curve.start, curve.end
    if isinstance(curve, tuple):
        place = min(max(part, 0.0), 1.0) * (len(curve) - 1)
        left = min(int(place), len(curve) - 2)
        return curve[left] + (curve[left + 1] - curve[left]) * (place - left)
    return float(curve) if isinstance(curve, (int, float)) else 0.0


def day(now: datetime, phase: float = 0.0) -> float:
    """Return 0..1: 0 at midnight by this clock, 1 at noon, smooth between; `phase` in days."""
    seconds = 3600 * now.hour + 60 * now.minute + now.second + now.microsecond / 1e6
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * (seconds / DAY_SECONDS + phase))


def loudness(level: float) -> float:
    """Return 0..1 for a level (linear, 1.0 is full scale): 0 at -60 dB, 1 at 0 dB."""
    return min(max(20.0 * math.log10(max(level, 1e-9)) / 60.0 + 1.0, 0.0), 1.0)
