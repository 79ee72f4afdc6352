"""What lies in the loop as a spectrogram: a few hundred columns of loudness, however long the loop is; no torch."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop

COLUMNS, ROWS = 480, 80
WINDOW = 4096
MOST_LOOKS = 4
"""Windows of a column, side by side where it is longer than one."""
LOWEST, HIGHEST = 40.0, 16000.0
DARK_DB, LIGHT_DB, TILT_DB = -84.0, -18.0, 3.0
"""What is 0 and what is 255, beside a sine of full scale; by how much an octave is lifted, as music falls so."""
TOGETHER = 16
"""Columns looked at in one piece of work, of about a millisecond: other threads go between two."""
PROBES = 4096
"""Samples by which it is told whether what lies in the loop is other than before: less apart than the shortest window
that the engine writes."""

_EDGES = LOWEST * (HIGHEST / LOWEST) ** (np.arange(ROWS + 1) / ROWS) * WINDOW / SAMPLE_RATE
_LIFT = TILT_DB * (np.log2(np.sqrt(_EDGES[:-1] * _EDGES[1:])) - np.log2(1000.0 * WINDOW / SAMPLE_RATE))
_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)


def mark(loop: Loop) -> str:
    """Another text once other music lies in the loop; empty without any. Takes a fraction of a millisecond."""
    bank, length = loop.committed, loop.length
    if bank is None or not length:
        return ""
    samples = loop.segment.banks[bank][: length : max(1, length // PROBES)]
    return f"{zlib.crc32(samples.tobytes()):08x}{length:x}"


def spectrogram(loop: Loop) -> bytes:
    """The loudness of COLUMNS x ROWS parts of the loop, a byte each: column by column in time, rows from low to high.

    All zeros without a loop. Takes some hundredths of a second; for a thread.
    """
    picture = np.zeros((COLUMNS, ROWS), np.uint8)
    bank, length = loop.committed, loop.length
    if bank is not None and length:
        samples, span = loop.segment.banks[bank], length / COLUMNS
        looks = min(MOST_LOOKS, max(1, round(span / WINDOW)))
        for first in range(0, COLUMNS, TOGETHER):
            columns = np.arange(first, min(first + TOGETHER, COLUMNS))
            power = np.zeros((len(columns), ROWS))
            for look in range(looks):
                middles = span * (columns + (look + 0.5) / looks)
                power += _power(samples, middles.astype(np.intp), length) / looks
            picture[columns] = _shown(power)
    return picture.tobytes()


def _power(samples: NDArray[np.float32], middles: NDArray[np.intp], length: int) -> NDArray[np.float64]:
    """How strong each row is around these samples, the loop going on at its ends; a sine of full scale is 1."""
    windows = np.empty((len(middles), WINDOW), np.float32)
    for window, middle in zip(windows, middles, strict=True):
        start = int(middle) - WINDOW // 2
        around = range(start, start + WINDOW)
        inside = 0 <= start <= length - WINDOW
        both = samples[start : start + WINDOW] if inside else samples[np.array(around) % length]
        np.add(both[:, 0], both[:, 1], out=window)
    spectrum = np.fft.rfft(windows * _HANN)
    energy = np.add.accumulate(spectrum.real**2 + spectrum.imag**2, axis=1, dtype=np.float64)
    low = _EDGES.astype(np.intp)
    below = energy[:, low - 1] + (_EDGES - low) * (energy[:, low] - energy[:, low - 1])
    power: NDArray[np.float64] = np.maximum(np.diff(below, axis=1), 0.0)
    return power * (4.0 / (1.5 * WINDOW**2))


def _shown(power: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Loudness as bytes."""
    decibels = 10.0 * np.log10(power + 1e-12) + _LIFT
    levels: NDArray[np.float64] = np.clip(255.0 * (decibels - DARK_DB) / (LIGHT_DB - DARK_DB), 0.0, 255.0)
    return levels.astype(np.uint8)
