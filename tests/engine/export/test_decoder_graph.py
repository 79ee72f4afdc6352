"""The decoder as an ONNX graph, run by ONNX Runtime, against the eager executor."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

onnx = pytest.importorskip("onnx")


def test_every_weight_keeps_its_name_and_what_varies_is_dynamic(exported: SimpleNamespace) -> None:
    from engine.export.decoder import INPUTS, DecoderGraph, factor_names

    graph = onnx.load(exported.model, load_external_data=False).graph
    held = {each.name: tuple(each.dims) for each in graph.initializer}
    weights = {name: tuple(each.shape) for name, each in DecoderGraph(exported.weights).named_parameters()}
    assert {name: held.get(name) for name in weights} == weights
    shapes = {
        each.name: [dim.dim_param or dim.dim_value for dim in each.type.tensor_type.shape.dim] for each in graph.input
    }
    assert list(shapes) == [*INPUTS, *factor_names(2)]
    assert shapes["x"] == ["B", "2*half", 64]
    assert shapes["tokens"] == ["B", "L", exported.weights.token_width]
    assert shapes["strength"] == ["B", "R"]
    assert shapes["lora.1.own_qkv.down"] == [64, "3*R"]
    assert shapes["lora.1.own_qkv.up2"] == ["R", 32]
