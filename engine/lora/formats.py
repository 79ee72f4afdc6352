"""LoRA files of every common naming, read to factors by the transformer's own module names."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load
from torch import Tensor

from engine.errors import LoraError
from engine.lora import names
from engine.lora.files import CONFIG, USUAL, read_header, weights_file


@dataclass(frozen=True, eq=False)
class Factors:
    """One module's change `scale * up @ down`, with `down` `[r, in]` and `up` `[out, r]`; scale is alpha / r."""

    down: Tensor
    up: Tensor
    scale: float

    @property
    def size(self) -> float:
        """The largest number it could add to a weight, by its largest ones and for one rank."""
        return abs(self.scale) * float(self.down.abs().max()) * float(self.up.abs().max())


def read_factors(path: Path) -> dict[str, Factors]:
    """The factors of a LoRA, by module.

    A file, or a PEFT or diffusers folder. Alpha is taken from the module's tensor, else from `adapter_config.json`,
    else from the file's metadata; without any it is the rank. Raises LoraError.
    """
    file = weights_file(path)
    try:
        metadata, tensors = _read(file)
        return _factors(tensors, _settings(path, file, metadata))
    except LoraError as error:
        raise LoraError(f"{file}: {error}") from error


def _read(file: Path) -> tuple[Mapping[str, str], dict[str, Tensor]]:
    metadata = read_header(file).get("__metadata__") or {}
    try:
        return metadata, load(file.read_bytes())
    except Exception as error:
        raise LoraError(f"is cut short or not a safetensors file: {error}") from error


@dataclass(frozen=True)
class _Settings:
    """How a file's factors are scaled where no tensor says so."""

    alpha: float | None = None
    patterns: Mapping[str, float] | None = None
    root: bool = False

    def scale(self, given: str, rank: int) -> float:
        alpha = self.alpha
        for pattern, value in (self.patterns or {}).items():
            if re.fullmatch(rf"(.*\.)?({pattern})", given):
                alpha = value
                break
        if alpha is None:
            return 1.0
        return alpha / (math.sqrt(rank) if self.root else rank)


def _settings(path: Path, file: Path, metadata: Mapping[str, str]) -> _Settings:
    beside = file.parent / CONFIG
    if beside.is_file() and (path.is_dir() or file.name in USUAL):
        try:
            return _configured(json.loads(beside.read_text()))
        except (OSError, ValueError, AttributeError) as error:
            if isinstance(error, LoraError):
                raise
            raise LoraError(f"its {CONFIG} cannot be read: {error}") from error
    if "lora_adapter_metadata" in metadata:
        try:
            stored = json.loads(metadata["lora_adapter_metadata"])
            return _configured({key.removeprefix("transformer."): value for key, value in stored.items()})
        except (ValueError, AttributeError) as error:
            if isinstance(error, LoraError):
                raise
            raise LoraError(f"its lora_adapter_metadata cannot be read: {error}") from error
    for key in ("ss_network_alpha", "lora_alpha", "alpha"):
        if metadata.get(key, "None") != "None":
            return _Settings(_number(key, metadata[key]))
    return _Settings()


def _configured(config: Mapping[str, Any]) -> _Settings:
    """From PEFT's configuration."""
    kind = config.get("peft_type", "LORA")
    if kind != "LORA":
        raise LoraError(f"is {kind} by its {CONFIG}, which cannot be played; only plain LoRA can")
    if config.get("use_dora"):
        raise LoraError("is DoRA (magnitude vectors), which cannot be played; only plain LoRA can")
    alpha = config.get("lora_alpha")
    for pattern in config.get("alpha_pattern") or {}:
        try:
            re.compile(pattern)
        except re.error as error:
            raise LoraError(f"its alpha_pattern {pattern!r} is no pattern: {error}") from error
    return _Settings(
        None if alpha is None else _number("lora_alpha", alpha),
        {key: _number(f"alpha_pattern {key}", value) for key, value in (config.get("alpha_pattern") or {}).items()},
        bool(config.get("use_rslora")),
    )


def _number(name: str, value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise LoraError(f"its {name} is no number: {value!r}")
    return number


def _factors(tensors: Mapping[str, Tensor], settings: _Settings) -> dict[str, Factors]:
    for key in tensors:
        if (kind := names.foreign(key)) is not None:
            raise LoraError(f"is {kind}, which cannot be played; only plain LoRA can")
    modules: dict[str, dict[str, Tensor]] = {}
    spelled: dict[str, str] = {}
    strange = []
    for key, tensor in tensors.items():
        found = names.split(key)
        name = names.module(found[0]) if found else None
        if found is None or name is None:
            strange.append(key)
            continue
        if found[1] in modules.setdefault(name, {}):
            raise LoraError(f"has two tensors for {name}: {key} is the second")
        modules[name][found[1]] = tensor
        spelled[name] = found[0]
    if not any("down" in parts or "up" in parts for parts in modules.values()):
        example = f", such as {strange[0]}" if strange else ""
        raise LoraError(f"matches no weight of the model: it has {len(tensors)} tensors{example}")
    if strange:
        raise LoraError(
            f"also holds {len(strange)} tensors that are no LoRA of the model's attention or MLP, such as {strange[0]}"
        )
    return {name: _one(name, parts, settings, spelled[name]) for name, parts in modules.items()}


def _one(name: str, parts: Mapping[str, Tensor], settings: _Settings, given: str) -> Factors:
    if "down" not in parts or "up" not in parts:
        raise LoraError(f"has only one of the two factors of {name}")
    down, up = parts["down"], parts["up"]
    if down.ndim != 2 or up.ndim != 2 or down.shape[0] != up.shape[1] or not down.shape[0]:
        raise LoraError(f"the factors of {name} do not fit each other: {list(down.shape)} and {list(up.shape)}")
    for tensor in parts.values():
        if not bool(torch.isfinite(tensor.float()).all()):
            raise LoraError(f"the factors of {name} contain NaN or infinity")
    rank = down.shape[0]
    if "alpha" not in parts:
        return Factors(down.float(), up.float(), settings.scale(given, rank))
    if parts["alpha"].numel() != 1:
        raise LoraError(f"the alpha of {name} is not one number")
    return Factors(down.float(), up.float(), float(parts["alpha"].item()) / rank)
