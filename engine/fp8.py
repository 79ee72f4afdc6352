"""Linear layers in 8 bits: weights by output, activations by token, each with a scale of its own.

Both are rounded to E4M3, four significant bits between 2^-6 and 448 times their scale; what a scale is chosen by is the
largest magnitude of its row. Products add up in float32. They have run on a CPU, which computes the same, and never on
a GPU.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.capture import uncaptured
from engine.decoder.eager import EagerDecoder
from engine.decoder.protocol import Row
from engine.decoder.weights import Layer, Weights
from engine.lowrank import Weight

LARGEST = 448.0
SMALLEST_SCALE = 1e-12
MULTIPLE = 16
"""What the kernels want widths to be a multiple of."""
OFF = 0.1
"""How far a product in 8 bits may be off, relative to what differs in it from token to token; usual is 0.05."""
OLDEST = (8, 9)
TIMES = (1.0, 0.75, 0.5, 0.25)


def why_not(device: str | torch.device) -> str:
    """Why a device cannot multiply in 8 bits, and what to do, in a sentence; nothing where it can."""
    device = torch.device(device)
    needs = "fp8 needs an NVIDIA GPU of compute capability 8.9 or more (RTX 40 or 50, L4, L40, H100 or newer)"
    if device.type != "cuda":
        return f"{needs}, and the device is {device}: choose bfloat16 or float32"
    capability = torch.cuda.get_device_capability(device)
    if capability < OLDEST:
        return f"{needs}, and {torch.cuda.get_device_name(device)} has {capability[0]}.{capability[1]}: choose bfloat16"
    return ""


class Fp8(NamedTuple):
    """A weight as `numbers` `[out, in]` in E4M3, to be multiplied by the float32 `scale` `[out, 1]`."""

    numbers: Tensor
    scale: Tensor

    @classmethod
    def of(cls, weight: Tensor) -> Fp8:
        """A weight `[out, in]` rounded to 8 bits."""
        return cls(*_rounded(weight))

    @property
    def shape(self) -> torch.Size:
        return self.numbers.shape

    def product(self, x: Tensor) -> Tensor:
        """`W x` for `[..., in]`, its rows rounded too, in the dtype of x."""
        numbers, scale = _rounded(x.reshape(-1, x.shape[-1]))
        y = torch._scaled_mm(
            numbers,
            self.numbers.t(),
            scale_a=scale,
            scale_b=self.scale.t(),
            out_dtype=x.dtype,
            use_fast_accum=True,
        )
        return y.view(*x.shape[:-1], -1)


def _rounded(rows: Tensor) -> tuple[Tensor, Tensor]:
    """Rows `[n, width]` in E4M3 and their scales `[n, 1]`, by which they are to be multiplied."""
    largest = torch.linalg.vector_norm(rows, math.inf, dim=1, keepdim=True)
    scale = (largest.float() / LARGEST).clamp(min=SMALLEST_SCALE)
    return (rows * scale.reciprocal()).to(torch.float8_e4m3fn), scale


@dataclass(eq=False)
class _Probe:
    """A weight that multiplies as it is, and notes whether in 8 bits it was always near enough."""

    weight: Tensor
    eight: Fp8
    most: float
    near: bool = True

    @property
    def shape(self) -> torch.Size:
        return self.weight.shape

    def product(self, x: Tensor) -> Tensor:
        y = F.linear(x, self.weight)
        varies = (y - y.mean(dim=-2, keepdim=True)).float().norm()
        self.near &= bool((self.eight.product(x) - y).float().norm() <= self.most * varies)
        return y


def quantise(weights: Weights, rows: Sequence[Row], *, most: float = OFF) -> Weights:
    """The same transformer with the products of its blocks in 8 bits, but for those that are off by more than `most`
    in one of `rows`, or whose width no kernel takes: they stay as they are.

    So does everything else: what comes in, what goes out, the time, and the keys and values of conditions.
    """
    probes: list[_Probe] = []

    def probed(weight: Weight) -> Weight:
        if not isinstance(weight, Tensor) or any(size % MULTIPLE for size in weight.shape):
            return weight
        probes.append(_Probe(weight, Fp8.of(weight), most))
        return probes[-1]

    def chosen(weight: Weight) -> Weight:
        if not isinstance(weight, _Probe):
            return weight
        return weight.eight if weight.near else weight.weight

    watched = _changed(weights, probed)
    decoder = EagerDecoder(watched, captures=uncaptured())  # probes wait for what they see
    for row in rows:
        decoder([row])
    return _changed(watched, chosen)


def products(layer: Layer) -> tuple[Weight, ...]:
    """The weights of a block that may be in 8 bits."""
    return layer.own.qkv, layer.own.out, layer.cross_query, layer.cross_out, layer.gate_up, layer.down


def _changed(weights: Weights, change: Callable[[Weight], Weight]) -> Weights:
    def layer(each: Layer) -> Layer:
        qkv, out, cross_query, cross_out, gate_up, down = (change(weight) for weight in products(each))
        own = replace(each.own, qkv=qkv, out=out)
        return replace(each, own=own, cross_query=cross_query, cross_out=cross_out, gate_up=gate_up, down=down)

    return replace(weights, layers=tuple(layer(each) for each in weights.layers))
