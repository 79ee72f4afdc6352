"""Backends of the codec: windows of a fixed size compiled, and by ONNX Runtime, which encodes as well."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.background import TRACING
from engine.capture import Captures, Work
from engine.errors import EngineError, EngineUnavailable, in_words
from engine.export.onnx import NEEDS
from engine.export.vae import AUDIO, LATENT, VaeDecodeGraph


class CompiledWindows:
    """An Oobleck decoder compiled by torch for one size, on a GPU as a CUDA graph.

    `backend` is torch's, `capture` stands in for CUDA graphs. It has not run on a GPU.
    """

    def __init__(
        self,
        vae: Any,
        frames: int,
        *,
        backend: str = "inductor",
        capture: Callable[[Work], Work] | None = None,
    ) -> None:
        self.frames = frames
        graph = VaeDecodeGraph(vae)
        device = next(graph.parameters()).device
        compiled = torch.compile(graph, fullgraph=True, dynamic=False, backend=backend)
        given = self._given = torch.zeros(1, 64, frames, device=device)
        self._work: Work = lambda: compiled(given)
        self._ran = False
        self._captures = Captures(capture) if capture is not None or device.type == "cuda" else None

    def run(self, latent: Tensor) -> Tensor:
        """See `WindowExecutor`."""
        self._given.copy_(latent)
        if not self._ran:
            with TRACING:
                self._work()
            self._ran = True
        return self._work() if self._captures is None else self._captures.run(self.frames, self._work)


class OnnxWindows:
    """An exported Oobleck decoder in ONNX Runtime: on a GPU by its CUDA provider, which has not run here, else on one
    thread of the CPU."""

    def __init__(self, model: Path, frames: int, device: torch.device) -> None:
        self.frames = frames
        self._session = _session(model, device)

    def run(self, latent: Tensor) -> Tensor:
        """See `WindowExecutor`."""
        return _made(self._session, LATENT, latent)


class OnnxAudio:
    """An exported Oobleck encoder in ONNX Runtime, as `OnnxWindows`."""

    def __init__(self, model: Path, device: torch.device) -> None:
        self._session = _session(model, device)

    def run(self, audio: Tensor) -> Tensor:
        """See `AudioExecutor`."""
        return _made(self._session, AUDIO, audio)


def _made(session: Any, name: str, given: Tensor) -> Tensor:
    try:
        (made,) = session.run(None, {name: given.contiguous().cpu().numpy()})
    except Exception as error:
        raise EngineError(f"ONNX Runtime failed: {in_words(error)}") from error
    return torch.from_numpy(made).to(given.device)


def _session(model: Path, device: torch.device) -> Any:
    if importlib.util.find_spec("onnxruntime") is None:
        raise EngineUnavailable(f"needs ONNX Runtime: {NEEDS}")
    import onnxruntime

    provider = "CUDAExecutionProvider" if device.type == "cuda" else "CPUExecutionProvider"
    if provider not in onnxruntime.get_available_providers():
        raise EngineUnavailable("needs ONNX Runtime for GPUs: pip install onnxruntime-gpu in place of onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=[provider])
    except Exception as error:
        raise EngineError(f"{model}: cannot be loaded: {in_words(error)}") from error
