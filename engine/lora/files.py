"""Where a LoRA's weights lie and whether the file is whole; no torch."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import LoraError

PICKLED = (".pt", ".pth", ".bin", ".ckpt", ".pkl")
CONFIG = "adapter_config.json"
USUAL = ("adapter_model.safetensors", "pytorch_lora_weights.safetensors")
LONGEST_HEADER = 1 << 24


def weights_file(path: Path) -> Path:
    """The safetensors file of a LoRA that may be a folder. Raises LoraError."""
    if path.is_dir():
        usual = [path / inside / name for inside in ("", "adapter") for name in USUAL]
        found = [file for file in usual if file.is_file()][:1] or sorted(path.glob("*.safetensors"))
        if len(found) == 1:
            return found[0]
        if found:
            raise LoraError(f"{path}: holds {len(found)} safetensors files; name one of them")
        path = next((file for file in sorted(path.iterdir()) if file.suffix in PICKLED), path)
        if path.is_dir():
            raise LoraError(f"{path}: this folder holds no LoRA, which would be a safetensors file")
    if not path.is_file():
        raise LoraError(f"{path}: there is no such file or folder")
    try:
        with path.open("rb") as file:
            start = file.read(2)
    except OSError as error:
        raise LoraError(f"{path}: cannot be read: {error}") from error
    if path.suffix in PICKLED or start in (b"PK", b"\x80\x02", b"\x80\x04"):
        raise LoraError(f"{path}: a pickled file could run any code, so it is not opened; save it as safetensors")
    return path


def read_header(file: Path) -> Mapping[str, Any]:
    """The header of a safetensors file: places of the tensors by name, and `__metadata__`.

    The file is read, not mapped: one that is cut while it is mapped would end the process. Raises LoraError, also for
    a file that is not as long as its header says.
    """
    try:
        with file.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            length = int.from_bytes(opened.read(8), "little")
            if not 2 <= length <= min(size - 8, LONGEST_HEADER):
                raise ValueError(f"its header would have {length} of {size} bytes")
            header: Mapping[str, Any] = json.loads(opened.read(length))
        end = max((tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__"), default=0)
        if size != 8 + length + end:
            raise ValueError(f"it has {size} of {8 + length + end} bytes")
    except (OSError, ValueError, RecursionError, AttributeError, LookupError, TypeError) as error:
        raise LoraError(f"is cut short or not a safetensors file: {error}") from error
    return header
