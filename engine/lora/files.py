"""Where a LoRA's weights lie; no torch."""

from __future__ import annotations

from pathlib import Path

from engine import weightfile
from engine.errors import LoraError

CONFIG = "adapter_config.json"
USUAL = ("adapter_model.safetensors", "pytorch_lora_weights.safetensors")
LONGEST_HEADER = 1 << 18
"""Bytes of a LoRA's header; to parse one holds other threads for 8 ms at most."""


def weights_file(path: Path) -> Path:
    """The safetensors file of a LoRA that may be a folder. Raises LoraError."""
    try:
        file = _inside(path) if path.is_dir() else path
    except OSError as error:
        raise LoraError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        weightfile.need_plain(file)
    except ValueError as error:
        raise LoraError(f"{file}: {error}") from error
    return file


def _inside(folder: Path) -> Path:
    usual = [folder / inside / name for inside in ("", "adapter") for name in USUAL]
    found = [file for file in usual if file.is_file()][:1] or safetensors_in(folder)
    if len(found) > 1:
        raise LoraError(f"{folder}: holds {len(found)} safetensors files; name one of them")
    pickled = (file for file in sorted(folder.iterdir()) if file.suffix in weightfile.PICKLED)
    file = next(iter(found), None) or next(pickled, None)
    if file is None:
        raise LoraError(f"{folder}: this folder holds no LoRA, which would be a safetensors file")
    return file


def safetensors_in(folder: Path) -> list[Path]:
    """The safetensors files of a folder, else those of the folder `adapter` in it."""
    return sorted(folder.glob("*.safetensors")) or sorted(folder.glob("adapter/*.safetensors"))
