"""Timbre: what the timbre encoder hears of a reference."""

import torch
from torch import Tensor

PIECE = 250
"""Frames of one of the three pieces: 10 s."""


def timbre_latents(reference: Tensor) -> Tensor:
    """Front, middle and back 10 s of `[1, T, 64]` as `[1, 750, 64]`; shorter references are repeated."""
    frames = reference.shape[1]
    if frames < 3 * PIECE:
        reference = reference.repeat(1, -(-3 * PIECE // frames), 1)
        frames = reference.shape[1]
    starts = (0, frames // 3, frames - PIECE)
    return torch.cat([reference[:, start : start + PIECE] for start in starts], dim=1)
