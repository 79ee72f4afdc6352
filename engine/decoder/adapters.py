"""LoRA adapters fitted to the fused weights, and a forward's share of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import Tensor

from engine.decoder.weights import Layer, Weights
from engine.errors import LoraError
from engine.lora.formats import Factors
from engine.lowrank import Branch, Faded, Up, Weight


class LayerFades(NamedTuple):
    """The branches, with strengths, beside each fused weight of a block."""

    own_qkv: Faded = ()
    own_out: Faded = ()
    cross_query: Faded = ()
    cross_out: Faded = ()
    gate_up: Faded = ()
    down: Faded = ()


@dataclass(frozen=True, eq=False)
class Adapter:
    """One LoRA in the executor's dtype on its device: per block the branches by the fused weight they stand beside."""

    layers: tuple[Mapping[str, Branch], ...]
    crosses: bool = field(init=False)
    """Whether it changes cross-attention keys or values."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "crosses", any(CROSS_KEY_VALUE in layer for layer in self.layers))

    @property
    def tensors(self) -> Iterator[Tensor]:
        """All its factors."""
        for branches in self.layers:
            for branch in branches.values():
                yield from (branch.down, *(up.factor for up in branch.ups))


Active = tuple[tuple[Adapter, float], ...]
"""The adapters that act in a row, each with its strength."""

CROSS_KEY_VALUE = "cross_key_value"

PARTS: Mapping[str, tuple[str, ...]] = {
    "own_qkv": ("self_attn.to_q", "self_attn.to_k", "self_attn.to_v"),
    "own_out": ("self_attn.to_out.0",),
    "cross_query": ("cross_attn.to_q",),
    CROSS_KEY_VALUE: ("cross_attn.to_k", "cross_attn.to_v"),
    "cross_out": ("cross_attn.to_out.0",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}
"""What each fused weight is made of, top to bottom."""


def sizes(weights: Weights, layer: Layer) -> dict[str, tuple[Weight, tuple[int, ...]]]:
    """Each fused weight and the rows of its parts."""
    geometry = weights.geometry
    query, key = geometry.heads * geometry.head_dim, geometry.kv_heads * geometry.head_dim
    inner = layer.gate_up.shape[0] // 2
    return {
        "own_qkv": (layer.own.qkv, (query, key, key)),
        "own_out": (layer.own.out, (layer.own.out.shape[0],)),
        "cross_query": (layer.cross_query, (query,)),
        CROSS_KEY_VALUE: (layer.cross_key_value, (key, key)),
        "cross_out": (layer.cross_out, (layer.cross_out.shape[0],)),
        "gate_up": (layer.gate_up, (inner, inner)),
        "down": (layer.down, (layer.down.shape[0],)),
    }


def fit(weights: Weights, factors: Mapping[str, Factors]) -> Adapter:
    """Bring factors, named by the transformer's modules, to the layout of its fused weights.

    Raises LoraError for a module or shape the transformer does not have.
    """
    left = dict(factors)
    layers = []
    for index, layer in enumerate(weights.layers):
        branches = {}
        for name, (weight, rows) in sizes(weights, layer).items():
            found = [
                (part, start, size)
                for part, start, size in zip(PARTS[name], _starts(rows), rows, strict=True)
                if f"layers.{index}.{part}" in left
            ]
            given = [
                _checked(f"layers.{index}.{part}", left.pop(f"layers.{index}.{part}"), size, weight.shape[1])
                for part, _, size in found
            ]
            if given:
                columns = [slice(start, start + size) for _, start, size in found]
                branches[name] = _branch(given, columns, weights.patch_in)
        layers.append(branches)
    if left:
        name = min(left, key=lambda name: [int(part) if part.isdigit() else 0 for part in name.split(".")])
        if re.match(r"layers\.\d+\.", name):
            raise LoraError(f"adapts {name}, but the model has {len(layers)} layers: it is for another base model")
        raise LoraError(f"adapts {name}; only attention and MLP weights can be faded")
    return Adapter(tuple(layers))


def _starts(rows: Sequence[int]) -> list[int]:
    return [sum(rows[:i]) for i in range(len(rows))]


def _checked(name: str, given: Factors, rows: int, columns: int) -> Factors:
    shape = [given.up.shape[0], given.down.shape[1]]
    if shape != [rows, columns]:
        raise LoraError(
            f"{name} is {shape[0]} x {shape[1]} in it and {rows} x {columns} in the model: it is for another base model"
        )
    return given


def _branch(given: Sequence[Factors], columns: Sequence[slice], like: Tensor) -> Branch:
    ranks = [each.down.shape[0] for each in given]
    ups = tuple(
        Up(slice(start, start + rank), where, (each.up.float() * each.scale).T.contiguous().to(like))
        for each, start, rank, where in zip(given, _starts(ranks), ranks, columns, strict=True)
    )
    branch = Branch(torch.cat([each.down.float() for each in given]).to(like), ups)
    factors = (branch.down, *(up.factor for up in ups))
    if not all(factor.is_meta or bool(torch.isfinite(factor).all()) for factor in factors):
        raise LoraError(f"its numbers are too large for the model, which computes in {str(like.dtype)[6:]}")
    return branch


def fades(active: Sequence[tuple[Adapter, float | Tensor]], layers: int) -> tuple[LayerFades, ...]:
    """Per block what a forward adds beside each weight, the cross-attention's keys and values left out."""
    return tuple(
        LayerFades(
            **{
                name: [(adapter.layers[i][name], s) for adapter, s in active if name in adapter.layers[i]]
                for name in LayerFades._fields
            }
        )
        for i in range(layers)
    )
