"""What lengths an engine takes: the least, the likely and the most of each of its dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engine.checkpoints.shapes import CHANNELS
from engine.decoder.adapters import sizes
from engine.decoder.ranks import GRAIN, MOST
from engine.decoder.weights import Weights
from engine.export.decoder import PARTS

FRAME_RATE = 25
ROWS = 8
"""Rows of one call at the most; more are run in several calls."""
TOKENS, TOKEN_GRAIN = 1024, 32
"""Tokens at the most, and what their count is a multiple of."""
SECONDS = (60, 120, 240)
"""The lengths that `--all` builds decoders for."""
_USUAL_TOKENS, _USUAL_RANKS = 224, 64


class Range(NamedTuple):
    """The least, the likely (which kernels are chosen for) and the most of one dimension."""

    low: int
    likely: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}" if self.low == self.high else f"{self.low} to {self.high}"


Profile = Mapping[str, Range]
"""By dimension; of a decoder: batch, frames, tokens, ranks."""
Shapes = Mapping[str, tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]
"""Of each input its shape at the least, the likely and the most."""


def decoder_profile(seconds: float, depth: int, tokens: int = TOKENS, ranks: int = MOST, patch: int = 2) -> Profile:
    """For songs, or spans of them, up to so long, and a ring so deep. Raises ValueError for what no engine can be."""
    frames = round(seconds * FRAME_RATE)
    frames += -frames % patch
    for what, value, grain, most in (
        ("seconds", frames, patch, 600 * FRAME_RATE),
        ("depth", depth, 1, ROWS),
        ("tokens", tokens, TOKEN_GRAIN, 4096),
        ("ranks", ranks, GRAIN, 1024),
    ):
        if not grain <= value <= most or value % grain:
            told = f"1..{most // FRAME_RATE}" if what == "seconds" else f"{grain}..{most}"
            multiple = f", a multiple of {grain}" if grain > patch else ""
            raise ValueError(f"{what}: must be in {told}{multiple}, got {seconds if what == 'seconds' else value:g}")
    return {
        "batch": Range(1, depth, ROWS),
        "frames": Range(patch, frames, frames),
        "tokens": Range(TOKEN_GRAIN, min(_USUAL_TOKENS, tokens), tokens),
        "ranks": Range(GRAIN, min(_USUAL_RANKS, ranks), ranks),
    }


def decoder_shapes(weights: Weights, profile: Profile) -> Shapes:
    """The shapes of every input of a decoder's graph, see `DecoderGraph`."""

    def shapes(rows: int, frames: int, tokens: int, ranks: int) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {
            "x": (rows, frames, CHANNELS),
            "t": (rows,),
            "context": (rows, frames, 2 * CHANNELS),
            "tokens": (rows, tokens, weights.token_width),
            "bias": (rows, tokens),
            "strength": (rows, ranks),
        }
        for index, layer in enumerate(weights.layers):
            for name, (weight, out) in sizes(weights, layer).items():
                found[f"lora.{index}.{name}.down"] = (weight.shape[1], PARTS[name] * ranks)
                found |= {f"lora.{index}.{name}.up{part}": (ranks, size) for part, size in enumerate(out)}
        return found

    order = ("batch", "frames", "tokens", "ranks")
    low, likely, high = (shapes(*(profile[name][which] for name in order)) for which in range(3))
    return {name: (low[name], likely[name], high[name]) for name in low}
