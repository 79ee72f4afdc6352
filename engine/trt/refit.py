"""Other weights for an engine: those of another checkpoint of the same shape, or with LoRAs baked into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.decoder.adapters import Adapter, fit
from engine.decoder.weights import Layer, Weights
from engine.errors import EngineError
from engine.export.decoder import DecoderGraph
from engine.lora.formats import read_factors
from engine.lowrank import Weight
from engine.names import some
from engine.trt.runtime import Engine


def parameters(weights: Weights, products: torch.dtype | None = None) -> dict[str, Tensor]:
    """The tensors of a decoder's graph by the names an engine has them under, on the weights' device.

    Products are `[in, out]`, and the second time embedding is made anew, as it is a constant of the graph.
    """
    return {
        name: tensor.detach().contiguous()
        for name, tensor in DecoderGraph(weights, products=products).named_parameters()
    }


def refit(trt: Any, engine: Engine, tensors: dict[str, Tensor]) -> None:
    """Give an engine these weights; returns when it is done, as they may go then.

    Raises EngineError where the engine has no such weights, or others as well that depend on these; it must not be run
    then. It has not run on a GPU.
    """
    refitter = trt.Refitter(engine.engine, engine.logger)
    known = set(refitter.get_all_weights())
    if unknown := sorted(name for name in tensors if name not in known):
        raise EngineError(f"the engine does not know {len(unknown)} of the weights: {some(unknown)}")
    kinds = {
        torch.float32: trt.DataType.FLOAT,
        torch.float16: trt.DataType.HALF,
        torch.bfloat16: trt.DataType.BF16,
    }
    for name, tensor in tensors.items():
        held = refitter.get_weights_prototype(name)
        if held.dtype != kinds[tensor.dtype] or held.size != tensor.numel():
            raise EngineError(
                f"{name}: is {tensor.numel()} of {tensor.dtype}, in the engine {held.size} of {held.dtype}"
            )
        where = trt.TensorLocation.DEVICE if tensor.is_cuda else trt.TensorLocation.HOST
        given = trt.Weights(kinds[tensor.dtype], tensor.data_ptr(), tensor.numel())
        if not refitter.set_named_weights(name, given, where):
            raise EngineError(f"{name}: was refused: {engine.logger.said()}")
    if missing := sorted(refitter.get_missing_weights()):
        raise EngineError(f"the engine also wants {len(missing)} weights that the graph does not name: {some(missing)}")
    if any(tensor.is_cuda for tensor in tensors.values()):
        torch.cuda.synchronize(engine.device)
    if not refitter.refit_cuda_engine():
        raise EngineError(f"the engine took no other weights: {engine.logger.said()}")
    engine.forget()


def with_loras(weights: Weights, loras: Mapping[str, float]) -> Weights:
    """Weights with LoRAs of these files baked into them, each with its strength. Raises LoraError."""
    return bake(weights, [(fit(weights, read_factors(Path(file))), strength) for file, strength in loras.items()])


def bake(weights: Weights, adapters: Sequence[tuple[Adapter, float]]) -> Weights:
    """Weights with LoRAs added for good, each with its strength; what is not changed is shared."""
    if not adapters:
        return weights
    layers = tuple(
        _baked(layer, [(adapter.layers[index], strength) for adapter, strength in adapters])
        for index, layer in enumerate(weights.layers)
    )
    return replace(weights, layers=layers)


def _baked(layer: Layer, branches: Sequence[tuple[Any, float]]) -> Layer:
    def changed(name: str, weight: Weight) -> Weight:
        acting = [(beside[name], strength) for beside, strength in branches if name in beside]
        if not acting:
            return weight
        assert isinstance(weight, Tensor), "engines are of weights in 16 or 32 bits"
        wide = weight.to(torch.float32, copy=True)
        for branch, strength in acting:
            for up in branch.ups:
                wide[up.columns] += strength * (up.factor.float().T @ branch.down[up.ranks].float())
        return wide.to(weight.dtype)

    own = replace(layer.own, qkv=changed("own_qkv", layer.own.qkv), out=changed("own_out", layer.own.out))
    names = ("cross_query", "cross_key_value", "cross_out", "gate_up", "down")
    others: dict[str, Any] = {name: changed(name, getattr(layer, name)) for name in names}
    return replace(layer, own=own, **others)
