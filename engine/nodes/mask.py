"""Masks over time: 1 = generate, 0 = keep."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.nodes.parameters import Share
from engine.nodes.registry import node
from engine.nodes.values import Latent, Mask
from engine.series import canonical, resample


@node("InvertMask", "mask", outputs="mask")
def invert_mask(*, mask: Mask) -> Mask:
    """What was kept is generated, and the other way round."""
    return Mask(1.0 - mask.values)


@node("SetLatentNoiseMask", "mask", outputs="latent")
def set_latent_noise_mask(*, latent: Latent, mask: Mask) -> Latent:
    """The latent with a mask that says, where it is a source, which of it is generated anew."""
    return Latent(latent.tensor, mask.values)


@node("TemporalMask", "mask", outputs="mask")
def temporal_mask(*, latent: Latent, curve: Tensor | None, value: Share = 0.5) -> Mask:
    """A mask as long as the latent: `value` everywhere, or a curve in 0..1 stretched over it."""
    if curve is None:
        return Mask(torch.full((latent.frames,), value))
    fitted = resample(canonical(curve, "curve", low=0.0, high=1.0), latent.frames).flatten()
    return Mask(fitted.expand(latent.frames))
