"""Executors to compare with and to count by, and the check that every kind of window passes."""

import gc
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.codec import HOP, Codec
from engine.decoder import Decoder, Row


class ModuleDecoder:
    """The diffusers module itself as an executor: the reference."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.model = model
        self.device = torch.device("cpu")
        self.token_width = 64
        self.loras = ()

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        with torch.inference_mode():
            times = [torch.tensor([row.t]) for row in rows]
            return [
                self.model(row.x, t, t, row.tokens, row.context, return_dict=False)[0]
                for row, t in zip(rows, times, strict=True)
            ]


def ragged(
    frames: Sequence[int], tokens: Sequence[int], width: int, loras: Sequence[tuple[tuple[str, float], ...]] = ((),)
) -> list[Row]:
    """Rows of these lengths, tokens and LoRAs, in turns; every third weighs its tokens, one of them not at all."""
    generator = torch.Generator().manual_seed(3)

    def draw(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    rows = []
    for i, length in enumerate(frames):
        held = tokens[i % len(tokens)]
        presence = torch.linspace(1.0, 0.0, held) if i % 3 == 2 and held > 1 else None
        x, condition, context = draw(1, length, 64), draw(1, held, width), draw(1, length, 128)
        rows.append(Row(x, (1.0, 0.3, 0.017)[i % 3], condition, context, loras[i % len(loras)], presence))
    return rows


def off(ours: Sequence[Tensor], theirs: Sequence[Tensor]) -> float:
    """The largest difference, of the largest magnitude."""
    return max(float((a - b).abs().max() / b.abs().max()) for a, b in zip(ours, theirs, strict=True))


def check_goes(held: list[Any]) -> None:
    """What is held by this list alone goes with it at once: memory is given back, though no garbage is collected."""
    known = [weakref.ref(each) for each in held]
    gc.collect()
    gc.disable()
    try:
        held.clear()
        assert not [each() for each in known if each() is not None]
    finally:
        gc.enable()


class Counting:
    """An executor that counts what the ring asks of it."""

    def __init__(self, inner: Decoder) -> None:
        self.inner = inner
        self.device = inner.device
        self.token_width = inner.token_width
        self.loras = inner.loras
        self.calls: list[int] = []

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        self.calls.append(len(rows))
        return self.inner(rows)


def check_windows(codec: Codec, latent: torch.Tensor) -> None:
    """Every kind of window of `latent` against its whole decode, plain and cyclic."""
    frames = latent.shape[1]
    whole, loop = codec.decode(latent), codec.decode(latent, cyclic=True)
    scale = np.abs(whole).max()
    assert whole.shape == loop.shape == (2, frames * HOP)
    for start, stop in ((0, 5), (0, frames), (1, 3), (13, 14), (frames // 2, frames // 2 + 9), (frames - 4, frames)):
        kept = slice(start * HOP, stop * HOP)
        assert np.abs(codec.decode(latent, start, stop) - whole[:, kept]).max() < 1e-5 * scale
        assert np.abs(codec.decode(latent, start, stop, cyclic=True) - loop[:, kept]).max() < 1e-5 * scale
    twice = np.concatenate([loop, loop, loop], axis=1)
    for start, stop in ((-7, 4), (frames - 5, frames + 6), (-1, 0), (frames, frames + 2)):
        kept = slice((start + frames) * HOP, (stop + frames) * HOP)
        assert np.abs(codec.decode(latent, start, stop, cyclic=True) - twice[:, kept]).max() < 1e-5 * scale
    assert np.abs(whole - loop).max() > 1e-3 * scale, "the loop's ends do not hear each other"
