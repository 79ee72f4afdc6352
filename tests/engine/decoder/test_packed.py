"""Rows packed for a graph, and LoRAs side by side as its inputs."""

from __future__ import annotations

import pytest
import torch
from engine_checks import off, ragged
from lora_checks import draw
from torch import Tensor

from engine.decoder import Row
from engine.decoder.adapters import fit
from engine.decoder.eager import EagerDecoder
from engine.decoder.packed import HIDDEN, Inputs, PackedDecoder
from engine.decoder.ranks import Ranks, place
from engine.decoder.weights import Weights, fuse
from engine.errors import LoraError
from engine.export.decoder import DecoderGraph
from tests.engine.device_under_test import crossings, register

LORAS = ((("one", 0.5),), (), (("two", -1.0), ("one", 0.1)), (("gone", 2.0),))


class Module:
    """An executor that runs the graph in PyTorch and keeps what it was given."""

    def __init__(self, weights: Weights) -> None:
        self.graph = DecoderGraph(weights)
        self.ranks = place(weights, {})
        self.given: list[Inputs] = []

    def take(self, ranks: Ranks) -> None:
        self.ranks = ranks

    def run(self, inputs: Inputs) -> Tensor:
        self.given.append(inputs)
        velocity: Tensor = self.graph(*inputs.values(), self.ranks.factors)
        return velocity


@pytest.fixture(scope="module")
def weights(transformer: torch.nn.Module) -> Weights:
    return fuse(transformer.config, transformer.state_dict())


@pytest.fixture(scope="module")
def loras(transformer: torch.nn.Module) -> dict:
    return {"one": draw(transformer, seed=1), "two": draw(transformer, seed=2, parts=("cross_attn.to_v",))}


@pytest.mark.parametrize("most", [1, 3, 8])
def test_rows_go_in_batches_of_one_length_and_come_back_in_order(most: int, weights: Weights, loras: dict) -> None:
    executor, eager = Module(weights), EagerDecoder(weights)
    packed = PackedDecoder(weights, executor, most=most, grain=8)
    for lora, factors in loras.items():
        packed.attach(lora, factors)
        eager.attach(lora, factors)
    rows = ragged((51, 52, 51, 51, 7, 51, 51, 52), (7, 1, 40), 64, LORAS)
    assert off(packed(rows), eager(rows)) < 1e-5
    taken = [(given["x"].shape[1], len(given["x"]), given["tokens"].shape[1]) for given in executor.given]
    assert all(frames % 2 == 0 and batch <= most and tokens % 8 == 0 for frames, batch, tokens in taken)
    assert len(taken) == {1: 8, 3: 4, 8: 3}[most]


def test_a_token_that_is_not_there_is_hidden(weights: Weights) -> None:
    executor = Module(weights)
    PackedDecoder(weights, executor, most=4, grain=4)(ragged((8, 8, 8), (3, 6, 5), 64))
    (given,) = executor.given
    shown = [[0.0] * 3, [0.0] * 6, torch.linspace(1.0, 0.0, 5).log().clamp_min(HIDDEN).tolist()]
    assert given["bias"].tolist() == [each + [HIDDEN] * (8 - len(each)) for each in shown]


def test_a_presence_is_fetched_from_the_device_once(transformer: torch.nn.Module) -> None:
    """Fetching it would wait for the tick before, and so the device for the next one."""

    class Still:
        def take(self, ranks: Ranks) -> None:
            pass

        def run(self, inputs: Inputs) -> Tensor:
            return torch.zeros_like(inputs["x"])

    gpu = register()
    state = {name: tensor.to(gpu) for name, tensor in transformer.state_dict().items()}
    packed = PackedDecoder(fuse(transformer.config, state), Still(), most=4)
    x, tokens, context = (torch.zeros(1, *shape, device=gpu) for shape in ((8, 64), (5, 64), (8, 128)))
    row = Row(x, 1.0, tokens, context, presence=torch.linspace(1.0, 0.0, 5).to(gpu))
    packed([row])
    with crossings() as seen:
        packed([row])
    assert not seen.reads


def test_ranks_are_side_by_side_and_given_back(weights: Weights, loras: dict) -> None:
    adapters = {lora: fit(weights, factors) for lora, factors in loras.items()}
    assert place(weights, {}).width == 8
    both, second = place(weights, adapters), place(weights, {"two": adapters["two"]})
    assert (both.width, dict(both.places)) == (16, {"one": slice(0, 5), "two": slice(5, 10)})
    assert (second.width, dict(second.places)) == (8, {"two": slice(0, 5)})
    strengths = both.strengths([*LORAS, ()])
    assert strengths.shape == (5, 16)
    assert strengths[2].tolist() == pytest.approx([0.1] * 5 + [-1.0] * 5 + [0.0] * 6)
    assert not strengths[3:].any(), "unknown ones are left out"
    with pytest.raises(LoraError, match="there are 10 ranks of LoRAs, and this backend takes 9: unload"):
        place(weights, adapters, most=9)


def test_a_lora_too_many_changes_nothing(weights: Weights, loras: dict) -> None:
    executor = Module(weights)
    packed = PackedDecoder(weights, executor, most=1, ranks=8)
    packed.attach("one", loras["one"])
    held = executor.ranks
    with pytest.raises(LoraError):
        packed.attach("two", loras["two"])
    assert list(packed.loras) == ["one"]
    assert executor.ranks is held
