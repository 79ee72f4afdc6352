"""Backends of the codec by name."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from engine.codec.codec import Codec
from engine.codec.window import KEPT, WindowExecutor
from engine.decoder.relay import Told
from engine.errors import EngineUnavailable

BACKENDS = ("auto", "eager", "compile", "onnx", "tensorrt")
_FASTEST = {"cuda": ("tensorrt", "compile")}
_TENSORRT = "engine.trt.windows"
"""Its `open_windows(engines, model, device, frames)` gives a WindowExecutor, or raises EngineUnavailable."""
_LIBRARIES = {"onnx": ("onnx", "onnxscript", "onnxruntime"), "tensorrt": ("tensorrt",)}


def make_codec(vae: Any, backend: str, *, engines: Path | None, model: str, told: Told) -> Codec:
    """The codec over a VAE whose windows `backend` decodes; `auto` is the fastest that is there.

    compile and onnx get ready in a thread, and the VAE decodes as it is meanwhile: `told` hears what decodes from when
    on, and why. `engines` is where built engines and graphs lie, in a folder by the name of `model`. Raises ValueError
    for an unknown name, and EngineUnavailable for a backend that cannot run here.
    """
    if backend not in BACKENDS:
        raise ValueError(f"vae: must be one of {', '.join(BACKENDS)}, got {backend!r}")
    codec = Codec(vae)
    device, frames = codec.device, KEPT + 2 * codec.margin
    makers: dict[str, Callable[[], WindowExecutor]] = {
        "compile": lambda: _compiled(vae, frames),
        "onnx": lambda: _onnx(vae, frames, engines, device),
    }
    for name in _FASTEST.get(device.type, ()) if backend == "auto" else (backend,):
        why = why_not(name, str(device), placed=codec.placed)
        try:
            if why:
                raise EngineUnavailable(f"vae: {why}")
            if name != "eager":
                make = makers.get(name) or _ready(_tensorrt(engines, model, device, frames))
                codec.hand_over(name, make, told)
            break
        except EngineUnavailable:
            if backend != "auto":
                raise
    return codec


def why_not(backend: str, device: str, *, placed: bool = False) -> str:
    """Why a backend cannot decode on a device, in a sentence; empty where it can, an engine for it provided.

    `placed` is a VAE that knows positions, as the shipped model's.
    """
    gpu = device.startswith("cuda")
    if backend in ("auto", "eager"):
        return ""
    if placed:
        return f"{backend} cannot run the pocket model's codec, which is made for a CPU; leave it at auto"
    if backend == "tensorrt" and not gpu:
        return f"tensorrt needs an NVIDIA GPU, and the model runs on {device}; leave it at auto"
    missing = [name for name in _LIBRARIES.get(backend, ()) if importlib.util.find_spec(name) is None]
    if missing:
        return f"{backend} needs {' and '.join(missing)}: pip install 'demond[{backend}]'"
    if backend == "onnx" and gpu:
        import onnxruntime

        if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
            return "onnx needs ONNX Runtime for NVIDIA GPUs: pip install onnxruntime-gpu in place of onnxruntime"
    if backend == "compile" and gpu and importlib.util.find_spec("triton") is None:
        return "compile needs triton, which torch for NVIDIA GPUs brings: pip install triton"
    if backend == "compile" and not shutil.which(os.environ.get("CXX", "g++")):
        return "compile needs a C++ compiler, and there is no g++ here; install it"
    return ""


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
