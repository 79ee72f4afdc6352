"""The transformer's forward over fused weights, and the parts of it that do not change from step to step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.attention import Positions, normalise, self_attention, spread, swiglu
from engine.decoder.adapters import CROSS_KEY_VALUE, Adapter, LayerFades
from engine.decoder.weights import Layer, Weights
from engine.lowrank import Faded, add_branches, linear


@dataclass(frozen=True, eq=False)
class AdaptiveNorms:
    """What norms take from t: per layer `[B, 1, H]` scale, shift, gate for attention and MLP; scale, shift at the end.

    Scales hold `norm weight * (1 + scale)`.
    """

    layers: tuple[tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor], ...]
    out: tuple[Tensor, Tensor]


Memory = tuple[tuple[Tensor, Tensor], ...]
"""Per layer the cross-attention keys and values `[B, heads, L, D]` of a condition."""

_PLAIN = LayerFades()


def embed_time(weights: Weights, name: str, t: Tensor) -> tuple[Tensor, Tensor]:
    """A time embedding and its projection; sinusoid of 256 channels, cosine first, t scaled by 1000."""
    steps = torch.arange(128, dtype=torch.float32, device=weights.device)
    angles = (t * 1000.0)[:, None] * torch.exp(-math.log(10000.0) / 128 * steps)
    wave = torch.cat([angles.cos(), angles.sin()], dim=-1).to(weights.dtype)
    w = weights.time
    hidden = F.linear(wave, w[f"{name}.linear_1.weight"], w[f"{name}.linear_1.bias"])
    hidden = F.linear(F.silu(hidden), w[f"{name}.linear_2.weight"], w[f"{name}.linear_2.bias"])
    return hidden, F.linear(F.silu(hidden), w[f"{name}.time_proj.weight"], w[f"{name}.time_proj.bias"])


def adaptive_norms(weights: Weights, t: float) -> AdaptiveNorms:
    """The adaptive norms at time `t`, with r = t."""
    hidden, projected = embed_time(weights, "time_embed", torch.tensor([t], device=weights.device))
    hidden_r, projected_r = embed_time(weights, "time_embed_r", torch.zeros(1, device=weights.device))
    projected = torch.unflatten(projected + projected_r, 1, (6, -1))
    layers = []
    for layer in weights.layers:
        shift, scale, gate, c_shift, c_scale, c_gate = (layer.table + projected).chunk(6, dim=1)
        layers.append((layer.own_norm * (1 + scale), shift, gate, layer.mlp_norm * (1 + c_scale), c_shift, c_gate))
    shift, scale = (weights.table_out + (hidden + hidden_r).unsqueeze(1)).chunk(2, dim=1)
    return AdaptiveNorms(tuple(layers), (weights.norm_out * (1 + scale), shift))


def join_norms(each: Sequence[AdaptiveNorms]) -> AdaptiveNorms:
    """Stack the adaptive norms of several rows, one below the other."""
    layers = []
    for rows in zip(*(one.layers for one in each), strict=True):
        a, b, c, d, e, f = (torch.cat(values) for values in zip(*rows, strict=True))
        layers.append((a, b, c, d, e, f))
    scale, shift = (torch.cat(values) for values in zip(*(one.out for one in each), strict=True))
    return AdaptiveNorms(tuple(layers), (scale, shift))


def memory(weights: Weights, tokens: Tensor) -> Memory:
    """Cross-attention keys and values of condition tokens `[B, L, H]`, constant over steps."""
    tokens = F.linear(tokens.to(weights.dtype), weights.token_in, weights.token_in_bias)
    geometry = weights.geometry
    kept = []
    for layer in weights.layers:
        both = F.linear(tokens, layer.cross_key_value, layer.cross_key_value_bias)
        key, value = torch.unflatten(both, -1, (2 * geometry.kv_heads, -1)).chunk(2, dim=2)
        key = normalise(key, geometry.eps) * layer.cross_key_norm
        kept.append((spread(key, geometry), spread(value, geometry)))
    return tuple(kept)


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
    keys = spread(normalise(key, geometry.eps) * norm, geometry)
    return tuple(zip(torch.split(keys, 1), torch.split(spread(value, geometry), 1), strict=True))


def join_memories(memories: Sequence[Memory], presences: Sequence[Tensor | None]) -> tuple[Memory, Tensor | None]:
    """Stack memories of different lengths, zero-padded, with the mask `[B, 1, 1, L]` that hides the padding.

    The mask also weighs tokens by their presence `[L]`, where a row has it.
    """
    lengths = [each[0][0].shape[2] for each in memories]
    longest = max(lengths)

    def stack(layer: int, which: int) -> Tensor:
        parts = [F.pad(each[layer][which], (0, 0, 0, longest - each[layer][which].shape[2])) for each in memories]
        return torch.cat(parts)

    joined = memories[0]
    if len(memories) > 1:
        joined = tuple((stack(i, 0), stack(i, 1)) for i in range(len(memories[0])))
    if min(lengths) == longest and all(presence is None for presence in presences):
        return joined, None
    first = joined[0][0]
    mask = torch.zeros(len(lengths), 1, 1, longest, dtype=first.dtype, device=first.device)
    for row, (length, presence) in enumerate(zip(lengths, presences, strict=True)):
        if presence is not None:
            mask[row, ..., :length] = presence.log()
        mask[row, ..., length:] = float("-inf")
    return joined, mask


def _cross_attention(
    weights: Weights,
    layer: Layer,
    x: Tensor,
    held: tuple[Tensor, Tensor],
    mask: Tensor | None,
    beside_query: Faded,
    beside_out: Faded,
) -> Tensor:
    query = linear(x, layer.cross_query, layer.cross_query_bias, beside_query)
    query = torch.unflatten(query, -1, (weights.geometry.heads, -1))
    query = normalise(query, weights.geometry.eps) * layer.cross_query_norm
    mixed = F.scaled_dot_product_attention(query.transpose(1, 2), *held, attn_mask=mask)
    return linear(mixed.transpose(1, 2).flatten(2), layer.cross_out, layer.cross_out_bias, beside_out)


def velocity(
    weights: Weights,
    x: Tensor,
    context: Tensor,
    place: Positions,
    norms: AdaptiveNorms,
    memory: Memory,
    mask: Tensor | None = None,
    faded: Sequence[LayerFades] | None = None,
) -> Tensor:
    """The velocity `[B, T, 64]` of states `x` under `context` `[B, T, 128]`, in the weights' dtype.

    `mask` hides padded condition tokens, see `join_memories`; `faded` are the LoRA branches of each layer (those of
    the condition's keys and values are in `memory` already). Follows `AceStepTransformer1DModel.forward`.
    """
    batch, frames, channels = x.shape
    eps = weights.geometry.eps
    joined = torch.cat([context, x], dim=-1)
    if frames % weights.patch:
        joined = F.pad(joined, (0, 0, 0, weights.patch - frames % weights.patch))
    hidden = F.linear(joined.reshape(batch, -1, weights.patch_in.shape[1]), weights.patch_in, weights.patch_in_bias)
    for layer, (scale, shift, gate, c_scale, c_shift, c_gate), kept, beside in zip(
        weights.layers, norms.layers, memory, faded or [_PLAIN] * len(weights.layers), strict=True
    ):
        normed = torch.addcmul(shift, normalise(hidden, eps), scale)
        mixed = self_attention(weights.geometry, layer.own, normed, place, beside.own_qkv, beside.own_out)
        hidden = torch.addcmul(hidden, mixed, gate)
        normed = normalise(hidden, eps) * layer.cross_norm
        hidden = hidden + _cross_attention(weights, layer, normed, kept, mask, beside.cross_query, beside.cross_out)
        normed = torch.addcmul(c_shift, normalise(hidden, eps), c_scale)
        mixed = swiglu(normed, layer.gate_up, layer.down, beside.gate_up, beside.down)
        hidden = torch.addcmul(hidden, mixed, c_gate)
    scale, shift = norms.out
    hidden = torch.addcmul(shift, normalise(hidden, eps), scale)
    return F.linear(hidden, weights.patch_out, weights.patch_out_bias).reshape(batch, -1, channels)[:, :frames]
