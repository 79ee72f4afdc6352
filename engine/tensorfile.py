"""Tensors of safetensors files, one at a time and by plain reads: a file that is cut while it is mapped would end the
process."""

from __future__ import annotations

import io
from collections.abc import Sequence

import torch
from torch import Tensor

_DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn, "F8_E5M2": torch.float8_e5m2,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip


def read_tensor(
    opened: io.FileIO, place: int, size: int, kind: str, shape: Sequence[int], into: Tensor | None = None
) -> Tensor:
    """The tensor of `size` bytes at `place` of an open file, as it is written there, on the CPU.

    With `into`, bytes that are at least as many, it is a view of these.
    Raises ValueError for a kind that is unknown, or a size that is not this shape's or more than the file has.
    """
    if kind not in _DTYPES:
        raise ValueError(f"numbers of the type {kind:.20} cannot be read")
    dtype, count = _DTYPES[kind], 1
    for length in shape:
        count *= length
    if place < 0 or size != count * dtype.itemsize:
        raise ValueError(f"{size} bytes are not the shape {list(shape)} in {kind}")
    data = torch.empty(size, dtype=torch.uint8) if into is None else into[:size]
    opened.seek(place)
    room, filled = data.numpy().data, 0
    while filled < size and (more := opened.readinto(room[filled:])):
        filled += more
    if filled != size:
        raise ValueError(f"it ends {size - filled} bytes early")
    return data.view(dtype).view(tuple(shape))
