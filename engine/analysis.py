"""Tempo and key of audio, by simple means: periodicity of onsets, and pitch classes against key profiles.

Meant for steady, tuned music; what has no clear beat or tonality gets None. Half and double tempi, and keys that share
most notes, are the usual mistakes. Why no library: of those that are maintained, librosa finds no keys and brings numba
and scikit-learn with it, Essentia is under the AGPL, aubio under the GPL.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.codec import SAMPLE_RATE
from engine.spectrum import chroma, onset_envelope

HEARD_SECONDS = 120
"""How much of it is listened to, from the middle."""

SHORTEST_SECONDS = 3
"""Less than that has no tempo."""

ONSET_RATE = 100
LOWEST, HIGHEST = 60.0, 200.0
USUAL, SPREAD = 125.0, 0.9
"""The tempo that is likeliest where several fit, and the standard deviation around it in octaves."""
BEATS = 12
LEAST_PERIODICITY, LEAST_TONALITY = 0.1, 0.5

TONICS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
PROFILES = {
    "major": (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081),
    "minor": (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052),
}
"""Shares of the pitch classes in music in C (Albrecht and Shanahan, Music Perception 31, 2013)."""


def tempo(audio: np.ndarray) -> float | None:
    """Beats per minute of float32 `[2, samples]` at 48 kHz, to a tenth; None without a steady beat."""
    if audio.shape[1] < SHORTEST_SECONDS * SAMPLE_RATE:
        return None
    correlation = autocorrelation(onset_envelope(_middle(audio)))
    bpms = torch.arange(10 * LOWEST, 10 * HIGHEST + 1) / 10.0
    lags = 60.0 * ONSET_RATE / bpms[:, None] * torch.arange(1, BEATS + 1)
    inside = lags < len(correlation) - 1
    low = torch.where(inside, lags, 0.0).long()
    comb = torch.lerp(correlation[low], correlation[low + 1], lags - low)
    periodicity = (comb * inside).sum(1) / inside.sum(1).clamp(min=1)
    likely = torch.exp(-0.5 * (torch.log2(bpms / USUAL) / SPREAD).square())
    best = int((periodicity * likely).argmax())
    return float(bpms[best]) if float(periodicity[best]) > LEAST_PERIODICITY else None


def key(audio: np.ndarray) -> str | None:
    """The key of float32 `[2, samples]` at 48 kHz, written as "A minor"; None without a clear one."""
    classes = chroma(_middle(audio), 16384, 4096, peaks=True)
    loudness = classes.sum(1, keepdim=True)
    sounding = loudness[:, 0] > 0.05 * loudness.max()
    heard = (classes / (loudness + 1e-9))[sounding].sum(0)
    if not bool(sounding.any()):
        return None
    fits = {
        f"{tonic} {mode}": _correlation(heard, torch.tensor(profile).roll(place))
        for mode, profile in PROFILES.items()
        for place, tonic in enumerate(TONICS)
    }
    best = max(fits, key=lambda name: fits[name])
    return best if fits[best] > LEAST_TONALITY else None


def autocorrelation(envelope: Tensor) -> Tensor:
    """How like itself an envelope `[frames]` is at every lag, 1 at lag 0."""
    moving = envelope - envelope.mean()
    spectrum = torch.fft.rfft(moving, 2 * len(moving))
    correlation: Tensor = torch.fft.irfft(spectrum.abs().square())[: len(moving)]
    return correlation / (correlation[0] + 1e-9)


def _middle(audio: np.ndarray) -> Tensor:
    spare = max(0, audio.shape[1] - HEARD_SECONDS * SAMPLE_RATE) // 2
    return torch.from_numpy(audio[:, spare : audio.shape[1] - spare])


def _correlation(a: Tensor, b: Tensor) -> float:
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b / (a.norm() * b.norm() + 1e-9))
