"""Gains over latent channels."""

import torch
from torch import Tensor

from engine.errors import RequestError
from engine.request import CHANNELS


def band_gain(first: int, last: int, scale: float) -> Tensor:
    """Gain `[1, 1, 64]`: `scale` on the channels `first`..`last` (both included), 1 elsewhere."""
    if not 0 <= first <= last < CHANNELS:
        raise RequestError("channels", f"expected 0 <= first <= last <= {CHANNELS - 1}, got {first}..{last}")
    gain = torch.ones(1, 1, CHANNELS)
    gain[..., first : last + 1] = scale
    return gain
