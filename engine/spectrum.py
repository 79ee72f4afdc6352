"""Spectrograms of 48 kHz audio, and pitch classes and onsets that are read off them."""

from __future__ import annotations

import math
from functools import lru_cache

import torch
from torch import Tensor

from engine.codec import SAMPLE_RATE


@lru_cache(maxsize=4)
def mel_filters(size: int, bands: int, low: float, high: float) -> Tensor:
    """Triangular filters on a mel axis `[bins, bands]`."""
    edges = torch.linspace(_to_mel(low), _to_mel(high), bands + 2, dtype=torch.float64)
    hertz = 700.0 * (10.0 ** (edges / 2595.0) - 1.0)
    bins = torch.arange(size // 2 + 1, dtype=torch.float64) * SAMPLE_RATE / size
    rise = (bins[:, None] - hertz[:-2]) / (hertz[1:-1] - hertz[:-2])
    fall = (hertz[2:] - bins[:, None]) / (hertz[2:] - hertz[1:-1])
    return torch.minimum(rise, fall).clamp(min=0.0).float()


def _to_mel(hertz: float) -> float:
    return 2595.0 * math.log10(1.0 + hertz / 700.0)


def spectrogram(audio: Tensor, size: int = 2048, hop: int = 512) -> Tensor:
    """Power spectrogram of mono `[..., samples]` as `[..., frames, bins]`, Hann window."""
    window = torch.hann_window(size)
    return torch.stft(audio, size, hop, window=window, return_complex=True).abs().square().mT / size


def mel_decibels(audio: Tensor, bands: int = 80, size: int = 2048, hop: int = 512) -> Tensor:
    """Mel spectrogram of the mean of both channels in dB `[frames, bands]`, 40 Hz to 16 kHz, floor -60 dB re. 1."""
    return mel_levels(audio.mean(0), bands, size, hop)


def mel_levels(mono: Tensor, bands: int, size: int, hop: int) -> Tensor:
    """`mel_decibels` of mono `[..., samples]` as `[..., frames, bands]`."""
    return 10.0 * torch.log10(spectrogram(mono, size, hop) @ mel_filters(size, bands, 40.0, 16000.0) + 1e-6)


@lru_cache(maxsize=1)
def _chroma_map(size: int) -> Tensor:
    bins = torch.arange(size // 2 + 1, dtype=torch.float64) * SAMPLE_RATE / size
    pitch = 12.0 * torch.log2(bins.clamp(min=1.0) / 440.0) + 69.0
    distance = (pitch[:, None] - torch.arange(12)) % 12.0
    distance = torch.minimum(distance, 12.0 - distance)
    weight = torch.exp(-0.5 * (distance / 0.35) ** 2) * ((bins > 80.0) & (bins < 2500.0))[:, None]
    return weight.float()


def chroma(audio: Tensor, size: int = 8192, hop: int = 2048, peaks: bool = False) -> Tensor:
    """Chroma of the mean of both channels `[frames, 12]`, C first, from magnitudes; with `peaks` from peaks alone."""
    power = spectrogram(audio.mean(0), size, hop)
    if peaks:
        power = power * (power >= torch.nn.functional.max_pool1d(power, 5, 1, 2))
    return power.sqrt() @ _chroma_map(size)


def onset_envelope(audio: Tensor, hop: int = 480) -> Tensor:
    """Half-wave rectified flux of the log mel spectrogram `[frames]`, 100 a second."""
    mel = mel_decibels(audio, 60, 1024, hop).clamp(min=-50.0)
    return (mel[1:] - mel[:-1]).clamp(min=0.0).mean(1)
