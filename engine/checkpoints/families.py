"""The published models by their sizes: what their components' configurations say; no torch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from engine.checkpoints.shapes import shapes_of

_STACK = {
    "hidden_size": 2048,
    "intermediate_size": 6144,
    "num_attention_heads": 16,
    "num_key_value_heads": 8,
    "head_dim": 128,
}
_SHARED: dict[str, tuple[str, dict[str, Any]]] = {
    "condition_encoder": (
        "AceStepConditionEncoder",
        {
            **_STACK,
            "text_hidden_dim": 1024,
            "num_lyric_encoder_hidden_layers": 8,
            "num_timbre_encoder_hidden_layers": 4,
        },
    ),
    "audio_tokenizer": (
        "AceStepAudioTokenizer",
        {**_STACK, "pool_window_size": 5, "fsq_dim": 2048, "num_attention_pooler_hidden_layers": 2},
    ),
    "audio_token_detokenizer": (
        "AceStepAudioTokenDetokenizer",
        {**_STACK, "pool_window_size": 5, "num_attention_pooler_hidden_layers": 2},
    ),
    "text_encoder": (
        "Qwen3Model",
        {
            "vocab_size": 151669,
            "hidden_size": 1024,
            "intermediate_size": 3072,
            "num_hidden_layers": 28,
            "num_attention_heads": 16,
            "num_key_value_heads": 8,
            "head_dim": 128,
        },
    ),
    "vae": (
        "AutoencoderOobleck",
        {
            "encoder_hidden_size": 128,
            "downsampling_ratios": [2, 4, 4, 6, 10],
            "channel_multiples": [1, 2, 4, 8, 16],
            "decoder_channels": 128,
            "decoder_input_channels": 64,
            "audio_channels": 2,
            "sampling_rate": 48000,
        },
    ),
}
_2B = {**_STACK, "num_hidden_layers": 24, "patch_size": 2}
_5B = {
    **_2B,
    "hidden_size": 2560,
    "intermediate_size": 9728,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "encoder_hidden_size": 2048,
}

FAMILIES: Mapping[str, Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    name: {"transformer": ("AceStepTransformer1DModel", config), **_SHARED}
    for name, config in (("2B", _2B), ("5B", _5B))
}
"""By a model's size, as in `engine.checkpoints.names`: class and configuration of each component, by the name of its
folder in the diffusers layout."""


_WIDTHS = {"2B": 2, "5B": 4}
"""Bytes of a number in the files that are a model's own; of VAE and text encoder they are two."""


def published_bytes(size: str) -> dict[str, int]:
    """The bytes that the tensors of each component of a model of this size have on the hub; silence lies apart."""
    return {
        name: (2 if name in ("vae", "text_encoder") else _WIDTHS[size])
        * sum(math.prod(shape) for tensor, shape in shapes_of(kind, config).items() if tensor != "silence_latent")
        for name, (kind, config) in FAMILIES[size].items()
    }
