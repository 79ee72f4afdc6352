"""From training states to the checkpoint folder that ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.checkpoints.contents import DEFAULTS
from engine.checkpoints.folders import SHIPPED
from engine.pocket.codec import PocketCodec
from engine.pocket.making import parts
from engine.pocket.making.latents import silence
from engine.pocket.making.train_codec import load_average
from engine.pocket.planner import PocketPlanner
from engine.pocket.text import PocketText

INDEX: dict[str, Any] = {
    "_class_name": "AceStepPipeline",
    "_diffusers_version": "0.42.1",
    "transformer": ["diffusers", "AceStepTransformer1DModel"],
    "condition_encoder": ["diffusers", "AceStepConditionEncoder"],
    "audio_tokenizer": ["diffusers", "AceStepAudioTokenizer"],
    "audio_token_detokenizer": ["diffusers", "AceStepAudioTokenDetokenizer"],
    "vae": ["engine.pocket.codec", "PocketCodec"],
    "text_encoder": ["engine.pocket.text", "PocketText"],
    "planner": ["engine.pocket.planner", "PocketPlanner"],
}

SUITS = {"dcw": False}
"""What suits it better than other models of its kind: the wavelet correction takes its chords and drums away."""


def _write(folder: Path, module: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    state: dict[str, Tensor] = {
        name: value.detach().half().contiguous() if value.is_floating_point() else value
        for name, value in module.state_dict().items()
    }
    save_file(state, folder / "diffusion_pytorch_model.safetensors", metadata={"format": "pt"})
    (folder / "diffusion_pytorch_model.safetensors").chmod(0o644)
    module.save_config(folder)


def _load(module: Any, path: Path, key: str) -> Any:
    if path.exists():
        module.load_state_dict(torch.load(path, weights_only=True)[key])
    return module


def main(work: Path, weights: Path = SHIPPED) -> None:
    """Write every component in half precision under `weights`; what is not trained yet is left as it starts."""
    codec = load_average(work / "codec.pt") if (work / "codec.pt").exists() else PocketCodec().eval()
    if (work / "decoder.pt").exists():
        codec.decoder.load_state_dict(torch.load(work / "decoder.pt", weights_only=True)["average"])
    _write(weights / "vae", codec)
    encoder = _load(parts.condition_encoder(), work / "flow.pt", "encoder_average")
    with torch.no_grad():
        encoder.silence_latent.copy_(silence(codec).expand_as(encoder.silence_latent))
    _write(weights / "condition_encoder", encoder)
    _write(weights / "transformer", _load(parts.transformer(), work / "flow.pt", "average"))
    _write(weights / "audio_tokenizer", _load(parts.tokenizer(), work / "hints.pt", "tokenizer"))
    _write(weights / "audio_token_detokenizer", _load(parts.detokenizer(), work / "hints.pt", "detokenizer"))
    if not (weights / "text_encoder" / "config.json").exists():
        PocketText().save_pretrained(weights / "text_encoder")
    PocketPlanner().save_pretrained(weights / "planner")
    (weights / "model_index.json").write_text(json.dumps(INDEX, indent=2) + "\n", encoding="utf-8")
    (weights / DEFAULTS).write_text(json.dumps(SUITS, indent=2) + "\n", encoding="utf-8")
    for path in weights.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    size = sum(path.stat().st_size for path in weights.rglob("*") if path.is_file())
    print(f"{weights}: {size / 1e6:.1f} MB")
