"""Own synthesis: the electronic voices and drum machines of the composer (48 kHz, mono notes)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 48000
Mono = NDArray[np.float32]


def _envelope(samples: int, held: int, attack: float, decay: float, sustain: float, release: float) -> Mono:
    time = np.arange(samples, dtype=np.float32) / RATE
    body = sustain + (1.0 - sustain) * np.exp(-time / max(decay, 1e-3))
    tail = np.exp(-np.maximum(time - held / RATE, 0.0) / max(release, 1e-3))
    fade = np.minimum(1.0, (samples - np.arange(samples)) / 240.0)
    return (np.minimum(1.0, time / max(attack, 1e-3)) * body * tail * fade).astype(np.float32)


def _additive(
    frequency: float,
    samples: int,
    weights: NDArray[np.float64],
    cutoff: Mono,
    detune: tuple[float, ...] = (0.0,),
    phase_seed: int = 0,
) -> Mono:
    """Sum harmonics below 12 kHz through a gliding low-pass; `cutoff` in Hz per sample, `detune` in cents."""
    rng = np.random.default_rng(phase_seed)
    time = np.arange(samples, dtype=np.float32) / RATE
    out = np.zeros(samples, dtype=np.float32)
    step = 64
    coarse = cutoff[::step]
    for cents in detune:
        base = frequency * 2.0 ** (cents / 1200.0)
        for harmonic in range(1, len(weights) + 1):
            partial = base * harmonic
            if partial > 12000.0 or weights[harmonic - 1] == 0.0:
                continue
            gain = weights[harmonic - 1] / (1.0 + (partial / coarse) ** 4)
            if gain.max() < 1e-3:
                continue
            gain = np.repeat(gain, step)[:samples].astype(np.float32)
            phase = rng.uniform(0, 2 * np.pi) if len(detune) > 1 else 0.0
            out += gain * np.sin(np.float32(2 * np.pi * partial) * time + np.float32(phase))
    return out / np.float32(len(detune) ** 0.7)


SAW = 1.0 / np.arange(1, 61)
SQUARE = SAW * (np.arange(1, 61) % 2)
TRIANGLE = SQUARE / np.arange(1, 61)
THIN = np.abs(np.sin(np.pi * np.arange(1, 61) * 0.25)) / np.arange(1, 61)
BELL = np.array([1.0, 0.0, 0.25, 0.5, 0.0, 0.0, 0.22, 0.0, 0.1])


def tone(voice: str, pitch: int, velocity: float, seconds: float, brightness: float = 1.0) -> Mono:
    """One note of a voice named in `styles.INSTRUMENTS`, release included; `brightness` scales its filter."""
    frequency = 440.0 * 2.0 ** ((pitch - 69) / 12.0)
    held = int(seconds * RATE)
    release = {"air": 0.5, "bell": 0.9, "supersaw": 0.12, "pluck": 0.15}.get(voice, 0.05)
    samples = held + int(release * 4 * RATE)
    time = np.arange(samples, dtype=np.float32) / RATE
    bright = brightness * (0.5 + 0.7 * velocity)

    def sweep(low: float, high: float, speed: float) -> Mono:
        return (bright * (low + (high - low) * np.exp(-time / speed))).astype(np.float32)

    if voice == "saw bass":
        wave = _additive(frequency, samples, SAW[:24], sweep(250, 1400, 0.09))
        shape = _envelope(samples, held, 0.003, 0.3, 0.6, release)
    elif voice == "acid":
        wave = _additive(frequency, samples, SAW[:32], sweep(220, 3200, 0.07))
        shape = _envelope(samples, held, 0.003, 0.2, 0.5, release)
    elif voice == "sub":
        wave = _additive(frequency, samples, np.array([1.0, 0.35, 0.12, 0.05]), sweep(900, 900, 1.0))
        shape = _envelope(samples, held, 0.006, 0.4, 0.8, release)
    elif voice == "reese":
        cut = (bright * (700 + 350 * np.sin(2 * np.pi * 0.7 * time))).astype(np.float32)
        wave = _additive(frequency, samples, SAW[:24], cut, (-14.0, 14.0), pitch)
        shape = _envelope(samples, held, 0.01, 1.0, 0.9, release)
    elif voice == "stab":
        wave = _additive(frequency, samples, SAW[:24], sweep(500, 3000, 0.08), (-7.0, 7.0), pitch)
        shape = _envelope(samples, held, 0.003, 0.12, 0.25, release)
    elif voice == "pluck":
        wave = _additive(frequency, samples, SQUARE[:24], sweep(400, 4500, 0.06))
        shape = _envelope(samples, held, 0.002, 0.12, 0.12, release)
    elif voice == "supersaw":
        wave = _additive(frequency, samples, SAW[:20], sweep(2500, 4000, 0.3), (-12.0, 0.0, 12.0), pitch)
        shape = _envelope(samples, held, 0.01, 0.4, 0.7, release)
    elif voice == "air":
        wave = _additive(frequency, samples, SAW[:12], sweep(1100, 900, 1.0), (-5.0, 5.0), pitch)
        shape = _envelope(samples, held, 0.4, 2.0, 0.85, release)
    elif voice == "bell":
        wave = _additive(frequency, samples, BELL, sweep(6000, 6000, 1.0))
        shape = _envelope(samples, held, 0.002, 0.5, 0.05, release)
    elif voice == "triangle":
        wave = _additive(frequency, samples, TRIANGLE[:24], sweep(9000, 9000, 1.0)) * 1.6
        shape = _envelope(samples, held, 0.002, 1.0, 0.9, 0.01)
    else:
        weights = THIN if voice == "pulse thin" else SQUARE
        wave = _additive(frequency, samples, weights[:24], sweep(9000, 9000, 1.0))
        shape = _envelope(samples, held, 0.002, 0.25, 0.5, 0.01)
    return (wave * shape * np.float32(velocity * 0.5)).astype(np.float32)


def _noise(samples: int, low: float, high: float, seed: int) -> Mono:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(samples))
    frequency = np.fft.rfftfreq(samples, 1.0 / RATE)
    spectrum *= 1.0 / (1.0 + (low / np.maximum(frequency, 1.0)) ** 6) / (1.0 + (frequency / high) ** 6)
    wave = np.fft.irfft(spectrum, samples)
    return (wave / (float(np.abs(wave).max()) + 1e-9)).astype(np.float32)


def drum(kit: str, lane: str, velocity: float, variant: float) -> Mono:
    """One hit of a synthetic kit (`machine`, `chip`, `break`); `variant` 0..1 detunes and shapes the kit."""
    chip = kit == "chip"
    seconds = {"kick": 0.32, "snare": 0.22, "clap": 0.25, "open": 0.3, "crash": 1.0, "tom": 0.3}.get(lane, 0.1)
    samples = int(seconds * RATE)
    time = np.arange(samples, dtype=np.float32) / RATE
    fade = np.minimum(1.0, (samples - np.arange(samples)) / 200.0).astype(np.float32)
    if lane in ("kick", "tom"):
        top, bottom = (260.0, 62.0) if chip else (190.0 + 60 * variant, 46.0 + 10 * variant)
        if lane == "tom":
            top, bottom = 180.0, 95.0 + 40 * variant
        sweep = bottom + (top - bottom) * np.exp(-time / (0.02 + 0.015 * variant))
        wave = np.sin(2 * np.pi * np.cumsum(sweep) / RATE) * np.exp(-time / (0.09 + 0.06 * variant))
        wave += 0.25 * _noise(samples, 2000, 8000, 1) * np.exp(-time / 0.004)
        return (wave * fade * velocity).astype(np.float32)
    if lane == "snare":
        body = np.sin(2 * np.pi * (175 + 50 * variant) * time) * np.exp(-time / 0.05)
        rattle = _noise(samples, 1200 if not chip else 500, 9000, 2) * np.exp(-time / (0.06 + 0.04 * variant))
        return ((0.5 * body + 0.8 * rattle) * fade * velocity * 0.8).astype(np.float32)
    if lane == "clap":
        bursts = sum(np.where(time > d, np.exp(-np.maximum(time - d, 0) / 0.008), 0.0) for d in (0.0, 0.011, 0.023))
        tail = np.where(time > 0.03, np.exp(-np.maximum(time - 0.03, 0) / 0.06), 0.0)
        return (_noise(samples, 900, 5000, 3) * (0.5 * bursts + tail) * fade * velocity * 0.8).astype(np.float32)
    if lane == "rim":
        ring: Mono = np.sin(2 * np.pi * 1700 * time) * np.exp(-time / 0.01)
        tick = 0.3 * _noise(samples, 2000, 9000, 4) * np.exp(-time / 0.006)
        return ((ring + tick) * fade * velocity * 0.45).astype(np.float32)
    decay = {"open": 0.12, "crash": 0.4, "ride": 0.09, "shaker": 0.03, "tamb": 0.05}.get(lane, 0.02 + 0.02 * variant)
    low = {"shaker": 4500.0, "tamb": 6000.0}.get(lane, 3500.0 if chip else 6500.0)
    wave = _noise(samples, low, 15000, 5) * np.exp(-time / decay) * np.minimum(1.0, time / 0.001)
    return (wave * fade * velocity * (0.4 if lane != "shaker" else 0.3)).astype(np.float32)
