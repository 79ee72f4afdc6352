"""How loud an input is, and its onsets."""

from __future__ import annotations

import numpy as np
import pytest

from demond.playback.meter import METER_SECONDS, Meter

RATE = 48000
LOOK = round(METER_SECONDS * RATE)


def looks(signal: np.ndarray) -> list[np.ndarray]:
    stereo = np.repeat(signal.astype(np.float32)[:, None], 2, axis=1)
    return [stereo[at : at + LOOK] for at in range(0, len(stereo) - LOOK + 1, LOOK)]


def test_the_level_is_the_rms() -> None:
    meter, at = Meter(), np.arange(RATE) / RATE
    levels = [meter.take(look)[0] for look in looks(0.5 * np.sin(2 * np.pi * 500 * at))]
    assert levels == pytest.approx([0.5 / np.sqrt(2)] * len(levels), rel=1e-3)
    assert meter.take(np.zeros((0, 2), np.float32))[0] == 0.0
    assert meter.take(np.full((LOOK, 2), np.nan, np.float32))[0] == 0.0


@pytest.mark.parametrize("loudness", [1.0, 0.03])
def test_each_beat_is_one_onset_also_over_what_sounds(loudness: float) -> None:
    at, chance = np.arange(8 * RATE) / RATE, np.random.default_rng(0)
    since = np.mod(at - 0.25, 0.5)  # a click every half second
    beats = np.where(at > 0.25, np.exp(-40 * since), 0.0) * chance.normal(0.0, 0.3, len(at))
    drone = 0.2 * np.sin(2 * np.pi * 110 * at) + chance.normal(0.0, 0.002, len(at))
    meter, counts = Meter(), []
    for look in looks(loudness * (beats + drone)):
        counts.append(meter.take(look)[1])
    assert counts[-1] - counts[10] == 16
    rises = [number * METER_SECONDS for number in range(11, len(counts)) if counts[number] > counts[number - 1]]
    assert rises == pytest.approx([0.25 + 0.5 * beat for beat in range(16)], abs=2 * METER_SECONDS)


def test_silence_and_an_even_tone_have_no_onsets() -> None:
    meter, at = Meter(), np.arange(4 * RATE) / RATE
    assert [meter.take(look)[1] for look in looks(np.zeros(RATE))][-1] == 0
    counts = [meter.take(look)[1] for look in looks(0.3 * np.sin(2 * np.pi * 220 * at))]
    assert counts[-1] == 1, "where it begins"
