"""Checkpoints in ACE-Step's own layout, made of a diffusers pipeline by undoing the names that it gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

VAE, TEXT = "vae", "Qwen3-Embedding-0.6B"
_PREFIXES = {
    "transformer": "decoder.",
    "condition_encoder": "encoder.",
    "audio_tokenizer": "tokenizer.",
    "audio_token_detokenizer": "detokenizer.",
}
_NAMES = (
    (".to_q.", ".q_proj."),
    (".to_k.", ".k_proj."),
    (".to_v.", ".v_proj."),
    (".to_out.0.", ".o_proj."),
    (".norm_q.", ".q_norm."),
    (".norm_k.", ".k_norm."),
    ("decoder.proj_in_conv.", "decoder.proj_in.1."),
    ("decoder.proj_out_conv.", "decoder.proj_out.1."),
)
_OF_ENCODER = ("hidden_size", "intermediate_size", "num_attention_heads", "num_key_value_heads")
_OF_TOKENIZER = ("pool_window_size", "fsq_dim", "fsq_input_levels", "fsq_input_num_quantizers")
_OF_WORDS = ("text_hidden_dim", "num_lyric_encoder_hidden_layers", "num_timbre_encoder_hidden_layers")


def original_name(part: str, key: str) -> str:
    """What the one file calls a tensor of a part."""
    name = key if key == "null_condition_emb" else _PREFIXES[part] + key
    for ours, theirs in _NAMES:
        name = name.replace(ours, theirs)
    return name


def original_state(pipeline: Any) -> dict[str, torch.Tensor]:
    """All of a pipeline's tensors under the names of the one file; without `silence_latent`, which is not in it."""
    state = {}
    for part in _PREFIXES:
        for key, tensor in getattr(pipeline, part).state_dict().items():
            state[original_name(part, key)] = tensor.clone().contiguous()
    del state["encoder.silence_latent"]
    return state


def original_config(pipeline: Any) -> dict[str, Any]:
    """The one configuration of all that is in the file."""
    transformer, encoder = dict(pipeline.transformer.config), dict(pipeline.condition_encoder.config)
    tokenizer = dict(pipeline.audio_tokenizer.config)
    config = {name: value for name, value in transformer.items() if not name.startswith("_") and value is not None}
    config |= {name: encoder[name] for name in (*_OF_WORDS, "timbre_hidden_dim")}
    config |= {name: tokenizer[name] for name in (*_OF_TOKENIZER, "num_attention_pooler_hidden_layers")}
    if any(encoder[name] != transformer[name] for name in _OF_ENCODER):
        config |= {f"encoder_{name.removeprefix('num_')}": encoder[name] for name in _OF_ENCODER[:2]}
        config |= {f"encoder_{name}": encoder[name] for name in _OF_ENCODER[2:]}
    return {"architectures": ["AceStepConditionGenerationModel"], "model_type": "acestep", **config}


def write_original(
    pipeline: Any, folder: Path, *, shards: int = 1, alone: bool = False, dtype: torch.dtype = torch.float32
) -> Path:
    """Write the transformer's folder, and return it: `folder` if it is `alone`, else `folder/acestep-v15-turbo`.

    Its VAE and text encoder are beside it, or nowhere if it is alone (`write_shared`).
    """
    where = folder if alone else folder / "acestep-v15-turbo"
    where.mkdir(parents=True, exist_ok=True)
    (where / "config.json").write_text(json.dumps(original_config(pipeline)))
    write_weights({name: tensor.to(dtype) for name, tensor in original_state(pipeline).items()}, where, shards)
    torch.save(pipeline.condition_encoder.silence_latent.transpose(1, 2).contiguous(), where / "silence_latent.pt")
    if not alone:
        write_shared(pipeline, folder)
    return where


def write_shared(pipeline: Any, folder: Path) -> Path:
    """Write the VAE and the text encoder with its tokenizer, as every original checkpoint reads them."""
    pipeline.vae.save_pretrained(folder / VAE)
    pipeline.text_encoder.save_pretrained(folder / TEXT)
    pipeline.tokenizer.save_pretrained(folder / TEXT)
    return folder


def write_weights(state: Mapping[str, torch.Tensor], folder: Path, shards: int = 1) -> None:
    """Write tensors to one file, or in turns to so many shards and an index."""
    if shards == 1:
        save_file(dict(state), folder / "model.safetensors", {"format": "pt"})
        return
    places = {name: f"model-{i % shards + 1:05}-of-{shards:05}.safetensors" for i, name in enumerate(state)}
    for file in {*places.values()}:
        save_file({name: state[name] for name, at in places.items() if at == file}, folder / file, {"format": "pt"})
    size = sum(tensor.nbytes for tensor in state.values())
    index = {"metadata": {"total_size": size}, "weight_map": places}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
