"""Golden data, the golden transformer and executors over it."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from engine.codec import HOP, Codec
from engine.decoder import Decoder, Row
from engine.decoder.weights import fuse

GOLDEN = Path(__file__).parents[1] / "golden"

torch.set_num_threads(1)


class ModuleDecoder:
    """The diffusers module itself as an executor: the reference."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.model = model
        self.device = torch.device("cpu")
        self.token_width = 64

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        with torch.inference_mode():
            times = [torch.tensor([row.t]) for row in rows]
            return [
                self.model(row.x, t, t, row.tokens, row.context, return_dict=False)[0]
                for row, t in zip(rows, times, strict=True)
            ]


class Counting:
    """An executor that counts what the ring asks of it."""

    def __init__(self, inner: Decoder) -> None:
        self.inner = inner
        self.device = inner.device
        self.token_width = inner.token_width
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


@pytest.fixture(scope="session")
def golden() -> SimpleNamespace:
    inputs = load_file(GOLDEN / "inputs.safetensors")
    curves = load_file(GOLDEN / "curves.safetensors")
    return SimpleNamespace(
        **inputs,
        **curves,
        mask_noise=load_file(GOLDEN / "mask_noise.safetensors")["noise"],
        gain=load_file(GOLDEN / "channel_gain.safetensors")["gain"],
        schedules=json.loads((GOLDEN / "schedules.json").read_text()),
        case=lambda name: load_file(GOLDEN / "cases" / f"{name}.safetensors"),
        names=sorted(json.loads((GOLDEN / "cases.json").read_text())),
    )


@pytest.fixture(scope="session")
def transformer() -> torch.nn.Module:
    from diffusers.models.transformers.ace_step_transformer import AceStepTransformer1DModel

    return AceStepTransformer1DModel.from_pretrained(GOLDEN / "dit").eval()


@pytest.fixture(scope="session")
def reference(transformer: torch.nn.Module) -> ModuleDecoder:
    return ModuleDecoder(transformer)


@pytest.fixture(scope="session")
def decoder(transformer: torch.nn.Module) -> Decoder:
    from engine.decoder.eager import EagerDecoder

    return EagerDecoder(fuse(transformer.config, transformer.state_dict()))


@pytest.fixture
def counting(decoder: Decoder) -> Counting:
    return Counting(decoder)
