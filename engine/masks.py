"""Masks over time: what a repaint sees in its context, what an inpainted latent keeps."""

import torch
from torch import Tensor

from engine.errors import RequestError


def span(frames: int, start: float, end: float, frame_rate: float = 25.0) -> Tensor:
    """`[1, frames, 1]`, one inside `start`..`end` seconds and zero outside; at least one frame is inside."""
    if not 0.0 <= start < end:
        raise RequestError("span", f"start must lie before end and not below 0, got {start:g}..{end:g} s")
    first = min(int(start * frame_rate), frames - 1)
    last = max(first + 1, min(int(end * frame_rate), frames))
    mask = torch.zeros(1, frames, 1)
    mask[:, first:last] = 1.0
    return mask


def blend(mask: Tensor, inside: Tensor, outside: Tensor) -> Tensor:
    """`mask * inside + (1 - mask) * outside`."""
    return mask * inside + (1.0 - mask) * outside
