"""How sound is judged: mel, chroma, onsets, tempo, loudness; all on 48 kHz audio `[2, samples]`."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.analysis import autocorrelation
from engine.codec import SAMPLE_RATE
from engine.spectrum import chroma, mel_decibels, onset_envelope, spectrogram


def mean(values: list[float]) -> float:
    """The mean, rounded to four places."""
    return round(sum(values) / max(1, len(values)), 4)


def mel_error(audio: Tensor, reference: Tensor) -> float:
    """Mean absolute difference of mel spectrograms in dB."""
    length = min(audio.shape[-1], reference.shape[-1])
    return float((mel_decibels(audio[:, :length]) - mel_decibels(reference[:, :length])).abs().mean())


def distance(audio: Tensor, reference: Tensor) -> float:
    """Mean absolute difference of mel spectrograms in dB, of what is less than 60 dB below the reference's peak."""
    length = min(audio.shape[-1], reference.shape[-1])
    found, wanted = mel_decibels(audio[:, :length]), mel_decibels(reference[:, :length])
    floor = float(wanted.max()) - 60.0
    return float((found.clamp(min=floor) - wanted.clamp(min=floor)).abs().mean())


def chroma_correlation(audio: Tensor, reference: Tensor) -> float:
    """Mean Pearson correlation of chroma frames, over frames that sound."""
    length = min(audio.shape[-1], reference.shape[-1])
    first, second = chroma(audio[:, :length]), chroma(reference[:, :length])
    loud = second.sum(1) > 0.05 * second.sum(1).max()
    first, second = first[loud], second[loud]
    first, second = first - first.mean(1, keepdim=True), second - second.mean(1, keepdim=True)
    both = (first * second).sum(1) / (first.norm(dim=1) * second.norm(dim=1) + 1e-9)
    return float(both.mean())


def scale_share(audio: Tensor, pitch_classes: set[int]) -> float:
    """Share of chroma energy of spectral peaks that lies on the given pitch classes."""
    energy = chroma(audio, peaks=True).square().sum(0)
    inside = torch.tensor([p in pitch_classes for p in range(12)])
    return float(energy[inside].sum() / (energy.sum() + 1e-9))


def onsets(audio: Tensor) -> Tensor:
    """Onset times in hundredths of a second: peaks of the envelope above its moving mean."""
    envelope = onset_envelope(audio)
    padded = torch.nn.functional.pad(envelope[None, None], (30, 30), mode="reflect")
    mean = torch.nn.functional.avg_pool1d(padded, 61, 1)[0, 0]
    peak = torch.nn.functional.max_pool1d(envelope[None, None], 7, 1, 3)[0, 0]
    return torch.nonzero((envelope >= peak) & (envelope > 1.3 * mean + 0.25)).flatten()


def onset_score(audio: Tensor, reference: Tensor, tolerance: int = 5) -> float:
    """F-measure of onsets within 50 ms."""
    found, wanted = onsets(audio), onsets(reference)
    if not len(wanted) or not len(found):
        return float(len(wanted) == len(found))
    near = (found[:, None] - wanted[None]).abs() <= tolerance
    precision, recall = near.any(1).float().mean(), near.any(0).float().mean()
    return float(2 * precision * recall / (precision + recall + 1e-9))


def periodicity(audio: Tensor) -> float:
    """Largest autocorrelation of the onset envelope at lags of 0.25 to 2 s."""
    return float(autocorrelation(onset_envelope(audio))[25:200].max())


def tempo(audio: Tensor, near: float) -> float:
    """Tempo in bpm, the best within 30 % of `near`, by a comb over the autocorrelation of onsets."""
    correlation = autocorrelation(onset_envelope(audio))
    best, found = -1e9, near
    for step in range(-150, 151):
        bpm = near * (1.0 + 0.002 * step)
        lags = 6000.0 / bpm * torch.arange(1, 9)
        lags = lags[lags < len(correlation) - 2]
        low = lags.long()
        value = float((correlation[low] * (1 - (lags - low)) + correlation[low + 1] * (lags - low)).mean())
        if value > best:
            best, found = value, bpm
    return found


def bandwidth(audio: Tensor) -> float:
    """Frequency in Hz below which 99 % of the energy of the pre-emphasised sound lies."""
    emphasised = audio.mean(0)[1:] - 0.95 * audio.mean(0)[:-1]
    power = spectrogram(emphasised).mean(0).cumsum(0)
    index = int(torch.searchsorted(power, 0.99 * power[-1]))
    return index * SAMPLE_RATE / 2048


def click(audio: Tensor, at: int) -> float:
    """Jump of the second difference around a sample, against its 99.9th percentile in the half second around."""
    around = audio[:, max(0, at - 12000) : at + 12000]
    change = around.diff(n=2, dim=-1).abs()
    center = min(at, 12000)
    return float(change[:, center - 6 : center + 6].max() / (torch.quantile(change.flatten(), 0.999) + 1e-9))
