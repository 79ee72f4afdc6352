"""A device that is not at 48 kHz."""

from __future__ import annotations

import numpy as np
import pytest

from .conftest import sine


def spectrum(sound: np.ndarray) -> np.ndarray:
    """Amplitudes in dB of a Blackman-Harris windowed signal; a full sine is 0 dB."""
    n = len(sound)
    turn = 2 * np.pi * np.arange(n) / n
    window = 0.35875 - 0.48829 * np.cos(turn) + 0.14128 * np.cos(2 * turn) - 0.01168 * np.cos(3 * turn)
    return 20 * np.log10(np.abs(np.fft.rfft(sound * window)) / (window.sum() / 2) + 1e-12)


def signal_to_noise(sound: np.ndarray, hertz: float, rate: float) -> float:
    """dB, against the best fitting sine of that frequency."""
    turn = 2 * np.pi * hertz * np.arange(len(sound)) / rate
    basis = np.stack([np.sin(turn), np.cos(turn), np.ones(len(sound))], axis=1)
    fitted = basis @ np.linalg.lstsq(basis, sound, rcond=None)[0]
    return float(10 * np.log10((fitted**2).mean() / ((sound - fitted) ** 2).mean()))


@pytest.mark.parametrize("rate", [44100, 96000])
@pytest.mark.parametrize("hertz", [1000, 10000])
def test_a_sine_stays_a_sine_at_the_device_rate(played, rate, hertz):
    one = played(rate=rate)
    one.fill(sine(hertz, 48000))
    one.loop.play()
    one.hear(rate // 5)
    heard = one.hear(8192)[:, 0].astype(np.float64)
    assert signal_to_noise(heard, hertz, rate) > 90
    assert np.abs(heard).max() == pytest.approx(0.5, rel=0.01)


@pytest.mark.parametrize("hertz", [22300, 23000, 23900])
def test_what_the_device_rate_cannot_hold_does_not_come_back_as_an_alias(played, hertz):
    one = played(rate=44100)
    one.fill(sine(hertz, 48000, 1.0))
    one.loop.play()
    one.hear(9000)
    assert spectrum(one.hear(8192)[:, 0].astype(np.float64)).max() < -80


@pytest.mark.parametrize("hertz", [1000, 10000, 19000])
def test_images_above_the_loop_are_down_at_a_higher_rate(played, hertz):
    one = played(rate=96000)
    one.fill(sine(hertz, 48000, 0.9))
    one.loop.play()
    one.hear(20000)
    levels = spectrum(one.hear(8192)[:, 0].astype(np.float64))
    frequencies = np.fft.rfftfreq(8192, 1 / 96000)
    assert levels[frequencies > 24000].max() < -80
    assert levels.max() > -2


@pytest.mark.parametrize("rate", [44100, 96000])
def test_time_goes_at_the_same_pace_and_the_loop_has_no_seam(played, rate):
    one = played(rate=rate)
    one.fill(sine(1000, 4800))
    one.loop.play()
    one.hear(rate // 4)
    assert one.loop.played == pytest.approx(12000, abs=1e-3)
    assert one.loop.elapsed == pytest.approx(12000, abs=1e-3)
    assert signal_to_noise(one.hear(8192)[:, 0].astype(np.float64), 1000, rate) > 90
