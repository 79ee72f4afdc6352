"""Decoded windows equal the whole decode: inside, at both ends, and around the loop."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from engine_checks import check_windows

from engine import Session
from engine.codec import HOP, Codec

FRAMES = 41


@pytest.fixture(scope="module")
def codec() -> Codec:
    from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck

    torch.manual_seed(0)
    return Codec(AutoencoderOobleck(8, [2, 4, 4, 6, 10], [1, 1, 1, 1, 1], 4, 64, 2, 48000).eval())


@pytest.fixture(scope="module")
def latent() -> torch.Tensor:
    return torch.randn(1, FRAMES, 64, generator=torch.Generator().manual_seed(1))


def test_windows_equal_the_whole(codec: Codec, latent: torch.Tensor) -> None:
    check_windows(codec, latent)
    inner = slice(codec.margin * HOP, (FRAMES - codec.margin) * HOP)
    whole, loop = codec.decode(latent), codec.decode(latent, cyclic=True)
    assert np.abs(whole[:, inner] - loop[:, inner]).max() < 1e-5 * np.abs(whole).max()


@pytest.mark.parametrize("shipped", [False, True], ids=["oobleck", "pocket"])
def test_what_is_encoded_in_pieces_is_the_same(shipped: bool, codec: Codec, monkeypatch: pytest.MonkeyPatch) -> None:
    coder = Session.load(decoder="eager").codec if shipped else codec
    audio = np.random.default_rng(2).normal(0.0, 0.1, (2, 70 * HOP + 700)).astype(np.float32)
    whole = coder.encode(audio)
    monkeypatch.setattr("engine.codec.codec.PIECE", 30)
    pieces = coder.encode(audio)
    assert whole.shape == pieces.shape == (1, 71, whole.shape[2])
    assert float((pieces - whole).abs().max() / whole.abs().max()) < 1e-5


def test_margin_is_the_decoders_reach(codec: Codec, latent: torch.Tensor) -> None:
    assert codec.margin in (9, 10)
    touched = latent.clone()
    touched[0, FRAMES // 2] += 1.0
    changed = np.abs(codec.decode(touched) - codec.decode(latent)).max(axis=0).reshape(FRAMES, HOP).max(axis=1) > 0
    reached = np.flatnonzero(changed)
    assert FRAMES // 2 - codec.margin <= reached[0]
    assert reached[-1] <= FRAMES // 2 + codec.margin
    assert codec.margin - 1 <= reached[-1] - FRAMES // 2, "the margin is larger than it need be"


def test_a_loop_shorter_than_its_margins_still_loops(codec: Codec, latent: torch.Tensor) -> None:
    short = latent[:, :4]
    loop = codec.decode(short, cyclic=True)
    unrolled = codec.decode(short.repeat(1, 9, 1))[:, 16 * HOP : 20 * HOP]
    assert np.abs(loop - unrolled).max() < 1e-5 * np.abs(loop).max()


def test_a_window_past_the_end_is_shorter_and_a_misplaced_one_refused(codec: Codec, latent: torch.Tensor) -> None:
    assert codec.decode(latent, FRAMES - 3, FRAMES + 20).shape == (2, 3 * HOP)
    for start, stop in ((5, 5), (7, 3), (-1, 4), (FRAMES, FRAMES + 4)):
        with pytest.raises(ValueError, match="window"):
            codec.decode(latent, start, stop)
    with pytest.raises(ValueError, match="window"):
        codec.decode(latent, 9, 9, cyclic=True)
    with pytest.raises(ValueError, match="shape"):
        codec.decode(latent[0])


class Meaning(torch.nn.Module):
    """A VAE that knows positions and means every sample to be its index."""

    margin = 2

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))
        self.asked: list[tuple[int, int, int | None]] = []

    def encode(self, audio: torch.Tensor) -> SimpleNamespace:
        frames = audio.reshape(2, -1, HOP).mean(dim=(0, 2))
        return SimpleNamespace(latent_dist=SimpleNamespace(mode=lambda: frames.expand(1, 64, -1)))

    def decode(self, latents: torch.Tensor, offset: int = 0, period: int | None = None) -> SimpleNamespace:
        self.asked.append((latents.shape[-1], offset, period))
        return SimpleNamespace(sample=latents[:, :2].repeat_interleave(HOP, dim=-1))


def test_encoding_takes_the_mean_and_fills_the_last_frame() -> None:
    codec = Codec(Meaning())
    for samples in (48000, 48001, 49919, 49920, 49921):
        latent = codec.encode(np.ones((2, samples), np.float32))
        assert latent.shape == (1, -(-samples // HOP), 64)
        assert latent[0, -1, 0] == pytest.approx((samples - 1) % HOP / HOP + 1 / HOP)


def test_a_decoder_that_knows_positions_is_told_them() -> None:
    vae = Meaning()
    codec = Codec(vae)
    latent = torch.arange(20.0).reshape(1, 20, 1).expand(-1, -1, 64)
    assert codec.decode(latent, 5, 8)[0, ::HOP].tolist() == [5, 6, 7]
    assert codec.decode(latent, 18, 22, cyclic=True)[0, ::HOP].tolist() == [18, 19, 0, 1]
    assert codec.decode(latent, -1, 1, cyclic=True)[0, ::HOP].tolist() == [19, 0]
    assert codec.decode(latent, 0, 2)[0, ::HOP].tolist() == [0, 1]
    assert vae.asked == [(7, 3, None), (8, 16, 20), (6, 17, 20), (4, 0, None)]
