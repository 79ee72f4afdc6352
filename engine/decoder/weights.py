"""The transformer's weights, fused for the executors: projections that read the same input become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from engine.attention import Geometry, SelfAttention, fused, is_sliding
from engine.lowrank import Weight


@dataclass(frozen=True, eq=False)
class Layer:
    """One block; the cross-attention's keys and values are one projection."""

    table: Tensor
    own_norm: Tensor
    own: SelfAttention
    cross_norm: Tensor
    cross_query: Weight
    cross_query_bias: Tensor | None
    cross_key_value: Tensor
    cross_key_value_bias: Tensor | None
    cross_query_norm: Tensor
    cross_key_norm: Tensor
    cross_out: Weight
    cross_out_bias: Tensor | None
    mlp_norm: Tensor
    gate_up: Weight
    down: Weight


@dataclass(frozen=True, eq=False)
class Weights:
    """Everything the transformer's forward reads, in one dtype on one device."""

    geometry: Geometry
    patch: int
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


def _layer(state: Mapping[str, Tensor], config: Mapping[str, Any], geometry: Geometry, index: int) -> Layer:
    at = f"layers.{index}"
    cross, mlp = f"{at}.cross_attn", f"{at}.mlp"
    biased = f"{cross}.to_q.bias" in state
    return Layer(
        table=state[f"{at}.scale_shift_table"],
        own_norm=state[f"{at}.self_attn_norm.weight"],
        own=SelfAttention.of(state, f"{at}.self_attn", geometry, is_sliding(config, index)),
        cross_norm=state[f"{at}.cross_attn_norm.weight"],
        cross_query=state[f"{cross}.to_q.weight"],
        cross_query_bias=state.get(f"{cross}.to_q.bias"),
        cross_key_value=fused(state, cross, ("to_k", "to_v"), "weight"),
        cross_key_value_bias=fused(state, cross, ("to_k", "to_v"), "bias") if biased else None,
        cross_query_norm=state[f"{cross}.norm_q.weight"],
        cross_key_norm=state[f"{cross}.norm_k.weight"],
        cross_out=state[f"{cross}.to_out.0.weight"],
        cross_out_bias=state.get(f"{cross}.to_out.0.bias"),
        mlp_norm=state[f"{at}.mlp_norm.weight"],
        gate_up=fused(state, mlp, ("gate_proj", "up_proj"), "weight"),
        down=state[f"{mlp}.down_proj.weight"],
    )


def fuse(config: Mapping[str, Any], state: Mapping[str, Tensor]) -> Weights:
    """Fuse the tensors of an `AceStepTransformer1DModel`, named as it names them, under its configuration.

    Each is asked for once, and only what is fused is copied. Raises KeyError for a tensor or setting that is missing.
    """
    geometry, patch, token_in = Geometry.of(config), config["patch_size"], state["condition_embedder.weight"]
    return Weights(
        geometry=geometry,
        patch=patch,
        token_width=token_in.shape[1],
        patch_in=state["proj_in_conv.weight"].permute(0, 2, 1).flatten(1).contiguous(),
        patch_in_bias=state["proj_in_conv.bias"],
        patch_out=state["proj_out_conv.weight"].permute(2, 1, 0).flatten(0, 1).contiguous(),
        patch_out_bias=state["proj_out_conv.bias"].repeat(patch),
        token_in=token_in,
        token_in_bias=state["condition_embedder.bias"],
        norm_out=state["norm_out.weight"],
        table_out=state["scale_shift_table"],
        time={name: state[name] for name in state if name.startswith("time_embed")},
        layers=tuple(_layer(state, config, geometry, i) for i in range(config["num_hidden_layers"])),
    )
