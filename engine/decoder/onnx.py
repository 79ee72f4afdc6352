"""The executor by ONNX Runtime, over an exported graph: on a CPU the twin of what TensorRT runs.

Its providers for GPUs have not run on a GPU.
"""

from __future__ import annotations

import logging
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.backends import why_not
from engine.decoder.packed import Inputs, PackedDecoder
from engine.decoder.protocol import Decoder
from engine.decoder.ranks import Ranks
from engine.decoder.weights import Weights
from engine.errors import EngineError, EngineUnavailable, in_words
from engine.export.decoder import named_factors
from engine.export.onnx import GRAPHS, MODEL, export_decoder, key

MOST = 8
"""Rows in one batch on a GPU; on a CPU they run one by one."""
TYPES = {torch.float32: 1, torch.float16: 10, torch.bfloat16: 16}
"""Their numbers in ONNX."""
RTX = "onnxruntime_ep_nv_tensorrt_rtx"
"""The module that brings TensorRT for RTX as a provider."""
_log = logging.getLogger(__name__)


def make(weights: Weights, folder: Path | None = None) -> Decoder:
    """The executor over a transformer's weights, whose graph is kept in `folder` and used again for the same weights.

    Raises EngineUnavailable, OSError, and EngineError where ONNX Runtime refuses the graph.
    """
    if reason := why_not("onnx", str(weights.device)):
        raise EngineUnavailable(reason)
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="demond-") as temporary:
            return make(weights, Path(temporary))
    graph = folder / GRAPHS / f"decoder-{key(weights)}"
    if not (graph / MODEL).exists():
        _log.info("writes the model as an ONNX graph to %s, which takes a minute or more", graph)
        export_decoder(weights, graph)
    return decoder(weights, graph / MODEL)


def decoder(weights: Weights, model: Path) -> PackedDecoder:
    """The executor over the graph of a transformer's weights, exported before."""
    if weights.device.type != "cpu":
        return PackedDecoder(weights, OnnxExecutor(model, weights.device), most=MOST, grain=32)
    threads = len(os.sched_getaffinity(0))
    return PackedDecoder(weights, OnnxExecutor(model, weights.device), most=1, threads=threads)


class OnnxExecutor:
    """See `packed.Executor`; a run uses one thread of a CPU."""

    def __init__(self, model: Path, device: torch.device) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._device = device
        try:
            providers = [] if _rtx(onnxruntime, options, device) else _providers(onnxruntime, device)
            self._session = onnxruntime.InferenceSession(model, options, providers=providers)
        except EngineUnavailable:
            raise
        except Exception as error:
            raise EngineError(f"ONNX Runtime cannot have {model}: {in_words(error)}") from error
        self._types = {each.name: _type(each.type) for each in self._session.get_inputs()}
        self._factors: dict[str, Tensor] = {}

    def take(self, ranks: Ranks) -> None:
        """See `Executor`."""
        self._factors = self._placed(named_factors(ranks.factors))

    def run(self, inputs: Inputs) -> Tensor:
        """See `Executor`."""
        given = {**self._placed(inputs), **self._factors}
        velocity = torch.empty_like(given["x"], dtype=torch.float32)
        try:
            binding = self._session.io_binding()
            for name, tensor in given.items():
                binding.bind_input(name, *self._at(tensor))
            binding.bind_output("velocity", *self._at(velocity))
            if self._device.type == "cuda":
                torch.cuda.current_stream(self._device).synchronize()
            self._session.run_with_iobinding(binding)
            binding.synchronize_outputs()
        except Exception as error:
            raise EngineError(f"ONNX Runtime failed: {in_words(error)}") from error
        return velocity

    def _placed(self, tensors: Inputs) -> dict[str, Tensor]:
        return {name: tensor.to(self._device, self._types[name]).contiguous() for name, tensor in tensors.items()}

    def _at(self, tensor: Tensor) -> tuple[str, int, int, list[int], int]:
        index = self._device.index or 0
        return self._device.type, index, TYPES[tensor.dtype], list(tensor.shape), tensor.data_ptr()


def _type(name: str) -> torch.dtype:
    return {"tensor(float)": torch.float32, "tensor(float16)": torch.float16, "tensor(bfloat16)": torch.bfloat16}[name]


def _providers(onnxruntime: Any, device: torch.device) -> list[Any]:
    if device.type == "cpu":
        return ["CPUExecutionProvider"]
    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        raise EngineUnavailable("needs ONNX Runtime for GPUs: pip install onnxruntime-gpu")
    return [("CUDAExecutionProvider", {"device_id": device.index or 0})]


def _rtx(onnxruntime: Any, options: Any, device: torch.device) -> bool:
    """Whether TensorRT for RTX is installed and finds a device; `options` then ask for it."""
    if device.type != "cuda" or find_spec(RTX) is None:
        return False
    import importlib

    library = importlib.import_module(RTX)
    name = library.get_ep_name()
    if not any(each.ep_name == name for each in onnxruntime.get_ep_devices()):
        onnxruntime.register_execution_provider_library(name, library.get_library_path())
    devices = [each for each in onnxruntime.get_ep_devices() if each.ep_name == name]
    if devices:
        options.add_provider_for_devices(devices[:1], {})
    return bool(devices)
