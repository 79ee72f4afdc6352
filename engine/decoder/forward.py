"""The transformer's forward over fused weights, and the parts of it that do not change from step to step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.attention import Positions, normalise, takes_groups
from engine.decoder.adapters import CROSS_KEY_VALUE, Adapter, LayerFades
from engine.decoder.block import PLAIN, block, enter, leave
from engine.decoder.weights import Weights
from engine.lowrank import add_branches

WIDE = 32
"""Of what the width of a mask is a multiple on a GPU, where its kernels copy others."""


@dataclass(frozen=True, eq=False)
class AdaptiveNorms:
    """What norms take from t: `rows` `[6 * layers + 2, B, 1, H]`, six for each layer and two for the end, see `block`.

    Scales hold `norm weight * (1 + scale)`.
    """

    rows: Tensor
    layers: tuple[Tensor, ...] = field(init=False)
    out: Tensor = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", torch.unflatten(self.rows[:-2], 0, (-1, 6)).unbind(0))
        object.__setattr__(self, "out", self.rows[-2:])


@dataclass(frozen=True, eq=False)
class Memory:
    """Every layer's cross-attention `keys` and `values` `[layers, B, kv_heads, L, D]` of conditions."""

    keys: Tensor
    values: Tensor


@dataclass(frozen=True, eq=False)
class Heard:
    """Memories side by side, and the mask `[B, 1, 1, L]` of their tokens (None: all are heard in full)."""

    memory: Memory
    mask: Tensor | None


def embed_time(weights: Weights, name: str, t: Tensor) -> tuple[Tensor, Tensor]:
    """The embedding `name` of times `[B]` and its projection; sinusoid of 256 channels, cosine first, t by 1000."""
    steps = torch.arange(128, dtype=torch.float32, device=weights.device)
    angles = (t * 1000.0)[:, None] * torch.exp(-math.log(10000.0) / 128 * steps)
    wave = torch.cat([angles.cos(), angles.sin()], dim=-1).to(weights.dtype)
    w = weights.time
    hidden = F.linear(wave, w[f"{name}.linear_1.weight"], w[f"{name}.linear_1.bias"])
    hidden = F.linear(F.silu(hidden), w[f"{name}.linear_2.weight"], w[f"{name}.linear_2.bias"])
    return hidden, F.linear(F.silu(hidden), w[f"{name}.time_proj.weight"], w[f"{name}.time_proj.bias"])


def adaptive_norms(weights: Weights, t: float) -> AdaptiveNorms:
    """The adaptive norms at time `t`, with r = t."""
    times = [torch.full((1,), each, dtype=torch.float32, device=weights.device) for each in (t, 0.0)]
    hidden, projected = embed_time(weights, "time_embed", times[0])
    hidden_r, projected_r = embed_time(weights, "time_embed_r", times[1])
    tables = torch.cat([layer.table for layer in weights.layers])
    moved = torch.unflatten(tables + torch.unflatten(projected + projected_r, 1, (6, -1)), 1, (2, 3))
    norms = torch.stack([norm for layer in weights.layers for norm in (layer.own_norm, layer.mlp_norm)])
    shift, scale, gate = moved.flatten(0, 1).unbind(1)
    rows = torch.stack([norms * (1 + scale), shift, gate], dim=1).flatten(0, 1)
    shift, scale = (weights.table_out + (hidden + hidden_r).unsqueeze(1)).unbind(1)
    return AdaptiveNorms(torch.cat([rows, weights.norm_out * (1 + scale), shift])[:, None, None])


def join_norms(each: Sequence[AdaptiveNorms]) -> AdaptiveNorms:
    """The adaptive norms of several rows, one below the other."""
    return each[0] if len(each) == 1 else AdaptiveNorms(torch.cat([one.rows for one in each], dim=1))


def memory(weights: Weights, tokens: Tensor) -> Memory:
    """The memory of condition tokens `[1, L, H]`, constant over steps."""
    return faded_memory(weights, raw_memory(weights, tokens), ())


def raw_memory(weights: Weights, tokens: Tensor) -> Tensor:
    """Every layer's cross-attention keys and values `[layers, L, out]` of `[1, L, H]`, before norm and heads."""
    tokens = F.linear(tokens.to(weights.dtype), weights.token_in, weights.token_in_bias)
    return torch.cat([F.linear(tokens, layer.cross_key_value, layer.cross_key_value_bias) for layer in weights.layers])


def memory_change(weights: Weights, tokens: Tensor, adapter: Adapter) -> Tensor:
    """What an adapter at strength 1 adds to `raw_memory`."""
    tokens = F.linear(tokens.to(weights.dtype), weights.token_in, weights.token_in_bias)
    changes = []
    for layer, branches in zip(weights.layers, adapter.layers, strict=True):
        change = tokens.new_zeros(1, tokens.shape[1], layer.cross_key_value.shape[0])
        if CROSS_KEY_VALUE in branches:
            add_branches(change, tokens, [(branches[CROSS_KEY_VALUE], 1.0)])
        changes.append(change)
    return torch.cat(changes)


def faded_memory(weights: Weights, raw: Tensor, changes: Sequence[tuple[Tensor, float]]) -> Memory:
    """The memory of a condition whose `raw_memory` has changes added, each with its strength."""
    geometry = weights.geometry
    for change, strength in changes:
        raw = torch.add(raw, change, alpha=strength)
    key, value = torch.unflatten(raw, -1, (2 * geometry.kv_heads, -1)).chunk(2, dim=2)
    norm = torch.stack([layer.cross_key_norm for layer in weights.layers])[:, None, None]
    key = normalise(key, geometry.eps) * norm
    return Memory(*(each.transpose(1, 2).contiguous().unsqueeze(1) for each in (key, value)))


def hear(weights: Weights, memories: Sequence[Memory], presences: Sequence[Tensor | None]) -> Heard:
    """Memories of different lengths side by side, zero-padded, with the mask that hides the padding.

    The mask also weighs tokens by their presence `[L]`, where a row has it. Where a kernel needs keys for every query's
    head, they are copied here.
    """
    lengths = [each.keys.shape[3] for each in memories]
    longest = max(lengths)
    mask = None
    if min(lengths) != longest or any(presence is not None for presence in presences):
        if weights.device.type != "cpu":
            longest += -longest % WIDE
        mask = torch.zeros(len(lengths), 1, 1, longest, dtype=weights.dtype, device=weights.device)
        for row, (length, presence) in enumerate(zip(lengths, presences, strict=True)):
            if presence is not None:
                mask[row, ..., :length] = presence.log()
            mask[row, ..., length:] = float("-inf")
    group = weights.geometry.heads // weights.geometry.kv_heads
    groups = takes_groups(memories[0].keys, mask)

    def join(take: Callable[[Memory], Tensor]) -> Tensor:
        parts = [F.pad(take(each), (0, 0, 0, longest - each.keys.shape[3])) for each in memories]
        joined = parts[0] if len(parts) == 1 else torch.cat(parts, dim=1)
        return joined if groups else joined.repeat_interleave(group, dim=2)

    if len(memories) == 1 and groups and longest == lengths[0]:
        return Heard(memories[0], mask)
    return Heard(Memory(join(lambda each: each.keys), join(lambda each: each.values)), mask)


def velocity(
    weights: Weights,
    x: Tensor,
    context: Tensor,
    place: Positions,
    norms: AdaptiveNorms,
    heard: Heard,
    faded: Sequence[LayerFades] | None = None,
    block: Callable[..., Tensor] = block,
) -> Tensor:
    """The velocity `[B, T, 64]` of states `x` under `context` `[B, T, 128]`, in the weights' dtype.

    `faded` are the LoRA branches of each layer (those of the condition's keys and values are in its memory already);
    `block` may be a compiled one. Follows `AceStepTransformer1DModel.forward`.
    """
    hidden = enter(weights, x, context)
    keys, values = heard.memory.keys.unbind(0), heard.memory.values.unbind(0)
    for i, layer in enumerate(weights.layers):
        band = place.band if layer.own.sliding else None
        beside = PLAIN if faded is None else faded[i]
        hidden = block(
            weights.geometry, layer, hidden, norms.layers[i], place, band, keys[i], values[i], heard.mask, beside
        )
    return leave(weights, hidden, norms.out, x.shape[1])
