"""LoRAs side by side, as inputs of a graph: faders and other LoRAs change numbers, never the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.decoder.adapters import Adapter, sizes
from engine.decoder.weights import Weights
from engine.errors import LoraError

GRAIN = 8
"""Ranks come in multiples of it; there are so many at the least."""
MOST = 256

LayerFactors = Mapping[str, tuple[Tensor, ...]]
"""By fused weight `down` `[in, parts * R]`, then for each of its parts `up` `[R, out]`."""


@dataclass(frozen=True, eq=False)
class Ranks:
    """The factors of all LoRAs attached, `width` ranks of them, and which ranks each holds."""

    width: int
    places: Mapping[str, slice]
    factors: tuple[LayerFactors, ...]

    def strengths(self, rows: Sequence[Sequence[tuple[str, float]]]) -> Tensor:
        """Strengths `[B, R]` float32 on the CPU of what each row asks for by id; unknown ones are left out."""
        strengths = torch.zeros(len(rows), self.width)
        for row, asked in enumerate(rows):
            for lora, strength in asked:
                if lora in self.places:
                    strengths[row, self.places[lora]] = strength
        return strengths


def place(weights: Weights, adapters: Mapping[str, Adapter], most: int = MOST) -> Ranks:
    """Put LoRAs side by side, zeros behind them. Raises LoraError where there are more than `most` ranks in all."""
    held = {lora: _rank(adapter) for lora, adapter in adapters.items()}
    total = sum(held.values())
    if total > most:
        raise LoraError(f"with it there are {total} ranks of LoRAs, and this backend takes {most}: unload others first")
    width = max(GRAIN, -(-total // GRAIN) * GRAIN)
    places, start = {}, 0
    for lora, rank in held.items():
        places[lora] = slice(start, start + rank)
        start += rank
    layers = []
    for index, layer in enumerate(weights.layers):
        factors = {}
        for name, (weight, rows) in sizes(weights, layer).items():
            down = weights.patch_in.new_zeros(weight.shape[1], len(rows), width)
            ups = [weights.patch_in.new_zeros(width, out) for out in rows]
            starts = [sum(rows[:part]) for part in range(len(rows))]
            for lora, adapter in adapters.items():
                branch = adapter.layers[index].get(name)
                for up in () if branch is None else branch.ups:
                    part, first = starts.index(up.columns.start), places[lora].start
                    ranks = slice(first, first + up.ranks.stop - up.ranks.start)
                    assert branch is not None
                    down[:, part, ranks] = branch.down[up.ranks].T
                    ups[part][ranks] = up.factor
            factors[name] = (down.flatten(1), *ups)
        layers.append(factors)
    return Ranks(width, places, tuple(layers))


def _rank(adapter: Adapter) -> int:
    ranks = (
        up.ranks.stop - up.ranks.start for layer in adapter.layers for branch in layer.values() for up in branch.ups
    )
    return max(ranks, default=0)
