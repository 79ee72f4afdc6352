"""Models of random weights by their size, made on a device; no file is read but the shipped model's settings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from engine.checkpoints.defaults import Defaults
from engine.checkpoints.estimate import TERA, TOKENS, Model, count
from engine.checkpoints.families import FAMILIES
from engine.checkpoints.folders import SHIPPED
from engine.checkpoints.module import read_config
from engine.checkpoints.shapes import CHANNELS, Config, shapes_of
from engine.decoder import Row
from engine.decoder.weights import Weights, fuse
from engine.lora.formats import Factors

TRANSFORMER = "AceStepTransformer1DModel"
SIZES = ("tiny", "pocket", "2b")
_TINY: Config = {
    "hidden_size": 64,
    "intermediate_size": 192,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "num_hidden_layers": 2,
    "patch_size": 2,
    "encoder_hidden_size": 48,
    "sliding_window": 16,
}


def config_of(size: str, layers: int | None = None) -> Config:
    """The configuration of a transformer of one of SIZES, with as many layers as are asked for."""
    if size == "tiny":
        config = _TINY
    else:
        config = read_config(SHIPPED / "transformer") if size == "pocket" else FAMILIES["2B"]["transformer"][1]
    return config if layers is None else {**config, "num_hidden_layers": layers}


def weights_of(
    config: Config, dtype: torch.dtype, device: torch.device, made_on: torch.device | None = None
) -> Weights:
    """Fused weights that keep what passes through them of one size: drawn on one device the same in every dtype."""
    torch.manual_seed(0)

    def draw(name: str, shape: tuple[int, ...]) -> Tensor:
        drawn = torch.randn(shape, device=made_on or device)
        if len(shape) > 1 and name.endswith(".weight"):
            drawn *= math.prod(shape[1:]) ** -0.5
        else:
            drawn = drawn * 0.02 + (1.0 if name.endswith(".weight") else 0.0)
        return drawn.to(device, dtype)

    return fuse(config, {name: draw(name, shape) for name, shape in shapes_of(TRANSFORMER, config).items()})


def lora_of(config: Config, rank: int, device: torch.device) -> dict[str, Factors]:
    """Random factors beside every weight of attention and MLP, which change what comes out by some tenths."""
    torch.manual_seed(1)

    def draw(*shape: int) -> Tensor:
        return torch.randn(shape, device=device)

    return {
        name.removesuffix(".weight"): Factors(draw(rank, shape[1]) / shape[1] ** 0.5, draw(shape[0], rank), 0.1 / rank)
        for name, shape in shapes_of(TRANSFORMER, config).items()
        if name.startswith("layers.") and name.endswith(".weight") and len(shape) == 2
    }


def rows_of(
    weights: Weights,
    depth: int,
    frames: int,
    tokens: int | Sequence[int] = TOKENS,
    loras: tuple[tuple[str, float], ...] = (),
) -> list[Row]:
    """What a ring of `depth` slots asks for in a tick, each at a time of its own, all of one condition.

    `tokens` is its length, or that of a condition for each slot.
    """
    generator = torch.Generator().manual_seed(2)

    def draw(*shape: int) -> Tensor:
        return torch.randn(1, *shape, generator=generator).to(weights.device)

    if isinstance(tokens, int):
        heard = [draw(tokens, weights.token_width)] * depth
    else:
        heard = [draw(each, weights.token_width) for each in tokens]
    return [
        Row(draw(frames, CHANNELS), 1.0 - 0.9 * i / depth, condition, draw(frames, 2 * CHANNELS), loras)
        for i, condition in enumerate(heard)
    ]


def tera_of(config: Config, depth: int, frames: int) -> float:
    """The TFLOP of a tick, as what a model takes is counted."""
    model = Model({}, config, shapes_of(TRANSFORMER, config), None, Defaults())
    return count(model, "cuda", 2, depth, frames / 25, False).tick_flops / TERA


def vae_of(size: str, device: torch.device) -> nn.Module:
    """ACE-Step's autoencoder in float32, for a tiny model one of the same strides and few channels."""
    from diffusers import AutoencoderOobleck

    config: dict[str, Any] = dict(FAMILIES["2B"]["vae"][1])
    if size == "tiny":
        config |= {"decoder_channels": 4, "channel_multiples": [1] * 5, "encoder_hidden_size": 64}
    torch.manual_seed(0)
    with device:
        made: Any = AutoencoderOobleck(**config)
    for module in made.modules():
        if hasattr(module, "weight_g"):
            nn.utils.remove_weight_norm(module)
    kept: nn.Module = made.eval().requires_grad_(False)
    return kept
