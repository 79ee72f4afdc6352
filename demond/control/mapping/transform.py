"""Bends from a control's travel to a parameter's travel: pure functions of 0..1, no torch."""

from __future__ import annotations

import math
from typing import Literal

Bend = Literal["linear", "log", "exp", "s", "steps"]

BASE = 32.0
"""How strongly exp and log bend: half the travel of exp is 15 % of the range."""


def bend(how: Bend, x: float, steps: int = 2) -> float:
    """Position in the range for position `x` of the control; both 0..1, monotone, ends kept.

    exp is fine at the low end, log at the high end, s (smoothstep) at both; steps has `steps` equal stairs.
    """
    match how:
        case "exp":
            return (math.pow(BASE, x) - 1.0) / (BASE - 1.0)
        case "log":
            return math.log1p((BASE - 1.0) * x) / math.log(BASE)
        case "s":
            return x * x * (3.0 - 2.0 * x)
        case "steps":
            return min(math.floor(x * steps), steps - 1) / (steps - 1)
    return x


def unbend(how: Bend, u: float, steps: int = 2) -> float:
    """Position of the control that gives position `u` in the range: the inverse of bend.

    For steps: the middle of the stair nearest to `u`.
    """
    match how:
        case "exp":
            return math.log1p((BASE - 1.0) * u) / math.log(BASE)
        case "log":
            return (math.pow(BASE, u) - 1.0) / (BASE - 1.0)
        case "s":
            return 0.5 - math.sin(math.asin(1.0 - 2.0 * u) / 3.0)
        case "steps":
            return (round(u * (steps - 1)) + 0.5) / steps
    return u


def fraction(value: float, low: float, high: float) -> float:
    """Where `value` lies between `low` and `high` (which may be the greater one), clamped to 0..1."""
    return min(max((value - low) / (high - low), 0.0), 1.0)


def between(u: float, low: float, high: float) -> float:
    """The value at fraction `u` from `low` to `high`."""
    return high if u >= 1.0 else low + u * (high - low)
