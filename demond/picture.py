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
DARK_DB, LIGHT_DB, TILT_DB = -82.0, -12.0, 2.5
"""What is 0 and what is 255, beside a sine of full scale; by how much an octave is lifted, as music falls so."""
TOGETHER = 16
"""Columns looked at in one piece of work, of about a millisecond: other threads go between two."""
PROBES = 16
"""Samples of a column by which it is told whether it is other than before: closer together than the shortest window
that the engine writes."""

_EDGES = 0.5 + LOWEST * (HIGHEST / LOWEST) ** (np.arange(ROWS + 1) / ROWS) * WINDOW / SAMPLE_RATE
"""Where rows begin, in bins of a window: bin n lies between n and n + 1 here."""
_LIFT = TILT_DB * (np.log2(np.sqrt(_EDGES[:-1] * _EDGES[1:])) - np.log2(1000.0 * WINDOW / SAMPLE_RATE))
_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)


class Picture:
    """Draws one loop again and again: only what is other than it was is looked at."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._seen = np.zeros(0, np.float32)
        self._at: tuple[int, NDArray[np.intp]] = (0, np.zeros(0, np.intp))
        self._levels = np.zeros((COLUMNS, ROWS), np.uint8)

    @property
    def mark(self) -> str:
        """Another text once other music lies in the loop; empty without any. Takes a fraction of a millisecond."""
        seen = self._probes()
        return f"{zlib.crc32(seen.tobytes()):08x}{self._loop.length:x}" if len(seen) else ""

    def draw(self) -> bytes:
        """The loudness of COLUMNS x ROWS parts of the loop, a byte each: column by column, rows from low to high.

        All zeros without a loop. Takes some hundredths of a second where all is new; for one thread at a time.
        """
        before, self._seen = self._seen, self._probes()
        bank, length = self._loop.committed, self._loop.length
        if bank is None or not len(self._seen):
            self._levels[:] = 0
            return self._levels.tobytes()
        other = (before != self._seen).any(axis=1) if before.shape == self._seen.shape else np.ones(COLUMNS, bool)
        around = np.arange(-1 - WINDOW * COLUMNS // (2 * length), 2 + WINDOW * COLUMNS // (2 * length))
        columns = np.unique((np.flatnonzero(other)[:, None] + around) % COLUMNS)
        samples, span = self._loop.segment.banks[bank], length / COLUMNS
        looks = min(MOST_LOOKS, max(1, round(span / WINDOW)))
        for some in np.array_split(columns, -(-len(columns) // TOGETHER) or 1):
            power = np.zeros((len(some), ROWS))
            for look in range(looks):
                power += _power(samples, (span * (some + (look + 0.5) / looks)).astype(np.intp), length) / looks
            self._levels[some] = _shown(power)
        return self._levels.tobytes()

    def _probes(self) -> NDArray[np.float32]:
        """Some samples of each column, and how long the loop is; none without a loop."""
        bank, length = self._loop.committed, self._loop.length
        if bank is None or not length:
            return np.zeros(0, np.float32)
        if length != self._at[0]:
            places = np.arange(COLUMNS * PROBES) * (length / (COLUMNS * PROBES))
            self._at = length, places.astype(np.intp).reshape(COLUMNS, PROBES)
        both = self._loop.segment.banks[bank][self._at[1]]
        return np.append(both.reshape(COLUMNS, -1), np.full((COLUMNS, 1), length, np.float32), axis=1)


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
