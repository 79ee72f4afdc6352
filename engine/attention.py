"""The blocks ACE-Step's transformers share: norms, rotary positions, grouped-query self-attention, SwiGLU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.lowrank import Faded, Weight, linear


@dataclass(frozen=True)
class Geometry:
    """The shape of attention: heads, size of one, half-width of the sliding window, rotary base, norm epsilon."""

    heads: int
    kv_heads: int
    head_dim: int
    window: int
    theta: float
    eps: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Geometry:
        """From a component's configuration."""
        return cls(
            heads=config["num_attention_heads"],
            kv_heads=config["num_key_value_heads"],
            head_dim=config["head_dim"],
            window=config.get("sliding_window", 128),
            theta=config.get("rope_theta", 1_000_000.0),
            eps=config.get("rms_norm_eps", 1e-6),
        )


@dataclass(frozen=True, eq=False)
class Positions:
    """What depends on the length only: rotary tables `[N, 1, D]` and the band mask `[N, N]` (None: all is in reach)."""

    cos: Tensor
    sin: Tensor
    band: Tensor | None


@dataclass(frozen=True, eq=False)
class SelfAttention:
    """Fused weights: `qkv` and its bias hold query heads, key heads, value heads; `norm` has a row for each of them."""

    qkv: Weight
    norm: Tensor
    out: Weight
    qkv_bias: Tensor | None
    out_bias: Tensor | None
    sliding: bool

    @classmethod
    def of(cls, state: Mapping[str, Tensor], prefix: str, geometry: Geometry, sliding: bool) -> SelfAttention:
        """Fuse the projections named `prefix`.to_q and so on."""
        query_norm, key_norm = state[f"{prefix}.norm_q.weight"], state[f"{prefix}.norm_k.weight"]
        names = ("to_q", "to_k", "to_v")
        return cls(
            qkv=fused(state, prefix, names, "weight"),
            norm=torch.cat([query_norm.expand(geometry.heads, -1), key_norm.expand(geometry.kv_heads, -1)]),
            out=state[f"{prefix}.to_out.0.weight"],
            qkv_bias=fused(state, prefix, names, "bias") if f"{prefix}.to_q.bias" in state else None,
            out_bias=state.get(f"{prefix}.to_out.0.bias"),
            sliding=sliding,
        )


def fused(state: Mapping[str, Tensor], prefix: str, names: tuple[str, ...], end: str) -> Tensor:
    """The tensors `prefix`.name.`end` one below the other."""
    return torch.cat([state[f"{prefix}.{name}.{end}"] for name in names])


def is_sliding(config: Mapping[str, Any], index: int) -> bool:
    """Whether layer `index` attends within the window only; without a list every second one does, the first too."""
    kinds = config.get("layer_types")
    return index % 2 == 0 if kinds is None else kinds[index] == "sliding_attention"


def positions(geometry: Geometry, length: int, device: torch.device, dtype: torch.dtype) -> Positions:
    """Rotary tables (Qwen3 layout, halves; the sine carries the sign) and the symmetric band |i - j| <= window."""
    half = torch.arange(0, geometry.head_dim, 2, dtype=torch.float32, device=device)
    place = torch.arange(length, device=device)
    angles = torch.outer(place.float(), 1.0 / geometry.theta ** (half / geometry.head_dim)).repeat(1, 2).unsqueeze(1)
    cos, sin = angles.cos().to(dtype), angles.sin().to(dtype)
    sin[..., : geometry.head_dim // 2] *= -1.0
    band = None
    if length > geometry.window + 1:
        band = torch.zeros(length, length, dtype=dtype, device=device)
        band.masked_fill_((place[:, None] - place[None, :]).abs() > geometry.window, float("-inf"))
    return Positions(cos, sin, band)


def normalise(x: Tensor, eps: float) -> Tensor:
    """Root-mean-square normalisation without weight; the variance in float32."""
    wide = x.float()
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)).to(x.dtype)


def spread(x: Tensor, geometry: Geometry) -> Tensor:
    """`[B, L, kv_heads, D]` as `[B, heads, L, D]`, each key head repeated for its queries."""
    return x.transpose(1, 2).repeat_interleave(geometry.heads // geometry.kv_heads, dim=1)


def self_attention(
    geometry: Geometry, weights: SelfAttention, x: Tensor, place: Positions, qkv: Faded = (), out: Faded = ()
) -> Tensor:
    """Grouped-query self-attention over `[B, N, H]` with normalised, rotated queries and keys.

    `qkv` and `out` are the low-rank branches beside the two projections.
    """
    heads, kv_heads, size = geometry.heads, geometry.kv_heads, geometry.head_dim
    everything = torch.unflatten(linear(x, weights.qkv, weights.qkv_bias, qkv), -1, (heads + 2 * kv_heads, size))
    turned = normalise(everything[:, :, : heads + kv_heads], geometry.eps) * weights.norm
    turned = turned * place.cos + turned.roll(size // 2, dims=-1) * place.sin
    query, key = torch.split(turned, [heads, kv_heads], dim=2)
    mixed = F.scaled_dot_product_attention(
        query.transpose(1, 2),
        spread(key, geometry),
        spread(everything[:, :, heads + kv_heads :], geometry),
        attn_mask=place.band if weights.sliding else None,
    )
    return linear(mixed.transpose(1, 2).flatten(2), weights.out, weights.out_bias, out)


def swiglu(x: Tensor, gate_up: Weight, down: Weight, beside: Faded = (), beside_down: Faded = ()) -> Tensor:
    """`down(silu(gate(x)) * up(x))` with gate and up fused, and low-rank branches beside both products."""
    gate, up = linear(x, gate_up, None, beside).chunk(2, dim=-1)
    return linear(F.silu(gate) * up, down, None, beside_down)
