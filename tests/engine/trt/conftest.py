"""TensorRT's stand-in in place of the module, on a GPU that is the CPU; engines over the exported decoder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("onnxruntime")

import onnx
import torch
from fake_trt import RELEASES, FakeTensorRT, Plan
from trt_checks import PROFILE, checkpoint

from engine.trt import api
from engine.trt.profile import decoder_shapes


@pytest.fixture(params=RELEASES)
def trt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> FakeTensorRT:
    """Both releases, one after the other."""
    return stand_in(request.param, monkeypatch)


@pytest.fixture
def newest(monkeypatch: pytest.MonkeyPatch) -> FakeTensorRT:
    return stand_in(RELEASES[-1], monkeypatch)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without TensorRT and without a GPU."""
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


def stand_in(release: str, monkeypatch: pytest.MonkeyPatch) -> FakeTensorRT:
    module = FakeTensorRT(release)
    monkeypatch.setitem(sys.modules, "tensorrt", module)
    gpu = api.Gpu(torch.device("cpu"), "a card", "9.0", "580.1")
    monkeypatch.setattr(api, "require_gpu", lambda device=None: gpu)
    return module


@pytest.fixture(scope="session")
def graph(exported: SimpleNamespace) -> onnx.ModelProto:
    return onnx.load(exported.model)


@pytest.fixture
def plan(graph: onnx.ModelProto, exported: SimpleNamespace) -> Callable[[FakeTensorRT], bytes]:
    """The bytes of an engine of the exported decoder."""
    return lambda trt: trt.keep(Plan(graph, dict(decoder_shapes(exported.weights, PROFILE)), True))


@pytest.fixture
def model(shallow: torch.nn.Module, tmp_path: Path) -> Path:
    """A checkpoint's folder with the transformer alone, that of the exported decoder."""
    return checkpoint(tmp_path / "small", shallow)
