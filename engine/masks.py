"""Mixing two latents by a mask over time."""

from torch import Tensor


def blend(mask: Tensor, inside: Tensor, outside: Tensor) -> Tensor:
    """`mask * inside + (1 - mask) * outside`."""
    return mask * inside + (1.0 - mask) * outside
