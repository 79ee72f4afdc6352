"""ACE-Step's latent of silence, the one file of a checkpoint that torch's loader must read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import torch
from torch import Tensor

from engine.checkpoints.shapes import CHANNELS, SILENT_FRAMES
from engine.checkpoints.tensors import is_finite
from engine.errors import CheckpointError, in_words
from engine.weightfile import need_plain

_SHAPE = (1, CHANNELS, SILENT_FRAMES)
_LARGEST, _MOST_ENTRIES = 1 << 24, 64


def read_silence(file: Path) -> Tensor:
    """The latent `[1, 15000, 64]` in float32 of a file that holds it as `[1, 64, 15000]`.

    Nothing that a file could hold is run, and nothing is unpacked that is larger than such a latent. Raises
    CheckpointError.
    """
    try:
        need_plain(file, pickled=True)
        if file.stat().st_size > _LARGEST:
            raise ValueError(f"is longer than {_LARGEST} bytes")
        data = file.read_bytes()
        tensor = _loaded(data)
        if type(tensor) is not Tensor or tensor.layout != torch.strided or not tensor.is_floating_point():
            raise ValueError("holds no tensor of fractions")
        if tensor.device.type != "cpu" or tensor.shape != _SHAPE:
            raise ValueError(f"holds a tensor of the shape {list(tensor.shape)}, not {list(_SHAPE)}")
        silence = tensor.detach().float().transpose(1, 2).contiguous()
        if not is_finite(silence):
            raise ValueError("holds NaN or infinity")
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{file}: {in_words(error)}") from error
    return silence


def _loaded(data: bytes) -> object:
    """What a file of torch's holds, as long as it is tensors."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except Exception as error:
        raise ValueError("is cut short or no file that torch wrote") from error
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _LARGEST:
        raise ValueError(f"unpacks to more than {_LARGEST} bytes or {_MOST_ENTRIES} files")
    try:
        return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:
        raise ValueError(
            "holds more than a tensor, or none that is whole; a pickle could run any code, so it is not run"
        ) from error
