"""A whole pipeline of ACE-Step's classes, too small to be heard as anything."""

from __future__ import annotations

from typing import Any

SIZES = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "sliding_window": 8,
}


def small_pipeline() -> Any:
    """A tiny random AceStepPipeline with every component, a Qwen3 text encoder and a tokenizer included."""
    import torch
    from diffusers import AceStepPipeline, AutoencoderOobleck, FlowMatchEulerDiscreteScheduler
    from diffusers.models.transformers.ace_step_transformer import AceStepTransformer1DModel
    from diffusers.pipelines.ace_step.modeling_ace_step import (
        AceStepAudioTokenDetokenizer,
        AceStepAudioTokenizer,
        AceStepConditionEncoder,
    )
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3Model

    torch.manual_seed(0)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: i for i, letter in enumerate(["<|endoftext|>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    text = Qwen3Config(
        vocab_size=len(vocabulary),
        hidden_size=24,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=12,
    )
    encoder = AceStepConditionEncoder(
        **SIZES, text_hidden_dim=24, num_lyric_encoder_hidden_layers=2, num_timbre_encoder_hidden_layers=2
    )
    encoder.silence_latent.normal_()
    return AceStepPipeline(
        vae=AutoencoderOobleck(128, [2, 4, 4, 6, 10], [1, 1, 1, 1, 1], 4, 64, 2, 48000),
        text_encoder=Qwen3Model(text),
        tokenizer=PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, pad_token="<|endoftext|>", eos_token="<|endoftext|>"
        ),
        transformer=AceStepTransformer1DModel(**SIZES, num_hidden_layers=2, is_turbo=True),
        condition_encoder=encoder,
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
        audio_tokenizer=AceStepAudioTokenizer(
            **SIZES, fsq_dim=32, fsq_input_levels=[4, 4, 3], num_attention_pooler_hidden_layers=2
        ),
        audio_token_detokenizer=AceStepAudioTokenDetokenizer(**SIZES, num_attention_pooler_hidden_layers=2),
    )
