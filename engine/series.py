"""What a request takes for a curve: a number or one value per frame, brought to a single shape at the boundary.

Curves are written and drawn by `engine.curves`.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import RequestError

Series: TypeAlias = float | Sequence[float] | np.ndarray | Tensor
"""A scalar or a 1-D series in time; anything else is refused by `canonical`."""


def canonical(
    curve: Series,
    name: str,
    *,
    low: float = -float("inf"),
    high: float = float("inf"),
    device: torch.device | str = "cpu",
) -> Tensor:
    """Turn a curve into float32 `[1, N, 1]` with N = 1 for a scalar.

    An array that already has that shape passes through; one on a GPU is fetched to be looked at. Raises RequestError
    naming `name` when the value is not numeric, not finite, empty, of another rank, or outside `low`..`high`.
    """
    try:
        value = torch.as_tensor(curve, dtype=torch.float32, device="cpu")
    except (TypeError, ValueError, RuntimeError) as error:
        raise RequestError(name, f"expected a number or a series of numbers, got {curve!r}") from error
    if value.ndim == 3 and value.shape[0] == 1 and value.shape[2] == 1:
        value = value.flatten()
    if value.ndim > 1 or value.numel() == 0:
        raise RequestError(name, f"expected a number or a 1-D series, got shape {tuple(value.shape)}")
    if not bool(torch.isfinite(value).all()):
        raise RequestError(name, "contains NaN or infinity")
    smallest, largest = float(value.min()), float(value.max())
    if smallest < low or largest > high:
        raise RequestError(name, f"must lie in {low:g}..{high:g}, got {smallest:g}..{largest:g}")
    if value.numel() == 1 and torch.device(device).type != "cpu":
        return torch.full((1, 1, 1), smallest, device=device)
    return value.reshape(1, -1, 1).to(device)


def resample(curve: Tensor, frames: int) -> Tensor:
    """Fit `[1, N, C]` to `[1, frames, C]`, the first and last value at the ends, straight lines between; 1 stays 1."""
    if curve.shape[1] in (1, frames):
        return curve
    return F.interpolate(curve.transpose(1, 2), size=frames, mode="linear", align_corners=True).transpose(1, 2)
