"""Audio as the engine works on it, its form on disk, and a cache so that nothing is encoded twice."""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from engine import checks
from engine.codec import HOP, LONGEST, SAMPLE_RATE
from engine.errors import SourceError, reason

MOST_FRAMES = LONGEST * SAMPLE_RATE // HOP
SUFFIX = ".safetensors"


@dataclass(frozen=True, eq=False)
class Source:
    """Prepared audio: `latent` `[1, T, 64]`, structure `hints` of the same shape if asked for, length in `seconds`.

    `bpm` and `key` (as "A minor") are what it sounds like, None where that is unclear.
    """

    latent: Tensor
    hints: Tensor | None
    seconds: float
    bpm: float | None = None
    key: str | None = None


def write_source(source: Source, path: Path, hearing: str) -> None:
    """Write a source as a safetensors file, whole or not at all; `hearing` names what made it. Raises OSError."""
    tensors = {"latent": source.latent} | ({} if source.hints is None else {"hints": source.hints})
    facts = {"hearing": hearing, "seconds": repr(source.seconds)}
    facts |= {} if source.bpm is None else {"bpm": repr(source.bpm)}
    facts |= {} if source.key is None else {"key": source.key}
    fresh = path.with_name(f".{path.stem}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent)
        save_file({name: tensor.cpu().contiguous() for name, tensor in tensors.items()}, fresh, facts)
        os.replace(fresh, path)
    except Exception as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise OSError(f"{path} cannot be written: {reason(error)}") from error


def _clear(folder: Path) -> None:
    """Remove what processes that ended amid writing left."""
    for fresh in folder.glob(".*.new"):
        with contextlib.suppress(OSError, ValueError, OverflowError):
            try:
                os.kill(int(fresh.stem.rpartition(".")[2]), 0)
            except ProcessLookupError:
                fresh.unlink()


def read_source(path: Path, hearing: str, device: torch.device | str = "cpu") -> Source:
    """Read what `write_source` wrote. Raises SourceError: no source, or made by another model."""
    try:
        with safe_open(path, "pt") as file:
            facts = file.metadata() or {}
            if facts.get("hearing") != hearing:
                raise SourceError(f"{path}: was made by another model; make it again with this one")
            names = [name for name in ("latent", "hints") if name in set(file.keys())]
            shapes = [file.get_slice(name).get_shape() for name in names]
            frames = shapes[0][1] if names[:1] == ["latent"] and len(shapes[0]) == 3 else 0
            if any(shape != [1, frames, 64] for shape in shapes) or not 1 <= frames <= MOST_FRAMES:
                raise SourceError(f"{path}: is no source that was saved; it holds numbers of the shapes {shapes}")
            tensors = {name: file.get_tensor(name).to(device) for name in names}
        bpm = facts.get("bpm")
        seconds, bpm = float(facts["seconds"]), None if bpm is None else float(bpm)
        source = Source(tensors["latent"], tensors.get("hints"), seconds, bpm, facts.get("key"))
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(f"{path}: is no source that was saved ({reason(error)})") from error
    sound = all(tensor.is_floating_point() and checks.is_latent(tensor) for tensor in tensors.values())
    if not sound or not math.isfinite(bpm or 0.0) or not 0.0 < source.seconds * SAMPLE_RATE < frames * HOP + 1:
        raise SourceError(f"{path}: is no source that was saved; its numbers are not finite, or do not fit each other")
    return source


class SourceCache:
    """Sources by content in a folder, `most` bytes in all; what was used longest ago makes room.

    It is only ever a help: what cannot be read is dropped, what cannot be written is left out. Several processes may
    share a folder.
    """

    def __init__(
        self, folder: str | Path, hearing: str, device: torch.device | str = "cpu", most: int = 256 << 20
    ) -> None:
        self._folder = Path(folder).expanduser()
        self._hearing = hearing
        self._device = device
        self._most = most

    def name(self, path: Path) -> str:
        """The name of a file's content here; empty where it cannot be read."""
        digest = hashlib.blake2b(f"1 {self._hearing} ".encode(), digest_size=16)
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, lambda: digest).hexdigest()
        except OSError:
            return ""

    def get(self, name: str) -> Source | None:
        """The source kept under a name."""
        path = self._folder / f"{name}{SUFFIX}"
        if not path.exists():
            return None
        try:
            source = read_source(path, self._hearing, self._device)
            os.utime(path)
        except (SourceError, OSError):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        return source

    def put(self, name: str, source: Source) -> None:
        """Keep a source under a name."""
        with contextlib.suppress(OSError):
            write_source(source, self._folder / f"{name}{SUFFIX}", self._hearing)
            self._make_room()

    def _make_room(self) -> None:
        found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._folder.glob(f"*{SUFFIX}"))
        size = sum(size for _, size, _ in found)
        for _, freed, path in found:
            if size <= self._most:
                break
            path.unlink(missing_ok=True)
            size -= freed
