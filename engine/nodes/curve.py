"""Curves over frames."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.curves import ramp, wave
from engine.nodes.registry import integer, node, number, select
from engine.series import canonical, resample

LONGEST = 15000
"""Frames of the longest curve: 600 s."""

_length = integer("length", 1500, 1, LONGEST)

_OPERATIONS = {
    "add": lambda a, b, t: a + b,
    "multiply": lambda a, b, t: a * b,
    "min": lambda a, b, t: torch.minimum(a, b),
    "max": lambda a, b, t: torch.maximum(a, b),
    "lerp": lambda a, b, t: torch.lerp(a, b, t),
}


@node("CurveConstant", "curve", outputs="curve:CURVE", parameters=[number("value", 1.0), _length])
def curve_constant(*, value: float, length: int) -> Tensor:
    """The same value in every frame."""
    return torch.full((length,), value)


@node(
    "CurveMath",
    "curve",
    inputs="curve_a:CURVE curve_b:CURVE?",
    outputs="curve:CURVE",
    parameters=[
        select("operation", "add", tuple(_OPERATIONS)),
        number("scalar", 1.0),
        number("lerp_t", 0.5, 0.0, 1.0),
    ],
)
def curve_math(*, curve_a: Tensor, curve_b: Tensor | None, operation: str, scalar: float, lerp_t: float) -> Tensor:
    """Two curves made one, frame by frame; without the second, `scalar` takes its place.

    The second is stretched to the length of the first. `lerp` goes from the first to the second by `lerp_t`.
    """
    if curve_b is None:
        second = torch.full_like(curve_a, scalar)
    else:
        second = resample(canonical(curve_b, "curve_b"), len(curve_a)).flatten().expand(len(curve_a))
    return _OPERATIONS[operation](curve_a, second, lerp_t)


@node("CurveRamp", "curve", outputs="curve:CURVE", parameters=[number("start", 0.0), number("end", 1.0), _length])
def curve_ramp(*, start: float, end: float, length: int) -> Tensor:
    """A straight line from `start` to `end`."""
    return torch.from_numpy(ramp(start, end, length))


@node(
    "CurveWave",
    "curve",
    outputs="curve:CURVE",
    parameters=[
        select("wave_type", "sine", ("sine", "pulse", "square")),
        integer("frames_per_cycle", 150, 1, LONGEST),
        number("amplitude", 1.0),
        number("offset", 0.0),
        _length,
    ],
)
def curve_wave(*, wave_type: str, frames_per_cycle: int, amplitude: float, offset: float, length: int) -> Tensor:
    """A wave: `offset + amplitude * shape`; sine and square lie in -1..1, a pulse rises from 0 to 1 and falls back."""
    return torch.from_numpy(wave(wave_type, frames_per_cycle, length, amplitude, offset))
