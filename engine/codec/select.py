"""Backends of the codec by name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from engine.backends import CODECS, FASTEST, Told, why_not
from engine.codec.codec import Codec
from engine.codec.window import KEPT, Executors
from engine.errors import EngineError, EngineUnavailable


def make_codec(vae: Any, backend: str, *, engines: Path | None, model: str, told: Told) -> Codec:
    """The codec over a VAE by `backend`; `auto` is the fastest that is there.

    It gets ready in a thread, and the VAE codes as it is meanwhile: `told` hears what codes from when on, and why.
    `engines` is where built engines and exported graphs lie, `model` how the model was named. Raises ValueError for an
    unknown name, EngineUnavailable for a backend that is named and cannot run here, and EngineError for an engine of it
    that cannot be used.
    """
    if backend not in CODECS:
        raise ValueError(f"vae: must be one of {', '.join(CODECS)}, got {backend!r}")
    codec = Codec(vae)
    device, frames = codec.device, KEPT + 2 * codec.margin
    makers: dict[str, Callable[[], Executors]] = {
        "compile": lambda: _compiled(vae, frames),
        "onnx": lambda: _onnx(vae, frames, engines, device),
    }
    faster = [name for name in FASTEST.get(device.type, ()) if name in CODECS] if backend == "auto" else [backend]
    for name in faster:
        try:
            if why := _why_not(name, codec):
                raise EngineUnavailable(f"vae: {why}")
            if name != "eager":
                codec.hand_over(name, makers.get(name) or _opened(engines, model, device, frames), told)
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


def _compiled(vae: Any, frames: int) -> Executors:
    from engine.codec.executors import CompiledWindows

    return Executors(CompiledWindows(vae, frames))


def _onnx(vae: Any, frames: int, engines: Path | None, device: torch.device) -> Executors:
    """Over the graphs in `engines`, exported if they are not there, or over some that are made for this time only."""
    from engine.codec.executors import OnnxAudio, OnnxWindows
    from engine.export.onnx import GRAPHS, MODEL
    from engine.export.vae import digest_of, export_decode, export_encode

    if engines is None:
        with tempfile.TemporaryDirectory(prefix="demond-") as passing:
            return _onnx(vae, frames, Path(passing), device)
    folder = engines / GRAPHS
    decode, encode = folder / f"vae-decode-{digest_of(vae, frames)}", folder / f"vae-encode-{digest_of(vae)}"
    if not (decode / MODEL).is_file():
        export_decode(vae, decode, frames)
    if not (encode / MODEL).is_file():
        export_encode(vae, encode)
    return Executors(OnnxWindows(decode / MODEL, frames, device), OnnxAudio(encode / MODEL, device))


def _opened(engines: Path | None, model: str, device: torch.device, frames: int) -> Callable[[], Executors]:
    """What makes those of TensorRT, which are opened already: where they cannot be that is known at once."""
    from engine.trt.windows import open_codec

    if engines is None:
        raise EngineUnavailable("vae: tensorrt needs the folder that engines lie in, and none is given")
    made = open_codec(engines, model, device, frames)
    return lambda: made
