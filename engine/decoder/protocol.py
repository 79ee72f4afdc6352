"""What the ring asks of an executor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """One evaluation: state `x` `[1, T, 64]` at time `t`, condition `tokens` `[1, L, H]`, `context` `[1, T, 128]`.

    `tokens` is also the key under which an executor may keep what it derives from them, so it must not change.
    """

    x: Tensor
    t: float
    tokens: Tensor
    context: Tensor


class Decoder(Protocol):
    """Predicts velocities; float32 in and out whatever it computes in."""

    device: torch.device
    token_width: int

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        """One velocity `[1, T, 64]` per row, in order, in tensors that later calls leave alone."""
        ...
