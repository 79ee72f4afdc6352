"""The times of a generation's steps."""

import math

import torch

NOTHING_TO_DO = 1e-6
"""Denoise at or below this gives the source back."""


def times(steps: int, shift: float, denoise: float, *, quantize: bool = False) -> tuple[float, ...]:
    """Times from the first step to 0, `steps + 1` of them; `(0,)` when nothing is to be denoised.

    u runs linearly from u0 to 0 and t = s*u / (1 + (s-1)*u); u0 is `denoise`, or with `quantize` the reference's
    steps / floor(steps / denoise), which ignores much of the fader.
    """
    if denoise <= NOTHING_TO_DO:
        return (0.0,)
    start = 1.0 if denoise >= 1.0 else denoise
    if quantize and denoise < 1.0:
        start = steps / math.floor(steps / denoise)
    u = torch.linspace(start, 0.0, steps + 1, dtype=torch.float64)
    return tuple((shift * u / (1.0 + (shift - 1.0) * u)).tolist())
