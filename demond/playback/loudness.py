"""How loud a loop is, and the gain that makes it as loud as others; pure, no torch.

ITU-R BS.1770-4: the energy of both channels, weighted as ears hear, in blocks of 400 ms of which each overlaps the
next by three quarters; what is silent or far below the rest does not count. A loop has no end, nor have its blocks.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import MOST_EVENED
from demond.playback.segment import Float32

TARGET = -16.0
"""LUFS, as most music that is streamed."""
OVER, OFTEN = 2.0, 0.95
"""dB above full scale to which peaks are raised at most, but for those of the loudest twentieth of the loop: with the
usual ceiling the limiter takes 3 dB off such a peak, and a lone click holds nothing down."""
SILENT = -70.0
"""LUFS below which a block is silence."""
FAR = 10.0
"""LU below all blocks that are not silent at which one does not count either."""
BLOCK_PARTS = 4
_PART = SAMPLE_RATE // 10
_LEAD_IN = _PART  # in which what was before has died away in the filter, and what rings around the end
_AT_ONCE = 11  # parts
_GRID = _PART  # lengths of transforms are multiples of it, which are products of small primes
_SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)
_HIGH_PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)


class Loudness:
    """The loudness of a loop of `samples`, by parts of a tenth of a second: only those that changed are measured anew.

    Parts that were never changed do not count: they hold what stands in for music to come.
    """

    def __init__(self, samples: int) -> None:
        parts = max(1, round(samples / _PART))
        self._edges = np.linspace(0, samples, parts + 1).round().astype(np.int64)
        self._energy = np.zeros(parts)
        self._peak = np.zeros(parts)
        self._known = np.zeros(parts, dtype=np.bool_)
        self._due = np.zeros(parts, dtype=np.bool_)

    def changed(self, start: int, count: int) -> None:
        """Note that `count` samples from `start` on are others now, around the end if need be."""
        samples, parts = int(self._edges[-1]), len(self._due)
        start %= samples
        ends = start, min(start + count, samples) - 1
        first, last = (int(np.searchsorted(self._edges, at, side="right")) - 1 for at in ends)
        self._known[first : last + 1] = True
        self._due[np.arange(first, last + 2) % parts] = True  # the filter still rings in the part behind
        if start + count > samples:
            self.changed(0, start + count - samples)

    @property
    def due(self) -> bool:
        """Whether anything changed since it was measured."""
        return bool(self._due.any())

    def measure(self, audio: Float32) -> None:
        """Measure what changed of the loop `[samples, 2]`."""
        where = np.flatnonzero(self._due & self._known)
        for run in np.split(where, np.flatnonzero(np.diff(where) != 1) + 1):
            for at in range(0, len(run), _AT_ONCE):
                self._measure(audio, int(run[at]), int(run[min(at + _AT_ONCE, len(run)) - 1]) + 1)
        self._due[:] = False

    def _measure(self, audio: Float32, first: int, last: int) -> None:
        start, edges = int(self._edges[first]) - _LEAD_IN, self._edges[first : last + 1]
        heard = np.ascontiguousarray(audio.take(np.arange(start, edges[-1]), axis=0, mode="wrap").T)
        size, places = -(-heard.shape[1] // _GRID) * _GRID, edges[:-1] - start
        weighted = np.fft.irfft(np.fft.rfft(heard, size) * _weighting(size), size)[:, : heard.shape[1]]
        self._energy[first:last] = np.add.reduceat(np.square(weighted), places, axis=1, dtype=np.float64).sum(axis=0)
        self._peak[first:last] = np.maximum.reduceat(np.abs(heard), places, axis=1).max(axis=0)

    @property
    def loudness(self) -> float:
        """Integrated loudness in LUFS; minus infinite where all is silent, or nothing is known."""
        parts = min(BLOCK_PARTS, len(self._energy))
        place = (np.arange(len(self._energy))[:, None] + np.arange(parts)) % len(self._energy)
        place = place[self._known[place].all(axis=1)]
        power = self._energy[place].sum(axis=1) / np.diff(self._edges)[place].sum(axis=1)
        power = power[power > _power(SILENT)]
        if not len(power):
            return -math.inf
        return _lufs(float(power[power > power.mean() * 10.0 ** (-FAR / 10.0)].mean()))

    @property
    def gain(self) -> float:
        """The dB by which the loop is to be raised or, below 0, lowered; silence stays as it is."""
        loudness = self.loudness
        if loudness == -math.inf:
            return 0.0
        wanted = min(max(TARGET - loudness, -MOST_EVENED), MOST_EVENED)
        peak = float(np.quantile(self._peak[self._known], OFTEN))
        room = OVER - 20.0 * math.log10(max(peak, 1e-9))
        return min(wanted, max(room, 0.0))


def _lufs(power: float) -> float:
    return 10.0 * math.log10(power) - 0.691


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs + 0.691) / 10.0))


@lru_cache(8)
def _weighting(size: int) -> NDArray[Any]:
    """What the two filters of the recommendation do to the frequencies of a transform of this size."""
    delay = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response = np.ones(size // 2 + 1, dtype=np.complex128)
    for above, below in (_SHELF, _HIGH_PASS):
        response *= np.polyval(above[::-1], delay) / np.polyval(below[::-1], delay)
    return response.astype(np.complex64)
