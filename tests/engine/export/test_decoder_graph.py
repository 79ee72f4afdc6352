"""The decoder as an ONNX graph: names, shapes, types. What it computes: tests/engine/decoder/test_runtimes.py."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from engine_checks import off, ragged
from lora_checks import draw

from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import fuse
from engine.export.decoder import INPUTS, DecoderGraph, factor_names

onnx = pytest.importorskip("onnx")


def test_every_weight_keeps_its_name_and_what_varies_is_dynamic(exported: SimpleNamespace) -> None:
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


@pytest.mark.live
def test_in_half_precision_it_loads_and_is_close(shallow: torch.nn.Module, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    model = type(shallow)(**{**shallow.config, "num_hidden_layers": 1}).eval()
    model.load_state_dict(shallow.state_dict(), strict=False)
    half = fuse(model.config, {name: each.half() for name, each in model.state_dict().items()})
    from engine.decoder.onnx import decoder
    from engine.export.onnx import export_decoder

    executor, eager = (
        decoder(half, export_decoder(half, tmp_path / "half")),
        EagerDecoder(fuse(model.config, model.state_dict())),
    )
    for each in (executor, eager):
        each.attach("one", draw(model))
    rows = ragged((51, 52, 20), (7, 1, 40), 64, ((), (("one", 0.5),)))
    assert 1e-5 < off(executor(rows), eager(rows)) < 1e-2
