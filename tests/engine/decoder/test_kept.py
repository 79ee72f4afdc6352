"""What a tick does not make anew, and how many kernels it starts."""

import gc
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import torch
from lora_checks import draw
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from engine.capture import Captures
from engine.checkpoints.families import FAMILIES
from engine.checkpoints.shapes import shapes_of
from engine.decoder import Row
from engine.decoder.compiled import CompiledDecoder
from engine.decoder.derived import Derived
from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import Weights, fuse
from engine.plan import MAX_STEPS

VIEWS = {
    "chunk",
    "flatten",
    "reshape",
    "select",
    "slice",
    "split",
    "split_with_sizes",
    "transpose",
    "unbind",
    "unflatten",
}
VIEWS |= {"expand", "permute", "unfold", "unsqueeze", "view"}


class Kernels(TorchDispatchMode):
    """Counts operations that are no views, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func._schema.name.removeprefix("aten::")
        if name not in VIEWS:
            self.counts[name] += 1
        return func(*args, **(kwargs or {}))


def drawn(batch: int, frames: int, lengths: Sequence[int], seed: int = 0, **more: Any) -> list[Row]:
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape: int) -> Tensor:
        return torch.randn(1, *shape, generator=generator)

    return [
        Row(draw(frames, 64), 0.9 - i / 10, draw(lengths[i % len(lengths)], 64), draw(frames, 128), **more)
        for i in range(batch)
    ]


@pytest.fixture
def weights(transformer: torch.nn.Module) -> Weights:
    return fuse(transformer.config, transformer.state_dict())


def test_a_tick_makes_nothing_anew_but_what_moves(transformer: torch.nn.Module, weights: Weights) -> None:
    decoder = EagerDecoder(weights, batched=True)
    decoder.attach("it", draw(transformer, 1))
    rows = drawn(3, 51, (7, 30), loras=(("it", 0.5),))
    rows[0] = replace(rows[0], presence=torch.full((7,), 0.5))
    with Kernels() as first:
        decoder(rows)
    with Kernels() as again:
        decoder([replace(row, x=row.x * 0.5) for row in rows])
    assert first.counts["pad"] > 1, "conditions of different lengths are joined by filling up"
    around = sum(3 for layer in weights.layers if layer.own.sliding)
    assert {name: again.counts[name] for name in ("pad", "cat")} == {"pad": 1 + around, "cat": 3}, (
        "the states, and spans"
    )
    for name in ("stack", "log", "zeros", "full", "_to_copy", "copy_"):
        assert again.counts[name] == 0, name
    with Kernels() as moved:
        decoder([replace(row, t=row.t / 2) for row in rows])
    assert moved.counts.total() > again.counts.total()


def test_the_times_of_the_longest_generation_are_all_kept(weights: Weights) -> None:
    derived, times = Derived(weights), [t / MAX_STEPS for t in range(MAX_STEPS + 1)]
    first = [derived.norms(t) for t in times]
    assert all(derived.norms(t) is each for t, each in zip(times, first, strict=True))


def test_a_tick_of_the_published_model_starts_few_kernels() -> None:
    """At its full size, without weights; views are left out, and copies that no contiguous tensor needs."""
    kind, config = FAMILIES["2B"]["transformer"]
    state = {
        name: torch.empty(shape, dtype=torch.bfloat16, device="meta") for name, shape in shapes_of(kind, config).items()
    }
    decoder = EagerDecoder(fuse(config, state))

    def empty(*shape: int) -> Tensor:
        return torch.empty(1, *shape, device="meta")

    rows = [Row(empty(1500, 64), 0.1 + i / 10, empty(200, 2048), empty(1500, 128)) for i in range(4)]
    decoder(rows)
    with Kernels() as tick:
        decoder(rows)
    layers = config["num_hidden_layers"]
    assert tick.counts["_flash_attention_forward"] == layers // 2, "sliding layers look at their window only"
    assert tick.counts["scaled_dot_product_attention"] == layers // 2 + layers
    assert tick.counts["repeat_interleave"] == 0
    assert tick.counts.total() <= 24 * layers + 16, tick.counts


def test_replays_of_batches_are_the_batches(transformer: torch.nn.Module, weights: Weights) -> None:
    """Where inputs stay where they are, whatever changes arrives."""
    replayed: list[int] = []

    def capture(work: Any) -> Any:
        def replay() -> Tensor:
            replayed.append(1)
            return work()

        return replay

    plain, fixed = EagerDecoder(weights, batched=True), EagerDecoder(weights, batched=True, captures=Captures(capture))
    loras = {"a": draw(transformer, 1), "b": draw(transformer, 2)}
    for decoder in (plain, fixed):
        for lora, factors in loras.items():
            decoder.attach(lora, factors)
    rows = drawn(3, 51, (7, 30))
    moved = [replace(row, x=row.x + 1.0, t=row.t / 2) for row in rows]
    others = drawn(3, 51, (30, 7), seed=1)
    faded = [[replace(row, loras=(("a", strength), ("b", 0.2))) for row in rows] for strength in (0.5, -0.7)]
    present = [replace(rows[0], presence=torch.rand(7)), *rows[1:]]
    lengths = [*rows, *drawn(2, 20, (7,))]
    kept = []
    for given in (rows, moved, others, moved, *faded, faded[0], present, rows[:1], rows[:1], moved[:1], lengths, rows):
        kept.append((fixed(given), plain(given)))
    fixed.detach("b")
    plain.detach("b")
    kept += [(fixed(faded[0]), plain(faded[0])) for _ in range(3)]
    assert len(replayed) > 8
    for answers, wanted in kept:
        assert all(torch.equal(a, b) for a, b in zip(answers, wanted, strict=True))


def test_what_was_let_go_of_is_made_anew_where_it_is_asked_for(weights: Weights) -> None:
    captured: list[Any] = []

    def capture(work: Any) -> Any:
        captured.append(work)
        return work

    decoder = EagerDecoder(weights, batched=True, captures=Captures(capture))
    rows = drawn(2, 20, (7,))
    first = [decoder(rows) for _ in range(3)][-1]
    assert (len(captured), decoder.derived.kept.conditions) == (1, 2)
    decoder.forget()
    assert decoder.derived.kept == (0, 0, 0, 0, 0)
    again = [decoder(rows) for _ in range(3)][-1]
    assert len(captured) == 2
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))


@pytest.mark.parametrize(("kind", "next"), [(EagerDecoder, "a"), (partial(CompiledDecoder, backend="eager"), "b")])
def test_what_replays_held_of_loras_goes_with_them(
    kind: Callable[..., EagerDecoder], next: str, transformer: torch.nn.Module, weights: Weights
) -> None:
    decoder = kind(weights, batched=True, captures=Captures(lambda work: work))
    decoder.attach("a", draw(transformer, 1))
    given = drawn(2, 20, (7,), loras=(("a", 0.5),))
    for _ in range(3):
        decoder(given)
    if isinstance(decoder, CompiledDecoder):
        decoder.wait()
    before = weakref.ref(getattr(decoder, "_ranks", None) or decoder._adapters["a"])
    gc.collect()
    decoder.attach(next, draw(transformer, 2))
    assert before() is None
