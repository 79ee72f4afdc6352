"""An engine held against eager: the same rows, LoRA on, at the least, the likely and the most it takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
from torch import nn

from engine.capture import uncaptured
from engine.checkpoints.shapes import CHANNELS
from engine.checks import off
from engine.decoder.adapters import PARTS, sizes
from engine.decoder.eager import EagerDecoder
from engine.decoder.protocol import Decoder, Row
from engine.decoder.weights import Weights
from engine.errors import EngineError
from engine.lora.formats import Factors
from engine.trt.profile import Profile
from engine.trt.runtime import Engine

LORA = "check"
_RUNS = 10


def draw_rows(weights: Weights, rows: int, frames: int, tokens: int, strength: float) -> list[Row]:
    """Random rows, the first with all tokens, later ones with fewer; in every second one of several the LoRA is off."""
    generator = torch.Generator().manual_seed(rows * frames + tokens)

    def draw(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator).to(weights.device)

    return [
        Row(
            x=draw(1, frames, CHANNELS),
            t=0.1 + 0.8 * row / rows,
            tokens=draw(1, max(1, tokens - 7 * row), weights.token_width),
            context=draw(1, frames, 2 * CHANNELS),
            loras=() if row % 2 else ((LORA, strength),),
        )
        for row in range(rows)
    ]


def draw_lora(weights: Weights, rank: int) -> dict[str, Factors]:
    """A random LoRA beside every product of the blocks, which changes each by about a fifth."""
    generator = torch.Generator().manual_seed(rank)
    factors = {}
    for index, layer in enumerate(weights.layers):
        for name, (weight, rows) in sizes(weights, layer).items():
            assert isinstance(weight, torch.Tensor), "engines are of weights in 16 or 32 bits"
            size = 0.2 * float(weight.float().std())
            for part, out in zip(PARTS[name], rows, strict=True):
                down = torch.randn(rank, weight.shape[1], generator=generator)
                up = torch.randn(out, rank, generator=generator) * (size / rank**0.5)
                factors[f"layers.{index}.{part}"] = Factors(down, up, 1.0)
    return factors


def compare(
    decoder: Decoder, weights: Weights, profile: Profile, bound: float, which: Sequence[int] = (0, 1, 2)
) -> float:
    """The largest difference of an engine's decoder from eager over the same weights, of the largest magnitude.

    At the least, the likely and the most of a profile, or those of them that `which` has; eager runs row by row.
    Raises EngineError for more than `bound`, or for what is no number.
    """
    eager, worst = EagerDecoder(weights, captures=uncaptured()), 0.0
    for at in which:
        sizes_at = {name: profile[name][at] for name in ("batch", "frames", "tokens", "ranks")}
        factors = draw_lora(weights, sizes_at["ranks"])
        for each in (decoder, eager):
            each.attach(LORA, factors)
        rows = draw_rows(weights, sizes_at["batch"], sizes_at["frames"], sizes_at["tokens"], 0.7)
        for row, made in zip(rows, decoder(rows), strict=True):
            (wanted,) = eager([row])
            error = off(made, wanted)
            worst = max(worst, error)
            if not error <= bound:
                told = ", ".join(f"{name} {value}" for name, value in sizes_at.items())
                raise EngineError(
                    f"it differs from eager by {error:.1e} of the largest, at {told}; {bound:.0e} is allowed"
                )
        for each in (decoder, eager):
            each.detach(LORA)
    return worst


def seconds_of(decoder: Decoder, weights: Weights, profile: Profile) -> float:
    """The median time of a call at the likely size."""
    rows = draw_rows(weights, profile["batch"].likely, profile["frames"].likely, profile["tokens"].likely, 0.0)
    return _median(weights.device, lambda: decoder(rows))


def seconds_of_graph(engine: Engine) -> float:
    """As `seconds_of` for an engine of one input, at the most it takes."""
    ((name, (_, _, high)),) = engine.limits.items()
    given = torch.zeros(high, device=engine.device)
    return _median(engine.device, lambda: engine.run({name: given}))


def _median(device: torch.device, work: Callable[[], object]) -> float:
    """The median of some runs, after three that make it ready."""
    times = []
    for _ in range(_RUNS + 3):
        _settle(device)
        began = time.perf_counter()
        work()
        _settle(device)
        times.append(time.perf_counter() - began)
    return sorted(times[3:])[_RUNS // 2]


def _settle(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def compare_graph(engine: Engine, graph: nn.Module, bound: float) -> float:
    """As `compare` for a graph of one input, at the least and the most its engine takes."""
    worst = 0.0
    ((name, (low, _, high)),) = engine.limits.items()
    for shape in (low, high):
        given = torch.randn(shape, generator=torch.Generator().manual_seed(0)).to(engine.device)
        with torch.inference_mode():
            made, wanted = engine.run({name: given}), graph(given)
        error = off(made, wanted)
        worst = max(worst, error)
        if not error <= bound:
            raise EngineError(
                f"it differs from eager by {error:.1e} of the largest, at {list(shape)}; {bound:.0e} is allowed"
            )
    return worst
