"""What engines are built from: a model's shapes and digests, known without loading it, and its parts, loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.checkpoints.contents import CONFIG, VAE
from engine.checkpoints.families import FAMILIES
from engine.checkpoints.folders import Place, find
from engine.checkpoints.layout import layout_of
from engine.checkpoints.module import fill, open_weights, plain, read_config
from engine.checkpoints.names import known, published
from engine.checkpoints.original import Original
from engine.checkpoints.parts import CLASSES, Part, part_shapes
from engine.checkpoints.settings import read_json
from engine.checkpoints.tensors import Tensors
from engine.decoder.weights import Weights, fuse
from engine.errors import CheckpointError, in_words

VAE_SETTINGS = (
    "encoder_hidden_size",
    "downsampling_ratios",
    "channel_multiples",
    "decoder_channels",
    "decoder_input_channels",
    "audio_channels",
    "sampling_rate",
)


@dataclass(frozen=True)
class Recipe:
    """In what an engine computes: the residual and the norms, and the blocks' products; and how far it may be off."""

    trunk: torch.dtype
    products: torch.dtype
    bound: float


RECIPES: Mapping[str, Recipe] = {
    "bf16": Recipe(torch.bfloat16, torch.bfloat16, 5e-2),
    "fp16-mixed": Recipe(torch.bfloat16, torch.float16, 5e-2),
    "fp32": Recipe(torch.float32, torch.float32, 1e-4),
}
"""By name; `bound` is the largest difference from eager, of the largest magnitude."""


class Model:
    """A model by its name, folder or hub id, on disk or, for its sizes alone, as it is published.

    `folder` is what the folder of its engines is called. Raises CheckpointError for a model that is neither.
    """

    def __init__(self, name: str | Path) -> None:
        path = Path(name).expanduser()
        own = isinstance(name, Path) or (name != "pocket" and known(name) is None and path.is_dir())
        self.name = str(path.absolute()) if own else str(name)
        self.folder = path.absolute().name if own else str(name).replace("/", "--")
        self.place: Place | None = find(name)
        named = published(self.name)
        if self.place is None and named is None:
            raise CheckpointError(f"{name}: is not on disk; get it with: demond models get {name}")
        self._family = None if named is None else FAMILIES[named.size]

    @cached_property
    def shapes(self) -> Weights:
        """The transformer's weights without their numbers."""
        if self.place is None:
            assert self._family is not None
            _, config = self._family["transformer"]
            held = part_shapes("transformer", config, Path(self.name))
        else:
            part = self._transformer("cpu", torch.float32)
            config = part.config
            held = part_shapes("transformer", config, self.place.folder / CONFIG)
        return fuse(config, {name: torch.empty(shape, device="meta") for name, shape in held.items()})

    @cached_property
    def vae(self) -> Mapping[str, Any] | None:
        """The settings of its VAE; None for one of another kind than ACE-Step's, which is run eagerly."""
        if self.place is None:
            assert self._family is not None
            return self._family["vae"][1]
        config = read_json(self.place.shared / VAE / CONFIG)
        return config if config.get("_class_name", "AutoencoderOobleck") == "AutoencoderOobleck" else None

    def architecture(self, component: str) -> str:
        """The digest of what a component's graph is made of, but for its numbers."""
        if component == "decoder":
            return architecture(self.shapes)
        if self.vae is None:
            raise CheckpointError(f"{self.name}: its codec cannot become an engine, as only ACE-Step's VAE can")
        return vae_architecture(self.vae)

    def weights(self, component: str) -> str:
        """The digest of a component's weights on disk, of samples; "" for a model that is not there."""
        if self.place is None:
            return ""
        vae = component != "decoder"
        tensors = open_weights(self.place.shared / VAE) if vae else self._transformer("cpu", torch.float32).tensors
        return _digest_of(tensors, self.name)

    def load_decoder(self, device: torch.device, dtype: torch.dtype) -> Weights:
        """The transformer. Raises CheckpointError."""
        part = self._transformer(device, dtype)
        with part.tensors:
            return fuse(part.config, part.tensors)

    def load_vae(self, device: torch.device, dtype: torch.dtype) -> Any:
        """ACE-Step's VAE, without weight norms. Raises CheckpointError."""
        from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck

        folder = self._here().shared / VAE
        vae: Any = AutoencoderOobleck
        vae = plain(fill(vae.from_config(read_config(folder)), folder), dtype)
        return nn.Module.to(vae, device).eval()

    def _transformer(self, device: str | torch.device, dtype: torch.dtype) -> Part:
        place = self._here()
        if layout_of(place.folder) == "original":
            return Original(place, device, dict.fromkeys(CLASSES, dtype)).own["transformer"]
        folder = place.folder / "transformer"
        config = read_config(folder)
        return Part(config, open_weights(folder, device, dtype, part_shapes("transformer", config, folder / CONFIG)))

    def _here(self) -> Place:
        if self.place is None:
            raise CheckpointError(f"{self.name}: is not on disk; get it with: demond models get {self.name}")
        return self.place


def _digest_of(tensors: Tensors, name: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    try:
        with tensors:
            for each in sorted(tensors):
                digest.update(tensors.sample(each))
    except OSError as error:
        raise CheckpointError(f"{name}: cannot be read: {in_words(error)}") from error
    return digest.hexdigest()


def architecture(weights: Weights) -> str:
    """The digest of a transformer's shapes and settings."""
    return _digest(_described(weights))


def vae_architecture(config: Mapping[str, Any]) -> str:
    """The digest of a VAE's settings."""
    return _digest({name: config[name] for name in VAE_SETTINGS})


def _digest(said: Any) -> str:
    text = json.dumps(said, sort_keys=True, default=list)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _described(value: Any) -> Any:
    if isinstance(value, Tensor):
        return list(value.shape)
    if is_dataclass(value):
        return {field.name: _described(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: _described(each) for name, each in value.items()}
    return [_described(each) for each in value] if isinstance(value, tuple) else value
