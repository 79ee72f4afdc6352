"""Executors of other runtimes over the decoder's graph, against the eager one."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from engine_checks import check_goes, off, ragged
from lora_checks import draw, merged

from engine.decoder import Decoder
from engine.decoder.eager import EagerDecoder
from engine.decoder.openvino import OpenVinoDecoder
from engine.decoder.packed import PackedDecoder
from engine.decoder.weights import Weights, fuse
from engine.errors import EngineUnavailable, LoraError
from engine.plan import prepare
from engine.request import Condition, Request
from engine.slot import run
from engine.stream import Stream

LORAS = ((), (("one", 0.37),), (("one", 1.3), ("two", -0.5)), (("two", 1.0), ("gone", 3.0)))


def need_openvino() -> None:
    """Without importing it, which is done by `library` alone."""
    if importlib.util.find_spec("openvino") is None:
        pytest.skip("OpenVINO is not installed")


@pytest.fixture(scope="module", params=["onnx", "openvino"])
def make(request: pytest.FixtureRequest) -> Callable[[SimpleNamespace], Decoder]:
    """An executor by a runtime over what is exported."""
    if request.param == "openvino":
        need_openvino()
        return lambda exported: OpenVinoDecoder(exported.weights, 2)
    pytest.importorskip("onnxruntime")
    from engine.decoder.onnx import decoder

    return lambda exported: decoder(exported.weights, exported.model)


@pytest.fixture(scope="module")
def loras(shallow: torch.nn.Module) -> dict:
    return {"one": draw(shallow, seed=1), "two": draw(shallow, seed=2, parts=("self_attn.to_k", "mlp.down_proj"))}


@pytest.fixture(scope="module")
def eager(exported: SimpleNamespace, loras: dict) -> EagerDecoder:
    return attached(EagerDecoder(exported.weights), loras)


@pytest.fixture(scope="module")
def executor(make: Callable[[SimpleNamespace], Decoder], exported: SimpleNamespace, loras: dict) -> Decoder:
    return attached(make(exported), loras)


@pytest.fixture(scope="module")
def in_batches(exported: SimpleNamespace, loras: dict) -> Decoder:
    """The exported graph with up to eight rows at once, as on a GPU."""
    pytest.importorskip("onnxruntime")
    from engine.decoder.onnx import OnnxExecutor

    executor = OnnxExecutor(exported.model, torch.device("cpu"))
    return attached(PackedDecoder(exported.weights, executor, most=8, grain=32), loras)


def attached(executor: Decoder, loras: dict) -> Decoder:
    for lora, factors in loras.items():
        executor.attach(lora, factors)
    return executor


@pytest.mark.parametrize("frames", [(2, 3, 33, 64, 126), (51,), (300, 51, 300, 51, 1, 51, 51, 52)], ids=str)
def test_equals_eager(frames: tuple[int, ...], executor: Decoder, eager: EagerDecoder) -> None:
    rows = ragged(frames, (7, 1, 40, 200), executor.token_width, LORAS)
    answers = executor(rows)
    assert [answer.shape for answer in answers] == [row.x.shape for row in rows]
    assert off(answers, eager(rows)) < 1e-5


@pytest.mark.parametrize("rows", [1, 2, 3, 8])
@pytest.mark.parametrize("frames", [1, 2, 33, 64, 375])
def test_batches_equal_eager(frames: int, rows: int, eager: EagerDecoder, in_batches: Decoder) -> None:
    given = ragged((frames,) * rows, (200, 1, 7, 64), eager.token_width, LORAS)
    moved = [replace(row, loras=tuple((lora, strength / 3) for lora, strength in row.loras)) for row in given]
    for each in (given, moved):
        assert off(in_batches(each), eager(each)) < 1e-5


def test_a_row_is_the_same_bits_in_any_company(executor: Decoder) -> None:
    rows = ragged((51, 51, 30, 51, 52, 51, 51), (7, 1, 40), executor.token_width, LORAS)
    alone = [executor([row])[0] for row in rows]
    copies = [answer.clone() for answer in alone]
    with ThreadPoolExecutor(3) as callers:
        for company in callers.map(executor, [rows] * 6):
            assert all(torch.equal(answer, single) for answer, single in zip(company, alone, strict=True))
    assert all(torch.equal(answer, copy) for answer, copy in zip(alone, copies, strict=True)), (
        "they are the caller's own"
    )


def test_a_lora_equals_merged_weights_and_goes_again(
    make: Callable[[SimpleNamespace], Decoder], exported: SimpleNamespace, shallow: torch.nn.Module, loras: dict
) -> None:
    executor = make(exported)
    (row,) = ragged((51,), (9,), executor.token_width)
    plain = executor([row])
    attached(executor, loras)
    assert torch.equal(executor([row])[0], plain[0]), "silent ones change no bit"
    rows = [replace(row, loras=(("one", strength), ("two", 0.4))) for strength in (0.25, 1.0)]
    for faded, answer in zip(rows, executor(rows), strict=True):
        model = merged(shallow, (loras["one"], faded.loras[0][1]), (loras["two"], 0.4))
        expected = EagerDecoder(fuse(model.config, model.state_dict()))([row])
        assert off([answer], expected) < 1e-5 < off(plain, expected)
    executor.detach("one")
    assert list(executor.loras) == ["two"]
    executor.detach("two")
    assert torch.equal(executor(rows)[0], plain[0])


def test_many_ranks_are_taken_and_too_many_refused(
    make: Callable[[SimpleNamespace], Decoder], exported: SimpleNamespace, loras: dict
) -> None:
    executor, eager = make(exported), EagerDecoder(exported.weights)
    wide = {
        name: replace(each, up=torch.cat([each.up] * 20, dim=1), down=torch.cat([each.down] * 20))
        for name, each in loras["one"].items()
    }
    for each in (executor, eager):
        each.attach("wide", wide)
    rows = ragged((51, 52), (7, 20), executor.token_width, ((("wide", 0.1),),))
    before = executor(rows)
    assert off(before, eager(rows)) < 1e-5
    executor.attach("one", loras["one"])
    executor.attach("more", wide)
    with pytest.raises(LoraError, match="there are 305 ranks of LoRAs, and this backend takes 256"):
        executor.attach("most", wide)
    assert list(executor.loras) == ["wide", "one", "more"]
    assert off(executor(rows), before) < 1e-5


def test_an_executor_that_nobody_needs_goes(
    make: Callable[[SimpleNamespace], Decoder], exported: SimpleNamespace, loras: dict
) -> None:
    held = [attached(make(exported), loras)]
    held[0](ragged((51, 52), (7, 20), 64, LORAS))
    check_goes(held)


def test_streaming_equals_generating(golden: SimpleNamespace, executor: Decoder, eager: EagerDecoder) -> None:
    plain = Request(context=golden.context, conditions=(Condition(golden.enc),), seed=3)
    requests = [
        replace(plain, tag="ode"),
        replace(plain, seed=11, sde=True, steps=6, tag="sde"),
        replace(plain, seed=14, conditions=(Condition(golden.enc, 1 - golden.ramp), Condition(golden.enc2)), tag="two"),
        replace(plain, seed=24, context=golden.context[:, :30], steps=3, tag="shorter"),
    ]
    stream, finished = Stream(executor, 3), {}
    for tick in range(40):
        if tick % 3 == 0 and tick < 3 * len(requests):
            stream.submit(requests[tick // 3], repeat=False)
        finished.update({each.request.tag: each.latent for each in stream.tick()})
    for request in requests:
        alone = run(prepare(request, width=executor.token_width), executor)
        assert torch.equal(finished[request.tag], alone)
        assert off([alone], [run(prepare(request, width=executor.token_width), eager)]) < 1e-4


def test_openvino_tells_nobody_and_computes_in_the_weights_type(
    shallow: torch.nn.Module, exported: SimpleNamespace, eager: EagerDecoder
) -> None:
    need_openvino()
    half = fuse(shallow.config, {name: each.bfloat16() for name, each in shallow.state_dict().items()})
    rows = ragged((51, 52), (7, 20), 64)
    assert off(OpenVinoDecoder(half, 2)(rows), eager(rows)) < 5e-2
    assert sys.modules["openvino_telemetry"] is None, "importing it would send an event to its makers"


@pytest.mark.parametrize("name", ["onnx", "openvino"])
def test_without_the_library_it_says_what_to_do(
    name: str, monkeypatch: pytest.MonkeyPatch, exported: SimpleNamespace
) -> None:
    module = importlib.import_module(f"engine.decoder.{name}")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match=rf"pip install 'demond\[{name}\]'"):
        module.make(exported.weights)


def test_a_graph_is_written_once_and_belongs_to_its_weights(
    exported: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnxruntime")
    from engine.decoder import onnx

    def export(weights: Weights, folder: Path) -> Path:
        folder.parent.mkdir()
        folder.symlink_to(exported.model.parent)
        return folder / exported.model.name

    monkeypatch.setattr(onnx, "export_decoder", export)
    first = onnx.make(exported.weights, tmp_path)
    monkeypatch.setattr(onnx, "export_decoder", None)
    rows = ragged((20,), (3,), first.token_width)
    assert torch.equal(onnx.make(exported.weights, tmp_path)(rows)[0], first(rows)[0])
    with pytest.raises(TypeError):
        onnx.make(replace(exported.weights, norm_out=2 * exported.weights.norm_out), tmp_path)


def test_tensorrt_for_rtx_is_asked_first_where_it_is_installed_and_finds_a_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from engine.decoder import onnx

    real = pytest.importorskip("onnxruntime")
    card, other = (SimpleNamespace(ep_name=name) for name in ("rtx", "cpu"))
    known, asked = [other], list[object]()

    def register(name: str, path: str) -> None:
        asked.append((name, path))
        known.append(card)

    runtime = SimpleNamespace(
        get_ep_devices=lambda: known,
        register_execution_provider_library=register,
        get_available_providers=lambda: ["CPUExecutionProvider"],
    )
    assert all(hasattr(real, name) for name in vars(runtime))
    assert hasattr(real.SessionOptions, "add_provider_for_devices")
    options = SimpleNamespace(add_provider_for_devices=lambda devices, settings: asked.append(devices))
    gpu, library = torch.device("cuda"), SimpleNamespace(get_ep_name=lambda: "rtx", get_library_path=lambda: "a path")
    monkeypatch.setattr(onnx, "find_spec", lambda name: None)
    assert not onnx._rtx(runtime, options, gpu)
    with pytest.raises(EngineUnavailable, match="pip install onnxruntime-gpu"):
        onnx._providers(runtime, gpu)
    monkeypatch.setattr(onnx, "find_spec", lambda name: name == onnx.RTX)
    monkeypatch.setitem(sys.modules, onnx.RTX, library)
    assert not onnx._rtx(runtime, options, torch.device("cpu"))
    assert onnx._rtx(runtime, options, gpu)
    assert onnx._rtx(runtime, options, gpu)
    assert asked == [("rtx", "a path"), [card], [card]], "the library is registered once"
