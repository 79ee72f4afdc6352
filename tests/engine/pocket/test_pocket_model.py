"""The shipped pocket checkpoint: layout, size, windows, sound."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import torch

from engine.checkpoints.folders import SHIPPED
from engine.pocket.codec import PocketCodec
from engine.pocket.vocoder import HOP

if TYPE_CHECKING:
    from engine.pocket.making.model import Pocket


@pytest.fixture(scope="module")
def pocket() -> Pocket:
    from engine.pocket.making.model import Pocket

    return Pocket.load()


@pytest.fixture(scope="module")
def codec() -> PocketCodec:
    return PocketCodec.from_pretrained(SHIPPED / "vae").float().eval()


@pytest.fixture(scope="module")
def loop(pocket: Pocket) -> torch.Tensor:
    """Latents of one short generated loop."""
    return pocket.play("techno", bpm=125.0, key="A minor", seed=3, near=100)


def test_playing_it_imports_nothing_that_made_it() -> None:
    script = (
        "import sys; from engine import Session; s = Session.load(decoder='eager'); s.decode(s.plan(25, 'jazz'));"
        "print([name for name in sys.modules if name.startswith('engine.pocket.making')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_every_component_of_the_index_loads_by_its_name() -> None:
    index = json.loads((SHIPPED / "model_index.json").read_text())
    parts = {name: value for name, value in index.items() if isinstance(value, list)}
    assert set(parts) == {
        "transformer", "condition_encoder", "audio_tokenizer", "audio_token_detokenizer", "vae", "text_encoder",
        "planner",
    }  # fmt: skip
    for name, (module, cls) in parts.items():
        folder = SHIPPED / name
        assert (folder / "config.json").exists()
        if module.startswith("engine."):
            part = getattr(importlib.import_module(module), cls).from_pretrained(folder)
            assert isinstance(part.to("cpu", torch.float32).eval(), torch.nn.Module)


def test_checkpoint_is_small_enough() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) <= 40e6


def test_decoded_windows_equal_the_whole(codec: PocketCodec, loop: torch.Tensor) -> None:
    latents = loop.transpose(1, 2)
    margin, frames = codec.margin, loop.shape[1]
    with torch.no_grad():
        whole = codec.decode(latents).sample
        for first, last in ((0, 9), (margin, margin + 9), (40, 49), (frames - 9, frames)):
            begin, end = max(0, first - margin), min(frames, last + margin)
            part = codec.decode(latents[..., begin:end], offset=begin).sample
            kept = part[..., (first - begin) * HOP : (last - begin) * HOP]
            torch.testing.assert_close(kept, whole[..., first * HOP : last * HOP], atol=1e-5, rtol=0)


def test_a_loop_decodes_as_a_circle(codec: PocketCodec, loop: torch.Tensor) -> None:
    latents, frames = loop.transpose(1, 2), loop.shape[1]
    margin = codec.margin
    with torch.no_grad():
        whole = codec.decode(latents, period=frames).sample
        for first in (frames - 4, 0, frames // 2):
            index = torch.arange(first - margin, first + 9 + margin) % frames
            part = codec.decode(latents[..., index], offset=first - margin, period=frames).sample
            kept = part[..., margin * HOP : (margin + 9) * HOP]
            samples = torch.arange(first * HOP, (first + 9) * HOP) % (frames * HOP)
            torch.testing.assert_close(kept, whole[..., samples], atol=1e-5, rtol=0)
        far = codec.decode(latents[..., 20:60], offset=20 + 7 * frames, period=frames).sample
        near = codec.decode(latents[..., 20:60], offset=20, period=frames).sample
        torch.testing.assert_close(far, near, atol=1e-5, rtol=0)


def test_margin_is_the_receptive_field() -> None:
    codec = PocketCodec().double().eval()
    for parameter in codec.decoder.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    latents = torch.zeros(1, 61, 64, dtype=torch.float64)
    moved = latents.clone()
    moved[:, 30] = 1.0
    with torch.no_grad():
        change = (codec.decode_vector(moved) - codec.decode_vector(latents)).abs().amax((0, 2))
    reach = torch.nonzero(change > 0).flatten()
    assert codec.margin == 30 - int(reach[0]) + 1 == int(reach[-1]) - 30 + 1


def test_audio_of_any_length_comes_back_padded_to_frames(codec: PocketCodec) -> None:
    audio = 0.1 * torch.randn(1, 2, 50_001, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        posterior = codec.encode(audio).latent_dist
        assert posterior.mode().shape == (1, 64, 27)
        again = posterior.sample(torch.Generator().manual_seed(1))
        torch.testing.assert_close(again, posterior.sample(torch.Generator().manual_seed(1)))
        assert codec.decode(posterior.mode()).sample.shape == (1, 2, 27 * HOP)


def test_what_it_plays_sounds_and_does_not_clip(pocket: Pocket, loop: torch.Tensor) -> None:
    audio = pocket.decode(loop, loop=True)
    assert torch.isfinite(audio).all()
    assert 0.02 < float(audio.square().mean().sqrt()) < 0.5
    assert float(audio.abs().max()) <= 1.05


def test_an_empty_prompt_plays(pocket: Pocket) -> None:
    audio = pocket.decode(pocket.play("", seed=1, near=75))
    assert 0.01 < float(audio.square().mean().sqrt()) < 0.5


def test_silence_is_a_latent_of_its_own(pocket: Pocket) -> None:
    quiet = pocket.decode(pocket.session.silence(50))
    assert float(quiet.square().mean().sqrt()) < 2e-3


def test_latents_have_about_unit_variance(loop: torch.Tensor) -> None:
    assert 0.5 < float(loop.std()) < 1.6


def test_hints_of_a_source_have_the_length_of_the_source(pocket: Pocket, loop: torch.Tensor) -> None:
    assert pocket.session.structure(loop[:, :33]).shape == (1, 33, 64)


def test_card_states_the_figures_that_were_measured() -> None:
    folder = SHIPPED.parent
    figures = json.loads((folder / "figures.json").read_text())
    card = (folder / "CARD.md").read_text()
    assert f"{figures['codec']['codec']['mel_error_db']:.4g}" in card
    assert f"{figures['generator']['style_accuracy']:.4g}" in card
    assert (folder / "LICENSE").read_text().startswith("MIT License")
