"""What a forward, a decode and a LoRA take, counted from shapes; no torch."""

from __future__ import annotations

import math

from engine.checkpoints.shapes import CHANNELS, Config, Shapes, shapes_of

SAMPLES = 1920
"""Of a frame."""
FULL = 4
"""Bytes of a number in float32."""


def acting(shapes: Shapes) -> int:
    """The transformer's weights that every position is multiplied with; what comes of times and conditions is kept."""
    return sum(
        math.prod(shape)
        for name, shape in shapes.items()
        if name.endswith(".weight")
        and len(shape) > 1
        and name.startswith(("layers.", "proj_"))
        and ".cross_attn.to_k." not in name
        and ".cross_attn.to_v." not in name
    )


def adapted(shapes: Shapes) -> int:
    """What one rank of a LoRA beside all of attention and MLP has."""
    return sum(
        sum(shape)
        for name, shape in shapes.items()
        if name.startswith("layers.") and name.endswith(".weight") and len(shape) == 2
    )


def peak(config: Config, length: int, frames: int, width: int) -> int:
    """The most bytes that one row's forward has at a time, see `engine.decoder.forward.velocity`."""
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    query = config["num_attention_heads"] * config["head_dim"]
    key = config["num_key_value_heads"] * config["head_dim"]
    everything, turned = query + 2 * key, query + key
    moments = (
        4 * inner * width,  # gate and up, one of them bent, and the product
        everything * width + turned * (4 * width if width >= FULL else 2 * FULL + width),  # normalised, or turned
        (everything + turned + 3 * query) * width,  # keys and values for every query's head, and what comes of them
    )
    joined = 2 * 3 * CHANNELS * width
    return int(frames * joined + length * (3 * hidden * width + max(moments)))


def _rates(vae: Config) -> list[int]:
    """Positions of a frame after each of the encoder's blocks, samples first."""
    rates = [SAMPLES]
    for stride in vae["downsampling_ratios"]:
        rates.append(rates[-1] // stride)
    return rates


def decoding_flops(vae: Config) -> int:
    """Operations of decoding one frame."""
    rates, total = _rates(vae)[::-1], 0
    for name, shape in shapes_of("AutoencoderOobleck", vae).items():
        side, *at = name.split(".")
        if side != "decoder" or at[-1] != "weight_v":
            continue
        if at[0] == "block":
            block = int(at[1])
            rate = rates[block] if at[2] == "conv_t1" else rates[block + 1]
        else:
            rate = rates[0] if at[0] == "conv1" else rates[-1]
        total += 2 * rate * math.prod(shape)
    return total


def decoding_peak(vae: Config) -> int:
    """The most numbers at a time for a frame: in a residual unit its input, a convolution's, and two for the bend."""
    rates, widths = _rates(vae), [1, *vae["channel_multiples"]]
    steps = range(len(vae["downsampling_ratios"]))
    return int(vae["decoder_channels"] * max(4 * rates[i] * widths[i] + rates[i + 1] * widths[i + 1] for i in steps))


def encoding_peak(vae: Config) -> int:
    """As of decoding, where what a block was given is as large as what it works on."""
    rates, widths = _rates(vae), [1, *vae["channel_multiples"]]
    steps = range(len(vae["downsampling_ratios"]))
    return int(vae["encoder_hidden_size"] * max(5 * rates[i] * widths[i] for i in steps))
