"""Adaptive projected guidance (Sadat et al., arXiv 2410.02416) in the form ACE-Step uses: norms over time."""

import torch
from torch import Tensor

THRESHOLD = 2.5
"""Largest norm over time that one channel of the guidance direction may have."""


def average(difference: Tensor, previous: Tensor | None, momentum: Tensor | float) -> Tensor:
    """The running direction: `difference + momentum * previous`; the first is `difference` itself."""
    return difference if previous is None else difference + momentum * previous


def orthogonal(direction: Tensor, velocity: Tensor) -> Tensor:
    """The part of `[B, T, D]` `direction`, clipped to THRESHOLD, that is orthogonal to `velocity` along time."""
    norm = direction.norm(dim=1, keepdim=True)
    clipped = (direction * torch.clamp(THRESHOLD / norm.clamp_min(1e-12), max=1.0)).double()
    unit = torch.nn.functional.normalize(velocity.double(), dim=1)
    return (clipped - (clipped * unit).sum(dim=1, keepdim=True) * unit).to(velocity.dtype)


def guide(velocity: Tensor, direction: Tensor, scale: Tensor | float, rescale: Tensor | float | None = None) -> Tensor:
    """`v + (scale - 1) * orthogonal part`, its norm over time moved back toward that of v by `rescale` in 0..1."""
    guided = velocity + (scale - 1.0) * orthogonal(direction, velocity)
    if rescale is None:
        return guided
    ratio: Tensor = velocity.norm(dim=1, keepdim=True) / guided.norm(dim=1, keepdim=True).clamp_min(1e-8)
    return rescale * guided * ratio + (1.0 - rescale) * guided
