"""The executor over a TensorRT engine of the decoder's graph."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.capture import CudaGraph, Work
from engine.decoder.packed import Inputs, PackedDecoder
from engine.decoder.ranks import Ranks
from engine.decoder.weights import Weights
from engine.export.decoder import GRAPH, factor_names, named_factors
from engine.export.onnx import OPSET
from engine.trt import api, check
from engine.trt.choose import build_command, pick
from engine.trt.model import RECIPES, Model, architecture
from engine.trt.profile import TOKEN_GRAIN, Profile
from engine.trt.record import Key, Record, Stored, read_plan
from engine.trt.refit import parameters, refit, with_loras
from engine.trt.runtime import Engine

STAGED = ("t", "bias", "strength")
"""What rows are packed into on the host."""
_log = logging.getLogger(__name__)


class TensorRTExecutor:
    """Runs a decoder's engine; see `Executor`. The factors of LoRAs are read where they were made."""

    def __init__(self, trt: Any, plan: bytes, weights: Weights, *, capture: Callable[[Work], Work] = CudaGraph) -> None:
        names = factor_names(len(weights.layers))
        self.engine = Engine(trt, plan, weights.device, staged=STAGED, bound=names, capture=capture)

    def take(self, ranks: Ranks) -> None:
        """See `Executor`."""
        self.engine.bind(named_factors(ranks.factors))

    def run(self, inputs: Inputs) -> Tensor:
        """See `Executor`."""
        return self.engine.run(inputs)


def over(executor: TensorRTExecutor, weights: Weights, profile: Profile) -> PackedDecoder:
    """The decoder over an executor whose engine has this profile."""
    most, ranks = profile["batch"].high, profile["ranks"].high
    return PackedDecoder(weights, executor, most=most, grain=TOKEN_GRAIN, ranks=ranks)


def wanted(shape: str, tensorrt: str | None, capability: str | None) -> Key:
    """What an engine of the decoder must be, for weights of this architecture."""
    return Key("decoder", GRAPH, shape, None, None, None, OPSET, tensorrt, capability)


def why_not(weights: Weights, engines: Path, model: str) -> str:
    """Why no engine in `engines` runs a model here, and what to do; "" where one does."""
    try:
        _found(architecture(weights), weights.device, weights.dtype, engines, model)
    except ValueError as error:
        return str(error)
    return ""


def need_engine(device: torch.device, dtype: torch.dtype, engines: Path, model: str) -> None:
    """As `why_not`, of a model that is not loaded. Raises EngineUnavailable, and CheckpointError for no model."""
    _found(Model(model).architecture("decoder"), device, dtype, engines, model)


def make(weights: Weights, engines: Path, model: str) -> PackedDecoder:
    """The decoder over the engine of a model that fits best, given the weights' own where it has others, and held
    against eager before it is used.

    Raises EngineUnavailable where there is none, and EngineError for one that fails. It has not run on a GPU.
    """
    trt, found, digest = _found(architecture(weights), weights.device, weights.dtype, engines, model)
    record = found.record
    assert record is not None
    assert record.key.profile is not None
    recipe = RECIPES[record.key.types or ""]
    meant = with_loras(weights, record.loras)
    executor = TensorRTExecutor(trt, read_plan(found), weights)
    if record.weights != digest:
        _log.info("%s: is given the weights of %s", found.path, model)
        refit(trt, executor.engine, parameters(meant, recipe.products))
    decoder = over(executor, weights, record.key.profile)
    error = check.compare(decoder, meant, record.key.profile, recipe.bound, which=(0, 1))
    _log.info("%s: differs from eager by %.1e of the largest", found.path, error)
    return decoder


def _found(shape: str, device: torch.device, dtype: torch.dtype, engines: Path, model: str) -> tuple[Any, Stored, str]:
    trt, gpu = api.require_trt(), api.require_gpu(device)
    asked = Model(model)
    digest = asked.weights("decoder")

    def accept(record: Record) -> str:
        recipe = RECIPES.get(record.key.types or "")
        if recipe is None or recipe.trunk != dtype:
            return f"it computes in {record.key.types}, and the model in {str(dtype)[6:]}"
        return ""

    key = wanted(shape, api.release(trt), gpu.capability)
    command = build_command(model, "decoder")
    return trt, pick(engines / asked.folder, key, digest, accept, f"build one with: {command}"), digest
