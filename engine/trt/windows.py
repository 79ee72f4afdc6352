"""Windows decoded, and audio encoded, by TensorRT engines of the VAE."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.codec.codec import AROUND, PIECE
from engine.codec.window import Executors
from engine.errors import CheckpointError, EngineError, EngineUnavailable
from engine.export.onnx import OPSET
from engine.export.vae import AUDIO, GRAPH, LATENT
from engine.trt import api
from engine.trt.choose import build_command, pick
from engine.trt.model import Model
from engine.trt.record import Key, Record, Stored, read_plan
from engine.trt.runtime import Engine

_log = logging.getLogger(__name__)


class TensorRTWindows:
    """Decodes windows of one size; see `WindowExecutor`. It has not run on a GPU."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.frames = engine.limits[LATENT][2][2]

    def run(self, latent: Tensor) -> Tensor:
        """See `WindowExecutor`."""
        return self._engine.run({LATENT: latent})


class TensorRTAudio:
    """Encodes audio; see `AudioExecutor`. It has not run on a GPU."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, audio: Tensor) -> Tensor:
        """See `AudioExecutor`."""
        return self._engine.run({AUDIO: audio})


def open_codec(engines: Path, model: str, device: torch.device, frames: int) -> Executors:
    """What decodes windows of so many frames by the engine of a model's VAE, and encodes where there is one for that.

    Raises EngineUnavailable where there is none that decodes them, with the command that builds it.
    """
    windows = TensorRTWindows(_opened(engines, model, device, "vae-decode", frames))
    try:
        audio = TensorRTAudio(_opened(engines, model, device, "vae-encode", PIECE + 2 * AROUND))
    except EngineUnavailable as error:
        _log.info("vae: audio is encoded eagerly: %s", error)
        return Executors(windows)
    return Executors(windows, audio)


def _opened(engines: Path, model: str, device: torch.device, component: str, frames: int) -> Engine:
    def accept(record: Record) -> str:
        has = record.key.profile and record.key.profile["frames"].high
        return "" if has == frames else f"it takes {has} frames at once, not {frames}"

    try:
        trt, at, found = _found(engines, model, device, component, accept)
        return Engine(trt, read_plan(found), at)
    except (CheckpointError, EngineError) as error:
        raise EngineUnavailable(str(error)) from error


def wanted(component: str, shape: str, tensorrt: str | None, capability: str | None) -> Key:
    """What an engine of the VAE must be, for one of this architecture."""
    return Key(component, GRAPH, shape, "fp16", None, False, OPSET, tensorrt, capability)


def need_engine(device: torch.device, engines: Path, model: str) -> None:
    """Refuse a model whose VAE has no engine that runs here, before it is loaded. Raises EngineUnavailable, and
    CheckpointError for a model whose codec can have none."""
    _found(engines, model, device, "vae-decode", lambda record: "")


def _found(
    engines: Path, model: str, device: torch.device, component: str, accept: Callable[[Record], str]
) -> tuple[Any, torch.device, Stored]:
    """TensorRT, the GPU, and the engine of a model's VAE that runs there."""
    trt, gpu = api.require_trt(), api.require_gpu(device)
    asked = Model(model)
    key = wanted(component, asked.architecture(component), api.release(trt), gpu.capability)
    build = f"build one with: {build_command(model, component)}"
    return trt, gpu.device, pick(engines / asked.folder, key, asked.weights(component), accept, build)
