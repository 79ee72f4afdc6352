"""ACE-Step's own layout: one state dict, and a VAE and a text encoder that several checkpoints share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from engine.checkpoints.contents import CONFIG, SILENCE, TEXT, VAE
from engine.checkpoints.folders import Place
from engine.checkpoints.layout import PREFIXES
from engine.checkpoints.module import need_fractions, need_shapes, read_config, read_headers, weight_files
from engine.checkpoints.names import MAIN
from engine.checkpoints.parts import CLASSES, Part, part_shapes
from engine.checkpoints.settings import settled
from engine.checkpoints.shapes import PUBLISHED, Shapes
from engine.checkpoints.silence import read_silence
from engine.checkpoints.tensors import Tensors
from engine.errors import CheckpointError

_SILENT = SILENCE.removesuffix(".pt")
_SHARED = {"vae": VAE, "text_encoder": TEXT, "tokenizer": TEXT}
_INDEX = {
    "vae": ("diffusers", "AutoencoderOobleck"),
    "text_encoder": ("transformers", "AutoModel"),
    "tokenizer": ("transformers", "AutoTokenizer"),
}
_THEIRS = PUBLISHED | {
    "decoder.proj_in_conv.": "decoder.proj_in.1.",
    "decoder.proj_out_conv.": "decoder.proj_out.1.",
    "encoder.null_condition_emb": "null_condition_emb",
}
_HARMLESS = re.compile(
    r".*\.rotary_emb\.(original_)?inv_freq"
    r"|tokenizer\.quantizer\.(scales|soft_clamp_input_value|layers\.\d+\.(_levels|_basis|implicit_codebook|zero))"
)
"""What follows from the configuration, and some writers save all the same."""


class Original:
    """A folder with one configuration, one state dict of all that the engine runs, and a latent of silence."""

    def __init__(self, place: Place, device: str | torch.device, dtypes: Mapping[str, torch.dtype]) -> None:
        self._place = place
        absent = [name for name in (VAE, TEXT) if not (place.shared / name).is_dir()]
        if absent:
            whence = f"both come with the main checkpoint, {MAIN}"
            raise CheckpointError(f"{place.shared}: holds no {' and no '.join(absent)}; {whence}")
        configs = _configs(read_config(place.folder))
        files, _ = weight_files(place.folder, "model")
        found = {name: header for name, header in read_headers(files).items() if not _HARMLESS.fullmatch(name)}
        if not any(name.startswith(("tokenizer.", "detokenizer.")) for name in found):
            configs = {name: config for name, config in configs.items() if not name.startswith("audio")}
        shapes: Shapes = {}
        names = {}
        for part, config in configs.items():
            wanted = part_shapes(part, config, place.folder / CONFIG)
            names[part] = {name: _theirs(part, name) for name in wanted if name != _SILENT}
            shapes |= {theirs: wanted[name] for name, theirs in names[part].items()}
        weights = files[0] if len(files) == 1 else place.folder
        need_shapes(weights, found, shapes)
        need_fractions(weights, found)
        beside = {"condition_encoder": {_SILENT: read_silence(place.folder / SILENCE)}}
        self.index = _INDEX | {part: ("diffusers", CLASSES[part]) for part in configs}
        self.own = {
            part: Part(config, Tensors(weights, files, names[part], device, dtypes[part], beside.get(part)))
            for part, config in configs.items()
        }

    def folder(self, name: str) -> Path:
        shared = _SHARED.get(name)
        return self._place.folder if shared is None else self._place.shared / shared


def _theirs(part: str, name: str) -> str:
    """What ACE-Step calls a tensor of a part."""
    name = PREFIXES[part] + name
    for ours, theirs in _THEIRS.items():
        name = name.replace(ours, theirs)
    return name


def _configs(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The configuration of each part; the encoder's sizes are the tokenizers' too, and of XL models its own."""
    config = settled(config)
    encoder = config | {
        name: config.get(f"encoder_{name}", config.get(name))
        for name in ("hidden_size", "intermediate_size", "num_attention_heads", "num_key_value_heads")
    }
    tokenizer = {"num_attention_pooler_hidden_layers": 2} | encoder
    return {
        "transformer": config,
        "condition_encoder": encoder | {"layer_types": None},
        "audio_tokenizer": tokenizer,
        "audio_token_detokenizer": tokenizer,
    }
