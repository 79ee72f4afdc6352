"""What the ring asks of an executor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.lora.formats import Factors


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """One evaluation: state `x` `[1, T, 64]` at time `t`, condition `tokens` `[1, L, H]`, `context` `[1, T, 128]`.

    `tokens` is also the key under which an executor may keep what it derives from them, so it must not change.
    `loras` are the strengths of LoRAs by id, in order and without zeros; one that is not attached is left out.
    `presence` `[L]` weighs each token in attention, 0..1, and must not change either; None: all in full.
    """

    x: Tensor
    t: float
    tokens: Tensor
    context: Tensor
    loras: tuple[tuple[str, float], ...] = ()
    presence: Tensor | None = None


class Decoder(Protocol):
    """Predicts velocities; float32 in and out whatever it computes in."""

    device: torch.device
    token_width: int

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        """One velocity `[1, T, 64]` per row, in order, in tensors that later calls leave alone."""
        ...

    @property
    def loras(self) -> Collection[str]:
        """The ids of the LoRAs attached."""
        ...

    def attach(self, lora: str, factors: Mapping[str, Factors]) -> None:
        """Make a LoRA ready, then have it from the next call on, in place of one of the same id. Raises LoraError."""
        ...

    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        ...
