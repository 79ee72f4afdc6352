"""The parts of a checkpoint whose weights the engine's own code runs, in either layout: checked, but not yet read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import torch

from engine.checkpoints.contents import CONFIG, INDEX
from engine.checkpoints.module import open_weights, read_config
from engine.checkpoints.settings import read_json
from engine.checkpoints.shapes import Shapes, shapes_of
from engine.checkpoints.tensors import Tensors
from engine.errors import CheckpointError

CLASSES = {
    "transformer": "AceStepTransformer1DModel",
    "condition_encoder": "AceStepConditionEncoder",
    "audio_tokenizer": "AceStepAudioTokenizer",
    "audio_token_detokenizer": "AceStepAudioTokenDetokenizer",
}
"""The class that each of them must be of."""

_REQUIRED = ("transformer", "condition_encoder", "vae", "text_encoder")


class Part(NamedTuple):
    """A configuration in diffusers' names, and the tensors that it asks for."""

    config: Mapping[str, Any]
    tensors: Tensors


class Parts(Protocol):
    """A checkpoint: `index` names library and class of each component there is, `own` are those the engine runs."""

    @property
    def index(self) -> Mapping[str, Sequence[str]]: ...

    @property
    def own(self) -> Mapping[str, Part]: ...

    def folder(self, name: str) -> Path:
        """Where a component lies."""


def part_shapes(name: str, config: Mapping[str, Any], file: Path) -> Shapes:
    """The tensors of a part by its configuration, which is of this file. Raises CheckpointError."""
    try:
        return shapes_of(CLASSES[name], config)
    except ValueError as error:
        raise CheckpointError(f"{file}: {error}") from error


class Diffusers:
    """As diffusers saves a pipeline: a folder for each component, and an index of them."""

    def __init__(self, folder: Path, device: str | torch.device, dtypes: Mapping[str, torch.dtype]) -> None:
        self._folder = folder
        written = read_json(folder / INDEX)
        self.index = {name: entry for name, entry in written.items() if _is_entry(entry)}
        missing = [name for name in _REQUIRED if name not in self.index]
        if missing:
            raise CheckpointError(f"{folder}: {INDEX} names no {', '.join(missing)}")
        self.own = {}
        for name, kind in CLASSES.items():
            if name in self.index:
                where, asked = self.folder(name), self.index[name][1]
                if asked != kind:
                    raise CheckpointError(f"{where}: {INDEX} asks for {asked}; I know {kind}")
                config = read_config(where)
                shapes = part_shapes(name, config, where / CONFIG)
                self.own[name] = Part(config, open_weights(where, device, dtypes[name], shapes))

    def folder(self, name: str) -> Path:
        return self._folder / name


def _is_entry(entry: object) -> bool:
    return isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry)
