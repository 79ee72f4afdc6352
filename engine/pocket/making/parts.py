"""The small `diffusers` parts of the pocket model: their configurations and how conditions are put together."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import AceStepTransformer1DModel
from diffusers.pipelines.ace_step.modeling_ace_step import (
    AceStepAudioTokenDetokenizer,
    AceStepAudioTokenizer,
    AceStepConditionEncoder,
)
from torch import Tensor

from engine.pocket.text import WIDTH as TEXT_WIDTH

HEADS: dict[str, Any] = {"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 64}
HINTS: dict[str, Any] = {"hidden_size": 192, "intermediate_size": 512, "num_attention_heads": 6,
                         "num_key_value_heads": 3, "head_dim": 32}  # fmt: skip
LAYERS = 5


def transformer() -> Any:
    """The decoder: width 256, 5 layers, patches of 2 frames."""
    return AceStepTransformer1DModel(
        hidden_size=256,
        intermediate_size=768,
        num_hidden_layers=LAYERS,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=64,
        encoder_hidden_size=128,
        sliding_window=128,
        layer_types=["full_attention"] * LAYERS,
        is_turbo=True,
        model_version="turbo",
    )


def condition_encoder() -> AceStepConditionEncoder:
    """Text, lyrics and timbre encoder of width 128."""
    encoder: AceStepConditionEncoder = AceStepConditionEncoder(
        hidden_size=128,
        intermediate_size=256,
        text_hidden_dim=TEXT_WIDTH,
        num_lyric_encoder_hidden_layers=1,
        num_timbre_encoder_hidden_layers=2,
        **HEADS,
    )
    return encoder


def tokenizer() -> AceStepAudioTokenizer:
    """Latents to 5 Hz codes: sixteen dimensions of eight levels, two residual stages."""
    made: AceStepAudioTokenizer = AceStepAudioTokenizer(
        fsq_dim=192, fsq_input_levels=[8] * 16, fsq_input_num_quantizers=2, **HINTS
    )
    return made


def detokenizer() -> AceStepAudioTokenDetokenizer:
    """5 Hz codes to hints at 25 Hz."""
    made: AceStepAudioTokenDetokenizer = AceStepAudioTokenDetokenizer(**HINTS)
    return made


def conditions(encoder: Any, text: Tensor, lyrics: Tensor, reference: Tensor) -> Tensor:
    """Condition tokens `[B, L, 128]` of text `[B, L, 80]`, lyrics `[B, L, 80]` and reference latents `[B, T, 64]`."""
    count = text.shape[0]
    tokens, _ = encoder(
        text_hidden_states=text,
        text_attention_mask=torch.ones(text.shape[:2], dtype=torch.long),
        lyric_hidden_states=lyrics,
        lyric_attention_mask=torch.ones(lyrics.shape[:2], dtype=torch.long),
        refer_audio_acoustic_hidden_states_packed=reference,
        refer_audio_order_mask=torch.arange(count),
    )
    out: Tensor = tokens
    return out
