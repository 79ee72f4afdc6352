"""How loud a loop is, against pyloudnorm and the numbers of the recommendation."""

from __future__ import annotations

import math

import numpy as np
import pyloudnorm
import pytest

from demond.playback.loudness import Loudness

SECOND = 48000


def measured(audio: np.ndarray) -> Loudness:
    """Of a whole loop `[samples, 2]`."""
    loudness = Loudness(len(audio))
    loudness.changed(0, len(audio))
    loudness.measure(audio)
    return loudness


def noise(samples: int, level: float = 0.1) -> np.ndarray:
    return (level * np.random.default_rng(samples).standard_normal((samples, 2))).astype(np.float32)


def tone(hertz: float, samples: int, amplitude: float = 0.5) -> np.ndarray:
    wave = amplitude * np.sin(2 * np.pi * hertz * np.arange(samples) / SECOND)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def swelling(samples: int) -> np.ndarray:
    return noise(samples) * np.linspace(0, 1, samples, dtype=np.float32)[:, None] ** 3


def clicks(samples: int) -> np.ndarray:
    audio = np.zeros((samples, 2), np.float32)
    audio[::12000] = 1.0
    return audio


def half_quiet(samples: int) -> np.ndarray:
    audio = noise(samples)
    audio[: samples // 2] *= 0.01
    return audio


def by_pyloudnorm(audio: np.ndarray) -> float:
    """Of a loop that repeats until its ends are little."""
    turns = np.concatenate([audio] * (40 * SECOND // len(audio))).astype(np.float64)
    return float(pyloudnorm.Meter(SECOND).integrated_loudness(turns))


@pytest.mark.parametrize("make", [noise, swelling, clicks, half_quiet, lambda n: tone(50, n), lambda n: tone(9000, n)])
def test_a_loop_is_as_loud_as_pyloudnorm_finds_it(make):
    audio = make(2 * SECOND)
    assert measured(audio).loudness == pytest.approx(by_pyloudnorm(audio), abs=0.1)


def test_a_sine_of_997_hertz_at_full_scale_in_both_channels_is_0_lufs():
    assert measured(tone(997, 4 * SECOND, 1.0)).loudness == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("samples", [1024, 7000, 20000, 4 * SECOND + 777])
def test_a_loop_of_any_length_is_measured_as_it_repeats(samples):
    audio = noise(samples)
    assert measured(audio).loudness == pytest.approx(by_pyloudnorm(audio), abs=0.1)


def test_what_is_measured_piece_by_piece_is_what_is_measured_at_once():
    audio, rng = noise(6 * SECOND + 123), np.random.default_rng(1)
    loudness = measured(audio)
    for _ in range(12):
        start, count = int(rng.integers(0, len(audio))), int(rng.integers(1, 2 * SECOND))
        audio[np.arange(start, start + count) % len(audio)] = noise(count, float(rng.uniform(0, 0.3)))
        loudness.changed(start, count)
        assert loudness.due
        loudness.measure(audio)
        assert not loudness.due
        assert loudness.loudness == pytest.approx(measured(audio).loudness, abs=1e-3)


def test_what_was_never_written_does_not_count():
    audio = noise(8 * SECOND)
    audio[4 * SECOND :] *= 4
    loudness = Loudness(len(audio))
    assert loudness.loudness == -math.inf
    loudness.changed(0, 4 * SECOND)
    loudness.measure(audio)
    assert loudness.loudness == pytest.approx(measured(audio[: 4 * SECOND]).loudness, abs=0.2)
    loudness.changed(4 * SECOND, 4 * SECOND)
    loudness.measure(audio)
    assert loudness.loudness == pytest.approx(measured(audio).loudness, abs=1e-3)


def at(lufs: float) -> np.ndarray:
    audio = noise(3 * SECOND)
    return audio * np.float32(10 ** ((lufs - measured(audio).loudness) / 20))


@pytest.mark.parametrize(
    ("lufs", "gain"), [(-16, 0), (-18, 2), (-21.5, 5.5), (-30, 6), (-69, 6), (-71, 0), (-13, -3), (-9, -6), (-12, -4)]
)
def test_a_loop_is_brought_to_16_lufs_by_6_db_at_most_and_silence_stays(lufs, gain):
    assert measured(at(lufs)).gain == pytest.approx(gain, abs=0.01)
    assert measured(np.zeros((SECOND, 2), np.float32)).gain == 0.0


def test_peaks_are_not_raised_far_into_the_limiter_but_a_lone_click_holds_nothing_down():
    quiet = at(-25)
    quiet[7000] = 1.0
    assert measured(quiet).gain == pytest.approx(6, abs=0.01)
    quiet[::4000] = 1.0
    assert measured(quiet).loudness < -20
    assert measured(quiet).gain == pytest.approx(2, abs=0.01)
