"""The compiled executor: the same velocities, and no graph but the ones that were asked for."""

import shutil
import threading
import weakref
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
from engine_checks import check_goes, off
from lora_checks import draw
from torch import Tensor
from torch._dynamo.utils import counters

from engine.background import TRACING
from engine.capture import Captures
from engine.decoder import Row
from engine.decoder.block import block
from engine.decoder.compiled import CompiledDecoder
from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import Weights, fuse
from engine.device import Device
from engine.errors import EngineUnavailable

SIZES = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "encoder_hidden_size": 64,
    "sliding_window": 8,
}


def model_of(transformer: torch.nn.Module, *kinds: str) -> torch.nn.Module:
    torch.manual_seed(0)
    return type(transformer)(**SIZES, num_hidden_layers=len(kinds), layer_types=list(kinds)).eval()


def weights_of(model: torch.nn.Module) -> Weights:
    return fuse(model.config, model.state_dict())


def rows(batch: int, frames: int, tokens: int, loras: Mapping[str, float] | None = None, **more: Any) -> list[Row]:
    generator = torch.Generator().manual_seed(frames)

    def draw(*shape: int) -> Tensor:
        return torch.randn(1, *shape, generator=generator)

    active = tuple((loras or {}).items())
    return [
        Row(draw(frames, 64), 1.0 - i / 10, draw(tokens, 64), draw(frames, 128), active, **more) for i in range(batch)
    ]


def graphs() -> int:
    return int(counters["stats"]["unique_graphs"])


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    torch._dynamo.reset()
    counters.clear()
    yield
    torch._dynamo.reset()


def test_nothing_that_moves_compiles_again(transformer: torch.nn.Module) -> None:
    model = model_of(transformer, "full_attention")
    weights = weights_of(model)
    eager, compiled = EagerDecoder(weights, batched=True), CompiledDecoder(weights, backend="eager", batched=True)
    first = rows(2, 64, 16)
    assert all(torch.equal(a, b) for a, b in zip(compiled(first), eager(first), strict=True)), "eager meanwhile"
    compiled.wait()
    assert graphs() == 1
    for given in (first, rows(8, 300, 5), rows(3, 21, 40), rows(4, 7, 2)):
        assert off(compiled(given), eager(given)) < 2e-6
    for name, seed, ranked in (("a", 1, 1), ("b", 2, 1), ("c", 3, 4)):
        for decoder in (eager, compiled):
            decoder.attach(name, draw(model, seed))
        for strength in (0.5, 0.7, -1.0):
            given = rows(2 + ranked, 64, 16, {name: strength, "a": 0.3})
            assert off(compiled(given), eager(given)) < 2e-6
            compiled.wait()
    compiled.detach("b")
    eager.detach("b")
    given = rows(5, 33, 9, {"a": 0.2, "b": 1.0, "c": -0.4})
    assert off(compiled(given), eager(given)) < 2e-6
    compiled.wait()
    assert graphs() == 2, "one with LoRAs and one without"
    assert compiled._block is not block


def test_a_thread_with_other_threads_of_its_own_compiles_nothing_again(transformer: torch.nn.Module) -> None:
    """What torch compiled holds for one number of them, and each thread that plays has its own."""
    compiled = CompiledDecoder(weights_of(model_of(transformer, "full_attention")), backend="eager", batched=True)
    given = rows(2, 64, 16)
    compiled(given)
    compiled.wait()
    made, seen = graphs(), []

    def play() -> None:
        torch.set_num_threads(3)
        compiled(given)
        seen.append(graphs())

    thread = threading.Thread(target=play)
    thread.start()
    thread.join()
    torch.set_num_threads(1)
    assert seen == [made]


def test_no_call_waits_for_torch_to_compile_again(
    transformer: torch.nn.Module, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where what was compiled does not fit what plays, for whatever reason, it runs as it is, and the log says so."""
    weights = weights_of(model_of(transformer, "full_attention"))
    eager, compiled = EagerDecoder(weights, batched=True), CompiledDecoder(weights, backend="eager", batched=True)
    given = rows(2, 64, 16)
    compiled(given)
    compiled.wait()
    made = graphs()
    monkeypatch.setattr(compiled, "_settle", lambda: None)
    torch.set_num_threads(3)
    try:
        for _ in range(2):
            assert all(torch.equal(a, b) for a, b in zip(compiled(given), eager(given), strict=True))
    finally:
        torch.set_num_threads(1)
    assert graphs() == made
    (said,) = [record.message for record in caplog.records if record.name.startswith("engine")]
    assert "num_threads" in said


def test_factors_are_lent_to_the_ticks_and_old_ones_let_go(
    transformer: torch.nn.Module, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are made beside the ticks, and may go while one is under way that reads them."""
    lent: list[Tensor] = []
    monkeypatch.setattr(Device, "lend_to_ticks", lambda self, tensors: lent.extend(tensors))
    model = model_of(transformer, "full_attention")
    decoder = CompiledDecoder(weights_of(model), backend="eager", batched=True, captures=Captures(lambda work: work))
    decoder.attach("a", draw(model, 1))
    ranks = decoder._ranks
    assert ranks is not None
    known = {id(tensor) for tensor in lent}
    assert {id(tensor) for layer in ranks.factors for pair in layer.values() for tensor in pair} <= known
    for _ in range(2):
        decoder(rows(1, 20, 4, {"a": 0.5}))
    gone = weakref.ref(ranks)
    del ranks
    decoder.attach("b", draw(model, 2))
    decoder.wait()
    assert gone() is None, "no graph holds what it would never read again"

    lent.clear()
    eager = EagerDecoder(weights_of(model))
    eager.attach("a", draw(model, 1))
    assert {id(tensor) for tensor in eager._adapters["a"].tensors} == {id(tensor) for tensor in lent}


def test_what_fails_to_compile_is_played_as_it_is(
    transformer: torch.nn.Module, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Tensor:
        raise RuntimeError("no room")

    weights = weights_of(model_of(transformer, "full_attention"))
    eager, compiled = EagerDecoder(weights, batched=True), CompiledDecoder(weights, backend="eager", batched=True)
    monkeypatch.setattr(compiled, "_compiled", broken)
    for _ in range(3):
        given = rows(2, 30, 4)
        assert all(torch.equal(a, b) for a, b in zip(compiled(given), eager(given), strict=True))
        compiled.wait()
    assert caplog.messages == ["runs without its blocks compiled: no room"]


def test_nothing_else_is_compiled_meanwhile(transformer: torch.nn.Module, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether torch is tracing it asks of all threads together."""
    compiled = CompiledDecoder(weights_of(model_of(transformer, "full_attention")), backend="eager", batched=True)
    alone: list[bool] = []

    def traced(*given: Any) -> Tensor:
        with ThreadPoolExecutor(1) as another:
            alone.append(not another.submit(TRACING.acquire, blocking=False).result())
        return block(*given)

    monkeypatch.setattr(compiled, "_compiled", traced)
    compiled(rows(2, 30, 4))
    compiled.wait()
    assert alone == [True]


def test_what_nobody_needs_any_more_goes_with_its_weights(transformer: torch.nn.Module) -> None:
    weights = weights_of(model_of(transformer, "full_attention"))
    compiled = CompiledDecoder(weights, backend="eager", batched=True)
    compiled(rows(2, 30, 4))
    assert all(each.daemon for each in threading.enumerate() if each.name == "compile"), "the end waits for none"
    compiled.wait()
    held = [compiled, weights]
    del compiled, weights
    check_goes(held)


def test_without_a_compiler_it_says_what_to_do(transformer: torch.nn.Module, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(EngineUnavailable, match=r"compile needs a C\+\+ compiler: sudo apt install g\+\+"):
        CompiledDecoder(weights_of(model_of(transformer, "full_attention")))


@pytest.mark.live
def test_all_that_plays_is_compiled_ahead(transformer: torch.nn.Module) -> None:
    weights = weights_of(model_of(transformer, "full_attention", "sliding_attention", "full_attention"))
    eager, compiled = EagerDecoder(weights, batched=True), CompiledDecoder(weights, backend="aot_eager", batched=True)
    compiled.warm()
    made = graphs()
    assert made == 8, "one row or several, near or all, all tokens or not"
    absent = torch.linspace(0.1, 1.0, 12)
    for batch in (1, 2, 3, 8):
        for given in (rows(batch, 300, 5), rows(batch, 125, 40), rows(batch, 64, 12, presence=absent)):
            assert off(compiled(given), eager(given)) < 2e-6
    assert graphs() == made


@pytest.mark.live
@pytest.mark.parametrize("batched", [False, True])
def test_the_real_compiler_gives_the_same(batched: bool, transformer: torch.nn.Module) -> None:
    """Takes minutes. Row by row a result is the same in any company."""
    model = model_of(transformer, "full_attention", "sliding_attention")
    weights = weights_of(model)
    eager, compiled = EagerDecoder(weights, batched=batched), CompiledDecoder(weights, batched=batched)
    for decoder in (eager, compiled):
        decoder.attach("a", draw(model, 1))
    for given in (rows(3, 64, 16), rows(3, 64, 16, {"a": 0.7})):
        first = compiled(given)
        compiled.wait()
        made = graphs()
        second = compiled(given)
        assert off(second, eager(given)) < 2e-6
        assert not all(torch.equal(a, b) for a, b in zip(first, second, strict=True)), "other kernels"
        assert graphs() == made
        alone = [compiled([row])[0] for row in given]
        assert batched or all(torch.equal(a, b) for a, b in zip(alone, second, strict=True))
