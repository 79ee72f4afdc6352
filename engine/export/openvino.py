"""The decoder as a model of OpenVINO, written in its operations: made in milliseconds, over the weights' own memory."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.attention import Geometry
from engine.decoder.ranks import place
from engine.decoder.weights import Layer, Weights
from engine.errors import EngineUnavailable
from engine.export.decoder import FAR, PARTS, at_zero, named_factors
from engine.lowrank import Weight

NEEDS = "pip install 'demond[openvino]'"
TELEMETRY = "openvino_telemetry"


def decoder_model(weights: Weights, *, loras: bool) -> Any:
    """`DecoderGraph` for one row, in float32, as an `openvino.Model` whose frames, tokens and ranks are dynamic.

    In place of t it takes its `wave`, and beside the rest `places`: in bfloat16 they would come out wrong in it.
    Tracing the module instead would hold Python for seconds, and a tick waits for Python.
    """
    return _Graph(weights, loras).model


def wave(t: Tensor) -> Tensor:
    """The sinusoid `[B, 256]` of times `[B]`, cosine first."""
    angles = (t * 1000.0)[:, None] * torch.exp(-math.log(10000.0) / 128 * torch.arange(128, dtype=torch.float32))
    return torch.cat([angles.cos(), angles.sin()], dim=-1)


def places(geometry: Geometry, length: int) -> dict[str, Tensor]:
    """By input rotary tables `[N, 1, D]`, the band `[1, 1, N, N]`, and a mask `[1, 1, 1, N]` that hides nothing."""
    half = torch.arange(0, geometry.head_dim, 2, dtype=torch.float32)
    place = torch.arange(length)
    angles = torch.outer(place.float(), 1.0 / geometry.theta ** (half / geometry.head_dim)).repeat(1, 2)[:, None]
    signs = torch.tensor([-1.0, 1.0]).repeat_interleave(geometry.head_dim // 2)
    far = (place[:, None] - place[None]).abs() > geometry.window
    band = torch.where(far, FAR, 0.0)[None, None]
    return {"cos": angles.cos(), "sin": angles.sin() * signs, "band": band, "all": torch.zeros(1, 1, 1, length)}


class _Graph:
    def __init__(self, weights: Weights, loras: bool) -> None:
        openvino, self._op = library()
        self._weights, self._geometry = weights, weights.geometry
        sizes = {
            "x": [1, -1, 64],
            "wave": [1, 256],
            "cos": [-1, 1, weights.geometry.head_dim],
            "sin": [-1, 1, weights.geometry.head_dim],
            "band": [1, 1, -1, -1],
            "all": [1, 1, 1, -1],
            "context": [1, -1, 128],
            "tokens": [1, -1, weights.token_width],
            "bias": [1, -1],
        }
        if loras:
            sizes["strength"] = [1, -1]
            for name, factor in named_factors(place(weights, {}).factors).items():
                sizes[name] = [factor.shape[0], -1] if name.endswith("down") else [-1, factor.shape[1]]
        self._in: dict[str, Any] = {}
        for name, size in sizes.items():
            self._in[name] = self._op.parameter(size, openvino.Type.f32, name)
            self._in[name].output(0).set_names({name})
        self._strength = self._op.unsqueeze(self._in["strength"], self._whole(1)) if loras else None
        self.model = openvino.Model([self._velocity()], list(self._in.values()), "decoder")

    def _whole(self, *values: int) -> Any:
        return self._op.constant(np.array(values, dtype=np.int64))

    def _axis(self, value: int) -> Any:
        return self._op.constant(np.int64(value))

    def _number(self, value: float) -> Any:
        return self._op.constant(np.float32(value))

    def _held(self, tensor: Tensor) -> Any:
        return self._op.constant(tensor.detach().float().contiguous().numpy(), shared_memory=True)

    def _linear(self, x: Any, weight: Weight, bias: Tensor | None) -> Any:
        if not isinstance(weight, Tensor):
            raise EngineUnavailable("fp8 is not for OpenVINO: choose float32, or the backend eager")
        y = self._op.matmul(x, self._held(weight), False, True)
        return y if bias is None else self._op.add(y, self._held(bias))

    def _product(self, layer: int, name: str, x: Any, weight: Weight, bias: Tensor | None) -> Any:
        """`x W + b + sum over ranks of s (x A) B`."""
        op = self._op
        y = self._linear(x, weight, bias)
        if self._strength is None:
            return y
        at, parts = f"lora.{layer}.{name}", PARTS[name]
        inner = op.matmul(x, self._in[f"{at}.down"], False, False)
        changes = [
            op.matmul(op.multiply(part, self._strength), self._in[f"{at}.up{index}"], False, False)
            for index, part in enumerate(op.split(inner, self._axis(-1), parts).outputs())
        ]
        return op.add(y, changes[0] if parts == 1 else op.concat(changes, -1))

    def _normalise(self, x: Any) -> Any:
        op = self._op
        mean = op.reduce_mean(op.multiply(x, x), self._whole(-1), keep_dims=True)
        return op.multiply(x, op.divide(self._number(1.0), op.sqrt(op.add(mean, self._number(self._geometry.eps)))))

    def _scaled(self, weight: Tensor, scale: Any) -> Any:
        return self._op.multiply(self._held(weight), self._op.add(scale, self._number(1.0)))

    def _by_head(self, x: Any, heads: int) -> Any:
        return self._op.reshape(x, self._whole(0, 0, heads, self._geometry.head_dim), True)

    def _attend(self, query: Any, key: Any, value: Any, mask: Any) -> Any:
        """Grouped-query attention of `[1, N, heads, D]`, as `[1, N, H]`; without a mask, wrong after N = 1."""
        op, heads = self._op, self._geometry.heads
        query, key, value = (op.transpose(each, self._whole(0, 2, 1, 3)) for each in (query, key, value))
        own = self._whole(*(head * self._geometry.kv_heads // heads for head in range(heads)))
        key, value = (op.gather(each, own, self._axis(1)) for each in (key, value))
        mixed = op.scaled_dot_product_attention(query, key, value, mask)
        mixed = op.transpose(mixed, self._whole(0, 2, 1, 3))
        return op.reshape(mixed, self._whole(0, 0, heads * self._geometry.head_dim), True)

    def _times(self) -> tuple[Any, Any]:
        """What the time adds to the last norm `[1, 1, H]` and to those of the blocks `[1, 6, H]`."""
        op, held = self._op, self._weights.time
        hidden = self._in["wave"]
        made = []
        for name in ("linear_1", "linear_2", "time_proj"):
            weight, bias = held[f"time_embed.{name}.weight"], held[f"time_embed.{name}.bias"]
            made.append(self._linear(hidden, weight, bias))
            hidden = op.swish(made[-1])
        ends, norms = (
            op.add(each, self._held(zero)) for each, zero in zip(made[1:], at_zero(self._weights), strict=True)
        )
        return op.unsqueeze(ends, self._whole(1)), op.reshape(norms, self._whole(1, 6, -1), False)

    def _velocity(self) -> Any:
        op, weights = self._op, self._weights
        joined = op.concat([self._in["context"], self._in["x"]], -1)
        patches = op.reshape(joined, self._whole(1, -1, weights.patch_in.shape[1]), False)
        hidden = self._linear(patches, weights.patch_in, weights.patch_in_bias)
        ends, norms = self._times()
        tokens = self._linear(self._in["tokens"], weights.token_in, weights.token_in_bias)
        reach = op.unsqueeze(self._in["bias"], self._whole(1, 2))
        for index, layer in enumerate(weights.layers):
            hidden = self._block(index, layer, hidden, norms, tokens, reach)
        shift, scale = op.split(op.add(self._held(weights.table_out), ends), self._axis(1), 2).outputs()
        out = op.add(op.multiply(self._normalise(hidden), self._scaled(weights.norm_out, scale)), shift)
        return op.reshape(self._linear(out, weights.patch_out, weights.patch_out_bias), self._whole(1, -1, 64), False)

    def _block(self, index: int, layer: Layer, hidden: Any, norms: Any, tokens: Any, reach: Any) -> Any:
        op, heads, kv_heads = self._op, self._geometry.heads, self._geometry.kv_heads
        cos, sin = self._in["cos"], self._in["sin"]
        six = op.split(op.add(self._held(layer.table), norms), self._axis(1), 6).outputs()
        shift, scale, gate, c_shift, c_scale, c_gate = six
        normed = op.add(op.multiply(self._normalise(hidden), self._scaled(layer.own_norm, scale)), shift)
        qkv = self._product(index, "own_qkv", normed, layer.own.qkv, layer.own.qkv_bias)
        kept = self._by_head(qkv, heads + 2 * kv_heads)
        turned, value = op.variadic_split(kept, self._axis(2), self._whole(heads + kv_heads, kv_heads)).outputs()
        turned = op.multiply(self._normalise(turned), self._held(layer.own.norm))
        first, second = op.split(turned, self._axis(3), 2).outputs()
        turned = op.add(op.multiply(turned, cos), op.multiply(op.concat([second, first], -1), sin))
        query, key = op.variadic_split(turned, self._axis(2), self._whole(heads, kv_heads)).outputs()
        mixed = self._attend(query, key, value, self._in["band" if layer.own.sliding else "all"])
        mixed = self._product(index, "own_out", mixed, layer.own.out, layer.own.out_bias)
        hidden = op.add(hidden, op.multiply(mixed, gate))
        normed = op.multiply(self._normalise(hidden), self._held(layer.cross_norm))
        query = self._product(index, "cross_query", normed, layer.cross_query, layer.cross_query_bias)
        query = op.multiply(self._normalise(self._by_head(query, heads)), self._held(layer.cross_query_norm))
        both = self._product(index, "cross_key_value", tokens, layer.cross_key_value, layer.cross_key_value_bias)
        key, value = op.split(self._by_head(both, 2 * kv_heads), self._axis(2), 2).outputs()
        key = op.multiply(self._normalise(key), self._held(layer.cross_key_norm))
        mixed = self._attend(query, key, value, reach)
        hidden = op.add(hidden, self._product(index, "cross_out", mixed, layer.cross_out, layer.cross_out_bias))
        normed = op.add(op.multiply(self._normalise(hidden), self._scaled(layer.mlp_norm, c_scale)), c_shift)
        gated, up = op.split(self._product(index, "gate_up", normed, layer.gate_up, None), self._axis(-1), 2).outputs()
        mixed = self._product(index, "down", op.multiply(op.swish(gated), up), layer.down, None)
        return op.add(hidden, op.multiply(mixed, c_gate))


def library() -> tuple[Any, Any]:
    """`openvino` and its operations, which would tell its makers of every import. Raises EngineUnavailable."""
    sys.modules.setdefault(TELEMETRY, None)  # type: ignore[arg-type]
    try:
        import openvino
        from openvino import opset13
    except ImportError as error:
        raise EngineUnavailable(f"needs OpenVINO: {NEEDS}") from error
    return openvino, opset13
