"""One block of the transformer and the two ends of it, as functions of tensors."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.attention import Band, Geometry, Positions, attend, normalise, self_attention, swiglu
from engine.decoder.adapters import LayerFades
from engine.decoder.weights import Layer, Weights
from engine.lowrank import linear

PLAIN = LayerFades()


def enter(weights: Weights, x: Tensor, context: Tensor) -> Tensor:
    """Hidden states `[B, N, H]` of states `[B, T, 64]` and contexts `[B, T, 128]`; zeros fill up the last patch."""
    joined = torch.cat([context, x], dim=-1)
    if x.shape[1] % weights.patch:
        joined = F.pad(joined, (0, 0, 0, weights.patch - x.shape[1] % weights.patch))
    patches = joined.reshape(x.shape[0], -1, weights.patch_in.shape[1])
    return F.linear(patches, weights.patch_in, weights.patch_in_bias)


def block(
    geometry: Geometry,
    layer: Layer,
    hidden: Tensor,
    norms: Tensor,
    place: Positions,
    band: Band | None,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None,
    beside: LayerFades = PLAIN,
) -> Tensor:
    """Hidden states `[B, N, H]` after a layer.

    `norms` `[6, B, 1, H]` are its adaptive norms: scale, shift and gate for attention, then for the MLP. `band` is None
    where all see all. `key` and `value` `[B, heads, L, D]` are those of the condition, with the mask of its tokens.
    """
    eps = geometry.eps
    scale, shift, gate, c_scale, c_shift, c_gate = norms.unbind(0)
    normed = torch.addcmul(shift, normalise(hidden, eps), scale)
    mixed = self_attention(geometry, layer.own, normed, place, band, beside.own_qkv, beside.own_out)
    hidden = torch.addcmul(hidden, mixed, gate)
    normed = normalise(hidden, eps, layer.cross_norm)
    hidden = hidden + _cross_attention(geometry, layer, normed, key, value, mask, beside)
    normed = torch.addcmul(c_shift, normalise(hidden, eps), c_scale)
    return torch.addcmul(hidden, swiglu(normed, layer.gate_up, layer.down, beside.gate_up, beside.down), c_gate)


def _cross_attention(
    geometry: Geometry, layer: Layer, x: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, beside: LayerFades
) -> Tensor:
    query = torch.unflatten(
        linear(x, layer.cross_query, layer.cross_query_bias, beside.cross_query), -1, (geometry.heads, -1)
    )
    query = normalise(query, geometry.eps, layer.cross_query_norm)
    mixed = attend(query.transpose(1, 2), key, value, mask)
    return linear(mixed.transpose(1, 2).flatten(2), layer.cross_out, layer.cross_out_bias, beside.cross_out)


def leave(weights: Weights, hidden: Tensor, norms: Tensor, frames: int) -> Tensor:
    """Velocities `[B, T, 64]` of hidden states, with the last adaptive norm `[2, B, 1, H]`: scale and shift."""
    scale, shift = norms.unbind(0)
    hidden = torch.addcmul(shift, normalise(hidden, weights.geometry.eps), scale)
    patches = F.linear(hidden, weights.patch_out, weights.patch_out_bias)
    return patches.reshape(hidden.shape[0], -1, patches.shape[-1] // weights.patch)[:, :frames]
