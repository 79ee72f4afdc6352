"""Sound as slowly moving numbers: a bank of tuned oscillators and bands of noise.

The bank has 24 oscillators an octave from 27.5 Hz; every phase is a function of absolute time, so any window of the
sound equals the same stretch of the whole. Noise is cut from a fixed table by absolute time as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional as F

RATE = 48000
HOP = 1920
TONE_HOP, TONE_STEPS = 480, 4
NOISE_HOP, NOISE_STEPS = 240, 8
OSCILLATORS, PER_OCTAVE, LOWEST = 192, 24, 27.5
NOISE_BANDS = 40
BALANCES = 16
NOISE_TABLE = 2000
NOISE_BINS = NOISE_HOP + 1
SILENCE_TONE, SILENCE_NOISE = 4e-4, 1.5e-4
LONG, MIDDLE = 8192, 2048
SPLIT = 350.0


@dataclass
class Parameters:
    """What the codec codes, for `T` latent frames.

    `tone [B, 4T, 192]` and `noise [B, 8T, 40]` are `log1p(amplitude / floor)` of both channels' power together;
    `balance [B, T, 16]` is (left - right) / (left + right) of the amplitudes, `coherence [B, T, 16]` the correlation of
    left and right.
    """

    tone: Tensor
    noise: Tensor
    balance: Tensor
    coherence: Tensor


@lru_cache(maxsize=1)
def frequencies() -> Tensor:
    """The oscillators' frequencies in Hz `[192]`, float64."""
    return LOWEST * 2.0 ** (torch.arange(OSCILLATORS, dtype=torch.float64) / PER_OCTAVE)


@lru_cache(maxsize=1)
def _noise_edges() -> Tensor:
    erb = torch.linspace(0.0, 1.0, NOISE_BANDS, dtype=torch.float64)
    low, high = math.log(1 + 120 / 400), math.log(1 + 19000 / 400)
    return 400.0 * (torch.exp(low + erb * (high - low)) - 1.0)


@lru_cache(maxsize=8)
def _triangles(size: int) -> Tensor:
    """Weights of the noise bands on the bins of an FFT of `size`, a partition of unity `[40, size // 2 + 1]`."""
    centers = _noise_edges()
    bins = torch.arange(size // 2 + 1, dtype=torch.float64) * RATE / size
    position = torch.searchsorted(centers, bins).clamp(1, NOISE_BANDS - 1)
    left, right = centers[position - 1], centers[position]
    part = ((bins - left) / (right - left)).clamp(0.0, 1.0)
    weights = torch.zeros(NOISE_BANDS, bins.numel(), dtype=torch.float64)
    index = torch.arange(bins.numel())
    weights[position - 1, index] += 1.0 - part
    weights[position, index] += part
    return weights.float()


@lru_cache(maxsize=1)
def _band_of_oscillator() -> Tensor:
    """Interpolation from oscillators to noise bands `[192, 40]`: in which bands an oscillator's energy lies."""
    centers = _noise_edges()
    position = torch.searchsorted(centers, frequencies()).clamp(1, NOISE_BANDS - 1)
    left, right = centers[position - 1], centers[position]
    part = ((frequencies() - left) / (right - left)).clamp(0.0, 1.0)
    weights = torch.zeros(OSCILLATORS, NOISE_BANDS, dtype=torch.float64)
    index = torch.arange(OSCILLATORS)
    weights[index, position - 1] += 1.0 - part
    weights[index, position] += part
    return weights.float()


@lru_cache(maxsize=2)
def _balance_weights(count: int) -> Tensor:
    """Linear interpolation from 16 balances, even on a log axis, to oscillators (192) or noise bands (40)."""
    hertz = frequencies() if count == OSCILLATORS else _noise_edges()
    place = (torch.log2(hertz / 40.0) / math.log2(12000.0 / 40.0)).clamp(0.0, 1.0) * (BALANCES - 1)
    low = place.floor().clamp(max=BALANCES - 2)
    weights = torch.zeros(BALANCES, count, dtype=torch.float64)
    index = torch.arange(count)
    weights[low.long(), index] = 1.0 - (place - low)
    weights[low.long() + 1, index] = place - low
    return weights.float()


@lru_cache(maxsize=1)
def _noise_table() -> Tensor:
    """Unit spectra of random phase, fixed for ever: `[2000, 2, 241]`, complex."""
    generator = torch.Generator().manual_seed(20_011)
    phase = 2.0 * math.pi * torch.rand(NOISE_TABLE, 2, NOISE_BINS, generator=generator)
    return torch.polar(torch.ones_like(phase), phase)


@lru_cache(maxsize=1)
def _start_phases() -> Tensor:
    return torch.rand(OSCILLATORS, generator=torch.Generator().manual_seed(7), dtype=torch.float64)


@lru_cache(maxsize=1)
def _turns() -> Tensor:
    """To which side each oscillator's phase turns when left and right differ `[192]`."""
    return torch.rand(OSCILLATORS, generator=torch.Generator().manual_seed(8)).round() * 2.0 - 1.0


@lru_cache(maxsize=4)
def _bank(period: int | None) -> tuple[Tensor, Tensor]:
    """Oscillator cycles per sample `[192]` and the basis of one hop `[768, 480]`, ramped down and ramped up."""
    hertz = frequencies()
    if period is not None:
        loop = HOP * period / RATE
        hertz = torch.round(hertz * loop).clamp(min=1.0) / loop
    cycles = hertz / RATE
    samples = torch.arange(TONE_HOP, dtype=torch.float64)
    angle = 2.0 * math.pi * cycles[:, None] * samples
    wave = torch.cat([torch.cos(angle), -torch.sin(angle)])
    ramp = samples / TONE_HOP
    return cycles, torch.cat([wave * (1.0 - ramp), wave * ramp]).float()


def _spread(values: Tensor, count: int, steps: int) -> Tensor:
    """Values of 16 bands at 25 Hz, interpolated to `count` frequencies and `steps` times as many frames."""
    wide = values.float() @ _balance_weights(count).to(values.device)
    following = torch.cat([wide[:, 1:], wide[:, -1:]], 1)
    ramp = (torch.arange(steps, device=values.device) / steps)[:, None]
    return (wide[:, :, None] * (1 - ramp) + following[:, :, None] * ramp).flatten(1, 2)


def _gains(balance: Tensor, count: int, steps: int) -> Tensor:
    """Left and right gains `[B, steps*T, 2, count]`, of unit power together."""
    spread = _spread(balance, count, steps)
    sides = torch.stack([1.0 + spread, 1.0 - spread], 2)
    return sides / sides.square().sum(2, keepdim=True).sqrt()


def _common(coherence: Tensor, count: int, steps: int) -> tuple[Tensor, Tensor]:
    """Weights `[B, steps*T, 1, count]` of what both channels share and of what they have with opposite signs."""
    coherent = _spread(coherence, count, steps).clamp(-0.99, 0.99)[:, :, None]
    return ((1.0 + coherent) / 2).sqrt(), ((1.0 - coherent) / 2).sqrt()


def synthesize(parameters: Parameters, offset: int = 0, period: int | None = None) -> Tensor:
    """Play parameters.

    Returns audio `[B, 2, 1920 * (T - 1)]`: the last frame is only what the one before moves towards. `offset` is the
    absolute latent frame of the first; with `period` (latent frames) every oscillator is tuned to fit the loop whole.
    """
    return _tones(parameters, offset, period) + _noises(parameters, offset, period)


def _tones(parameters: Parameters, offset: int, period: int | None) -> Tensor:
    cycles, basis = _bank(period)
    tone = parameters.tone
    device = tone.device
    amplitude = (SILENCE_TONE * torch.expm1(tone.float()))[:, :, None] * _gains(
        parameters.balance, OSCILLATORS, TONE_STEPS
    )
    shared, opposed = _common(parameters.coherence, OSCILLATORS, TONE_STEPS)
    sign = torch.tensor([[1.0], [-1.0]], device=device) * _turns().to(device)
    straight, turned = amplitude * shared, amplitude * opposed * sign
    hops = tone.shape[1] - TONE_STEPS
    first = offset % period if period is not None else offset
    start = (torch.arange(hops, dtype=torch.float64) + first * TONE_STEPS) * TONE_HOP
    angle = 2.0 * math.pi * ((start[:, None] * cycles + _start_phases()) % 1.0)
    cos, sin = torch.cos(angle).float().to(device)[:, None], torch.sin(angle).float().to(device)[:, None]
    here, after = slice(0, hops), slice(1, hops + 1)
    rows = torch.cat(
        [
            straight[:, here] * cos - turned[:, here] * sin,
            straight[:, here] * sin + turned[:, here] * cos,
            straight[:, after] * cos - turned[:, after] * sin,
            straight[:, after] * sin + turned[:, after] * cos,
        ],
        -1,
    )
    blocks = rows @ basis.to(device)
    return blocks.transpose(1, 2).flatten(2)


def _noises(parameters: Parameters, offset: int, period: int | None) -> Tensor:
    noise = parameters.noise.float()
    device = noise.device
    level = SILENCE_NOISE * torch.expm1(noise)
    amplitude = level[:, :, None] * _gains(parameters.balance, NOISE_BANDS, NOISE_STEPS)
    shape = _triangles(2 * NOISE_HOP).to(device)
    magnitude = (2 * NOISE_HOP * amplitude.square() @ shape + 1e-20).sqrt()
    shared, opposed = (part @ shape for part in _common(parameters.coherence, NOISE_BANDS, NOISE_STEPS))
    grains = noise.shape[1] - NOISE_STEPS + 1
    index = torch.arange(grains) + offset * NOISE_STEPS
    if period is not None:
        index = index % (period * NOISE_STEPS)
    first, second = _noise_table()[index % NOISE_TABLE].to(device).split(1, 1)
    sign = torch.tensor([[1.0], [-1.0]], device=device)
    spectra = magnitude[:, :grains] * (shared[:, :grains] * first + opposed[:, :grains] * sign * second)
    window = torch.sin(math.pi * (torch.arange(2 * NOISE_HOP, device=device) + 0.5) / (2 * NOISE_HOP))
    wave = torch.fft.irfft(spectra, n=2 * NOISE_HOP) * window
    blocks: Tensor = wave[:, :-1, :, NOISE_HOP:] + wave[:, 1:, :, :NOISE_HOP]
    return blocks.transpose(1, 2).flatten(2)


def _frames(audio: Tensor, size: int, hop: int, count: int) -> Tensor:
    """Frames of `size` centred on multiples of `hop`: `[..., count, size]`."""
    wanted = (count - 1) * hop + size
    padded = F.pad(audio, (size // 2, max(0, wanted - size // 2 - audio.shape[-1])))
    return padded.unfold(-1, size, hop)[..., :count, :]


def _power(audio: Tensor, size: int, hop: int, count: int) -> Tensor:
    """Power density spectrum: white noise of variance 1 has 1 in every bin `[..., count, size // 2 + 1]`."""
    window = torch.hann_window(size, device=audio.device)
    spectrum = torch.fft.rfft(_frames(audio, size, hop, count) * window)
    power: Tensor = spectrum.abs().square() / window.square().sum()
    return power


def _reassigned(audio: Tensor, size: int, count: int, low: float, high: float) -> Tensor:
    """Power gathered on the oscillators by instantaneous frequency `[B, 2, count, 192]`, of bins from low to high Hz.

    Instantaneous frequency by the derivative of the window (Auger and Flandrin 1995).
    """
    window = torch.hann_window(size, device=audio.device)
    time = torch.arange(size, device=audio.device)
    slope = math.pi / size * torch.sin(2 * math.pi * time / size)
    first, last = math.floor(low * size / RATE), math.ceil(high * size / RATE)
    frames = _frames(audio, size, TONE_HOP, count)
    plain = torch.fft.rfft(frames * window)[..., first:last]
    moved = torch.fft.rfft(frames * slope)[..., first:last]
    power = plain.abs().square()
    shift = -(moved * plain.conj()).imag / (power + 1e-12) * size / (2 * math.pi)
    bins = torch.arange(first, last, device=audio.device) + shift.clamp(-2.0, 2.0)
    place = PER_OCTAVE * torch.log2((bins * RATE / size).clamp(min=10.0) / LOWEST)
    index = place.round().long()
    inside = (index >= 0) & (index < OSCILLATORS) & (shift.abs() <= 2.0)
    gathered: Tensor = power.new_zeros(*power.shape[:-1], OSCILLATORS)
    gathered.scatter_add_(-1, index.clamp(0, OSCILLATORS - 1), power * inside)
    return gathered * 4.0 / (size * window.square().sum())


def _median(values: Tensor, reach: int) -> Tensor:
    """Running median over time (dim -2)."""
    padded = F.pad(values.flatten(0, -3), (0, 0, reach, reach), mode="replicate")
    return padded.unfold(-2, 2 * reach + 1, 1).median(-1).values.view_as(values)


def _peak(values: Tensor, reach: int, dim: int) -> Tensor:
    """Running maximum along the last (-1) or the time (-2) dimension."""
    flat = values.flatten(0, -3).unsqueeze(1)
    size = (2 * reach + 1, 1) if dim == -2 else (1, 2 * reach + 1)
    padding = (reach, 0) if dim == -2 else (0, reach)
    return F.max_pool2d(flat, size, 1, padding).squeeze(1).view_as(values)


@torch.no_grad()
def analyze(audio: Tensor) -> Parameters:
    """Measure the parameters of audio `[B, 2, 1920 * T]`.

    Oscillators take what stays at one frequency for some 70 ms; what is left is noise. Long windows smear attacks, so
    short windows bound the energy of every band.
    """
    frames = audio.shape[-1] // HOP
    steps = frames * TONE_STEPS
    both = torch.cat(
        [
            _reassigned(audio, LONG, steps, 20.0, SPLIT)[..., : _split_index()],
            _reassigned(audio, MIDDLE, steps, SPLIT * 0.9, 8000.0)[..., _split_index() :],
        ],
        -1,
    )
    gathered = both.sum(1)
    steady = torch.minimum(gathered, _median(_peak(gathered, 1, -1), 2))
    low = (frequencies() < 160.0).to(audio.device)
    steady = torch.where(low, gathered, steady)
    bands = _band_of_oscillator().to(audio)
    whole, tonal = gathered @ bands, steady @ bands
    weights = _triangles(4 * NOISE_HOP).to(audio)
    short = _power(audio, 4 * NOISE_HOP, TONE_HOP, steps).sum(1) @ weights.T
    short = short * (2.0 / (4 * NOISE_HOP))
    bass = (_power(audio, MIDDLE, TONE_HOP, steps).sum(1) @ _triangles(MIDDLE).to(audio).T) * (2.0 / MIDDLE)
    is_bass = (_noise_edges() < 350.0).to(audio.device)
    short = torch.where(is_bass, bass, short)
    bound = (_peak(short, 1, -2) * 2.5 / (whole + 1e-12)).clamp(max=1.0)
    shaped = steady * (bound @ bands.T)
    noisy = (1.0 - tonal / (whole + 1e-12)).clamp(0.0, 1.0)
    above = (_noise_edges() > 7000.0).to(audio.device)
    noisy = torch.where(above, torch.ones_like(noisy), noisy)
    fine = _power(audio, 2 * NOISE_HOP, NOISE_HOP, frames * NOISE_STEPS) @ _density(2 * NOISE_HOP).to(audio)
    fine_sum = fine.sum(1)
    residue = 1.2 * 12000.0 * ((gathered - steady).clamp(min=0.0) @ bands) / _widths().to(audio)
    crest = fine_sum / (_smooth(fine_sum) + 1e-12)
    shaped_noise = residue.repeat_interleave(2, 1) * crest
    fine_noise = torch.where(above, fine_sum, shaped_noise)
    tone = torch.log1p(shaped.sqrt() / SILENCE_TONE)
    noise = torch.log1p(fine_noise.sqrt() / SILENCE_NOISE)
    return Parameters(tone, noise, *_measure_image(audio, frames))


@lru_cache(maxsize=1)
def _widths() -> Tensor:
    """Hertz that each noise band covers `[40]`."""
    return (_triangles(8192).sum(1) * RATE / 8192).float()


def _smooth(power: Tensor) -> Tensor:
    """Average over the time that a middle window weighs, at 200 frames a second (dim -2)."""
    kernel = torch.hann_window(11, periodic=False, device=power.device)[1:-1].square()
    kernel = (kernel / kernel.sum()).expand(power.shape[-1], 1, -1)
    padded = F.pad(power.transpose(1, 2), (4, 4), mode="replicate")
    return F.conv1d(padded, kernel, groups=power.shape[-1]).transpose(1, 2)


def _density(size: int) -> Tensor:
    weights = _triangles(size)
    return (weights / (weights.sum(1, keepdim=True) + 1e-9)).T


def _split_index() -> int:
    return round(PER_OCTAVE * math.log2(SPLIT / LOWEST))


def _measure_image(audio: Tensor, frames: int) -> tuple[Tensor, Tensor]:
    """Balance and coherence of 16 bands per latent frame."""
    window = torch.hann_window(MIDDLE, device=audio.device)
    centers = F.pad(audio, (0, HOP))[..., TONE_HOP * 2 :]
    spectra = torch.fft.rfft(_frames(centers, MIDDLE, HOP // 2, 2 * frames) * window) / window.square().sum().sqrt()
    bands = (_balance_weights(NOISE_BANDS) @ _triangles(MIDDLE)).T.to(audio)
    left, right = spectra.unbind(1)

    def gather(power: Tensor) -> Tensor:
        halves: Tensor = (power @ bands).unflatten(1, (-1, 2))
        return halves.mean(2)

    first, second = gather(left.abs().square()) + 1e-8, gather(right.abs().square()) + 1e-8
    balance = (first.sqrt() - second.sqrt()) / (first.sqrt() + second.sqrt())
    return balance, gather((left * right.conj()).real) / (first * second).sqrt()


def band_decibels(parameters: Parameters) -> Tensor:
    """Energy of tones and noise together in 40 bands, in dB, 100 frames a second `[B, 4T, 40]`."""
    tone = (SILENCE_TONE * torch.expm1(parameters.tone)).square() / 2.0
    noise = (SILENCE_NOISE * torch.expm1(parameters.noise)).square().unflatten(1, (-1, 2)).mean(2)
    bands, widths = _band_of_oscillator().to(tone), _widths().to(tone)
    return 10.0 * torch.log10(tone @ bands + noise * widths / 24000.0 + 3e-8)
