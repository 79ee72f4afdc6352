"""The executor by OpenVINO, on a CPU: rows one by one, a stream of one thread per core."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.backends import why_not
from engine.background import in_front
from engine.decoder.packed import Inputs, PackedDecoder
from engine.decoder.protocol import Decoder
from engine.decoder.ranks import Ranks
from engine.decoder.recent import Recent
from engine.decoder.weights import Weights
from engine.errors import EngineError, EngineUnavailable, in_words
from engine.export.decoder import named_factors
from engine.export.openvino import decoder_model, library, places, wave
from engine.lora.formats import Factors

LENGTHS = 4


def make(weights: Weights, folder: Path | None = None) -> Decoder:
    """The executor over a transformer's weights on a CPU, ready in about half a second; nothing is kept in `folder`.

    Raises EngineUnavailable, and EngineError where OpenVINO refuses the model.
    """
    if reason := why_not("openvino", str(weights.device)):
        raise EngineUnavailable(reason)
    return OpenVinoDecoder(weights, len(os.sched_getaffinity(0)))


class OpenVinoDecoder(PackedDecoder):
    """Runs rows by OpenVINO; see `Decoder`.

    A row's result is the same bits whatever runs beside it, and agrees with eager to about 1e-6 of the largest
    magnitude in float32. Weights in bfloat16 are computed in it where the CPU can.
    """

    def __init__(self, weights: Weights, threads: int) -> None:
        self._models = _Models(weights, threads)
        super().__init__(weights, self._models, most=1, threads=threads)

    def attach(self, lora: str, factors: Mapping[str, Factors]) -> None:
        """See `Decoder`; the first one takes about half a second more."""
        self._models.ready()
        super().attach(lora, factors)


class _Models:
    """An executor of two models: one without LoRAs for rows where none is heard, one with them, made when asked for."""

    def __init__(self, weights: Weights, threads: int) -> None:
        self._weights = weights
        self._openvino, _ = library()
        self._settings = {
            "NUM_STREAMS": threads,
            "INFERENCE_NUM_THREADS": threads,
            "ENABLE_CPU_PINNING": False,
            "INFERENCE_PRECISION_HINT": "bf16" if weights.dtype == torch.bfloat16 else "f32",
        }
        self._making, self._placing = threading.Lock(), threading.Lock()
        self._faded: _Model | None = None
        self._plain = self._compiled(loras=False)
        self._factors: dict[str, Any] = {}
        self._places: Recent[int, dict[str, Tensor]] = Recent(LENGTHS)

    def ready(self) -> None:
        """Have the model with LoRAs."""
        with self._making:
            if self._faded is None:
                self._faded = self._compiled(loras=True)

    def take(self, ranks: Ranks) -> None:
        """See `Executor`."""
        self._factors = {
            name: self._openvino.Tensor(factor.float().contiguous().numpy(), shared_memory=True)
            for name, factor in named_factors(ranks.factors).items()
        }

    def run(self, inputs: Inputs) -> Tensor:
        """See `Executor`."""
        given = dict(inputs)
        given["wave"] = wave(given.pop("t"))
        length = given["x"].shape[1] // self._weights.patch
        with self._placing:
            given.update(self._places.get(length, lambda: places(self._weights.geometry, length)))
        if not given["strength"].any():
            del given["strength"]
            return self._plain.run(given, {})
        assert self._faded is not None
        return self._faded.run(given, self._factors)

    def _compiled(self, loras: bool) -> _Model:
        model = decoder_model(self._weights, loras=loras)
        core = self._openvino.Core()
        try:
            return _Model(self._openvino, in_front(lambda: core.compile_model(model, "CPU", self._settings)))
        except RuntimeError as error:
            raise EngineError(f"OpenVINO cannot have the model: {in_words(error)}") from error


class _Model:
    """A compiled model and its idle requests, each with the factors it holds."""

    def __init__(self, openvino: Any, compiled: Any) -> None:
        self._openvino = openvino
        self._compiled = compiled
        self._idle: list[tuple[Any, Mapping[str, Any]]] = []

    def run(self, inputs: Inputs, factors: Mapping[str, Any]) -> Tensor:
        try:
            request, held = self._request()
            if held is not factors:
                for name, factor in factors.items():
                    request.set_tensor(name, factor)
            for name, tensor in inputs.items():
                array = tensor.float().contiguous().numpy()
                request.set_tensor(name, self._openvino.Tensor(array, shared_memory=True))
            request.infer()
            velocity = torch.from_numpy(request.get_output_tensor().data.copy())
        except RuntimeError as error:
            raise EngineError(f"OpenVINO failed: {in_words(error)}") from error
        self._idle.append((request, factors))
        return velocity

    def _request(self) -> tuple[Any, Mapping[str, Any]]:
        """An idle request, or a new one; another thread may take the last one at any moment."""
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        return self._compiled.create_infer_request(), {}
