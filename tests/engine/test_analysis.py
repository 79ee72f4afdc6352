"""Tempo and key of sounds of which both are known."""

import numpy as np
import pytest

from engine.analysis import key, tempo

RATE = 48000


def drums(bpm: float, seconds: float = 12.0) -> np.ndarray:
    """A kick on every beat, a softer noise on every half."""
    rng = np.random.default_rng(1)
    out = np.zeros(round(seconds * RATE))
    decay = np.exp(-np.arange(4000) / 600)
    for half in range(int(seconds * bpm / 30) - 1):
        at = round(half * 30 / bpm * RATE)
        hit = 0.8 * np.sin(2 * np.pi * 60 * np.arange(4000) / RATE) if half % 2 == 0 else 0.2 * rng.normal(size=4000)
        out[at : at + 4000] += hit[: len(out) - at] * decay[: len(out) - at]
    return np.stack([out, out]).astype(np.float32)


def chords(tonic: int, minor: bool) -> np.ndarray:
    """One, four, five, one; with three partials to a note."""
    third = 3 if minor else 4
    progression = [(0, third, 7), (5, 5 + third, 12), (7, 11, 14), (0, third, 7)]
    time = np.arange(RATE) / RATE
    bars = []
    for chord in progression:
        pitches = [220 * 2 ** ((tonic - 9 + note) / 12) for note in (-12, *chord)]
        bars.append(sum(np.sin(2 * np.pi * n * f * time) / n for f in pitches for n in (1, 2, 3)))
    out = 0.05 * np.concatenate(bars)
    return np.stack([out, out]).astype(np.float32)


@pytest.mark.parametrize("bpm", [71.0, 96.0, 124.5, 174.0])
def test_the_tempo_of_a_beat_is_found(bpm: float) -> None:
    found = tempo(drums(bpm))
    assert found is not None
    assert min(abs(found / bpm / times - 1) for times in (0.5, 1, 2)) < 0.01


@pytest.mark.parametrize(
    ("tonic", "minor", "name"), [(0, False, "C major"), (6, True, "F# minor"), (10, False, "A# major")]
)
def test_the_key_of_a_cadence_is_found(tonic: int, minor: bool, name: str) -> None:
    assert key(chords(tonic, minor)) == name


def test_what_has_neither_gets_none() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, (2, 5 * RATE)).astype(np.float32)
    for audio in (np.zeros((2, 5 * RATE), np.float32), noise, noise[:, :RATE]):
        assert tempo(audio) is None
        assert key(audio) is None
