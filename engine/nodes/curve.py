"""Curves over frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import torch
from torch import Tensor

from engine.curves import ramp, wave
from engine.nodes.parameters import Choices, Number, Share
from engine.nodes.registry import node
from engine.series import canonical, resample

LONGEST = 15000
"""Frames of the longest curve: 600 s."""

FrameCount = Annotated[int, Number(1, LONGEST)]

_OPERATIONS: dict[str, Callable[[Tensor, Tensor, float], Tensor]] = {
    "add": lambda a, b, t: a + b,
    "multiply": lambda a, b, t: a * b,
    "min": lambda a, b, t: torch.minimum(a, b),
    "max": lambda a, b, t: torch.maximum(a, b),
    "lerp": lambda a, b, t: torch.lerp(a, b, t),
}


@node("CurveConstant", "curve", outputs="curve")
def curve_constant(*, value: float = 1.0, length: FrameCount = 1500) -> Tensor:
    """The same value in every frame."""
    return torch.full((length,), value)


@node("CurveMath", "curve", outputs="curve")
def curve_math(
    *,
    curve_a: Tensor,
    curve_b: Tensor | None,
    operation: Annotated[str, Choices(tuple(_OPERATIONS))] = "add",
    scalar: float = 1.0,
    lerp_t: Share = 0.5,
) -> Tensor:
    """Two curves made one, frame by frame; without the second, `scalar` takes its place.

    The second is stretched to the length of the first. `lerp` goes from the first to the second by `lerp_t`.
    """
    if curve_b is None:
        second = torch.full_like(curve_a, scalar)
    else:
        second = resample(canonical(curve_b, "curve_b"), len(curve_a)).flatten().expand(len(curve_a))
    return _OPERATIONS[operation](curve_a, second, lerp_t)


@node("CurveRamp", "curve", outputs="curve")
def curve_ramp(*, start: float = 0.0, end: float = 1.0, length: FrameCount = 1500) -> Tensor:
    """A straight line from `start` to `end`."""
    return torch.from_numpy(ramp(start, end, length))


@node("CurveWave", "curve", outputs="curve")
def curve_wave(
    *,
    wave_type: Literal["sine", "pulse", "square"] = "sine",
    frames_per_cycle: FrameCount = 150,
    amplitude: float = 1.0,
    offset: float = 0.0,
    length: FrameCount = 1500,
) -> Tensor:
    """A wave: `offset + amplitude * shape`; sine and square lie in -1..1, a pulse rises from 0 to 1 and falls back."""
    return torch.from_numpy(wave(wave_type, frames_per_cycle, length, amplitude, offset))
