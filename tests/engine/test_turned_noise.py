"""Noise that is turned from that of one seed towards that of another stays noise, in songs and in spans of them."""

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from engine import Condition, Request, Span
from engine.decoder import Decoder
from engine.noise import Draw, draw
from engine.plan import prepare
from engine.slot import Slot, run

SONG = 7500


def noise(turned: float, *, step: int | None = None, at: int | None = None, frames: int = 400) -> torch.Tensor:
    return draw(Draw((5,), step, frames, 64, at, SONG, (9,), turned))


@pytest.mark.parametrize("at", [None, 100])
@pytest.mark.parametrize("step", [None, 3])
def test_turned_noise_has_unit_variance_and_goes_from_one_to_the_other(at: int | None, step: int | None) -> None:
    here, there = (draw(Draw((seed,), step, 400, 64, at, SONG)) for seed in (5, 9))
    assert torch.equal(noise(0.0, step=step, at=at), here), "nothing turned is not the same to the last bit"
    assert torch.allclose(noise(1.0, step=step, at=at), there, atol=1e-6)
    for turned in (0.1, 0.5, 0.9):
        made = noise(turned, step=step, at=at)
        assert float(made.std()) == pytest.approx(1.0, abs=0.01)
        assert float((made * here).mean()) == pytest.approx(math.cos(0.5 * math.pi * turned), abs=0.02)
        assert float((made * there).mean()) == pytest.approx(math.sin(0.5 * math.pi * turned), abs=0.02)


def test_spans_agree_where_they_overlap() -> None:
    whole = noise(0.3, at=7400, frames=400)
    assert torch.equal(whole[:, 100:], noise(0.3, at=0, frames=300))
    assert torch.equal(whole[:, 50:150], noise(0.3, at=7450, frames=100))


def test_a_walk_along_many_seeds_neither_fades_nor_returns() -> None:
    first = draw(Draw((0,), None, 400, 64, None, 400))
    for seed in range(1, 200, 20):
        made = draw(Draw((seed,), None, 400, 64, None, 400, (seed + 1,), 0.75))
        assert float(made.std()) == pytest.approx(1.0, abs=0.01)
        assert abs(float((made * first).mean())) < 0.03


def test_a_request_that_is_not_turned_is_the_seeds_own(golden: SimpleNamespace, decoder: Decoder) -> None:
    plain = Request(golden.context, (Condition(golden.enc),), seed=(3, 4), steps=2, sde=True)
    own = run(prepare(plain), decoder)
    assert torch.equal(own, run(prepare(replace(plain, toward=(8, 9), turned=0.0)), decoder))
    assert not torch.equal(own, run(prepare(replace(plain, toward=(8, 9), turned=0.1)), decoder))
    span = Span(40, 24)
    turned = Slot(prepare(replace(plain, toward=9, turned=0.25, span=span))).noise
    assert torch.equal(turned, draw(Draw((3, 4), None, 24, 64, 40, golden.context.shape[1], (9, 9), 0.25)))
