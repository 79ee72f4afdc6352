"""Masks over time: 1 = generate, 0 = keep."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.nodes.registry import node, number
from engine.nodes.values import Latent, Mask
from engine.series import canonical, resample


@node("InvertMask", "mask", inputs="mask:MASK", outputs="mask:MASK")
def invert_mask(*, mask: Mask) -> Mask:
    """What was kept is generated, and the other way round."""
    return Mask(1.0 - mask.values)


@node("SetLatentNoiseMask", "mask", inputs="latent:LATENT mask:MASK", outputs="latent:LATENT")
def set_latent_noise_mask(*, latent: Latent, mask: Mask) -> Latent:
    """The latent with a mask that says, where it is a source, which of it is generated anew."""
    return Latent(latent.tensor, mask.values)


@node(
    "TemporalMask",
    "mask",
    inputs="latent:LATENT curve:CURVE?",
    outputs="mask:MASK",
    parameters=[number("value", 0.5, 0.0, 1.0)],
)
def temporal_mask(*, latent: Latent, curve: Tensor | None, value: float) -> Mask:
    """A mask as long as the latent: `value` everywhere, or a curve in 0..1 stretched over it."""
    if curve is None:
        return Mask(torch.full((latent.frames,), value))
    fitted = resample(canonical(curve, "curve", low=0.0, high=1.0), latent.frames).flatten()
    return Mask(fitted.expand(latent.frames))
