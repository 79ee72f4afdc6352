"""Windows decoded by a TensorRT engine of the VAE."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.capture import Work, cuda_graph
from engine.errors import CheckpointError, EngineError, EngineUnavailable
from engine.export.onnx import OPSET
from engine.export.vae import GRAPH, LATENT
from engine.trt import api
from engine.trt.choose import build_command, pick
from engine.trt.model import Model
from engine.trt.record import Key, Record, read_plan
from engine.trt.runtime import Engine


class TensorRTWindows:
    """Decodes windows of one size; see `WindowExecutor`. It has not run on a GPU."""

    def __init__(
        self, trt: Any, plan: bytes, device: torch.device, *, capture: Callable[[Work], Work] = cuda_graph
    ) -> None:
        self._engine = Engine(trt, plan, device, capture=capture)
        self.frames = self._engine.limits[LATENT][2][2]

    def run(self, latent: Tensor) -> Tensor:
        """See `WindowExecutor`."""
        return self._engine.run({LATENT: latent})


def open_windows(engines: Path, model: str, device: torch.device, frames: int) -> TensorRTWindows:
    """What decodes windows of so many frames, by the engine of a model's VAE.

    Raises EngineUnavailable where there is none that fits, with the command that builds it.
    """
    trt, gpu = api.require_trt(), api.require_gpu(device)
    component = "vae-decode"

    def accept(record: Record) -> str:
        has = record.key.profile and record.key.profile["frames"].high
        return "" if has == frames else f"it decodes windows of {has} frames, not of {frames}"

    try:
        asked = Model(model)
        key = wanted(component, asked.architecture(component), api.release(trt), gpu.capability)
        command = build_command(model, component)
        found = pick(engines / asked.folder, key, asked.weights(component), accept, f"build one with: {command}")
        return TensorRTWindows(trt, read_plan(found), gpu.device)
    except (CheckpointError, EngineError) as error:
        raise EngineUnavailable(str(error)) from error


def wanted(component: str, shape: str, tensorrt: str | None, capability: str | None) -> Key:
    """What an engine of the VAE must be, for one of this architecture."""
    return Key(component, GRAPH, shape, "fp16", None, False, OPSET, tensorrt, capability)


def need_engine(device: torch.device, engines: Path, model: str) -> None:
    """Refuse a model whose VAE has no engine that runs here, before it is loaded. Raises EngineUnavailable, and
    CheckpointError for a model whose codec can have none."""
    trt, gpu = api.require_trt(), api.require_gpu(device)
    asked, component = Model(model), "vae-decode"
    key = wanted(component, asked.architecture(component), api.release(trt), gpu.capability)
    build = f"build one with: {build_command(model, component)}"
    pick(engines / asked.folder, key, asked.weights(component), lambda record: "", build)
