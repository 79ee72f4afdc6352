"""The blocks ACE-Step's transformers share: norms, rotary positions, grouped-query self-attention, SwiGLU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.lowrank import Faded, linear


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
class Band:
    """Who sees whom in a sliding layer, |i - j| <= window.

    `mask` `[blocks, 1, size, span]` is for queries in blocks of `size`, each of which sees the `span` of keys around
    it: all of them in one block, or its own and one on either side. None: the kernel knows of windows.
    """

    window: int
    mask: Tensor | None


@dataclass(frozen=True, eq=False)
class Positions:
    """What depends on the length only: rotary tables `[N, 1, D]`, and the sliding layers' band (None: all see all)."""

    cos: Tensor
    sin: Tensor
    band: Band | None


@dataclass(frozen=True, eq=False)
class SelfAttention:
    """Fused weights: `qkv` and its bias hold query heads, key heads, value heads; `norm` has a row for each of them."""

    qkv: Tensor
    norm: Tensor
    out: Tensor
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
    """Rotary tables (Qwen3 layout, halves; the sine carries the sign) and the band of sliding layers."""
    half = torch.arange(0, geometry.head_dim, 2, dtype=torch.float32, device=device)
    place = torch.arange(length, device=device)
    angles = torch.outer(place.float(), 1.0 / geometry.theta ** (half / geometry.head_dim)).repeat(1, 2).unsqueeze(1)
    cos, sin = angles.cos().to(dtype), angles.sin().to(dtype)
    sin[..., : geometry.head_dim // 2] *= -1.0
    band = None
    if length > geometry.window + 1:
        windowed = knows_windows(geometry.heads, geometry.kv_heads, geometry.head_dim, device, dtype)
        band = Band(geometry.window, None if windowed else band_mask(length, geometry.window, device, dtype))
    return Positions(cos, sin, band)


def band_mask(length: int, window: int, device: torch.device, dtype: torch.dtype) -> Tensor:
    """The mask of a `Band`; blocks are as large as the window, where that is less work than one of all queries."""
    size, reach = (window, window) if length > 3 * window else (length, 0)
    starts = torch.arange(0, length, size, device=device)[:, None, None]
    query = starts + torch.arange(size, device=device)[:, None]
    key = starts - reach + torch.arange(size + 2 * reach, device=device)
    hidden = ((query - key).abs() > window) | (key < 0) | (key >= length)
    mask = torch.zeros(hidden.shape, dtype=dtype, device=device).masked_fill_(hidden, float("-inf"))
    return mask.unsqueeze(1)


@lru_cache
def knows_windows(heads: int, kv_heads: int, size: int, device: torch.device, dtype: torch.dtype) -> bool:
    """Whether torch's flash kernel attends within a window here: on a GPU it is tried, beside the blocks.

    It has not run on a GPU.
    """
    if dtype == torch.float32 or device.type not in ("cuda", "meta"):
        return False
    if device.type == "meta":
        return True
    length, window = 75, 16
    generator = torch.Generator(device).manual_seed(0)
    drawn = torch.randn(2, length, heads + 2 * kv_heads, size, generator=generator, device=device).to(dtype)
    query, key, value = drawn.split([heads, kv_heads, kv_heads], dim=2)
    blocks = Band(window, band_mask(length, window, device, dtype))
    try:
        found = slide(query, key, value, Band(window, None))
    except (RuntimeError, NotImplementedError, TypeError):
        return False
    return bool(torch.allclose(found.float(), slide(query, key, value, blocks).float(), atol=0.05, rtol=0.05))


def normalise(x: Tensor, eps: float, weight: Tensor | None = None) -> Tensor:
    """Root-mean-square normalisation along the last dimension; the variance in float32."""
    return F.rms_norm(x, x.shape[-1:], weight, eps)


def takes_groups(x: Tensor, mask: Tensor | None) -> bool:
    """Whether queries like `x` share keys without copies: a GPU's kernels do in 16 bits, where nothing is hidden."""
    return x.device.type == "cpu" or (mask is None and x.dtype != torch.float32)


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
    """Grouped-query attention of `[B, heads, N, D]` over `[B, kv_heads, L, D]` with an additive mask."""
    if not takes_groups(query, mask) and key.shape[1] != query.shape[1]:
        group = query.shape[1] // key.shape[1]
        key, value = key.repeat_interleave(group, dim=1), value.repeat_interleave(group, dim=1)
    elif query.device.type == "cpu":
        key, value = key.contiguous(), value.contiguous()
    return F.scaled_dot_product_attention(query, key, value, attn_mask=mask, enable_gqa=True)


def slide(query: Tensor, key: Tensor, value: Tensor, band: Band) -> Tensor:
    """Attention of `[B, N, heads, D]` over `[B, N, kv_heads, D]` within a band, in the layout of the queries."""
    batch, length = query.shape[:2]
    if band.mask is None:
        ends = {"window_size_left": band.window, "window_size_right": band.window}
        kernel = torch.ops.aten._flash_attention_forward
        windowed: Tensor = kernel(query, key, value, None, None, length, length, 0.0, False, False, **ends)[0]
        return windowed
    blocks, _, size, span = band.mask.shape
    if blocks == 1:
        return attend(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), band.mask).transpose(1, 2)
    reach, fill = (span - size) // 2, blocks * size - length

    def around(x: Tensor) -> Tensor:
        spans = F.pad(x, (0, 0, 0, 0, reach, fill + reach)).unfold(1, span, size)
        return spans.permute(0, 1, 2, 4, 3).flatten(0, 1)

    queries = torch.unflatten(F.pad(query, (0, 0, 0, 0, 0, fill)), 1, (blocks, size)).flatten(0, 1).transpose(1, 2)
    mask = band.mask.expand(batch, *band.mask.shape).flatten(0, 1)
    mixed = attend(queries, around(key), around(value), mask).transpose(1, 2)
    return torch.unflatten(mixed, 0, (batch, blocks)).flatten(1, 2)[:, :length]


def self_attention(
    geometry: Geometry,
    weights: SelfAttention,
    x: Tensor,
    place: Positions,
    band: Band | None,
    qkv: Faded = (),
    out: Faded = (),
) -> Tensor:
    """Grouped-query self-attention over `[B, N, H]` with normalised, rotated queries and keys.

    `band` is that of a sliding layer; `qkv` and `out` are the low-rank branches beside the two projections.
    """
    heads, kv_heads, size = geometry.heads, geometry.kv_heads, geometry.head_dim
    everything = torch.unflatten(linear(x, weights.qkv, weights.qkv_bias, qkv), -1, (heads + 2 * kv_heads, size))
    turned = normalise(everything[:, :, : heads + kv_heads], geometry.eps) * weights.norm
    turned = torch.addcmul(turned * place.cos, turned.roll(size // 2, dims=-1), place.sin)
    query, key = torch.split(turned, [heads, kv_heads], dim=2)
    value = everything[:, :, heads + kv_heads :]
    if band is None:
        mixed = attend(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2)).transpose(1, 2)
    else:
        mixed = slide(query, key, value, band)
    return linear(mixed.flatten(2), weights.out, weights.out_bias, out)


def swiglu(x: Tensor, gate_up: Tensor, down: Tensor, beside: Faded = (), beside_down: Faded = ()) -> Tensor:
    """`down(silu(gate(x)) * up(x))` with gate and up fused, and low-rank branches beside both products."""
    gate, up = linear(x, gate_up, None, beside).chunk(2, dim=-1)
    return linear(F.silu(gate) * up, down, None, beside_down)
