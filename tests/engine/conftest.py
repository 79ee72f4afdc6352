"""Golden data, the golden transformer, executors over it, and a whole pipeline; torch only where it is asked for."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import torch
    from engine_checks import Counting, ModuleDecoder

    from engine.decoder import Decoder

GOLDEN = Path(__file__).parents[1] / "golden"
SIZES = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "sliding_window": 8,
}


@pytest.fixture(scope="session")
def pipeline() -> Any:
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


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """As in a session: torch's own threads wait for each other."""
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


@pytest.fixture(scope="session")
def golden() -> SimpleNamespace:
    from safetensors.torch import load_file

    return SimpleNamespace(
        **load_file(GOLDEN / "inputs.safetensors"),
        **load_file(GOLDEN / "curves.safetensors"),
        mask_noise=load_file(GOLDEN / "mask_noise.safetensors")["noise"],
        gain=load_file(GOLDEN / "channel_gain.safetensors")["gain"],
        schedules=json.loads((GOLDEN / "schedules.json").read_text()),
        case=lambda name: load_file(GOLDEN / "cases" / f"{name}.safetensors"),
        names=sorted(json.loads((GOLDEN / "cases.json").read_text())),
    )


@pytest.fixture(scope="session")
def transformer() -> torch.nn.Module:
    from diffusers.models.transformers.ace_step_transformer import AceStepTransformer1DModel

    return AceStepTransformer1DModel.from_pretrained(GOLDEN / "dit").eval()


@pytest.fixture(scope="session")
def reference(transformer: torch.nn.Module) -> ModuleDecoder:
    from engine_checks import ModuleDecoder

    return ModuleDecoder(transformer)


@pytest.fixture(scope="session")
def decoder(transformer: torch.nn.Module) -> Decoder:
    from engine.decoder.eager import EagerDecoder
    from engine.decoder.weights import fuse

    return EagerDecoder(fuse(transformer.config, transformer.state_dict()))


@pytest.fixture
def counting(decoder: Decoder) -> Counting:
    from engine_checks import Counting

    return Counting(decoder)
