"""In what an engine computes: the types of its weights, and how far that is from float32."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from engine.decoder.eager import EagerDecoder
from engine.decoder.packed import pack
from engine.decoder.ranks import place
from engine.decoder.weights import Weights, fuse
from engine.export.decoder import DecoderGraph
from engine.trt.check import draw_rows
from engine.trt.model import RECIPES, architecture
from engine.trt.refit import parameters


def weights_in(shallow: torch.nn.Module, dtype: torch.dtype) -> Weights:
    return fuse(shallow.config, {name: tensor.to(dtype) for name, tensor in shallow.state_dict().items()})


@pytest.mark.parametrize("types", RECIPES)
def test_a_recipe_is_within_its_bound_of_float32(
    types: str, shallow: torch.nn.Module, exported: SimpleNamespace
) -> None:
    recipe = RECIPES[types]
    weights = weights_in(shallow, recipe.trunk)
    graph, ranks = DecoderGraph(weights, products=recipe.products), place(weights, {})
    factors = [
        {name: tuple(each.to(recipe.products) for each in held) for name, held in layer.items()}
        for layer in ranks.factors
    ]
    rows = draw_rows(weights, 2, 20, 9, 0.0)
    made = graph(*pack(rows, ranks, weights.patch).values(), factors)
    assert made.dtype == torch.float32
    for a, b in zip(made, EagerDecoder(exported.weights)(rows), strict=True):
        assert float((a - b).abs().max() / b.abs().max()) < recipe.bound


def test_only_the_products_of_blocks_are_in_the_other_type(shallow: torch.nn.Module) -> None:
    named = parameters(weights_in(shallow, torch.bfloat16), torch.float16)
    halved = {name.split(".")[-1] for name, tensor in named.items() if tensor.dtype == torch.float16}
    assert halved == {"own_qkv", "own_out", "cross_query", "cross_key_value", "cross_out", "gate_up", "down"}
    assert {tensor.dtype for tensor in named.values()} == {torch.float16, torch.bfloat16}


def test_the_architecture_is_of_shapes_and_settings_and_not_of_numbers(shallow: torch.nn.Module) -> None:
    weights = weights_in(shallow, torch.float32)
    meta = fuse(shallow.config, {name: tensor.to("meta") for name, tensor in shallow.state_dict().items()})
    assert architecture(meta) == architecture(weights) == architecture(weights_in(shallow, torch.bfloat16))
    for change in ({"rms_norm_eps": 1e-5}, {"sliding_window": 9}, {"layer_types": ["full_attention"] * 2}):
        other = fuse({**shallow.config, **change}, shallow.state_dict())
        assert architecture(other) != architecture(weights)
