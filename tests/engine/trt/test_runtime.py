"""The decoder over an engine: as eager, within the profile, with errors that name the input; graphs of their own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from engine_checks import check_goes
from fake_trt import FakeTensorRT
from lora_checks import draw
from torch import Tensor
from trt_checks import decoder_over

from engine.capture import Work
from engine.dcw import DCW
from engine.decoder import Row
from engine.decoder.eager import EagerDecoder
from engine.decoder.tensorrt import STAGED
from engine.errors import EngineError, EngineLimitError, LoraError
from engine.plan import prepare
from engine.request import Condition, Guidance, Request
from engine.slot import run
from engine.stream import Stream
from engine.trt.runtime import Engine

Make = Callable[[FakeTensorRT], bytes]
BOUND = 2e-6


def row(frames: int, tokens: int, seed: int = 0, **more: object) -> Row:
    generator = torch.Generator().manual_seed(1000 * frames + 10 * tokens + seed)
    x, context = torch.randn(1, frames, 64, generator=generator), torch.randn(1, frames, 128, generator=generator)
    return Row(x, 0.1 + 0.2 * seed, torch.randn(1, tokens, 64, generator=generator), context, **more)


def error(made: list[Tensor], wanted: list[Tensor]) -> float:
    assert [each.shape for each in made] == [each.shape for each in wanted]
    return max(float((a - b).abs().max() / b.abs().max()) for a, b in zip(made, wanted, strict=True))


def test_it_computes_what_eager_does_for_shapes_that_come_and_go(
    trt: FakeTensorRT, plan: Make, exported: SimpleNamespace, shallow: torch.nn.Module
) -> None:
    made, _ = decoder_over(trt, plan(trt), exported.weights)
    eager = EagerDecoder(exported.weights)
    a, b = [row(20, 5), row(20, 1, 1)], [row(33, 40)]
    presence = torch.linspace(1, 0.1, 7)
    mixed = [row(20, 7, presence=presence), row(33, 9), row(1, 3), *(row(20, 2, i) for i in range(9))]
    for rows in (a, b, a, b, a, mixed, a):
        assert error(made(rows), eager(rows)) < BOUND
    for each in (made, eager):
        each.attach("one", draw(shallow, 1))
        each.attach("two", draw(shallow, 2, ("self_attn.to_q", "mlp.down_proj")))
    moving = [
        row(20, 5, i, loras=loras) for i, loras in enumerate(((), (("one", 0.4),), (("two", -1.3), ("one", 1.0))))
    ]
    assert error(made(moving), eager(moving)) < BOUND
    assert error(eager(moving)[1:], eager([replace(each, loras=()) for each in moving])[1:]) > 1e-2, "they do nothing"
    for each in (made, eager):
        each.detach("one")
    assert error(made(moving), eager(moving)) < BOUND


def test_an_engine_that_nobody_needs_goes(newest: FakeTensorRT, plan: Make, exported: SimpleNamespace) -> None:
    def capture(work: Work) -> Work:
        made = work()
        return lambda: made

    held = list(decoder_over(newest, plan(newest), exported.weights, capture))
    held.append(held[1].engine)
    for _ in range(3):
        held[0]([row(20, 5)])
    check_goes(held)


def test_the_ring_over_it_is_equal_to_generate_bit_for_bit(
    trt: FakeTensorRT, plan: Make, exported: SimpleNamespace, golden: SimpleNamespace
) -> None:
    made, _ = decoder_over(trt, plan(trt), exported.weights)
    plain = Request(context=golden.context, conditions=(Condition(golden.enc),), seed=3, steps=4)
    requests = [
        plain,
        replace(plain, seed=5, sde=True, dcw=DCW()),
        replace(plain, seed=7, denoise=0.6, source=golden.source),
    ]
    requests.append(replace(plain, seed=8, guidance=Guidance("full", 3.0, negative=golden.enc_neg)))
    stream, finished = Stream(made, 4), []
    for request in requests:
        stream.submit(request, repeat=False)
        finished += stream.tick()
    for _ in range(8):
        finished += stream.tick()
    assert len(finished) == 4
    for out in finished:
        alone = run(prepare(out.request), made)
        assert torch.equal(out.latent, alone)
        assert error([alone], [run(prepare(out.request), EagerDecoder(exported.weights))]) < 1e-5


def test_what_it_gives_is_left_alone_by_later_calls(
    newest: FakeTensorRT, plan: Make, exported: SimpleNamespace
) -> None:
    made, _ = decoder_over(newest, plan(newest), exported.weights)
    (first,) = made([row(20, 5)])
    kept = first.clone()
    made([row(20, 5, 3)])
    assert torch.equal(first, kept)


def test_a_graph_has_a_context_of_its_own_that_nothing_changes(
    newest: FakeTensorRT, plan: Make, exported: SimpleNamespace, shallow: torch.nn.Module
) -> None:
    captured: list[Work] = []

    def capture(work: Work) -> Work:
        work()
        captured.append(work)
        return work

    made, _ = decoder_over(newest, plan(newest), exported.weights, capture)
    eager = EagerDecoder(exported.weights)
    contexts = newest.engines[0].held.contexts
    for frames in (20, 33, 20, 33, 50, 20, 33):
        assert error(made([row(frames, 5, frames)]), eager([row(frames, 5, frames)])) < BOUND
    assert len(captured) == 2
    assert len(contexts) == 3
    for context in contexts[1:]:
        assert len(context.held.changes) == len(contexts[0].held.shapes), "its shapes were set more than once"
        assert context.held.runs > 2
    changed = len(contexts[0].held.changes)
    made([row(50, 6)])
    assert len(contexts[0].held.changes) == changed, "shapes were set that had not changed"
    assert len(captured) == 3
    for each in (made, eager):
        each.attach("one", draw(shallow, 1))
    faded = row(20, 5, loras=(("one", 1.0),))
    assert error(made([faded]), eager([faded])) < BOUND, "a graph outlived the factors it reads"


def test_where_nothing_can_be_captured_it_runs_all_the_same(
    newest: FakeTensorRT, plan: Make, exported: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(work: Work) -> Work:
        raise RuntimeError("not while capturing")

    made, _ = decoder_over(newest, plan(newest), exported.weights, refuse)
    eager = EagerDecoder(exported.weights)
    for _ in range(3):
        assert error(made([row(20, 5)]), eager([row(20, 5)])) < BOUND
    assert caplog.text.count("not while capturing") == 1


def test_every_address_is_where_tensorrt_can_read(newest: FakeTensorRT, plan: Make, exported: SimpleNamespace) -> None:
    _, executor = decoder_over(newest, plan(newest), exported.weights)
    engine = executor.engine
    first, *others = (engine.address(name) for name in STAGED)
    assert [(each - first) % 256 for each in others] == [0, 0]
    shifted = {name: torch.zeros(math.prod(low) + 1)[1:].view(low) for name, (low, _, _) in engine.limits.items()}
    engine.bind({name: tensor for name, tensor in shifted.items() if "lora" in name})
    assert engine.address("lora.0.down.up0") != shifted["lora.0.down.up0"].data_ptr()


def test_what_is_outside_of_the_profile_is_named_and_changes_nothing(
    newest: FakeTensorRT, plan: Make, exported: SimpleNamespace, shallow: torch.nn.Module
) -> None:
    made, _ = decoder_over(newest, plan(newest), exported.weights)
    (first,) = made([row(20, 5)])
    with pytest.raises(EngineLimitError, match=r"^x: \[1, 66, 64\] is not within \[1, 2, 64\] to \[8, 64, 64\]"):
        made([row(66, 5)])
    with pytest.raises(EngineLimitError, match=r"^tokens: \[1, 96, 64\] is not within"):
        made([row(20, 70)])
    made.attach("one", draw(shallow, 1))
    for index in range(5):
        made.attach(f"more {index}", draw(shallow, index))
    with pytest.raises(LoraError, match="this backend takes 32"):
        made.attach("too many", draw(shallow, 9))
    assert torch.equal(made([row(20, 5)])[0], first)


def engine_of(trt: FakeTensorRT, plan: bytes, **more: object) -> Engine:
    return Engine(trt, plan, torch.device("cpu"), **more)


def test_a_failure_is_an_error_that_names_the_input_or_says_what_tensorrt_says(
    trt: FakeTensorRT, plan: Make, exported: SimpleNamespace
) -> None:
    made, executor = decoder_over(trt, plan(trt), exported.weights)
    inputs = {name: torch.zeros(low) for name, (low, _, _) in executor.engine.limits.items() if "lora" not in name}
    with pytest.raises(EngineError, match=r"^context: is missing"):
        executor.engine.run({name: value for name, value in inputs.items() if name != "context"})
    unbound = engine_of(trt, plan(trt), bound=[name for name in executor.engine.limits if "lora" in name])
    with pytest.raises(EngineError, match=r"^lora\.0\.own_qkv\.down: has no address"):
        unbound.run(inputs)
    with pytest.raises(EngineError, match=r"^lora\.0\.own_qkv\.up1: is missing"):
        executor.engine.bind({"lora.0.own_qkv.down": torch.zeros(64, 24), "lora.0.own_qkv.up0": torch.zeros(8, 64)})
    with pytest.raises(EngineError, match=r"^the engine cannot be loaded: magic tag does not match"):
        engine_of(trt, b"something else")
    trt.fail = {"execute"}
    with pytest.raises(EngineError, match=r"^the engine failed: no address"):
        made([row(20, 5)])
    trt.fail = {"address"}
    with pytest.raises(EngineError, match=r"^x: its address was refused"):
        engine_of(trt, plan(trt))
    trt.fail = {"context"}
    with pytest.raises(EngineError, match=r"^no memory for a context: out of memory"):
        engine_of(trt, plan(trt))
