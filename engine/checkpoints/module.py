"""Components on disk: `config.json` beside safetensors, read without the libraries that wrote them."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.errors import CheckpointError

_WEIGHTS = "diffusion_pytorch_model.safetensors"


def read_config(folder: Path) -> dict[str, Any]:
    """The component's settings, without the entries that begin with an underscore."""
    try:
        config = json.loads((folder / "config.json").read_text())
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{folder / 'config.json'}: cannot be read: {error}") from error
    return {name: value for name, value in config.items() if not name.startswith("_")}


def read_weights(
    folder: Path, device: str | torch.device = "cpu", dtype: torch.dtype | None = None
) -> dict[str, Tensor]:
    """The component's tensors by name, from one file or from the shards an index lists."""
    index = folder / f"{_WEIGHTS}.index.json"
    try:
        names = sorted(set(json.loads(index.read_text())["weight_map"].values())) if index.is_file() else [_WEIGHTS]
        state: dict[str, Tensor] = {}
        for name in names:
            state |= load_file(folder / Path(name).name, device=str(device))
    except Exception as error:
        raise CheckpointError(f"{folder}: its weights cannot be read: {error}") from error
    return {name: tensor.to(dtype) if tensor.is_floating_point() else tensor for name, tensor in state.items()}


class Component(nn.Module):
    """A module whose constructor arguments are its `config`, saved and loaded in the diffusers layout."""

    config: SimpleNamespace

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Note the constructor's arguments as the configuration."""
        component = super().__new__(cls)
        bound = inspect.signature(cls.__init__).bind(component, *args, **kwargs)
        bound.apply_defaults()
        object.__setattr__(component, "config", SimpleNamespace(**dict(list(bound.arguments.items())[1:])))
        return component

    @classmethod
    def from_pretrained(cls, folder: str | Path) -> Self:
        """Build the module from a folder's `config.json` and weights, every tensor accounted for."""
        component = cls(**read_config(Path(folder)))
        component.load_state_dict(read_weights(Path(folder)))
        return component

    def save_config(self, folder: str | Path) -> None:
        """Write `config.json`."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        config = {"_class_name": type(self).__name__, **vars(self.config)}
        (Path(folder) / "config.json").write_text(json.dumps(config, indent=2) + "\n")

    def save_pretrained(self, folder: str | Path) -> None:
        """Write `config.json` and the weights."""
        self.save_config(folder)
        save_file({name: tensor.contiguous() for name, tensor in self.state_dict().items()}, Path(folder) / _WEIGHTS)
