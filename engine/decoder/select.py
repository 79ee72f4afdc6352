"""Executors by name, and which of them is best here."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine import backends, checks
from engine.backends import DECODERS, Told
from engine.capture import uncaptured
from engine.decoder.eager import EagerDecoder
from engine.decoder.protocol import Decoder, Row
from engine.decoder.relay import Relay
from engine.decoder.weights import Weights
from engine.errors import EngineError, EngineUnavailable
from engine.request import CHANNELS

LOOKED_AT = 32
"""Frames that a new executor is tried with."""
ALIKE = 0.1
"""How far its numbers may be off, of the largest of them."""
SOUNDS = 32
"""Calls after which music sounds: a faster executor made earlier on the same cores would put that off."""


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
    threads = 1
    if weights.device.type == "cpu":
        torch.set_num_threads(1)
        threads = len(os.sched_getaffinity(0))
    eager = EagerDecoder(weights, threads=threads)
    if backend == "eager":
        return eager

    def make() -> Decoder:
        module = _module(backend)
        made: Any
        if backend == "compile":
            made = module.CompiledDecoder(weights, threads=threads)
            made.warm()
        elif backend == "tensorrt":
            made = module.make(weights, engines, model)
        else:
            made = module.make(weights, engines)
            need_alike(made, EagerDecoder(weights, captures=uncaptured()))  # the other's is of the ticks
        return made  # type: ignore[no-any-return]

    return Relay(eager, "eager", backend, make, told, after=SOUNDS if weights.device.type == "cpu" else 0)


def best(weights: Weights, engines: Path, model: str) -> str:
    """The fastest backend that can run these weights here."""
    faster = backends.FASTEST.get(weights.device.type, ())
    return next((each for each in faster if not why_not(each, weights, engines, model)), "eager")


def why_not(backend: str, weights: Weights, engines: Path, model: str) -> str:
    """Why a backend cannot run these weights here, and what to do, in a sentence; empty where it can."""
    whole = all(isinstance(layer.down, Tensor) for layer in weights.layers)
    reason = backends.why_not(backend, str(weights.device), "" if whole else "fp8")
    if not reason and backend == "tensorrt":
        reason = _module(backend).why_not(weights, engines, model)
    return reason


def need_alike(decoder: Decoder, eager: Decoder) -> None:
    """Refuse an executor whose numbers are others than eager's, by more than rounding to 16 bits may do. Raises
    EngineError."""
    generator = torch.Generator().manual_seed(0)
    x, context, tokens = (
        torch.randn(1, length, width, generator=generator).to(eager.device)
        for length, width in ((LOOKED_AT, CHANNELS), (LOOKED_AT, 2 * CHANNELS), (8, eager.token_width))
    )
    rows = [Row(x, t, tokens, context) for t in (1.0, 0.2)]
    made, wanted = torch.cat(decoder(rows)), torch.cat(eager(rows))
    error = checks.off(made, wanted)
    if not error <= ALIKE:
        raise EngineError(f"its numbers differ by {error:.1e} from what they should be; {ALIKE:.0e} may be")


def _module(backend: str) -> Any:
    """Its module, which may ask for libraries that are not everywhere."""
    return import_module(f"engine.decoder.{'compiled' if backend == 'compile' else backend}")
