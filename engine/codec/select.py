"""Backends of the codec by name."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from engine.backends import CODECS, FASTEST, Told, why_not
from engine.codec.codec import Codec
from engine.codec.window import KEPT, WindowExecutor
from engine.errors import EngineError, EngineUnavailable

_TENSORRT = "engine.trt.windows"
"""Its `open_windows(engines, model, device, frames)` gives a WindowExecutor, or raises EngineUnavailable."""


def make_codec(vae: Any, backend: str, *, engines: Path | None, model: str, told: Told) -> Codec:
    """The codec over a VAE whose windows `backend` decodes; `auto` is the fastest that is there.

    It gets ready in a thread, and the VAE decodes as it is meanwhile: `told` hears what decodes from when on, and why.
    `engines` is where built engines and exported graphs lie, `model` how the model was named. Raises ValueError for an
    unknown name, EngineUnavailable for a backend that is named and cannot run here, and EngineError for an engine of it
    that cannot be used.
    """
    if backend not in CODECS:
        raise ValueError(f"vae: must be one of {', '.join(CODECS)}, got {backend!r}")
    codec = Codec(vae)
    device, frames = codec.device, KEPT + 2 * codec.margin
    makers: dict[str, Callable[[], WindowExecutor]] = {
        "compile": lambda: _compiled(vae, frames),
        "onnx": lambda: _onnx(vae, frames, engines, device),
    }
    faster = [name for name in FASTEST.get(device.type, ()) if name in CODECS] if backend == "auto" else [backend]
    for name in faster:
        try:
            if why := _why_not(name, codec):
                raise EngineUnavailable(f"vae: {why}")
            if name != "eager":
                make = makers.get(name) or _ready(_tensorrt(engines, model, device, frames))
                codec.hand_over(name, make, told)
            break
        except (EngineUnavailable, EngineError) as error:
            if backend != "auto":
                raise
            if isinstance(error, EngineError):
                told("eager", f"{name} cannot run: {error}")
    return codec


def _why_not(backend: str, codec: Codec) -> str:
    if codec.placed and backend != "eager":
        return f"{backend} cannot run the pocket model's codec, which is made for a CPU: leave it at auto"
    return why_not(backend, str(codec.device))


def _compiled(vae: Any, frames: int) -> WindowExecutor:
    from engine.codec.executors import CompiledWindows

    return CompiledWindows(vae, frames)


def _onnx(vae: Any, frames: int, engines: Path | None, device: torch.device) -> WindowExecutor:
    """Over the graph in `engines`, exported if it is not there, or over one that is made for this time only."""
    from engine.codec.executors import OnnxWindows
    from engine.export.onnx import MODEL
    from engine.export.vae import digest_of, export_decode

    if engines is None:
        with tempfile.TemporaryDirectory(prefix="demond-") as passing:
            return OnnxWindows(export_decode(vae, Path(passing) / "vae-decode", frames), frames, device)
    folder = engines / "_onnx" / f"vae-decode-{digest_of(vae, frames)}"
    graph = folder / MODEL
    return OnnxWindows(graph if graph.is_file() else export_decode(vae, folder, frames), frames, device)


def _tensorrt(engines: Path | None, model: str, device: torch.device, frames: int) -> WindowExecutor:
    if engines is None:
        raise EngineUnavailable("vae: tensorrt needs the folder that engines lie in, and none is given")
    if importlib.util.find_spec("engine.trt") is None:
        raise EngineUnavailable("vae: tensorrt cannot run in this version")
    windows: WindowExecutor = import_module(_TENSORRT).open_windows(engines, model, device, frames)
    return windows


def _ready(windows: WindowExecutor) -> Callable[[], WindowExecutor]:
    return lambda: windows
