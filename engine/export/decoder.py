"""The decoder as one graph, with the factors and strengths of LoRAs as inputs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.attention import Geometry
from engine.decoder.forward import embed_time
from engine.decoder.ranks import LayerFactors
from engine.decoder.weights import Layer, Weights
from engine.errors import EngineUnavailable

GRAPH = 1
"""Counted up when the graph changes: engines of another one are built anew."""
PARTS = {
    "own_qkv": 3,
    "own_out": 1,
    "cross_query": 1,
    "cross_key_value": 2,
    "cross_out": 1,
    "gate_up": 2,
    "down": 1,
}
"""The linear layers of a block, and of how many parts each is fused."""
INPUTS = ("x", "t", "context", "tokens", "bias", "strength")
FAR = -1e4
"""Added to what attention gives what is out of reach."""


def factor_names(layers: int) -> list[str]:
    """The names of the factor inputs, in the order in which the graph takes them."""
    names = []
    for layer in range(layers):
        for linear, parts in PARTS.items():
            names += [f"lora.{layer}.{linear}.down", *(f"lora.{layer}.{linear}.up{part}" for part in range(parts))]
    return names


def named_factors(factors: Sequence[LayerFactors]) -> dict[str, Tensor]:
    """Factors by the names of their inputs."""
    flat = [tensor for layer in factors for linear in PARTS for tensor in layer[linear]]
    return dict(zip(factor_names(len(factors)), flat, strict=True))


def _kept(tensor: Tensor) -> nn.Parameter:
    return nn.Parameter(tensor.detach(), requires_grad=False)


class _Block(nn.Module):
    """The weights of one block, named as the fields of `weights.Layer`; products are `x @ w`, so those are `[in, out]`.

    An export then keeps every parameter's name, which refitting an engine needs. Products are computed in `products`.
    """

    def __init__(self, layer: Layer, products: torch.dtype) -> None:
        super().__init__()
        self.table = _kept(layer.table)
        self.own_norm = _kept(layer.own_norm)
        self.qk_norm = _kept(layer.own.norm)
        self.cross_norm = _kept(layer.cross_norm)
        self.cross_query_norm = _kept(layer.cross_query_norm)
        self.cross_key_norm = _kept(layer.cross_key_norm)
        self.mlp_norm = _kept(layer.mlp_norm)
        self.sliding = layer.own.sliding
        linears = {
            "own_qkv": (layer.own.qkv, layer.own.qkv_bias),
            "own_out": (layer.own.out, layer.own.out_bias),
            "cross_query": (layer.cross_query, layer.cross_query_bias),
            "cross_key_value": (layer.cross_key_value, layer.cross_key_value_bias),
            "cross_out": (layer.cross_out, layer.cross_out_bias),
            "gate_up": (layer.gate_up, None),
            "down": (layer.down, None),
        }
        for name, (weight, bias) in linears.items():
            if not isinstance(weight, Tensor):
                raise EngineUnavailable(
                    "fp8 is not exported: choose bfloat16 or float32, or the backend eager or compile"
                )
            self.register_parameter(name, _kept(weight.T.contiguous().to(products)))
            self.register_parameter(f"{name}_bias", None if bias is None else _kept(bias.to(products)))

    def product(self, name: str, x: Tensor, strength: Tensor | None, factors: LayerFactors) -> Tensor:
        """`x W + b + sum over ranks of s (x A) B`, in the dtype of x."""
        weight, kind = self.get_parameter(name), x.dtype
        x = x.to(weight.dtype)
        y = x @ weight
        bias = getattr(self, f"{name}_bias")
        if bias is not None:
            y = y + bias
        if strength is None:
            return y.to(kind)
        down, *ups = factors[name]
        inner = x @ down
        if len(ups) == 1:
            return (y + (inner * strength) @ ups[0]).to(kind)
        inner = inner.unflatten(-1, (len(ups), -1)) * strength.unsqueeze(2)
        return (y + torch.cat([inner[:, :, part] @ up for part, up in enumerate(ups)], dim=-1)).to(kind)


class DecoderGraph(nn.Module):
    """The forward of `engine.decoder.forward` as one traceable module over a transformer's weights.

    Takes x `[B, T, 64]` (T a multiple of the patch), t `[B]`, context `[B, T, 128]`, tokens `[B, L, E]`, bias `[B, L]`
    (the logarithm of a token's presence, `packed.HIDDEN` where there is none), strength `[B, R]` and for each layer its
    factors, see `ranks`; gives the velocity `[B, T, 64]`. t, bias, strength and the velocity are float32, the rest in
    the weights' dtype. Without `loras` there are neither strength nor factors. With `products` the blocks' products,
    and so the factors, are in that dtype instead.
    """

    def __init__(self, weights: Weights, *, loras: bool = True, products: torch.dtype | None = None) -> None:
        super().__init__()
        self.geometry: Geometry = weights.geometry
        self.loras = loras
        self.products = products or weights.dtype
        self.patch_in, self.patch_in_bias = _kept(weights.patch_in.T.contiguous()), _kept(weights.patch_in_bias)
        self.patch_out, self.patch_out_bias = _kept(weights.patch_out.T.contiguous()), _kept(weights.patch_out_bias)
        self.token_in, self.token_in_bias = _kept(weights.token_in.T.contiguous()), _kept(weights.token_in_bias)
        self.norm_out, self.table_out = _kept(weights.norm_out), _kept(weights.table_out)
        for name, tensor in weights.time.items():
            if name.startswith("time_embed."):
                kept = tensor.T.contiguous() if tensor.ndim == 2 else tensor
                self.register_parameter(name.removeprefix("time_embed.").replace(".", "_"), _kept(kept))
        hidden, projected = at_zero(weights)
        self.r_hidden, self.r_projected = _kept(hidden), _kept(projected)
        self.layers = nn.ModuleList(_Block(layer, self.products) for layer in weights.layers)
        half = torch.arange(0, self.geometry.head_dim, 2, dtype=torch.float32, device=weights.device)
        waves = torch.arange(128, dtype=torch.float32, device=weights.device)
        self.turns = nn.Buffer(1.0 / self.geometry.theta ** (half / self.geometry.head_dim))
        self.waves = nn.Buffer(torch.exp(-math.log(10000.0) / 128 * waves))

    def forward(
        self,
        x: Tensor,
        t: Tensor,
        context: Tensor,
        tokens: Tensor,
        bias: Tensor,
        strength: Tensor | None = None,
        factors: Sequence[LayerFactors] = (),
    ) -> Tensor:
        """See the class."""
        geometry, dtype = self.geometry, self.patch_in.dtype
        batch, _, channels = x.shape
        joined = torch.cat([context, x], dim=-1).to(dtype)
        hidden = joined.reshape(batch, -1, self.patch_in.shape[0]) @ self.patch_in + self.patch_in_bias
        cos, sin, band = self._positions(hidden.shape[1])
        ends, norms = self._times(t)
        tokens = tokens.to(dtype) @ self.token_in + self.token_in_bias
        reach = bias[:, None, None, :].to(dtype)
        strengths = None if strength is None else strength[:, None, :].to(self.products)
        for index, block in enumerate(self.layers):
            assert isinstance(block, _Block)
            beside = factors[index] if self.loras else {}
            shift, scale, gate, c_shift, c_scale, c_gate = (block.table + norms).chunk(6, dim=1)
            normed = self._normalise(hidden) * (block.own_norm * (1 + scale)) + shift
            qkv = block.product("own_qkv", normed, strengths, beside)
            qkv = qkv.unflatten(-1, (geometry.heads + 2 * geometry.kv_heads, geometry.head_dim))
            turned = self._normalise(qkv[:, :, : geometry.heads + geometry.kv_heads]) * block.qk_norm
            half = geometry.head_dim // 2
            turned = turned * cos + torch.cat([turned[..., half:], turned[..., :half]], dim=-1) * sin
            query, key = turned[:, :, : geometry.heads], turned[:, :, geometry.heads :]
            value = qkv[:, :, geometry.heads + geometry.kv_heads :]
            mixed = self._attend(query, key, value, band if block.sliding else None)
            hidden = hidden + block.product("own_out", mixed, strengths, beside) * gate
            normed = self._normalise(hidden) * block.cross_norm
            query = block.product("cross_query", normed, strengths, beside)
            query = self._normalise(query.unflatten(-1, (geometry.heads, geometry.head_dim))) * block.cross_query_norm
            both = block.product("cross_key_value", tokens, strengths, beside)
            both = both.unflatten(-1, (2 * geometry.kv_heads, geometry.head_dim))
            key = self._normalise(both[:, :, : geometry.kv_heads]) * block.cross_key_norm
            mixed = self._attend(query, key, both[:, :, geometry.kv_heads :], reach)
            hidden = hidden + block.product("cross_out", mixed, strengths, beside)
            normed = self._normalise(hidden) * (block.mlp_norm * (1 + c_scale)) + c_shift
            gated = block.product("gate_up", normed, strengths, beside)
            half = gated.shape[-1] // 2
            gated = F.silu(gated[..., :half]) * gated[..., half:]
            hidden = hidden + block.product("down", gated, strengths, beside) * c_gate
        shift, scale = (self.table_out + ends.unsqueeze(1)).chunk(2, dim=1)
        out = self._normalise(hidden) * (self.norm_out * (1 + scale)) + shift
        return (out @ self.patch_out + self.patch_out_bias).reshape(batch, -1, channels).float()

    def _normalise(self, x: Tensor) -> Tensor:
        wide = x.float()
        return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.geometry.eps)).to(x.dtype)

    def _positions(self, length: int) -> tuple[Tensor, Tensor, Tensor]:
        """Rotary tables `[N, 1, D]` and the band `[N, N]`, made in the graph: they depend on its length."""
        dtype, size = self.patch_in.dtype, self.geometry.head_dim
        place = torch.arange(length, device=self.turns.device)
        angles = (place.float()[:, None] * self.turns[None]).repeat(1, 2)[:, None]
        signs = torch.cat([-torch.ones(size // 2), torch.ones(size // 2)]).to(self.turns.device)
        far = (place[:, None] - place[None]).abs() > self.geometry.window
        return angles.cos().to(dtype), (angles.sin() * signs).to(dtype), torch.where(far, FAR, 0.0).to(dtype)

    def _times(self, t: Tensor) -> tuple[Tensor, Tensor]:
        """What t adds to the last norm `[B, H]` and to those of the blocks `[B, 6, H]`."""
        angles = (t * 1000.0)[:, None] * self.waves[None]
        wave = torch.cat([angles.cos(), angles.sin()], dim=-1).to(self.patch_in.dtype)
        hidden = F.silu(wave @ self.get_parameter("linear_1_weight") + self.get_parameter("linear_1_bias"))
        hidden = hidden @ self.get_parameter("linear_2_weight") + self.get_parameter("linear_2_bias")
        projected = F.silu(hidden) @ self.get_parameter("time_proj_weight") + self.get_parameter("time_proj_bias")
        norms = (projected + self.r_projected).reshape(-1, 6, hidden.shape[-1])
        return hidden + self.r_hidden, norms

    def _attend(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        """Grouped-query attention of `[B, N, heads, D]`, as `[B, N, H]`."""
        times = self.geometry.heads // self.geometry.kv_heads
        keys, values = (each.transpose(1, 2).repeat_interleave(times, dim=1) for each in (key, value))
        mixed = F.scaled_dot_product_attention(query.transpose(1, 2), keys, values, attn_mask=mask)
        return mixed.transpose(1, 2).flatten(2)


def at_zero(weights: Weights) -> tuple[Tensor, Tensor]:
    """The second time embedding, that of r = 0, and its projection: constants of the weights."""
    return embed_time(weights, "time_embed_r", torch.zeros(1, device=weights.device))
