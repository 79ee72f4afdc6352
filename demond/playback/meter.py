"""How loud a signal is, and when something begins in it."""

from __future__ import annotations

import numpy as np

from demond.playback.segment import Float32

METER_SECONDS = 0.02
"""What is looked at at a time, and how often."""
_SUDDEN = 4.0  # times the power of the last while, of what changes from sample to sample: so that a drum beats a bass
_QUIET = 1e-7
_WHILE = 0.1  # how much of it a look makes
_APART = 4  # looks from onset to onset at least: 80 ms


class Meter:
    """Looks at a signal, `METER_SECONDS` at a time, and counts onsets."""

    def __init__(self) -> None:
        self._power = 0.0
        self._since = _APART
        self._onsets = 0

    def take(self, frames: Float32) -> tuple[float, int]:
        """Look at `[frames, channels]`; returns their RMS (linear), 0 where there are none, and the onsets so far."""
        if len(frames) < 2:
            return 0.0, self._onsets
        mono = np.nan_to_num(frames.mean(axis=1, dtype=np.float64))
        sharp = float(np.mean(np.square(np.diff(mono))))
        self._since += 1
        if sharp > _SUDDEN * self._power + _QUIET and self._since >= _APART:
            self._onsets, self._since = self._onsets + 1, 0
        self._power += _WHILE * (sharp - self._power)
        return float(np.sqrt(np.mean(np.square(mono)))), self._onsets
