"""What a forward reads, and places for it that stay where they are, as replays need them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from engine.attention import Positions
from engine.decoder.forward import AdaptiveNorms, Heard, Memory


class Inputs(NamedTuple):
    """States and contexts in the weights' dtype, and what is derived for them."""

    x: Tensor
    context: Tensor
    place: Positions
    norms: AdaptiveNorms
    heard: Heard

    @property
    def shape(self) -> Hashable:
        """What replays of these inputs have in common."""
        return (*self.x.shape, *self.heard.memory.keys.shape, self.heard.mask is None)


@dataclass(frozen=True, eq=False, slots=True)
class Beside:
    """LoRAs that act: `key` says which, `strengths` how much in which row."""

    key: Hashable
    strengths: Tensor


class Fixed:
    """Copies of inputs of one shape; what was derived is copied when it is another one."""

    def __init__(self, inputs: Inputs, beside: Beside | None) -> None:
        like = torch.empty_like
        memory, mask = inputs.heard.memory, inputs.heard.mask
        heard = Heard(Memory(like(memory.keys), like(memory.values)), None if mask is None else like(mask))
        norms = AdaptiveNorms(like(inputs.norms.rows))
        self.inputs = Inputs(like(inputs.x), like(inputs.context), inputs.place, norms, heard)
        self.beside = None if beside is None else Beside(beside.key, like(beside.strengths))
        self._norms: AdaptiveNorms | None = None
        self._heard: Heard | None = None

    def write(self, inputs: Inputs, beside: Beside | None) -> None:
        """Take inputs of the same shape."""
        own = self.inputs
        own.x.copy_(inputs.x)
        own.context.copy_(inputs.context)
        if inputs.norms is not self._norms:
            own.norms.rows.copy_(inputs.norms.rows)
        if inputs.heard is not self._heard:
            own.heard.memory.keys.copy_(inputs.heard.memory.keys)
            own.heard.memory.values.copy_(inputs.heard.memory.values)
            if own.heard.mask is not None and inputs.heard.mask is not None:
                own.heard.mask.copy_(inputs.heard.mask)
        if self.beside is not None and beside is not None:
            self.beside.strengths.copy_(beside.strengths)
        self._norms, self._heard = inputs.norms, inputs.heard
