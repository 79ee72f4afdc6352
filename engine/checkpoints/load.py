"""Find a checkpoint and load its components, from an allow list of classes only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from engine.errors import CheckpointError

SHIPPED = Path(__file__).parents[1] / "pocket" / "weights"

_MODELING = "diffusers.pipelines.ace_step.modeling_ace_step"
_CLASSES = {
    "AceStepTransformer1DModel": "diffusers.models.transformers.ace_step_transformer",
    "AceStepConditionEncoder": _MODELING,
    "AceStepAudioTokenizer": _MODELING,
    "AceStepAudioTokenDetokenizer": _MODELING,
    "AutoencoderOobleck": "diffusers.models.autoencoders.autoencoder_oobleck",
    "PocketCodec": "engine.pocket.codec",
    "PocketText": "engine.pocket.text",
    "PocketPlanner": "engine.pocket.planner",
}
"""Every class a checkpoint may name, and the one module it is taken from. Text encoders of the `transformers` library
come through its Auto classes, without remote code."""

_REQUIRED = ("transformer", "condition_encoder", "vae", "text_encoder")
_OPTIONAL = ("audio_tokenizer", "audio_token_detokenizer", "planner")
_FILES = ["model_index.json", "*/*.json", "*/*.safetensors", "*/*.txt", "*/*.jinja"]


@dataclass(frozen=True, eq=False)
class Components:
    """The loaded parts of a checkpoint; `tokenizer` belongs to a `transformers` text encoder."""

    transformer: Any
    condition_encoder: Any
    vae: Any
    text_encoder: Any
    tokenizer: Any | None
    audio_tokenizer: Any | None
    audio_token_detokenizer: Any | None
    planner: Any | None


def locate(model: str | Path) -> Path:
    """The folder of a model: `pocket`, a path, or a hub id that is fetched to the local cache."""
    if model == "pocket":
        folder = SHIPPED
    elif Path(model).expanduser().is_dir():
        folder = Path(model).expanduser()
    elif isinstance(model, str) and len(model.split("/")) == 2 and not model.startswith((".", "/", "~")):
        folder = _fetch(model)
    else:
        raise CheckpointError(f"{model}: no such folder; give a checkpoint folder, a hub id like owner/name, or pocket")
    if not (folder / "model_index.json").is_file():
        raise CheckpointError(f"{folder}: has no model_index.json, so it is no checkpoint in the diffusers layout")
    return folder


def _fetch(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=_FILES))
    except Exception as error:
        raise CheckpointError(f"{name}: no such folder, and fetching it from the hub failed: {error}") from error


def load_components(folder: Path, device: str | torch.device, dtype: torch.dtype) -> Components:
    """Load a checkpoint folder: the transformer in `dtype`, everything else in float32.

    Raises CheckpointError when a part is missing, broken, or of a class that is not allowed.
    """
    try:
        index = json.loads((folder / "model_index.json").read_text())
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{folder / 'model_index.json'}: cannot be read: {error}") from error
    missing = [name for name in _REQUIRED if not _named(index.get(name))]
    if missing:
        raise CheckpointError(f"{folder}: model_index.json names no {', '.join(missing)}")

    parts: dict[str, Any] = {"tokenizer": None}
    for name in (*_REQUIRED, *_OPTIONAL):
        entry = index.get(name)
        if not _named(entry):
            parts[name] = None
            continue
        wanted = dtype if name == "transformer" else torch.float32
        try:
            parts[name] = _load(folder / name, *entry).to(device=device, dtype=wanted).eval()
            if entry[0] == "transformers":
                parts["tokenizer"] = _auto("AutoTokenizer", folder / "tokenizer")
        except CheckpointError:
            raise
        except Exception as error:
            raise CheckpointError(f"{folder / name}: cannot be loaded as {entry[1]}: {error}") from error
    return Components(**parts)


def _named(entry: object) -> bool:
    return isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry)


def _load(folder: Path, library: str, name: str) -> Any:
    if library == "transformers":
        return _auto("AutoModel", folder)
    if name not in _CLASSES or library.split(".")[0] not in ("diffusers", "ace_step", "engine"):
        raise CheckpointError(f"{folder}: model_index.json asks for {library}.{name}, which is not a class I load")
    home = getattr(import_module(_CLASSES[name]), name)
    if _CLASSES[name].startswith("diffusers."):
        return home.from_pretrained(folder, low_cpu_mem_usage=False)
    return home.from_pretrained(folder)


def _auto(kind: str, folder: Path) -> Any:
    import transformers

    return getattr(transformers, kind).from_pretrained(folder, trust_remote_code=False)
