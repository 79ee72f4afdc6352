"""The context channels: structure hints beside the chunk mask."""

import torch
from torch import Tensor


def fit_length(latent: Tensor, frames: int) -> Tensor:
    """`[1, T, 64]` as `[1, frames, 64]`: cut, or repeated when it is shorter."""
    repeats = -(-frames // latent.shape[1])
    return latent.repeat(1, repeats, 1)[:, :frames] if repeats > 1 else latent[:, :frames]


def build_context(hints: Tensor, quiet: Tensor, strength: float, chunk_mask: Tensor | None) -> Tensor:
    """`[1, T, 128]`: hints faded toward silence by `strength` 1..0, then the mask.

    No `chunk_mask` (`[1, T, 1]`) is all ones. With one, silence stands where it is above one half, as the model was
    trained to repaint.
    """
    seen = quiet + strength * (hints - quiet) if strength < 1.0 else hints
    if chunk_mask is None:
        return torch.cat([seen, torch.ones_like(seen)], dim=-1)
    seen = torch.where(chunk_mask > 0.5, quiet, seen)
    return torch.cat([seen, chunk_mask.expand_as(seen)], dim=-1)
