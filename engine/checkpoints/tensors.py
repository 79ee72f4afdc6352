"""The tensors of a component, read when they are asked for: nothing is held twice, and nothing is mapped."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import torch
from torch import Tensor

from engine.errors import CheckpointError, in_words
from engine.names import some
from engine.tensorfile import read_tensor
from engine.weightfile import read_header

LATENT = "silence_latent"
"""A latent among weights: as all latents in float32."""
_SAMPLE, _SAMPLES = 1 << 12, 4


class Tensors(Mapping[str, Tensor]):
    """Tensors of safetensors files by `names`, which say what the files call them; open within a `with`.

    Each is read anew whenever it is asked for, to `dtype`, if one is given, on the device; `beside` are read already.
    Raises CheckpointError for one that cannot be read, and at the end for those that were not finite, and for files
    that changed meanwhile; `place` is what errors name.
    """

    def __init__(
        self,
        place: Path,
        files: Sequence[Path],
        names: Mapping[str, str],
        device: str | torch.device = "cpu",
        dtype: torch.dtype | None = None,
        beside: Mapping[str, Tensor] | None = None,
    ) -> None:
        self._place, self._files, self._names = place, files, names
        self._device, self._dtype = torch.device(device), dtype
        self._beside = dict(beside or {})
        self._bad: dict[str, None] = {}

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            try:
                self._opened = [opening.enter_context(file.open("rb", buffering=0)) for file in self._files]
                self._stamps = [_stamp(file.fileno()) for file in self._opened]
                self._where = {
                    name: (opened, 8 + int.from_bytes(os.pread(opened.fileno(), 8, 0), "little"), tensor)
                    for file, opened in zip(self._files, self._opened, strict=True)
                    for name, tensor in read_header(file).items()
                }
                used = (self._where[name][2]["data_offsets"] for name in self._names.values())
                self._passing = torch.empty(max((last - first for first, last in used), default=0), dtype=torch.uint8)
            except Exception as error:
                raise CheckpointError(f"{self._place}: its weights cannot be read: {in_words(error)}") from error
            self._files_open = opening.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        del self._passing
        with self._files_open:
            if kind is None:
                need_finite(self._place, list(self._bad))
                if self._stamps != [_stamp(file.fileno()) for file in self._opened]:
                    raise CheckpointError(f"{self._place}: changed while it was read; try again")

    def __getitem__(self, name: str) -> Tensor:
        dtype = torch.float32 if name == LATENT else self._dtype
        if name in self._beside:
            return self._beside[name].to(self._device, dtype)
        theirs = self._names[name]
        try:
            opened, start, tensor = self._where[theirs]
            first, last = tensor["data_offsets"]
            made = read_tensor(opened, start + first, last - first, tensor["dtype"], tensor["shape"], self._passing)
            made = made.to(self._device, dtype or made.dtype, copy=True)
            finite = not made.numel() or is_finite(made)
        except Exception as error:
            why = f"its weights cannot be read: {theirs}: {in_words(error)}"
            raise CheckpointError(f"{self._place}: {why}") from error
        if not finite:
            self._bad[theirs] = None
        return made

    def __iter__(self) -> Iterator[str]:
        yield from self._names
        yield from self._beside

    def __len__(self) -> int:
        return len(self._names) + len(self._beside)

    def __contains__(self, name: object) -> bool:
        return name in self._names or name in self._beside

    def sample(self, name: str) -> bytes:
        """Some of a tensor's bytes, as the file has them, after what it is; enough to tell weights apart."""
        opened, start, tensor = self._where[self._names[name]]
        first, last = tensor["data_offsets"]
        parts = [f"{name} {tensor['dtype']} {tensor['shape']}\n".encode()]
        for at in range(first, last, max(_SAMPLE, (last - first) // _SAMPLES)):
            parts.append(os.pread(opened.fileno(), min(_SAMPLE, last - at), start + at))
        return b"".join(parts)


def _stamp(file: int) -> tuple[int, int]:
    told = os.fstat(file)
    return told.st_size, told.st_mtime_ns


def is_finite(tensor: Tensor) -> bool:
    """Whether all is finite; both ends are NaN if one number is, and to find them takes a twentieth of `isfinite`."""
    low, high = torch.aminmax(tensor)
    return math.isfinite(low) and math.isfinite(high)


def need_finite(place: Path, bad: Sequence[str]) -> None:
    """Raise a CheckpointError that names the first of tensors that hold NaN or infinity, if there are any."""
    if bad:
        told = f"{len(bad)} of its tensors hold NaN, infinity or more than fits"
        raise CheckpointError(f"{place}: {told}: {some(bad)}")
