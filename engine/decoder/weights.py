"""The transformer's weights, fused for the executors: projections that read the same input become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Layer:
    """One block. `query_key` norms and `qkv` order rows as query heads, key heads, value heads."""

    table: Tensor
    self_norm: Tensor
    qkv: Tensor
    query_key_norm: Tensor
    self_out: Tensor
    cross_norm: Tensor
    cross_query: Tensor
    cross_key_value: Tensor
    cross_query_norm: Tensor
    cross_key_norm: Tensor
    cross_out: Tensor
    mlp_norm: Tensor
    gate_up: Tensor
    down: Tensor
    sliding: bool
    biases: Mapping[str, Tensor]


@dataclass(frozen=True, eq=False)
class Weights:
    """Everything the transformer's forward reads, in one dtype on one device."""

    heads: int
    kv_heads: int
    head_dim: int
    patch: int
    window: int
    theta: float
    eps: float
    token_width: int
    patch_in: Tensor
    patch_in_bias: Tensor
    patch_out: Tensor
    patch_out_bias: Tensor
    token_in: Tensor
    token_in_bias: Tensor
    norm_out: Tensor
    table_out: Tensor
    time: Mapping[str, Tensor]
    layers: tuple[Layer, ...]

    @property
    def device(self) -> torch.device:
        return self.patch_in.device

    @property
    def dtype(self) -> torch.dtype:
        return self.patch_in.dtype


def _fused(state: Mapping[str, Tensor], prefix: str, names: tuple[str, ...], end: str) -> Tensor:
    return torch.cat([state[f"{prefix}.{name}.{end}"] for name in names]).contiguous()


def _layer(state: Mapping[str, Tensor], index: int, heads: int, kv_heads: int, sliding: bool) -> Layer:
    at = f"layers.{index}"
    own, cross, mlp = f"{at}.self_attn", f"{at}.cross_attn", f"{at}.mlp"
    query_norm, key_norm = state[f"{own}.norm_q.weight"], state[f"{own}.norm_k.weight"]
    biases = {}
    if f"{own}.to_q.bias" in state:
        biases = {
            "qkv": _fused(state, own, ("to_q", "to_k", "to_v"), "bias"),
            "self_out": state[f"{own}.to_out.0.bias"],
            "cross_query": state[f"{cross}.to_q.bias"],
            "cross_key_value": _fused(state, cross, ("to_k", "to_v"), "bias"),
            "cross_out": state[f"{cross}.to_out.0.bias"],
        }
    return Layer(
        table=state[f"{at}.scale_shift_table"],
        self_norm=state[f"{at}.self_attn_norm.weight"],
        qkv=_fused(state, own, ("to_q", "to_k", "to_v"), "weight"),
        query_key_norm=torch.cat([query_norm.expand(heads, -1), key_norm.expand(kv_heads, -1)]).contiguous(),
        self_out=state[f"{own}.to_out.0.weight"],
        cross_norm=state[f"{at}.cross_attn_norm.weight"],
        cross_query=state[f"{cross}.to_q.weight"],
        cross_key_value=_fused(state, cross, ("to_k", "to_v"), "weight"),
        cross_query_norm=state[f"{cross}.norm_q.weight"],
        cross_key_norm=state[f"{cross}.norm_k.weight"],
        cross_out=state[f"{cross}.to_out.0.weight"],
        mlp_norm=state[f"{at}.mlp_norm.weight"],
        gate_up=_fused(state, mlp, ("gate_proj", "up_proj"), "weight"),
        down=state[f"{mlp}.down_proj.weight"],
        sliding=sliding,
        biases=biases,
    )


def fuse(model: Any) -> Weights:
    """Fuse an `AceStepTransformer1DModel`; unfused tensors are shared with it, not copied."""
    config = model.config
    state = {name: tensor.detach() for name, tensor in model.state_dict().items()}
    heads, kv_heads = config.num_attention_heads, config.num_key_value_heads
    patch_in, patch_out = state["proj_in_conv.weight"], state["proj_out_conv.weight"]
    return Weights(
        heads=heads,
        kv_heads=kv_heads,
        head_dim=config.head_dim,
        patch=config.patch_size,
        window=config.sliding_window,
        theta=config.rope_theta,
        eps=config.rms_norm_eps,
        token_width=state["condition_embedder.weight"].shape[1],
        patch_in=patch_in.permute(0, 2, 1).flatten(1).contiguous(),
        patch_in_bias=state["proj_in_conv.bias"],
        patch_out=patch_out.permute(2, 1, 0).flatten(0, 1).contiguous(),
        patch_out_bias=state["proj_out_conv.bias"].repeat(config.patch_size),
        token_in=state["condition_embedder.weight"],
        token_in_bias=state["condition_embedder.bias"],
        norm_out=state["norm_out.weight"],
        table_out=state["scale_shift_table"],
        time={name: tensor for name, tensor in state.items() if name.startswith("time_embed")},
        layers=tuple(
            _layer(state, i, heads, kv_heads, kind == "sliding_attention") for i, kind in enumerate(model.layer_types)
        ),
    )
