"""Executors by name, and which of them is best here."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine import backends
from engine.backends import DECODERS, Told
from engine.decoder.eager import EagerDecoder
from engine.decoder.protocol import Decoder
from engine.decoder.relay import Relay
from engine.decoder.weights import Weights
from engine.errors import EngineUnavailable

_GRAPHS = ("onnx", "openvino", "tensorrt")


def make_decoder(
    weights: Weights,
    backend: str,
    *,
    engines: Path | None = None,
    model: str = "",
    told: Told = lambda backend, reason: None,
) -> Decoder:
    """The executor called `backend` over a transformer's weights, or the best one here for `auto`.

    Any but `eager` is got ready in the background, and eager runs until then, see `Relay`. `engines` is the folder of
    built engines and exported graphs, see `default_engines`, `model` how the model was named. Raises ValueError for an
    unknown name, and EngineUnavailable for a backend that is named and cannot run here.

    On a CPU the rows of a tick share the cores, one thread each, and torch's own threads are set to one for the whole
    process: waiting for each other inside every product, they fall behind many times over when anything else runs.
    """
    if backend not in DECODERS:
        raise ValueError(f"decoder: must be one of {', '.join(DECODERS)}, got {backend!r}")
    engines = engines or backends.default_engines()
    if backend == "auto":
        backend = best(weights, engines, model)
    elif reason := why_not(backend, weights, engines, model):
        raise EngineUnavailable(f"decoder: {reason}")
    if weights.device.type == "cpu":
        torch.set_num_threads(1)
        eager = EagerDecoder(weights, threads=len(os.sched_getaffinity(0)))
    else:
        eager = EagerDecoder(weights)
    if backend == "eager":
        return eager
    return Relay(eager, "eager", backend, _maker(backend, weights, engines, model), told)


def best(weights: Weights, engines: Path, model: str) -> str:
    """The fastest backend that can run these weights here."""
    order = ("tensorrt", "compile") if weights.device.type == "cuda" else ("openvino",)
    return next((each for each in order if not why_not(each, weights, engines, model)), "eager")


def why_not(backend: str, weights: Weights, engines: Path, model: str) -> str:
    """Why a backend cannot run these weights here, and what to do, in a sentence; empty where it can."""
    if backend in _GRAPHS and not all(isinstance(layer.down, Tensor) for layer in weights.layers):
        return f"{backend} takes no weights in 8 bits: leave dtype at auto, or choose compile"
    reason = backends.why_not(backend, str(weights.device))
    if not reason and backend == "tensorrt":
        reason = _module(backend).why_not(weights, engines, model)
    return reason


def _maker(backend: str, weights: Weights, engines: Path, model: str) -> Callable[[], Decoder]:
    """Makes the executor, ready to run."""

    def make() -> Decoder:
        module = _module(backend)
        made: Any
        if backend == "compile":
            made = module.CompiledDecoder(weights)
            made.warm()
        elif backend == "tensorrt":
            made = module.make(weights, engines, model)
        else:
            made = module.make(weights, engines)
        return made  # type: ignore[no-any-return]

    return make


def _module(backend: str) -> Any:
    """Its module, which may ask for libraries that are not everywhere."""
    return import_module(f"engine.decoder.{'compiled' if backend == 'compile' else backend}")
